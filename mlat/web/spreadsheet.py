"""The table of routes for a spreadsheet: a line a State and measure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from mlat.domain.footing import footing
from mlat.domain.route_table import Cell, RouteTable, Row
from mlat.domain.world import World
from mlat.web.words import country_name, language_name, law_name, said

COLUMNS = (
    "state", "name", "measure", "asked", "instrument", "law", "article", "rests_on", "recipient", "way", "channel",
    "languages", "clocks", "verification", "grounds", "home", "on", "facts",
)  # fmt: skip
BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def written(world: World, table: RouteTable, rows: Iterable[Row]) -> str:
    """The CSV of these rows, all measures, with the mark by which spreadsheets know UTF-8."""
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(COLUMNS)
    for row in rows:
        for cell in row.cells:
            where = (table.home, table.on.isoformat(), world.version[:12])
            lines.writerow(inert(value) for value in (*_values(world, row, cell), *where))
    return "\ufeff" + text.getvalue()


def _values(world: World, row: Row, cell: Cell) -> Iterator[str]:
    yield from (row.key, country_name(row.key), cell.measure, said(cell.measure, "measure"), cell.instrument)
    yield law_name(cell.instrument) if cell.instrument else ""
    yield from (cell.article, said(footing(world, cell), "footing"))
    yield cell.recipient.name if cell.recipient else ""
    yield " > ".join(leg.to for leg in cell.legs)
    yield said(cell.channel_kind, "way")
    yield ", ".join(language_name(each) for each in cell.languages)
    yield "; ".join(f"{said(each.kind, 'clock')} {each.value}" for each in cell.clocks)
    yield from (said(cell.verification, "mark"), " ".join(cell.grounds))


def inert(value: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(BEGINS_FORMULA) else value
