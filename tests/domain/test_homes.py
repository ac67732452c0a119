"""The same law from other home States: what is theirs, and what was not looked up for them."""

from __future__ import annotations

from typing import Any

import pytest

from mlat.facts import load
from tests.domain.law_asked import asked, best, by, codes, refusal, way

OTHERS = ("ES", "DE", "BR", "MX", "PH", "US")


# Reciprocity: only where the treaties are listed may one say that there is none


@pytest.mark.parametrize("home", OTHERS)
def test_other_homes_are_told_to_look_for_treaties_first(home: str) -> None:
    found = by("reciprocity.letter_rogatory", "mla_evidence", requesting=home, requested="SG")
    assert {"treaties_unknown", "own_basis_unknown"} <= codes(found)
    assert "no_treaty" not in codes(found)
    assert (found.verification, found.own_basis, found.article) == ("unverified", "", "custom")
    assert not any("24.767" in text for text in str(found.to_json()).split('"'))


def test_argentina_may_say_that_no_treaty_is_listed_and_that_this_is_no_proof() -> None:
    found = best("mla_evidence", requested="SG")
    said = next(each for each in found.reasons if each.code == "no_treaty")
    assert "no proof" in said.text()
    assert said.source
    assert found.own_basis == "Ley 24.767 art. 3"
    assert "parties.ar_bilateral.lists_treaties_of" in found.unverified
    assert found.verification == "unverified"


def test_towards_argentina_the_same_list_speaks() -> None:
    found = by("reciprocity.letter_rogatory", "mla_evidence", requesting="KE", requested="AR")
    assert {"no_treaty", "own_basis_unknown"} <= codes(found)
    assert best("mla_evidence", requesting="KE", requested="AR").instrument == "ar.24767.incoming"


def test_reciprocity_never_hides_a_treaty_that_may_be_used() -> None:
    found = by("reciprocity.letter_rogatory", "mla_evidence", requested="US")
    assert "closer_treaty" in codes(found)
    assert not {"no_treaty", "treaties_unknown"} & codes(found)


@pytest.mark.parametrize(("home", "state"), [("PH", "US"), ("DE", "US"), ("ES", "CL"), ("US", "MX"), ("BR", "US")])
def test_a_convention_of_many_leaves_room_for_a_closer_treaty(home: str, state: str) -> None:
    assert "treaties_unknown" in codes(best("mla_evidence", requesting=home, requested=state))


def test_argentina_and_the_union_are_spared_that_doubt() -> None:
    assert "treaties_unknown" not in codes(best("mla_evidence", requested="DE"))
    assert "treaties_unknown" not in codes(best("mla_evidence", requesting="ES", requested="DE"))


# The United States at home


@pytest.mark.parametrize(
    ("measure", "instrument", "annexes"),
    [
        ("content_disclosure", "us.sca.2703a.content", ("court_order",)),
        ("traffic_disclosure", "us.sca.2703d.traffic", ("court_order",)),
        ("subscriber_disclosure", "us.sca.2703c2.subscriber", ("subpoena",)),
        ("preservation", "us.sca.2703f.preservation", ()),
        ("preservation_extension", "us.sca.2703f.extension", ()),
        ("emergency_disclosure", "us.sca.2702.emergency", ()),
    ],
)
def test_an_office_of_the_united_states_uses_its_own_law(
    measure: str, instrument: str, annexes: tuple[str, ...]
) -> None:
    found = asked(measure, requesting="US", platform="roblox", user_in="US")
    assert found.routes[0].instrument == instrument
    assert found.routes[0].requires_annexes == annexes
    assert found.routes[0].channel_kind == "provider_portal"
    assert {"own_law", "process_at_home"} <= codes(found.routes[0])
    assert "voluntary" not in codes(found.routes[0])
    assert all(each.recipient.kind == "provider" for each in found.routes)


def test_in_an_emergency_the_law_lets_and_does_not_oblige() -> None:
    home = {"requesting": "US", "platform": "roblox", "user_in": "US"}
    assert "voluntary_at_home" in codes(best("emergency_disclosure", **home))


