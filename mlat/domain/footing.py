"""On what the best route towards a State stands, in the few kinds that a map can show."""

from __future__ import annotations

from typing import Literal

from mlat.domain.route_table import Cell
from mlat.domain.routes import Routing
from mlat.domain.world import World

Footing = Literal["bilateral", "convention", "network", "law", "reciprocity", "unknown", "none"]
"""From the closest to nothing: a treaty of the two States, a convention, a network of contact points, a law of
the Union or of one State, reciprocity, reciprocity because nobody looked up the treaties, no route."""

BY_BASIS: dict[str, Footing] = {
    "treaty": "convention",
    "network": "network",
    "transport": "network",
    "custom": "reciprocity",
}
BY_REASON: dict[str, Footing] = {"treaties_unknown": "unknown", "no_treaty": "reciprocity"}


def footing(world: World, cell: Cell) -> Footing:
    """The kind of ground under the best route of a cell of the table."""
    return BY_REASON.get(cell.mark) or _of(world, cell.instrument)


def footing_of(world: World, found: Routing) -> Footing:
    """The kind of ground under the best of these routes."""
    if not found.routes:
        return "none"
    told = (BY_REASON[each.code] for each in found.routes[0].reasons if each.code in BY_REASON)
    return next(told, None) or _of(world, found.routes[0].instrument)


def _of(world: World, instrument: str) -> Footing:
    law = world.instruments.get(instrument)
    if law is None:
        return "none"
    return "bilateral" if law.bilateral else BY_BASIS.get(law.basis, "law")
