"""`mlat office`: the offices that sign."""

from __future__ import annotations

from pathlib import Path

import click

from mlat.cli.answer import answer, json_option


@click.group()
def office() -> None:
    """Set up offices."""


@office.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def add(file: Path, as_json: bool) -> None:
    """Add the office of FILE: TOML with the keys of [office] in a case file (docs/case-file.md)."""
    from mlat.cli.core import clock, core
    from mlat.domain.playbook import OfficeGiven
    from mlat.facts.reader import read_toml
    from mlat.services import admin

    given = read_toml(file, OfficeGiven)
    with core():
        office_id = admin.create_office(clock(), given)
    answer({"office": office_id, "code": given.code}, as_json=as_json, words=f"{given.code} added.")
