"""The routes that the sample cases need, and one test for each ground of refusal."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from mlat.domain.problems import Problems
from mlat.domain.routing import Ask, Refusal, Route, Routing, route
from mlat.domain.world import Confirmation
from mlat.facts import load

ON = date(2026, 11, 22)


def asked(measure: str, **more: Any) -> Routing:
    return route(load(), Ask(**{"requesting": "AR", "measure": measure, "on": ON, **more}))


def best(measure: str, **more: Any) -> Route:
    return asked(measure, **more).routes[0]


def refusal(instrument: str, measure: str, **more: Any) -> Refusal:
    found = [each for each in asked(measure, **more).refused if each.instrument == instrument]
    assert found, f"{instrument} was not refused"
    return found[0]


def way(found: Route) -> list[str]:
    return [leg.to for leg in found.legs]


def codes(found: Route) -> set[str]:
    return {reason.code for reason in found.reasons}


# Mexico: the request, its inquiry, and what one prosecutor tells another


def test_mexico_is_reached_by_its_treaty_through_the_foreign_ministry() -> None:
    found = best("mla_evidence", requested="MX")
    assert (found.instrument, found.article, found.form) == ("ar_mx.mlat", "XVI-XIX", "mla_request")
    assert way(found) == ["ar-central", "mx-central", "executing"]
    assert found.recipient.id == "mx-central"
    assert found.languages == ("es",)
    assert found.verification == "read"
    assert found.unverified == ("authorities.mx-central.name_local",)
    assert found.clauses == {
        "no_legalisation": "XIX",
        "confidentiality": "XVI.5",
        "notice_of_execution": "V.1",
    }
    assert found.requires_annexes == ()


def test_mexico_has_nassau_second_and_reciprocity_last() -> None:
    routes = asked("mla_evidence", requested="MX").routes
    assert [each.instrument for each in routes] == [
        "ar_mx.mlat",
        "nassau.art26.mla",
        "reciprocity.letter_rogatory",
    ]
    assert routes[1].verification == "unverified"
    assert "parties.nassau.MX" in routes[1].unverified


def test_a_status_inquiry_to_mexico_cites_no_clause_that_obliges() -> None:
    found = best("status_inquiry", requested="MX")
    assert (found.instrument, found.article, found.form) == ("ar_mx.mlat", "V.2, XVI.4", "status_inquiry")
    assert found.clauses == {"reasons_when_not_executed": "V.2", "return_with_cause": "XVI.4"}
    assert "no_answer_owed" in codes(found)
    assert way(found) == ["ar-central", "mx-central"]


def test_an_inquiry_stays_under_the_instrument_of_its_request() -> None:
    found = asked("status_inquiry", requested="US", under="nassau.art26.mla").routes
    assert [each.instrument for each in found] == ["nassau.art26.mla"]
    assert codes(found[0]) == {"no_clause_known"}
    assert best("status_inquiry", requested="US", under="ar_us.mlat").clauses["answer_owed"] == "5(6)-(7)"


def test_a_mexican_prosecutor_is_told_through_aiamp_unverified() -> None:
    found = best("spontaneous_information", requested="MX")
    assert (found.instrument, found.recipient.id) == ("aiamp.agreement", "mx-prosecution")
    assert way(found) == ["ar-prosecution", "mx-prosecution"]
    assert found.verification == "unverified"
    assert "membership_unverified" in codes(found)


# Two central authorities at home


@pytest.mark.parametrize(
    ("requested", "own"),
    [("US", "ar-central-justice"), ("UY", "ar-central-justice"), ("MX", "ar-central"), ("ES", "ar-central")],
)
def test_argentina_sends_through_the_right_ministry(requested: str, own: str) -> None:
    assert way(best("mla_evidence", requested=requested))[0] == own


def test_the_24_7_network_goes_through_the_own_unit() -> None:
    found = [
        each for each in asked("preservation", platform="roblox", user_in="MX").routes if each.channel_kind == "24_7"
    ]
    assert [(each.instrument, way(each)) for each in found] == [("budapest.art29.preservation", ["ar-247", "us-247"])]


def test_another_home_state_has_its_own_bodies() -> None:
    found = best("mla_evidence", requesting="US", requested="AR")
    assert (found.instrument, way(found)[:2]) == ("ar_us.mlat", ["us-central", "ar-central-justice"])
    assert best("mla_evidence", requesting="ES", requested="DE").instrument == "eu.eio.execution"
    assert best("mla_evidence", requesting="PH", requested="US").instrument == "budapest.art31.mla"


# Companies


@pytest.mark.parametrize(
    ("platform", "user_in", "company", "country"),
    [
        ("instagram", "MX", "Meta Platforms, Inc.", "US"),
        ("instagram", "ES", "Meta Platforms Ireland Limited", "IE"),
        ("tiktok", "AR", "TikTok Pte. Limited", "SG"),
        ("tiktok", "GB", "TikTok Information Technologies UK Limited", "GB"),
        ("telegram", "AR", "Telegram FZ-LLC", "AE"),
    ],
)
def test_the_company_follows_the_user(platform: str, user_in: str, company: str, country: str) -> None:
    recipient = best("preservation", platform=platform, user_in=user_in).recipient
    assert (recipient.kind, recipient.id, recipient.name, recipient.country) == (
        "provider",
        platform,
        company,
        country,
    )


def test_an_unknown_place_gives_each_company_and_says_so() -> None:
    direct = [each for each in asked("preservation", platform="instagram").routes if each.recipient.kind == "provider"]
    assert {each.recipient.country for each in direct} == {"US", "IE"}
    assert all("user_place_unknown" in codes(each) for each in direct)


def test_a_preservation_is_asked_of_the_company_first() -> None:
    found = best("preservation", platform="roblox", user_in="MX")
    assert (found.instrument, found.form, found.channel_kind) == (
        "us.sca.2703f.preservation", "provider_preservation", "provider_portal",
    )  # fmt: skip
    (clock,) = found.clocks
    assert (clock.kind, clock.value, clock.rule, clock.verification) == (
        "hold",
        "P90D",
        "us_hold",
        "unverified",
    )
    assert "voluntary" in codes(found)


def test_where_no_preservation_is_published_none_is_counted() -> None:
    found = best("preservation", platform="telegram", user_in="AR")
    assert found.clocks == ()
    assert {"no_published_preservation", "no_channel_found"} <= codes(found)
    assert found.verification == "unverified"


def test_an_extension_counts_from_the_renewal() -> None:
    meta = best("preservation_extension", platform="instagram", user_in="MX")
    assert [(each.kind, each.value, each.verification) for each in meta.clocks] == [("renewal", "P90D", "unverified")]
    assert "renewal_not_stated" in codes(meta)
    assert "ask_before" in codes(best("preservation_extension", platform="x", user_in="AR"))


def test_what_a_company_may_hold_at_its_discretion_is_told_and_not_counted_on() -> None:
    (clock,) = best("preservation", platform="snapchat", user_in="AR").clocks
    assert (clock.value, clock.at_most) == ("P90D", "P365D")


def test_an_office_of_the_united_states_has_the_period_of_its_law() -> None:
    (clock,) = best("preservation", requesting="US", platform="snapchat", user_in="US").clocks
    assert (clock.value, clock.rule, clock.at_most) == ("P90D", "us_hold", "")


def test_log_ins_are_asked_with_a_warning_and_contents_by_treaty() -> None:
    log_ins = best("traffic_disclosure", platform="instagram", user_in="MX")
    assert (log_ins.instrument, log_ins.form) == ("us.sca.2703c2.subscriber", "provider_disclosure")
    assert "case_by_case" in codes(log_ins)
    contents = best("content_disclosure", platform="instagram", user_in="MX")
    assert (contents.instrument, contents.measure, contents.recipient.id) == (
        "ar_us.mlat",
        "mla_evidence",
        "us-central",
    )
    assert "us.sca.2703a.content" in contents.standards


def test_a_company_abroad_answers_by_its_own_policy() -> None:
    found = best("subscriber_disclosure", platform="telegram", user_in="AR")
    assert (found.instrument, found.languages) == ("provider_policy.disclosure", ("en", "fr"))
    assert any("suspect" in reason.text() for reason in found.reasons)


def test_a_company_that_holds_money_is_outside_the_law_on_communications() -> None:
    assert best("subscriber_disclosure", platform="paypal", user_in="AR").instrument == "provider_policy.disclosure"


def test_a_cybertip_keeps_the_report_for_a_year() -> None:
    found = asked("preservation", platform="roblox", user_in="MX", given=frozenset({"cybertip"})).routes
    kept = next(each for each in found if each.instrument == "us.2258A.h.preservation")
    assert [(each.value, each.starts) for each in kept.clocks] == [("P1Y", "cybertip_completed")]


def test_own_duties_of_ten_days() -> None:
    assert best("mla_evidence", requested="US").clocks == ()
    assert [each.value for each in best("mla_evidence", requested="US", urgent=True).clocks] == ["P10D"]
    (clock,) = best("mla_evidence", requested="BR").clocks
    assert (clock.kind, clock.value, clock.when) == ("own_duty", "P10D", "sent_electronically")


def test_mercosur_is_linked_to_bolivia_and_chile_only_from_outside() -> None:
    assert best("mla_evidence", requested="CL").instrument == "mercosur_bo_cl.mla"
    assert "mercosur_bo_cl.mla" not in {each.instrument for each in asked("mla_evidence", requested="BR").routes}


def test_singapore_has_the_honest_fallback() -> None:
    found = best("mla_evidence", requested="SG")
    assert found.instrument == "reciprocity.letter_rogatory"
    assert "no_treaty" in codes(found)


def test_a_body_that_the_facts_do_not_name_is_said_to_be_unknown() -> None:
    found = best("mla_evidence", requested="HN")
    assert found.recipient.id not in load().authorities
    assert "recipient_unknown" in codes(found)


def test_a_route_survives_as_plain_values() -> None:
    kept = best("mla_evidence", requested="MX").to_json()
    assert json.loads(json.dumps(kept)) == kept
    assert kept["verification"] == "read"
    assert kept["language"] == "es"


# Refusals, one test a ground


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
    assert refusal("budapest.art31.mla", "mla_evidence", requested="SG").only_unverified
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