def test_what_a_company_wants_of_foreigners_does_not_bind_its_own_state() -> None:
    found = best("subscriber_disclosure", requesting="US", platform="discord", user_in="US")
    assert found.instrument == "us.sca.2703c2.subscriber"
    assert best("subscriber_disclosure", platform="discord", user_in="AR").instrument == "ar_us.mlat"


@pytest.mark.parametrize(("home", "user", "country"), [("US", "GB", "GB"), ("GB", "US", "US")])
def test_the_agreement_serves_across_the_two_states(home: str, user: str, country: str) -> None:
    found = by("us_uk.cloud", "content_disclosure", requesting=home, platform="tiktok", user_in=user)
    assert found.recipient.country == country
    assert way(found) == [f"{home.lower()}-designated-authority", "tiktok"]
    assert "own_body_unknown" in codes(found)


# Domestic orders


@pytest.mark.parametrize(
    ("home", "measure", "instrument"),
    [
        ("DE", "preservation", "budapest.art16_17.domestic_preservation"),
        ("DE", "subscriber_disclosure", "budapest.art18.production"),
        ("JP", "preservation", "budapest.art16_17.domestic_preservation"),
    ],
)
def test_a_company_at_home_gets_a_domestic_order(home: str, measure: str, instrument: str) -> None:
    found = best(measure, requesting=home, platform="nintendo", user_in=home)
    assert found.instrument == instrument
    assert {"own_law", "own_provision_unknown"} <= codes(found)
    assert found.verification == "unverified"


def test_outside_budapest_a_company_at_home_is_a_matter_of_the_own_law_alone() -> None:
    found = asked("preservation", requesting="SG", platform="tiktok", user_in="SG")
    assert found.routes == ()
    assert "domestic" in {each.reason.code for each in found.refused}


def test_a_renewal_at_home_is_its_own_measure() -> None:
    home = {"requesting": "DE", "platform": "nintendo", "user_in": "DE"}
    assert [each.kind for each in best("preservation", **home).clocks] == ["hold"]
    assert [each.kind for each in best("preservation_extension", **home).clocks] == ["renewal"]


# The Union


@pytest.mark.parametrize("home", ["ES", "DE"])
@pytest.mark.parametrize(
    ("measure", "instrument", "clocks", "duties"),
    [
        ("subscriber_disclosure", "eu.epoc.subscriber", {"P10D", "P5D"}, {"answer_form_3"}),
        (
            "traffic_disclosure",
            "eu.epoc.traffic",
            {"P10D", "P5D"},
            {"answer_form_3", "notify_enforcing_authority", "two_copies"},
        ),
        (
            "content_disclosure",
            "eu.epoc.content",
            {"P10D", "P5D"},
            {"answer_form_3", "notify_enforcing_authority", "two_copies"},
        ),
        ("emergency_disclosure", "eu.epoc.emergency", {"PT8H", "PT96H", "PT48H"}, {"validate_afterwards"}),
        ("preservation", "eu.epocpr.preservation", {"P60D", "P5D"}, {"order_before_hold_ends", "answer_form_3"}),
        ("preservation_extension", "eu.epocpr.extension", {"P30D"}, set()),
    ],
)
def test_orders_of_the_union_reach_a_company_in_another_member_state(
    home: str, measure: str, instrument: str, clocks: set[str], duties: set[str]
) -> None:
    found = best(measure, requesting=home, platform="instagram", user_in=home)
    assert (found.instrument, found.recipient.country, found.recipient.zone) == (instrument, "IE", "Europe/Dublin")
    assert {each.value for each in found.clocks} == clocks
    assert {each.code for each in found.own_duties} == duties
    assert all(each.rule == "eu_1182" for each in found.clocks)
    assert found.official_form
    assert "decentralised" in found.channel
    assert "representative_unverified" in codes(found)
    assert found.verification == "unverified"


def test_an_order_of_the_union_goes_to_the_union_wherever_the_user_is() -> None:
    assert best("content_disclosure", requesting="ES", platform="instagram", user_in="MX").recipient.country == "IE"


