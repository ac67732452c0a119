"""The routes of one home State towards all others, as a text that a person can read and review."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mlat.domain.routes import EXECUTING, Ask, Route, Routing
from mlat.domain.routing import route
from mlat.domain.world import World

TOWARDS_STATES = (
    "mla_evidence",
    "status_inquiry",
    "spontaneous_information",
    "preservation",
    "emergency_disclosure",
)
TOWARDS_COMPANIES = (
    "preservation",
    "preservation_extension",
    "subscriber_disclosure",
    "traffic_disclosure",
    "content_disclosure",
)


def routes_table(world: World, home: str, on: date) -> str:
    """Every State with an authority and every platform × the main measures, each with its best route.

    The users of the platforms are believed to be in the home State; the offender is alone and the penalty not
    given. `?` marks what rests on an unverified fact, `>` the way, `=` the clocks.
    """
    states = sorted({each.country for each in world.authorities.values()} - {home})
    lines = [f"Routes from {home} on {on.isoformat()}: the best one each; ? rests on an unverified fact.", ""]
    for state in states:
        lines.append(state)
        asks = (Ask(requesting=home, requested=state, measure=each, on=on) for each in TOWARDS_STATES)
        lines += _lines(world, asks)
    lines.append("")
    for platform in world.platforms:
        lines.append(platform)
        asks = (
            Ask(requesting=home, platform=platform, user_in=home, measure=each, on=on) for each in TOWARDS_COMPANIES
        )
        lines += _lines(world, asks)
    return "\n".join(lines) + "\n"


def _lines(world: World, asks: Iterator[Ask]) -> Iterator[str]:
    for ask in asks:
        yield f"  {ask.measure:24}{_best(route(world, ask))}"


def _best(routing: Routing) -> str:
    if not routing.routes:
        grounds = sorted(
            {each.reason.code for each in routing.refused if each.instrument.startswith("provider_policy")}
        )
        return f"none{' (' + ', '.join(grounds) + ')' if grounds else ''}"
    best = routing.routes[0]
    doubt = "?" if best.verification == "unverified" else ""
    return " ".join(part for part in (best.instrument + doubt, _article(best), _way(best), _words(best)) if part)


def _article(best: Route) -> str:
    return f"({best.article})" if best.article and best.status_of else ""


def _way(best: Route) -> str:
    return "> " + " > ".join(leg.to for leg in best.legs if leg.to != EXECUTING)


def _words(best: Route) -> str:
    clocks = ", ".join(f"{each.kind} {each.value}" for each in best.clocks)
    return f"[{'/'.join(best.languages) or '?'}]" + (f" = {clocks}" if clocks else "")
