"""Every State × every measure, each with its best route: what an office pins to the wall."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from mlat.domain.instrument import Instrument
from mlat.domain.law import Law
from mlat.domain.marks import State
from mlat.domain.routes import Ask, ClockRule, LegPlan, Recipient, Route, Routing
from mlat.domain.routing import able, measures, route_by
from mlat.domain.world import World

Mark = Literal["", "no_treaty", "treaties_unknown", "none"]
"""What a cell must not keep to itself: no treaty is listed (reciprocity), treaties were not looked up, or no route."""

TOWARDS_COMPANIES = (
    "preservation",
    "preservation_extension",
    "emergency_disclosure",
    "subscriber_disclosure",
    "traffic_disclosure",
    "content_disclosure",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The best route for one measure towards one State or platform; `instrument` is empty where there is none.

    `basis` is the kind of law it rests on (as in the instruments), `verification` that of the facts that decide
    it; `within_evidence`: it is asked for within a request for evidence; `grounds` the codes of the refusals of what
    could give it, where nothing does.
    """

    measure: str
    instrument: str = ""
    name: str = ""
    article: str = ""
    basis: str = ""
    recipient: Recipient | None = None
    legs: tuple[LegPlan, ...] = ()
    channel: str = ""
    channel_kind: str = ""
    languages: tuple[str, ...] = ()
    clocks: tuple[ClockRule, ...] = ()
    verification: State | Literal[""] = ""
    mark: Mark = "none"
    within_evidence: bool = False
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One State (ISO 3166 alpha-2) or one platform (its id), with a cell a measure."""

    key: str
    cells: tuple[Cell, ...]

    def cell(self, measure: str) -> Cell:
        """The cell of that measure. KeyError where the table does not have it."""
        found = next((each for each in self.cells if each.measure == measure), None)
        if found is None:
            raise KeyError(measure)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteTable:
    """The routes of one home State on one day. `states` and `companies` are in the order of their keys."""

    home: str
    on: date
    states: tuple[Row, ...]
    companies: tuple[Row, ...]


def table(world: World, home: str, on: date) -> RouteTable:
    """All States × all measures, and all platforms × what companies are asked.

    A lone offender, an offence whose kind and penalty are not given, nothing urgent, no special
    circumstance; the users of the platforms are believed to be in the home State.
    """
    law = Law(world, home, on)
    of_states = tuple(Ask(requesting=home, measure=each, on=on) for each in measures(world))
    of_companies = tuple(
        Ask(requesting=home, measure=each, on=on, platform="", user_in=home) for each in TOWARDS_COMPANIES
    )
    others = [state for state in states_of(world) if state != home]
    return RouteTable(
        home=home,
        on=on,
        states=_rows(law, others, of_states, _of_state),
        companies=_rows(law, sorted(world.platforms), of_companies, _of_company),
    )


def states_of(world: World) -> tuple[str, ...]:
    """Every State that occurs in the facts: as a place of an authority or company, or in a treaty, in order."""
    found = {each.country for each in world.authorities.values()}
    found |= {state for convention in world.parties.values() for state in convention.members}
    for each in world.instruments.values():
        found |= {*each.bilateral, *each.open_to, *each.applies_in}
    found |= {entity.country for platform in world.platforms.values() for entity in platform.legal_entities}
    return tuple(sorted(found - {"*"}))


def _rows(law: Law, keys: Iterable[str], asks: tuple[Ask, ...], of: Callable[[Ask, str], Ask]) -> tuple[Row, ...]:
    """A row for each key, which `of` puts into each ask."""
    among = [(ask, able(law, ask)) for ask in asks]
    return tuple(Row(key, tuple(_answer(law, of(ask, key), could) for ask, could in among)) for key in keys)


def _answer(law: Law, ask: Ask, among: tuple[Instrument, ...]) -> Cell:
    return _cell(law.world, ask, route_by(law, ask, among))


def _of_state(ask: Ask, state: str) -> Ask:
    return replace(ask, requested=state)


def _of_company(ask: Ask, platform: str) -> Ask:
    return replace(ask, platform=platform)


def _cell(world: World, ask: Ask, found: Routing) -> Cell:
    if not found.routes:
        grounds = tuple(sorted({each.reason.code for each in found.refused}))
        return Cell(measure=ask.measure, grounds=grounds)
    best = found.routes[0]
    return Cell(
        measure=ask.measure,
        instrument=best.instrument,
        name=best.name,
        article=best.article,
        basis=world.instruments[best.instrument].basis,
        recipient=best.recipient,
        legs=best.legs,
        channel=best.channel,
        channel_kind=best.channel_kind,
        languages=best.languages,
        clocks=best.clocks,
        verification=best.verification,
        mark=_mark(best),
        within_evidence=best.measure != ask.measure,
    )


def _mark(best: Route) -> Mark:
    codes = {each.code for each in best.reasons}
    if "treaties_unknown" in codes:
        return "treaties_unknown"
    return "no_treaty" if "no_treaty" in codes else ""
