"""The table of routes as plain text: for the terminal, and for the files that a person reviews.

States (and platforms) that have the very same routes stand together, so that the table can be read to its end.
"""

from __future__ import annotations

from collections.abc import Iterable

from mlat.domain.route_table import Cell, Mark, RouteTable, Row
from mlat.domain.routes import EXECUTING

MARKS: dict[Mark, str] = {
    "": "",
    "no_treaty": "no treaty: reciprocity",
    "treaties_unknown": "treaties not looked up",
    "none": "",
}
ORDER = (
    "mla_evidence",
    "status_inquiry",
    "preservation",
    "preservation_extension",
    "partial_disclosure_traffic",
    "emergency_disclosure",
    "emergency_mla",
    "subscriber_disclosure",
    "traffic_disclosure",
    "content_disclosure",
)
"""How a person reads the measures; the others follow by name."""
LEGEND = """\
The best route for each measure. ? rests on an unverified fact; * is asked for within a request for evidence;
> is the way, where xx is the State; [languages, the safest first]; = the clocks; -- what one must know.
"""


def text(table: RouteTable) -> str:
    """The whole table: first the States, then the platforms with users in the home State."""
    head = f"Routes from {table.home} on {table.on.isoformat()}\n\n{LEGEND}"
    states, companies = _blocks(table.states), _blocks(table.companies)
    platforms = ["PLATFORMS", "", *companies] if companies else []
    return "\n".join([head, "STATES", "", *states, *platforms]).rstrip("\n") + "\n"


def _blocks(rows: Iterable[Row]) -> list[str]:
    """Each block of lines under all the keys that share it."""
    together: dict[tuple[str, ...], list[str]] = {}
    for row in rows:
        together.setdefault(_lines(row), []).append(row.key)
    lines = []
    for block, keys in together.items():
        lines += [" ".join(keys), *block, ""]
    return lines


def _lines(row: Row) -> tuple[str, ...]:
    """One line a route, with all the measures that it gives."""
    together: dict[str, list[str]] = {}
    for cell in sorted(row.cells, key=lambda each: (_place(each.measure), each.measure)):
        together.setdefault(_words(cell, row.key), []).append(cell.measure + ("*" if cell.within_evidence else ""))
    return tuple(_line(", ".join(measures), words) for words, measures in together.items())


def _line(measures: str, words: str) -> str:
    return f"  {measures}\n      {words}" if len(measures) > 27 else f"  {measures:28}{words}"


def _place(measure: str) -> int:
    return ORDER.index(measure) if measure in ORDER else len(ORDER)


def _words(cell: Cell, key: str) -> str:
    if not cell.instrument:
        return f"none: {', '.join(cell.grounds)}" if cell.grounds else "none"
    stops = [leg.to for leg in cell.legs if leg.to != EXECUTING]
    own = f"{key.lower()}-"
    there = ["company" if stop == key else f"xx-{stop[len(own) :]}" if stop.startswith(own) else stop for stop in stops]
    way = " > ".join(there)
    place = f" ({cell.recipient.country})" if cell.recipient and cell.recipient.kind == "provider" else ""
    clocks = ", ".join(f"{each.kind} {each.value}" for each in cell.clocks)
    parts = [
        cell.instrument + ("?" if cell.verification == "unverified" else ""),
        f"> {way}{place}",
        f"[{'/'.join(cell.languages) or 'language not known'}]",
        f"= {clocks}" if clocks else "",
        f"-- {MARKS[cell.mark]}" if MARKS[cell.mark] else "",
    ]
    return " ".join(part for part in parts if part)
