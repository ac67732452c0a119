"""The table of routes as plain text: for the terminal, and for the files that a person reviews."""

from __future__ import annotations

from mlat.domain.route_table import Cell, RouteTable, Row
from mlat.domain.routes import EXECUTING

MARKS = {"": "", "no_treaty": "NO TREATY: RECIPROCITY", "treaties_unknown": "TREATIES NOT LOOKED UP", "none": ""}


def text(table: RouteTable) -> str:
    """The whole table; `?` rests on an unverified fact, `>` is the way, `=` the clocks."""
    head = f"Routes from {table.home} on {table.on.isoformat()}: the best one each; ? rests on an unverified fact."
    blocks = [line for row in (*table.states, *table.companies) for line in _block(row)]
    return "\n".join([head, "", *blocks]) + "\n"


def _block(row: Row) -> list[str]:
    return [row.key, *(f"  {cell.measure:27}{_words(cell)}" for cell in row.cells)]


def _words(cell: Cell) -> str:
    if not cell.instrument:
        return f"none ({', '.join(cell.grounds)})" if cell.grounds else "none"
    doubt = "?" if cell.verification == "unverified" else ""
    clocks = ", ".join(f"{each.kind} {each.value}" for each in cell.clocks)
    parts = [
        cell.instrument + doubt,
        "> " + " > ".join(leg.to for leg in cell.legs if leg.to != EXECUTING),
        f"[{'/'.join(cell.languages) or '?'}]",
        f"= {clocks}" if clocks else "",
        MARKS[cell.mark],
    ]
    return " ".join(part for part in parts if part)
