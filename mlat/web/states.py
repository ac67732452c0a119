"""One State: what it gives us by which law, what is refused and why, and its authorities with their hour."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from mlat.domain.calendars import Calendar
from mlat.domain.footing import Footing, footing_of
from mlat.domain.permissions import Act
from mlat.domain.route_table import states_of
from mlat.domain.routes import Ask, Refusal, Routing
from mlat.domain.routing import route
from mlat.domain.world import World
from mlat.model import transaction
from mlat.services.access import NotHere
from mlat.services.almanac import almanac_of
from mlat.services.knowledge import world_of
from mlat.web.clock import now
from mlat.web.door import actor, needs, reader
from mlat.web.wanted import measures_said, wanted

states = Blueprint("states", __name__)
Ground = tuple[str, str]
"""An instrument, and why it gives no way, in English."""


@dataclass(frozen=True)
class Answer:
    """What the law says to one measure; `refused` has only the grounds that do not stand under every measure."""

    measure: str
    routing: Routing
    footing: Footing
    refused: list[list[Refusal]]


@dataclass(frozen=True)
class There:
    """The hour at an authority: its local time, and why it rests today, as far as the calendars know."""

    time: datetime
    zone: str
    rest: str


@states.get("/routes/<state>")
@needs(Act.SEE_FACTS)
def show(state: str) -> ResponseReturnValue:
    """Every measure with its best route, the others, and what is refused; the authorities now."""
    with transaction() as session:
        world = world_of(session, actor().office_id)
        days = almanac_of(session, actor().office_id).calendar
    if state == reader().country or state not in states_of(world):
        raise NotHere("state")
    chosen = wanted(world)
    routings = {each: _asked(world, state, each, chosen.on) for each, _words in measures_said(world)}
    always = set.intersection(*(_grounds(each.refused) for each in routings.values()))
    return render_template(
        "state.html",
        state=state,
        home=reader().country,
        wanted=chosen,
        version=world.version,
        answers=[
            Answer(measure, found, footing_of(world, found), together(found.refused, without=always))
            for measure, found in routings.items()
        ],
        always=together(tuple(one for one in routings[chosen.measure].refused if _ground(one) in always)),
        bodies=[
            (body, [_there(zone, lambda day: days(state, day)) for zone in body.time_zone])
            for body in world.authorities.values()
            if body.country == state
        ],
    )


def _asked(world: World, state: str, measure: str, on: date) -> Routing:
    return route(world, Ask(requesting=reader().country, requested=state, measure=measure, on=on))


def _ground(refused: Refusal) -> Ground:
    return refused.instrument, refused.reason.text()


def _grounds(refused: tuple[Refusal, ...]) -> set[Ground]:
    return {_ground(one) for one in refused}


def together(refused: tuple[Refusal, ...], without: Collection[Ground] = ()) -> list[list[Refusal]]:
    """The refusals by their ground: what fails for the same reason stands together."""
    found: dict[str, list[Refusal]] = {}
    for one in refused:
        if _ground(one) not in without:
            found.setdefault(one.reason.text(), []).append(one)
    return list(found.values())


def _there(zone: str, days: Callable[[date], Calendar]) -> There:
    local = now().astimezone(ZoneInfo(zone))
    today = local.date()
    calendar = days(today)
    return There(local, zone, "" if calendar.is_working(today) else calendar.name(today))
