"""`mlat keys`: the master keys."""

from __future__ import annotations

import click

from mlat.cli.answer import answer, json_option


@click.group()
def keys() -> None:
    """The master keys that wrap every case's key."""


@keys.command()
@json_option
def rotate(as_json: bool) -> None:
    """Add a master key and wrap every case's key again under it."""
    from mlat.cli.core import clock, core
    from mlat.services import erasing

    with core():
        wrapped = erasing.rotate_keys(clock())
    answer({"wrapped": wrapped}, as_json=as_json, words=f"{wrapped} case key(s) wrapped under a new master key.")
