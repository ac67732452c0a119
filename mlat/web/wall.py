"""The routes of the world from the office's State: a map and a table to pin to the wall."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mlat.domain.footing import Footing, footing
from mlat.domain.permissions import Act
from mlat.domain.route_table import Cell, RouteTable, Row
from mlat.domain.world import World
from mlat.facts.tiles import load_map
from mlat.model import transaction
from mlat.services.knowledge import table_of, world_of
from mlat.web import names
from mlat.web.door import actor, needs, reader
from mlat.web.spreadsheet import written
from mlat.web.wanted import Wanted, fold, measures_said, wanted
from mlat.web.words import country_name, law_name, said

wall = Blueprint("wall", __name__)


LETTERS: dict[Footing, str] = {
    "bilateral": "B", "convention": "C", "network": "N", "law": "L", "reciprocity": "R", "unknown": "U", "none": "–",
}  # fmt: skip
"""What stands on a square: colour alone says nothing."""


@dataclass(frozen=True)
class Shown:
    """A cell as the map and the glance show it: the kind of ground, its letter, and both in words."""

    kind: Footing
    letter: str
    words: str


@dataclass(frozen=True)
class Poster:
    """The page: the world as the office knows it, its table of routes, and what the reader chose of it."""

    world: World
    table: RouteTable
    wanted: Wanted

    @cached_property
    def rows(self) -> list[Row]:
        """The chosen States in the order of their names."""
        return sorted(filter(self.wanted.shows, self.table.states), key=lambda row: fold(country_name(row.key)))

    @cached_property
    def by_state(self) -> dict[str, Row]:
        """Every State's row, for the map."""
        return {row.key: row for row in self.table.states}

    @cached_property
    def _shown(self) -> dict[tuple[str, str, str], Shown]:
        return {}

    def shown(self, cell: Cell) -> Shown:
        """The cell for the map; most of the thousands are alike, and each kind is said once."""
        alike = cell.instrument, cell.verification, cell.mark
        if alike not in self._shown:
            self._shown[alike] = self._say(cell)
        return self._shown[alike]

    def _say(self, cell: Cell) -> Shown:
        kind = footing(self.world, cell)
        words = said(kind, "footing")
        if cell.instrument:
            words = f"{words}: {law_name(cell.instrument)}"
        if cell.verification != "unverified":
            return Shown(kind, LETTERS[kind], words)
        return Shown(kind, f"{LETTERS[kind]}?", f"{words} ({_('unverified')})")

    def counted(self) -> list[tuple[str, int]]:
        """How many States each kind of ground gives a route to, for the chosen measure; the closest first."""
        kinds = [self.shown(row.cell(self.wanted.measure)).kind for row in self.table.states]
        return [(kind, kinds.count(kind)) for kind in names.FOOTINGS if kind in kinds]

    def kinds(self) -> list[tuple[str, int]]:
        """Every kind of ground that any measure rests on, and in how many cells; the closest first."""
        there = [self.shown(cell).kind for row in self.rows for cell in row.cells]
        return [(kind, there.count(kind)) for kind in names.FOOTINGS if kind in there]

    def unverified(self) -> int:
        """How many routes of the chosen measure rest on an unverified fact."""
        return sum(row.cell(self.wanted.measure).verification == "unverified" for row in self.table.states)


@wall.get("/routes")
@needs(Act.SEE_FACTS)
def index() -> ResponseReturnValue:
    """The map and the table of all States."""
    poster, grid = _poster(), load_map()
    return render_template(
        "wall.html",
        poster=poster,
        wanted=poster.wanted,
        home=reader().country,
        grid=grid,
        tiles=sorted(grid.tiles(), key=lambda tile: fold(country_name(tile.country))),
        measures=measures_said(poster.world),
        letters=LETTERS,
    )


@wall.get("/routes.csv")
@needs(Act.SEE_FACTS)
def export() -> ResponseReturnValue:
    """The chosen States × all measures, for a spreadsheet."""
    poster = _poster()
    name = f"routes-{poster.table.home}-{poster.wanted.on.isoformat()}.csv"
    return Response(
        written(poster.world, poster.table, poster.rows),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _poster() -> Poster:
    with transaction() as session:
        world = world_of(session, actor().office_id)
    chosen = wanted(world)
    return Poster(world, table_of(world, reader().country, chosen.on), chosen)
