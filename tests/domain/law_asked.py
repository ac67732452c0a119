"""How the tests of routing ask: an office in Argentina on one day, where nothing else is said."""

from __future__ import annotations

from datetime import date
from typing import Any

from mlat.domain.routing import Ask, Refusal, Route, Routing, route
from mlat.domain.world import Confirmation, World
from mlat.facts import load

ON = date(2026, 11, 22)


def asked(measure: str, world: World | None = None, **more: Any) -> Routing:
    """All routes and refusals."""
    return route(world or load(), Ask(**{"requesting": "AR", "measure": measure, "on": ON, **more}))


def best(measure: str, world: World | None = None, **more: Any) -> Route:
    """The first route."""
    return asked(measure, world, **more).routes[0]


def by(instrument: str, measure: str, world: World | None = None, **more: Any) -> Route:
    """The route by this instrument."""
    return next(each for each in asked(measure, world, **more).routes if each.instrument == instrument)


def refusal(instrument: str, measure: str, world: World | None = None, **more: Any) -> Refusal:
    """The first refusal of this instrument."""
    found = [each for each in asked(measure, world, **more).refused if each.instrument == instrument]
    assert found, f"{instrument} was not refused"
    return found[0]


def way(found: Route) -> list[str]:
    """Where it goes, leg by leg."""
    return [leg.to for leg in found.legs]


def codes(found: Route) -> set[str]:
    """The codes of its reasons."""
    return {reason.code for reason in found.reasons}


def corrected(**facts: object) -> World:
    """The facts with an office's word on some: `parties__2ap__AR` is `parties.2ap.AR`."""
    word = {
        name.replace("__", "."): Confirmation(value=value, source="treaty register", on=ON, by="u1")
        for name, value in facts.items()
    }
    return load().with_corrections(word)
