"""Where States stand on the map of the wall page: a grid of squares, one a State."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mlat.domain.problems import Problem
from mlat.domain.route_table import states_of
from mlat.domain.world import World

SEA = ".."
CODE = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Tile:
    """The square of one State (ISO 3166 alpha-2): `column` from the west, `row` from the north, both from 0."""

    country: str
    column: int
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """map.toml: the rows of the map, north first; in a row the codes of its States, west first, `..` for sea."""

    rows: tuple[str, ...]

    @property
    def columns(self) -> int:
        """How many squares the widest row has."""
        return max((len(row.split()) for row in self.rows), default=0)

    def tiles(self) -> tuple[Tile, ...]:
        """Every State's square, row by row."""
        return tuple(
            Tile(code, column, number)
            for number, row in enumerate(self.rows)
            for column, code in enumerate(row.split())
            if code != SEA
        )


def misdrawn(grid: Grid) -> Iterator[Problem]:
    """Rows of another width, squares that hold no code, and States that stand twice."""
    seen: set[str] = set()
    for number, row in enumerate(grid.rows):
        at = f"map.toml: rows[{number}]"
        if len(row.split()) != grid.columns:
            remedy = "Fill it up with .. as the others."
            yield Problem("map.row", at, "This row is shorter than the widest one.", remedy)
        for code in row.split():
            if code != SEA and not CODE.fullmatch(code):
                remedy = "Write two capital letters, or .. for sea."
                yield Problem("map.square", at, "%(square)s is no country code.", remedy, square=code)
            elif code in seen:
                yield Problem("map.twice", at, "%(country)s stands twice.", "Remove one of the two.", country=code)
            if code != SEA:
                seen.add(code)


def unplaced(grid: Grid, world: World) -> Iterator[Problem]:
    """States that the facts name and the map does not show."""
    placed = {tile.country for tile in grid.tiles()}
    for country in states_of(world):
        if country not in placed:
            remedy = "Give it a square in map.toml."
            yield Problem("map.missing", "map.toml", "%(country)s has no square.", remedy, country=country)