def test_an_order_of_the_union_is_not_for_the_own_state() -> None:
    found = asked("subscriber_disclosure", requesting="IE", platform="instagram", user_in="IE")
    assert "eu.epoc.subscriber" not in {each.instrument for each in found.routes}


def test_a_company_of_the_own_member_state_is_no_matter_of_the_union() -> None:
    home = {"requesting": "DE", "platform": "nintendo", "user_in": "DE"}
    assert refusal("eu.epoc.content", "content_disclosure", **home).reason.code == "domestic"


def test_what_a_company_does_not_hold_is_told_though_the_order_binds() -> None:
    assert "not_held" in codes(best("content_disclosure", requesting="ES", platform="telegram", user_in="ES"))


def test_an_investigation_order_goes_straight_to_the_executing_authority() -> None:
    found = best("mla_evidence", requesting="ES", requested="DE")
    assert (found.instrument, way(found), found.languages) == ("eu.eio.execution", ["de-executing"], ("de",))
    assert "executing_unknown" in codes(found)
    assert sorted(each.value for each in found.clocks) == ["P1W", "P30D", "P30D", "P90D"]
    assert found.official_form == "EIO form, Annex A"


@pytest.mark.parametrize("state", ["IE", "DK"])
def test_ireland_and_denmark_take_no_investigation_order(state: str) -> None:
    found = refusal("eu.eio.execution", "mla_evidence", requesting="ES", requested=state)
    assert (found.reason.code, found.only_unverified) == ("not_party", True)
    assert state in found.reason.text()


def test_denmark_takes_no_production_order_either() -> None:
    assert refusal("eu.epoc.content", "content_disclosure", requesting="ES", requested="DK").reason.code == "not_party"
    home = {"requesting": "DK", "platform": "instagram", "user_in": "DK"}
    assert refusal("eu.epoc.content", "content_disclosure", **home).reason.code == "not_open"


@pytest.mark.parametrize("home", ["AR", "BR", "MX", "PH", "US"])
@pytest.mark.parametrize("platform", ["instagram", "ometv"])
def test_nobody_outside_the_union_may_use_them(home: str, platform: str) -> None:
    found = asked("content_disclosure", requesting=home, platform=platform, user_in="ES")
    assert not any(each.instrument.startswith("eu.") for each in found.routes)
    refused = refusal("eu.epoc.content", "content_disclosure", requesting=home, platform=platform)
    assert refused.reason.code == "not_open"


# Own bodies


@pytest.mark.parametrize(
    ("more", "own"),
    [
        ({"requesting": "BR", "requested": "CA"}, "br-prosecution"),
        ({"requesting": "BR", "requested": "DE"}, "br-central"),
        ({"requesting": "UY", "requested": "AR"}, "uy-central"),
        ({"requesting": "HN", "requested": "US"}, "hn-central-authority"),
    ],
)
def test_each_home_sends_through_its_own_body(more: dict[str, Any], own: str) -> None:
    found = best("mla_evidence", **more)
    assert way(found)[0] == own
    assert ("own_body_unknown" in codes(found)) == (own not in load().authorities)


def test_what_one_prosecutor_tells_another_goes_between_prosecutors() -> None:
    found = best("spontaneous_information", requested="BR")
    assert way(found) == ["ar-prosecution", "br-prosecution"]
    bolivia = best("spontaneous_information", requested="BO")
    assert bolivia.recipient.id == "bo-prosecution-service"
    assert "recipient_unknown" in codes(bolivia)


def test_uruguay_sends_to_the_ministry_of_justice_of_argentina() -> None:
    assert best("mla_evidence", requesting="UY", requested="AR").recipient.id == "ar-central-justice"
    assert best("mla_evidence", requesting="MX", requested="AR").recipient.id == "ar-central"


def test_what_a_foreign_authority_asks_of_every_request_is_told() -> None:
    told = {each.code for each in best("mla_evidence", requested="IE").formalities}
    assert {"binding_instrument", "certified_accuracy", "advance_copy"} <= told
