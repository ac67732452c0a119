"""One test for each ground on which the law gives no route, and what the sentence of each says."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mlat.domain import routing as engine
from mlat.domain.problems import Problems
from mlat.domain.routing import Ask, measures, route
from mlat.domain.world import Confirmation
from mlat.facts import load
from tests.domain.law_asked import ON, asked, best, codes, corrected, refusal


def test_a_convention_not_in_force_is_refused_under_every_measure() -> None:
    measures = {each.measure for each in load().instruments.values()}
    for measure in measures:
        refused = {each.instrument: each.reason.code for each in asked(measure, requested="MX").refused}
        assert refused["2ap.art7.subscriber"] == "not_in_force"
        assert refused["uncc.art40.mla"] == "not_in_force"
        assert refused["eu.epoc.subscriber"] == "not_open"
        assert refused["budapest.art31.mla"] == "not_party"
        assert refused["untoc.art18.mla"] == "needs_organised_group"


def test_before_its_day_an_instrument_does_not_apply() -> None:
    before = date(2026, 8, 17)
    found = {
        each.instrument: each
        for each in asked("subscriber_disclosure", requesting="ES", requested="IE", on=before).refused
    }
    assert found["eu.epoc.subscriber"].reason.code == "not_yet_in_force"
    assert refusal("ar_mx.mlat", "mla_evidence", requested="MX", on=date(2008, 12, 23)).reason.code == "not_yet_bound"
    assert best("mla_evidence", requested="MX", on=date(2008, 12, 24)).instrument == "ar_mx.mlat"


def test_a_year_alone_leaves_the_year_in_doubt() -> None:
    found = list(asked("mla_evidence", requested="AD", on=date(2017, 6, 1), requesting="CZ").routes)
    assert "since_year_only" in codes(next(each for each in found if each.instrument == "budapest.art31.mla"))


def test_a_treaty_enters_into_force_by_a_change_of_facts_alone() -> None:
    word = Confirmation(value="2027-03-01", source="treaty register", on=ON, by="u1")
    ratified = Confirmation(value="ratified", source="treaty register", on=ON, by="u1")
    world = load().with_corrections({"parties.2ap.in_force": word, "parties.2ap.AR": ratified})
    ask = {"requesting": "AR", "requested": "JP", "measure": "emergency_mla"}
    assert "2ap.art10.emergency_mla" not in {r.instrument for r in route(world, Ask(**ask, on=ON)).routes}
    assert route(world, Ask(**ask, on=date(2027, 3, 1))).routes[0].instrument == "2ap.art10.emergency_mla"


def test_only_the_two_states_of_an_agreement_may_use_it() -> None:
    found = refusal("us_uk.cloud", "content_disclosure", platform="roblox", user_in="MX")
    assert (found.reason.code, found.only_unverified) == ("not_open", False)


def test_a_state_outside_budapest_is_named_with_the_note() -> None:
    found = refusal("budapest.art26.spontaneous", "spontaneous_information", requested="MX")
    assert found.reason.code == "not_party"
    assert "absent from the table read" in found.reason.text()
    assert found.source


def test_a_refusal_on_an_unverified_membership_says_so() -> None:
    found = refusal("budapest.art31.mla", "mla_evidence", requested="SG")
    assert (found.reason.code, found.only_unverified) == ("not_party_unverified", True)
    assert refusal("budapest.art31.mla", "mla_evidence", requested="IE").reason.code == "signed_only"
    assert refusal("opsc.art6.mla", "mla_evidence", requested="IE").reason.code == "membership_unknown"
    assert not refusal("sanluis.art6.mla", "mla_evidence", requested="MX").only_unverified


def test_iber_needs_a_ratification() -> None:
    assert refusal("iberred.medellin", "mla_evidence", requested="ES").reason.code == "signed_only"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"requested": "SG"}, "needs_organised_group"),
        ({"requested": "SG", "organised": True}, "penalty_not_given"),
        ({"requested": "SG", "organised": True, "penalty_years": 3}, "penalty_too_low"),
        ({"requested": "MX", "organised": True, "penalty_years": 6}, "other_treaty"),
    ],
)
def test_untoc_is_for_organised_groups_without_another_treaty(more: dict[str, Any], code: str) -> None:
    assert refusal("untoc.art18.mla", "mla_evidence", **more).reason.code == code


def test_untoc_comes_out_where_its_conditions_are_met() -> None:
    assert best("mla_evidence", requested="SG", organised=True, penalty_years=4).instrument == "untoc.art18.mla"


def test_nassau_wants_a_year() -> None:
    assert refusal("nassau.art26.mla", "mla_evidence", requested="MX", penalty_years=0).reason.code == "penalty_too_low"


def test_the_optional_protocol_covers_its_own_offences_only() -> None:
    lone = {"requested": "AE", "offences": frozenset({"grooming"})}
    assert refusal("opsc.art6.mla", "mla_evidence", **lone).reason.code == "offence_not_covered"
    assert best("mla_evidence", requested="AE", offences=frozenset({"abuse_material"})).instrument == "opsc.art6.mla"


def test_a_treaty_without_a_clause_on_it_is_refused() -> None:
    assert refusal("ar_mx.mlat", "spontaneous_information", requested="MX").reason.code == "no_clause"


@pytest.mark.parametrize(
    ("instrument", "measure", "more"),
    [
        ("ar_mx.summons", "mla_evidence", {"requested": "MX"}),
        ("budapest.art33.traffic_realtime", "traffic_disclosure", {"requested": "DE"}),
        ("budapest.art32.consent", "content_disclosure", {"platform": "roblox", "user_in": "AR"}),
        ("us.2258A.h.preservation", "preservation", {"platform": "roblox", "user_in": "AR"}),
    ],
)
def test_a_circumstance_that_is_not_given(instrument: str, measure: str, more: dict[str, Any]) -> None:
    assert refusal(instrument, measure, **more).reason.code == "circumstance"


def test_a_domestic_order_does_not_reach_abroad() -> None:
    found = refusal("budapest.art16_17.domestic_preservation", "preservation", platform="roblox", user_in="AR")
    assert found.reason.code == "domestic_only"


@pytest.mark.parametrize("platform", ["discord", "reddit", "pinterest", "amino"])
def test_some_companies_answer_treaty_requests_only(platform: str) -> None:
    found = asked("subscriber_disclosure", platform=platform, user_in="AR")
    assert found.routes[0].instrument == "ar_us.mlat"
    assert "treaty_only" in {each.reason.code for each in found.refused}


def test_a_company_that_answers_nobody_from_abroad_for_these_users() -> None:
    found = refusal("provider_policy.disclosure", "subscriber_disclosure", platform="google", user_in="ES")
    assert found.reason.code == "treaty_only"


def test_data_that_is_never_given() -> None:
    found = refusal("provider_policy.content", "content_disclosure", platform="telegram", user_in="AR")
    assert found.reason.code == "data_not_available"


def test_contents_need_an_order_of_the_companys_own_state() -> None:
    assert (
        refusal("us.sca.2703a.content", "content_disclosure", platform="roblox", user_in="AR").reason.code
        == "own_order_needed"
    )


def test_a_closed_platform_answers_nobody() -> None:
    assert refusal("us.sca.2703f.preservation", "preservation", platform="omegle").reason.code == "platform_closed"


def test_an_onion_address_has_nobody_to_ask() -> None:
    found = asked("preservation", platform="onion-service")
    assert found.routes == ()
    assert {each.reason.code for each in found.refused} == {"entity_unknown", "state_unknown", "not_open"}


def test_a_place_that_no_company_serves() -> None:
    found = refusal("provider_policy.preservation", "preservation", platform="playstation", user_in="JP")
    assert found.reason.code == "entity_unknown"


def test_an_instrument_for_companies_wants_a_platform() -> None:
    assert refusal("us.sca.2703f.preservation", "preservation", requested="US").reason.code == "no_platform"


def test_a_company_that_does_not_renew() -> None:
    word = Confirmation(value=False, source="its page", on=ON, by="u1")
    world = load().with_corrections({"platforms.roblox.preservation.renewable": word})
    ask = Ask(requesting="AR", platform="roblox", user_in="AR", measure="preservation_extension", on=ON)
    assert "no_renewal" in {each.reason.code for each in route(world, ask).refused}


@pytest.mark.parametrize(
    ("ask", "where"),
    [
        ({"measure": "hope", "requested": "MX"}, "measure"),
        ({"measure": "mla_evidence", "requested": "Mexico"}, "requested"),
        ({"measure": "mla_evidence", "requested": "AR"}, "requested"),
        ({"measure": "mla_evidence"}, "requested"),
        ({"measure": "preservation", "platform": "myspace"}, "platform"),
        ({"measure": "preservation", "platform": "roblox", "user_in": "mx"}, "user_in"),
    ],
)
def test_an_ask_without_sense_is_named(ask: dict[str, Any], where: str) -> None:
    with pytest.raises(Problems) as caught:
        asked(**ask)
    assert [problem.where for problem in caught.value.found] == [where]
    assert caught.value.found[0].remedy


# Domestic asks


def test_an_agreement_between_two_states_does_not_serve_at_home() -> None:
    lone = {"requesting": "US", "platform": "roblox", "user_in": "US"}
    for agreement in ("us_uk.cloud", "us_au.cloud"):
        found = refusal(agreement, "content_disclosure", **lone)
        assert found.reason.code == "domestic"
        assert "your own State, US" in found.reason.text()


def test_nobody_asks_the_own_state_for_assistance() -> None:
    home = {"requesting": "US", "platform": "paypal", "user_in": "US"}
    found = refusal("reciprocity.letter_rogatory", "content_disclosure", **home)
    assert found.reason.code == "domestic"
    assert found.towards == ("US",)


def test_the_policy_for_authorities_abroad_is_not_for_those_at_home() -> None:
    lone = {"requesting": "DE", "platform": "nintendo", "user_in": "DE"}
    assert refusal("provider_policy.disclosure", "subscriber_disclosure", **lone).reason.code == "domestic"


def test_a_law_on_communications_does_not_reach_money() -> None:
    lone = {"requesting": "ES", "platform": "paypal", "user_in": "ES"}
    assert refusal("eu.epoc.subscriber", "subscriber_disclosure", **lone).reason.code == "not_communications"


def test_a_company_without_a_known_establishment_in_the_union() -> None:
    lone = {"requesting": "ES", "platform": "roblox", "user_in": "ES"}
    assert refusal("eu.epoc.content", "content_disclosure", **lone).reason.code == "representative_unknown"


def test_a_reservation_keeps_a_state_out() -> None:
    world = corrected(parties__2ap__in_force="2027-03-01", parties__2ap__AR="ratified")
    ask = {"platform": "line", "user_in": "JP", "on": date(2027, 3, 1)}
    found = refusal("2ap.art7.subscriber", "subscriber_disclosure", world, **ask)
    assert found.reason.code == "reserved"
    confirmed = corrected(parties__2ap__in_force="2027-03-01", parties__2ap__AR="ratified", parties__2ap__JP="ratified")
    assert refusal("2ap.art7.subscriber", "subscriber_disclosure", confirmed, **ask).reason.code == "reserved"


def test_a_way_to_transmit_is_no_basis_of_its_own() -> None:
    assert refusal("interpol.i247", "emergency_mla", requested="MX").reason.code == "no_underlying_treaty"
    assert "carries" in codes(next(r for r in asked("emergency_mla", requested="DE").routes if "i247" in r.instrument))


def test_a_company_that_preserves_nothing() -> None:
    world = corrected(platforms__roblox__preservation__offered="no")
    found = refusal("us.sca.2703f.preservation", "preservation", world, platform="roblox", user_in="AR")
    assert found.reason.code == "no_preservation"


# Every ground has its test here

GROUNDS = {
    "circumstance", "data_not_available", "domestic", "domestic_only", "entity_unknown", "membership_unknown",
    "needs_organised_group", "no_clause", "no_platform", "no_preservation", "no_renewal",
    "no_underlying_treaty", "not_communications", "not_in_force", "not_open", "not_party", "not_party_unverified",
    "not_yet_bound", "not_yet_in_force", "offence_not_covered", "other_treaty", "own_order_needed",
    "penalty_not_given", "penalty_too_low", "platform_closed", "representative_unknown", "reserved", "signed_only",
    "state_unknown", "treaty_only",
}  # fmt: skip

ENGINE = ("law", "standing", "routing", "companies")


def test_every_ground_of_the_engine_is_tested_here() -> None:
    here = Path(__file__).read_text(encoding="utf-8")
    for code in GROUNDS:
        assert here.count(f'"{code}"') > 1, f"{code} has no test"
    assert refused_somewhere() <= GROUNDS, "a ground that no test of this file names"
    assert not said_in_the_code() - GROUNDS - TOLD, "say of each new code whether it refuses (GROUNDS) or tells (TOLD)"
    assert not (GROUNDS | TOLD) - said_in_the_code(), "a code that is gone"


TOLD = {
    "ask_before", "at_discretion", "carries", "case_by_case", "check_penalty", "condition", "membership_unverified",
    "no_channel_found", "no_published_preservation", "not_held", "own_law", "own_provision_unknown",
    "period_not_stated", "process", "process_at_home", "renewal_not_stated", "renewals_capped", "reservation",
    "since_year_only", "tells_the_user", "voluntary", "voluntary_at_home",
}  # fmt: skip
"""Codes of the same files that tell something about a route and refuse none."""


def said_in_the_code() -> set[str]:
    """The code of every `Reason` that these modules make."""
    found = set()
    for name in ENGINE:
        tree = ast.parse((Path(engine.__file__).parent / f"{name}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Reason":
                code = node.args[0]
                assert isinstance(code, ast.Constant), "the code of a reason is written out"
                found.add(code.value)
    return found


def refused_somewhere() -> set[str]:
    """The codes of all refusals that a wide sweep of questions meets."""
    world = load()
    asks = [
        Ask(requesting=home, requested=state, measure=measure, on=ON)
        for home in ("AR", "ES", "US", "MX")
        for state in ("IE", "SG", "BR", "CG", "CU")
        for measure in measures(world)
    ]
    asks += [
        Ask(requesting=home, platform=platform, user_in=home, measure=measure, on=ON)
        for home in ("AR", "ES", "US")
        for platform in world.platforms
        for measure in ("preservation", "content_disclosure")
    ]
    return {refused.reason.code for ask in asks for refused in route(world, ask).refused}
