"""`mlat rebuild`: whether the columns that queries need say what the events say."""

from __future__ import annotations

import click

from mlat.cli.answer import answer, json_option
from mlat.cli.errors import No


@click.command()
@click.option("--check", is_flag=True, help="Only compare; change nothing.")
@json_option
def rebuild(check: bool, as_json: bool) -> None:
    """Compute states and clocks from the events again. With --check: exit 1 where something differs."""
    from mlat.cli.core import clock, core
    from mlat.services import rebuilding

    with core():
        differences = rebuilding.rebuild(clock(), check=check)
    words = "Everything is as the events say." if not differences else "\n".join(differences)
    answer({"same": not differences, "differences": differences}, as_json=as_json, words=words)
    if differences and check:
        raise No(f"{len(differences)} difference(s).")
