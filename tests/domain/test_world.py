"""An office's own word on a fact wins, is marked, and must be of the right kind."""

from __future__ import annotations

from datetime import date

import pytest

from mlat.domain.problems import Problem
from mlat.domain.routing import Ask, route
from mlat.domain.world import Confirmation, World
from mlat.facts import load

ON = date(2026, 11, 22)


def corrected(fact_id: str, value: object) -> World:
    word = Confirmation(value=value, source="Note of the Foreign Ministry", on=ON, by="u1")
    return load().with_corrections({fact_id: word})


def test_a_correction_wins_and_is_marked() -> None:
    world = corrected("platforms.roblox.preservation.period_days", 120)
    assert world.platforms["roblox"].preservation.period_days == 120
    mark = world.mark("platforms.roblox.preservation.period_days")
    assert (mark.state, mark.sources, mark.as_of) == (
        "confirmed",
        ("Note of the Foreign Ministry",),
        "2026-11-22",
    )
    assert world.mark("platforms.roblox.fees").state == "unverified"
    assert load().platforms["roblox"].preservation.period_days == 90


def test_a_confirmed_membership_opens_the_route() -> None:
    ask = Ask(requesting="AR", requested="MX", measure="preservation", on=ON)
    assert "budapest.art29.preservation" not in {each.instrument for each in route(load(), ask).routes}
    opened = route(corrected("parties.budapest.MX", "party"), ask).routes[0]
    assert (opened.instrument, opened.verification) == ("budapest.art29.preservation", "confirmed")


def test_a_membership_may_be_confirmed_from_a_day() -> None:
    world = corrected("parties.budapest.MX", {"status": "party", "since": "2027-01-01"})
    refused = route(world, Ask(requesting="AR", requested="MX", measure="preservation", on=ON)).refused
    assert "not_yet_bound" in {each.reason.code for each in refused}


@pytest.mark.parametrize(
    ("fact_id", "value", "read"),
    [
        ("instruments.ar_it.mlat.channel", "central authorities", "central authorities"),
        ("authorities.mx-central.languages_accepted", ["es", "en"], ("es", "en")),
        ("platforms.instagram.preservation.renewals_max", 2, 2),
        ("platforms.discord.foreign_process.subscriber", "voluntary", "voluntary"),
    ],
)
def test_any_field_can_be_corrected(fact_id: str, value: object, read: object) -> None:
    world = corrected(fact_id, value)
    at: object
    at, path = world.find(fact_id)
    for step in path.split("."):
        at = at[step] if isinstance(at, dict) else getattr(at, step)
    assert at == read


def test_a_treaty_can_enter_into_force_by_the_office() -> None:
    world = corrected("parties.2ap.in_force", "2027-01-01")
    assert world.parties["2ap"].in_force == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("fact_id", "value", "code"),
    [
        ("platforms.roblox.nothing", 1, "fact.unknown"),
        ("platforms.nowhere.name", "x", "fact.unknown"),
        ("weather.today", "sun", "fact.unknown"),
        ("platforms.roblox.name", 3, "fact.value"),
        ("platforms.roblox.preservation.period_days", "ninety", "fact.value"),
        ("parties.budapest.MX", "perhaps", "fact.value"),
        ("parties.2ap.in_force", "soon", "fact.value"),
    ],
)
def test_a_correction_that_cannot_stand_is_refused(fact_id: str, value: object, code: str) -> None:
    with pytest.raises(Problem) as caught:
        corrected(fact_id, value)
    assert (caught.value.code, caught.value.where) == (code, fact_id)
