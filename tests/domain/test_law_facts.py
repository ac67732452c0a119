"""Every fact of the law is used: each instrument answers some question, each table of parties decides one."""

from __future__ import annotations

from typing import Any

import pytest

from mlat.domain.routing import Ask, measures, route
from mlat.domain.world import World
from mlat.facts import load
from tests.domain.law_asked import ON, asked, corrected

EVERYTHING: dict[str, Any] = {
    "organised": True,
    "penalty_years": 8,
    "offences": frozenset({"abuse_material"}),
    "urgent": True,
    "given": frozenset({"consent", "realtime", "cybertip", "summons"}),
}
PAIRS = (
    ("AR", ("US", "MX", "ES", "DE", "BR", "CL", "IE", "SG", "CA", "PT", "JP")),
    ("AR", ("AU", "CH", "CN", "CO", "FR", "IT", "KR", "PE", "RU", "SV", "TN", "ZA")),
    ("ES", ("DE", "CO", "AR")),
    ("KE", ("AR",)),
)
COMPANIES = (("AR", "roblox", "AR"), ("AR", "tiktok", "AR"), ("ES", "instagram", "ES"), ("US", "roblox", "US"))
ELSEWHERE = (("AR", "nintendo", "ES"), ("JP", "line", "JP"), ("US", "tiktok", "GB"), ("AU", "roblox", "US"))
STANDARD_ONLY = {"us.3512.execution"}
"""It sets a test for requests to the United States and gives no way of its own: see `Route.standards`."""


def asks(world: World) -> list[Ask]:
    towards = [
        Ask(requesting=home, requested=state, measure=measure, on=ON, **EVERYTHING)
        for home, states in PAIRS
        for state in states
        for measure in measures(world)
    ]
    companies = [
        Ask(requesting=home, platform=platform, user_in=user, measure=measure, on=ON, **EVERYTHING)
        for home, platform, user in (*COMPANIES, *ELSEWHERE)
        for measure in measures(world)
    ]
    return towards + companies


def test_every_instrument_is_a_route_or_a_test_once_it_is_in_force() -> None:
    world = corrected(
        parties__2ap__in_force="2026-01-01",
        parties__hanoi__in_force="2026-01-01",
        parties__2ap__AR="ratified",
        parties__2ap__DE="ratified",
        parties__hanoi__AR="ratified",
        parties__hanoi__DE="ratified",
    )
    found = [each for ask in asks(world) for each in route(world, ask).routes]
    given = {each.instrument for each in found} | {name for each in found for name in each.standards}
    assert given == set(world.instruments)
    assert {name for each in found for name in each.standards} - {each.instrument for each in found} == STANDARD_ONLY


def test_every_instrument_is_refused_to_somebody_save_what_is_open_to_all() -> None:
    world = load()
    lone = [
        Ask(requesting=home, requested=state, measure=measure, on=ON)
        for home in ("AR", "SG")
        for state in ("US", "MX", "DE", "IE", "CN")
        for measure in measures(world)
    ]
    refused = {each.instrument for ask in lone for each in route(world, ask).refused}
    bilateral = {each.id for each in world.instruments.values() if each.bilateral}
    open_to_all = {"reciprocity.letter_rogatory", "ar.24767.incoming", "mercosur_bo_cl.mla", "us.3512.execution"}
    laws_of_the_us = {each.id for each in world.instruments.values() if each.id.startswith("us.sca.2703")}
    assert set(world.instruments) - refused <= bilateral | open_to_all | laws_of_the_us


TABLES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "budapest": ("budapest.art31.mla", "mla_evidence", {"requested": "DE"}),
    "e_evidence": (
        "eu.epoc.content",
        "content_disclosure",
        {"requesting": "ES", "platform": "instagram", "user_in": "ES"},
    ),
    "eio": ("eu.eio.execution", "mla_evidence", {"requesting": "ES", "requested": "DE"}),
    "untoc": ("untoc.art18.mla", "mla_evidence", {"requested": "SG", "organised": True, "penalty_years": 6}),
    "nassau": ("nassau.art26.mla", "mla_evidence", {"requested": "VE"}),
    "san_luis": ("sanluis.art6.mla", "mla_evidence", {"requested": "BR"}),
    "medellin": ("iberred.medellin", "mla_evidence", {"requesting": "ES", "requested": "CO"}),
    "ar_bilateral": ("ar_us.mlat", "mla_evidence", {"requested": "US"}),
    "mercosur_bo_cl": ("mercosur_bo_cl.mla", "mla_evidence", {"requested": "BO"}),
    "aiamp": ("aiamp.agreement", "spontaneous_information", {"requested": "MX"}),
    "opsc": ("opsc.art6.mla", "mla_evidence", {"requested": "AE", "offences": frozenset({"abuse_material"})}),
}
"""Table -> a route that stands by it."""
WAITING = {
    "2ap": ("2ap.art10.emergency_mla", "emergency_mla", {"requested": "JP"}),
    "hanoi": ("uncc.art40.mla", "mla_evidence", {"requested": "VN"}),
}
"""The same for treaties that are not in force, once they are and Argentina has ratified."""


def test_no_table_is_forgotten() -> None:
    assert TABLES.keys() | WAITING.keys() == load().parties.keys()


@pytest.mark.parametrize("table", TABLES)
def test_each_table_decides_by_its_force_and_by_its_members(table: str) -> None:
    instrument, measure, more = TABLES[table]
    state = more.get("requested", "IE")
    assert instrument in {each.instrument for each in asked(measure, **more).routes}
    ended = corrected(**{f"parties__{table}__in_force": False})
    assert instrument not in {each.instrument for each in asked(measure, ended, **more).routes}
    left = corrected(**{f"parties__{table}__{state}": "not_party"})
    assert instrument not in {each.instrument for each in asked(measure, left, **more).routes}


@pytest.mark.parametrize("table", WAITING)
def test_each_waiting_table_decides_once_it_is_in_force(table: str) -> None:
    instrument, measure, more = WAITING[table]
    assert instrument not in {each.instrument for each in asked(measure, **more).routes}
    begun = {f"parties__{table}__in_force": "2026-01-01"}
    alone = corrected(**begun)
    assert instrument not in {each.instrument for each in asked(measure, alone, **more).routes}
    bound = corrected(**begun, **{f"parties__{table}__AR": "ratified"})
    assert instrument in {each.instrument for each in asked(measure, bound, **more).routes}


def test_a_table_of_one_states_treaties_lets_that_state_speak_of_none() -> None:
    without = corrected(parties__ar_bilateral__lists_treaties_of="")
    reasons = {each.code for each in asked("mla_evidence", without, requested="SG").routes[0].reasons}
    assert "treaties_unknown" in reasons


def test_a_reservation_of_the_requested_state_is_told() -> None:
    found = asked("preservation", requesting="ES", requested="AR").routes[0]
    assert "29(4)" in " ".join(each.text() for each in found.reasons)


def test_conditions_that_only_a_person_can_judge_are_told_on_every_route() -> None:
    world = load()
    told = {name for name, each in world.instruments.items() if each.conditions.says}
    seen = set()
    for ask in asks(world):
        for found in (each for each in route(world, ask).routes if not each.status_of):
            texts = {each.text() for each in found.reasons}
            assert set(world.instruments[found.instrument].conditions.says) <= texts
            seen.add(found.instrument)
    assert told - seen <= {"untoc.art18.status"}
