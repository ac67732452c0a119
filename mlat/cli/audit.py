"""`mlat audit`: whether what was recorded still stands as it was recorded."""

from __future__ import annotations

import click

from mlat.cli.answer import answer, json_option
from mlat.cli.errors import No


@click.group()
def audit() -> None:
    """Look at the audit chains."""


@audit.command()
@json_option
def verify(as_json: bool) -> None:
    """Walk every chain and name the first bad row of each. Exit 1 where one is bad."""
    from mlat.cli.core import core
    from mlat.services import audit as trail

    with core():
        bad = trail.verify()
    words = "Every chain holds." if not bad else "\n".join(bad)
    answer({"holds": not bad, "bad": bad}, as_json=as_json, words=words)
    if bad:
        raise No(f"{len(bad)} chain(s) do not hold.")
