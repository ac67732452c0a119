"""`mlat routes`: all States × all measures, each with its best route. Needs no settings and no database."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

import click

from mlat.cli.answer import answer, json_option
from mlat.cli.country import Country
from mlat.cli.errors import No
from mlat.domain.route_table import Cell, RouteTable, Row, table
from mlat.domain.route_text import text
from mlat.facts import load


@click.command()
@click.option("--from", "home", required=True, type=Country(), metavar="CC", help="The home State, such as AR.")
@click.option("--to", "only", type=Country(), metavar="CC", help="Only the routes towards this State.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day; today where it is left out.")
@json_option
def routes(home: str, only: str | None, on: datetime | None, as_json: bool) -> None:
    """The best route towards every State and platform, for each measure."""
    found = table(load(), home, (on or datetime.now().astimezone()).date())
    if only:
        if only not in {row.key for row in found.states}:
            raise No(f"the table from {home} has no row for {only}: it is the own State, or no fact names it.")
        found = replace(found, states=tuple(row for row in found.states if row.key == only), companies=())
    answer(_plain(found), as_json=as_json, words=text(found).rstrip("\n"))


def _plain(found: RouteTable) -> dict[str, Any]:
    return {
        "home": found.home,
        "on": found.on.isoformat(),
        "states": [_row("state", row) for row in found.states],
        "companies": [_row("platform", row) for row in found.companies],
    }


def _row(what: str, row: Row) -> dict[str, Any]:
    return {what: row.key, "measures": {cell.measure: _cell(cell) for cell in row.cells}}


def _cell(cell: Cell) -> dict[str, Any]:
    """Plain values with stable keys; tuples become lists when they are written."""
    plain = asdict(cell)
    del plain["measure"]
    return plain
