"""What the reader of the wall chose: the day, the measure, and which States to show."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from babel import Locale
from flask import request

from mlat.domain.route_table import Row
from mlat.domain.routing import measures
from mlat.domain.world import World
from mlat.web import names
from mlat.web.clock import now
from mlat.web.door import reader
from mlat.web.words import country_name, said

FIRST = "mla_evidence"
"""The measure that the map shows unless another is chosen."""


@dataclass(frozen=True)
class Wanted:
    """The choice: `name` is a part of a State's name or its code."""

    on: date
    measure: str
    unverified: bool
    name: str

    def shows(self, row: Row) -> bool:
        """Whether the State is among those that the reader wants to see."""
        doubtful = row.cell(self.measure).verification == "unverified"
        return (doubtful or not self.unverified) and fold(self.name) in _called(row.key)

    def again(self, **other: str | None) -> dict[str, str | None]:
        """The same choice for an address, with what is `other`."""
        chosen = {
            "on": self.on.isoformat(),
            "measure": self.measure,
            "unverified": "yes" if self.unverified else None,
            "q": self.name or None,
        }
        return chosen | other


def wanted(world: World) -> Wanted:
    """The choice in the page's address; where none makes sense, the office's today and the usual measure."""
    asked = request.args
    try:
        on = date.fromisoformat(asked.get("on", ""))
    except ValueError:
        on = now().astimezone(ZoneInfo(reader().office_zone)).date()
    measure = asked.get("measure", FIRST)
    return Wanted(
        on=on,
        measure=measure if measure in measures(world) else FIRST,
        unverified="unverified" in asked,
        name=asked.get("q", "").strip()[:80],
    )


def measures_said(world: World) -> list[tuple[str, str]]:
    """(id, words) of every measure of the facts, in the order in which the pages know them."""
    known = measures(world)
    ordered = dict.fromkeys((*(each for each in names.MEASURES if each in known), *known))
    return [(each, said(each, "measure")) for each in ordered]


def fold(text: str) -> str:
    """Without case and accents, as people search and sort."""
    return "".join(one for one in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(one))


def _called(state: str) -> str:
    """The names that a State is found by: its code, the reader's name for it, and the English one."""
    return " ".join((state.casefold(), fold(country_name(state)), fold(Locale("en").territories.get(state, ""))))
