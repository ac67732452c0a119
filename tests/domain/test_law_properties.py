"""What holds of every question that can be put to the law."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from mlat.domain.routing import Ask, Route, measures, route
from mlat.facts import load

WORLD = load()
HOMES = ("AR", "BR", "DE", "ES", "MX", "PH", "US", "IE", "DK", "GB", "KE", "UY")
STATES = ("AR", "US", "MX", "IE", "SG", "DE", "DK", "BR", "CL", "CG", "CU", "NZ", "JP", "GB", "XK")

questions = st.builds(
    Ask,
    requesting=st.sampled_from(HOMES),
    requested=st.sampled_from((None, *STATES)),
    platform=st.sampled_from((None, "instagram", "roblox", "tiktok", "ometv", "paypal", "reddit", "onion-service")),
    user_in=st.sampled_from((None, *HOMES)),
    measure=st.sampled_from(measures(WORLD)),
    on=st.dates(date(2000, 1, 1), date(2030, 12, 31)),
    organised=st.booleans(),
    penalty_years=st.none() | st.integers(0, 20),
    offences=st.frozensets(st.sampled_from(sorted(WORLD.vocabulary.offence_kinds))),
    given=st.frozensets(st.sampled_from(sorted(WORLD.vocabulary.circumstances))),
    urgent=st.booleans(),
).filter(lambda ask: bool(ask.requested or ask.platform) and ask.requested != ask.requesting)


@settings(max_examples=150, deadline=None)
@given(questions)
def test_no_route_by_a_law_that_is_not_in_force_or_does_not_bind_both(ask: Ask) -> None:
    for found in route(WORLD, ask).routes:
        instrument = WORLD.instruments[found.instrument]
        assert instrument.in_force is True or (instrument.in_force is not False and instrument.in_force <= ask.on)
        assert not instrument.open_to or ask.requesting in instrument.open_to
        if instrument.convention:
            convention = WORLD.parties[instrument.convention]
            assert convention.in_force is True or (convention.in_force is not False and convention.in_force <= ask.on)
            for state in _must_be_bound(ask, found):
                assert _bound(instrument.convention, state, ask.on), f"{found.instrument} does not bind {state}"


@settings(max_examples=150, deadline=None)
@given(questions)
def test_nothing_is_both_given_and_refused_towards_the_same_addressee(ask: Ask) -> None:
    found = route(WORLD, ask)
    given_to = {(each.instrument, _addressee(each)) for each in found.routes}
    refused_to = {(each.instrument, name) for each in found.refused for name in each.towards}
    assert not given_to & refused_to


@settings(max_examples=150, deadline=None)
@given(questions)
def test_every_answer_is_whole(ask: Ask) -> None:
    found = route(WORLD, ask)
    assert found.routes or found.refused
    assert [each.rank for each in found.routes] == sorted(each.rank for each in found.routes)
    for each in found.routes:
        assert each.recipient.name and each.legs and each.channel_kind and each.verification
        assert each.legs[0].sender == "office"
        assert each.measure == ask.measure or each.measure == "mla_evidence"
        assert each.status_of or each.formal
        assert each.source or each.recipient.kind == "provider"
        assert each.recipient.kind == "provider" or each.recipient.country != ask.requesting
        assert all("%(" not in reason.text() for reason in each.reasons)
    for refused in found.refused:
        assert "%(" not in refused.reason.text()
        assert refused.instrument in WORLD.instruments


@settings(max_examples=100, deadline=None)
@given(questions)
def test_a_lone_offender_never_meets_the_convention_on_organised_crime(ask: Ask) -> None:
    if not ask.organised:
        assert not any(each.instrument.startswith("untoc.") for each in route(WORLD, ask).routes)


@settings(max_examples=100, deadline=None)
@given(questions)
def test_no_treaty_is_said_only_where_treaties_are_listed(ask: Ask) -> None:
    listed = {each.lists_treaties_of for each in WORLD.parties.values()}
    for each in route(WORLD, ask).routes:
        if any(reason.code == "no_treaty" for reason in each.reasons):
            assert {ask.requesting, each.recipient.country} & listed


@settings(max_examples=100, deadline=None)
@given(questions)
def test_nobody_is_asked_at_home_as_if_abroad(ask: Ask) -> None:
    for each in route(WORLD, ask).routes:
        if each.recipient.country == ask.requesting:
            assert WORLD.instruments[each.instrument].basis in ("foreign_law", "domestic_law")


def _addressee(found: Route) -> str:
    return found.recipient.name if found.recipient.kind == "provider" else found.recipient.country


def _must_be_bound(ask: Ask, found: Route) -> tuple[str, ...]:
    instrument = WORLD.instruments[found.instrument]
    if instrument.bilateral:
        other = {ask.requesting, found.recipient.country} - {"AR"}
        return tuple(other)
    both = {"requesting": ask.requesting, "requested": found.recipient.country}
    return tuple(both.values()) if instrument.binds == "both" else (both[instrument.binds],)


def _bound(convention: str, state: str, on: date) -> bool:
    """By the tables alone, without the engine."""
    table = WORLD.parties[convention]
    member = table.members.get(state)
    if member is None:
        return table.near_universal
    return member.status in ("party", "ratified") and member.since <= on.isoformat()
