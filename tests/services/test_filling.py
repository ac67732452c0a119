"""What a first draft says by itself: what the case knows, and what the instrument lets it say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from mlat.domain.casefile import Choice
from mlat.domain.record import Value
from mlat.services import drafting
from tests.conftest import OfficeThere
from tests.services import lives

DAY = timedelta(days=1)
SANTIAGO = "America/Santiago"
TO_CHILE = Choice(
    measure="preservation",
    requested="CL",
    instrument="budapest.art29.preservation",
    identifiers=("RBX",),
    data=("subscriber", "login"),
)


def drafted(office: OfficeThere, now: datetime, case_id: str, choice: Choice) -> dict[str, Value]:
    """The fields of a first draft."""
    return drafting.record(office.liaison, now, lives.a_draft(office, now, case_id, choice)).fields


def test_a_treaty_is_made_to_say_only_what_it_says(office: OfficeThere, now: datetime, case_id: str) -> None:
    mexico = drafted(office, now, case_id, lives.EVIDENCE)
    assert (mexico["no_legalisation"], mexico["notice_of_execution"]) == (True, True)
    assert not {"certificate", "certificate_annex", "restrictions", "deadline_wish"} & mexico.keys()
    states = drafted(office, now, case_id, replace(lives.EVIDENCE, requested="US", instrument="ar_us.mlat"))
    assert (states["certificate"], states["certificate_annex"]) == (True, True)
    assert not {"no_legalisation", "notice_of_execution"} & states.keys()
    assert str(states["restrictions"]).startswith("The evidence will be used only in the proceedings named here")


def test_the_end_of_the_hold_is_the_reason_for_the_day_that_is_wished(
    office: OfficeThere, now: datetime, case_id: str
) -> None:
    held = lives.a_sent(office, now, case_id)
    lives.replies(office, now + DAY, held, "hold_confirmed")
    end = lives.clocks(held)["hold"].safe_due[:10]
    untoc = replace(
        lives.EVIDENCE, requested="JP", instrument="untoc.art18.mla", organised=True, language="en", penalty_years=4
    )
    found = drafted(office, now + DAY, case_id, untoc)
    assert str(found["deadline_wish"]) == end
    assert "preserved only until" in str(found["urgency"])
    mexico = drafted(office, now + DAY, case_id, lives.EVIDENCE)
    assert "urgency" in mexico
    assert "deadline_wish" not in mexico, "no article of that treaty speaks of a day"


def test_a_preservation_by_a_state_says_what_follows_and_leaves_article_30_to_a_person(
    office: OfficeThere, now: datetime, case_id: str
) -> None:
    request_id = lives.a_draft(office, now, case_id, TO_CHILE)
    found = drafting.record(office.liaison, now, request_id).fields
    assert (lives.the(request_id).form, lives.the(request_id).language) == ("state_preservation", "es")
    assert found["facts"] == "Los hechos, con V1 y S1."
    assert (found["intent_mla"], found["request_status"], found["reply_way"]) == (True, True, True)
    assert "partial_disclosure" not in found
    path = replace(TO_CHILE, measure="partial_disclosure_traffic", instrument="budapest.art30.partial_disclosure")
    asked = drafted(office, now, case_id, path)
    assert asked["partial_disclosure"] is True
    assert "request_status" not in asked


def test_an_extension_by_a_state_cites_its_ticket_and_the_end(office: OfficeThere, now: datetime, case_id: str) -> None:
    held = lives.a_sent(office, now, case_id, TO_CHILE, "by_hand")
    end = date(2026, 6, 1)
    lives.replies(office, now + DAY, held, "hold_confirmed", reference="CL-247-9", zone=SANTIAGO, until=end)
    more = Choice(measure="preservation_extension", requested="CL", identifiers=("RBX",), parent=held)
    request_id = lives.a_draft(office, now + 30 * DAY, case_id, more)
    record = drafting.record(office.liaison, now + 30 * DAY, request_id)
    assert (record.form, lives.the(request_id).instrument) == (
        "state_preservation_extension",
        "budapest.art29.extension",
    )
    assert record.value("previous_reference") == "CL-247-9"
    assert record.value("hold_ends") == end
    assert str(lives.the(held).number) in str(record.value("previous_preservation"))


def test_a_hold_of_a_company_is_extended_by_no_state(office: OfficeThere, now: datetime, case_id: str) -> None:
    held = lives.a_sent(office, now, case_id, TO_CHILE, "by_hand")
    lives.replies(office, now + DAY, held, "hold_confirmed", zone=SANTIAGO)
    more = Choice(measure="preservation_extension", platform="roblox", identifiers=("RBX",), parent=held)
    found = lives.the(lives.a_draft(office, now + DAY, case_id, more))
    assert found.recipient_kind == "authority", "the hold is a State's"
    company = lives.a_sent(office, now, case_id, replace(lives.HOLD, identifiers=("RBX",)))
    lives.replies(office, now + DAY, company, "hold_confirmed")
    again = replace(more, parent=company, requested="CL", platform=None)
    (problem,) = lives.refused(lambda: lives.a_draft(office, now + DAY, case_id, again))
    assert problem.code == "refused"
