"""The routes that the sample cases need: treaties, companies, periods, the way they go."""

from __future__ import annotations

import json

import pytest

from mlat.domain.routes import limits_of_use
from mlat.facts import load
from tests.domain.law_asked import asked, best, codes, way

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


def test_the_limits_of_use_go_with_the_evidence() -> None:
    kept = best("mla_evidence", requested="US").to_json()
    assert limits_of_use(kept) == "Used only for the case stated, unless the requested State consents. (7)"
    assert limits_of_use(best("preservation", platform="roblox", user_in="AR").to_json()) == ""
