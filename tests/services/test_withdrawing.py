"""Withdrawing one request, or all of a case: clocks end, each recipient gets a letter, and what was said stays said."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from mlat.model import Clock, Event, Request, transaction
from mlat.services import corresponding, drafting, issuing, tracking, transit, withdrawing
from mlat.services.access import NotHere
from tests.conftest import ZONE, OfficeThere
from tests.services import lives

DAY = timedelta(days=1)


def letters(case_id: str) -> dict[str, Request]:
    """The letters of withdrawal of a case, by the id of the request that each withdraws."""
    with transaction() as session:
        rows = select(Request).where(Request.case_id == case_id, Request.form == "withdrawal")
        return {str(row.parent_id): row for row in session.scalars(rows)}


def running(case_id: str) -> list[str]:
    """Kinds of the clocks of requests that run in a case."""
    with transaction() as session:
        clocks = select(Clock.kind).where(
            Clock.case_id == case_id, Clock.ended_at.is_(None), Clock.request_id.is_not(None)
        )
        return sorted(session.scalars(clocks))


def test_the_recipient_of_a_request_is_told_with_its_number_and_day(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    sent = lives.a_sent(office, now, case_id, lives.EVIDENCE, "by_hand")
    letter = withdrawing.withdraw(office.prosecutor, now + DAY, sent)
    assert letter is not None
    row, parent = lives.the(letter), lives.the(sent)
    assert (parent.state, running(case_id)) == ("withdrawn", [])
    assert (row.recipient_id, row.language, row.instrument) == (parent.recipient_id, "es", parent.instrument)
    assert [leg.to_body for leg in lives.legs(letter)] == [leg.to_body for leg in lives.legs(sent)]
    record = drafting.record(office.prosecutor, now + DAY, letter)
    assert record.fields["previous_request"] == parent.number
    assert record.fields["sent_on"] == now.date()
    assert "release" not in record.fields, "no data were preserved on it"
    with transaction() as session:
        event = session.scalars(select(Event).where(Event.request_id == sent, Event.kind == "withdrawn")).one()
    assert event.data["told_by"] == letter


def test_a_confirmed_hold_is_released_in_words(office: OfficeThere, case_id: str, now: datetime) -> None:
    hold = lives.a_sent(office, now, case_id)
    lives.replies(office, now, hold, "hold_confirmed")
    assert lives.the(hold).state == "held"
    letter = withdrawing.withdraw(office.prosecutor, now + DAY, hold)
    assert lives.clocks(hold) == {}
    record = drafting.record(office.prosecutor, now + DAY, str(letter))
    assert (record.copy, record.fields["release"]) == ("provider", True)
    assert [each.given for each in record.fields["identifiers"]] == ["99999999999999999001"]  # type: ignore[union-attr]
    codes = {each.code for each in drafting.findings(office.prosecutor, now + DAY, str(letter))}
    assert not codes & {"legal_basis.missing", "route.refused", "field.missing"}


def test_the_letter_is_approved_issued_and_sent_and_nobody_is_chased(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    letter = str(withdrawing.withdraw(office.prosecutor, now, lives.a_sent(office, now, case_id)))
    lives.approve(office, now, letter)
    issuing.issue(office.prosecutor, now, letter)
    transit.record_sent(office.liaison, now, lives.legs(letter)[0].id, "portal", now, ZONE)
    assert (lives.the(letter).ball, running(case_id)) == ("done", [])


def test_what_never_left_needs_no_letter(office: OfficeThere, case_id: str, now: datetime) -> None:
    assert withdrawing.withdraw(office.prosecutor, now, lives.a_draft(office, now, case_id)) is None
    issued = lives.an_issued(office, now, case_id, replace(lives.HOLD, code="I"))
    assert withdrawing.withdraw(office.prosecutor, now, issued) is None
    assert letters(case_id) == {}
    assert lives.refused(lambda: withdrawing.withdraw(office.prosecutor, now, issued))[0].code == "state"


@pytest.fixture
def many(office: OfficeThere, case_id: str, now: datetime) -> dict[str, str]:
    """A case with a hold, a treaty request, a refusal, a draft, information, and a notice of a protected child."""

    def lived() -> dict[str, str]:
        hold = lives.a_sent(office, now, case_id)
        lives.replies(office, now, hold, "hold_confirmed")
        refused = lives.a_sent(office, now, case_id, replace(lives.EVIDENCE, code="NO"), "by_hand")
        lives.replies(office, now, refused, "refused")
        (notice,) = corresponding.write(office.liaison, now, case_id, "child_identified", "us-ncmec-identification")
        return {
            "hold": hold,
            "evidence": lives.a_sent(office, now, case_id, replace(lives.EVIDENCE, code="EV"), "by_hand"),
            "refused": refused,
            "draft": lives.a_draft(office, now, case_id, replace(lives.HOLD, code="D")),
            "notice": notice,
        }

    return lives.remembered("many requests of one case", lived)


def test_all_of_a_case_at_once(office: OfficeThere, case_id: str, many: dict[str, str], now: datetime) -> None:
    made = withdrawing.withdraw_all(office.prosecutor, now + DAY, case_id)
    told = letters(case_id)
    assert told.keys() == {many["hold"], many["evidence"]}
    assert {each.id for each in told.values()} == set(made)
    states = {name: lives.the(each).state for name, each in many.items()}
    assert states == {
        "hold": "withdrawn",
        "evidence": "withdrawn",
        "refused": "refused",
        "draft": "withdrawn",
        "notice": "draft",
    }
    assert running(case_id) == []
    nothing = lives.refused(lambda: withdrawing.withdraw_all(office.prosecutor, now + DAY, case_id))
    assert nothing[0].code == "nothing_open"
    assert letters(case_id).keys() == told.keys(), "the letters themselves are not withdrawn"


def test_another_case_is_left_alone(office: OfficeThere, case_id: str, many: dict[str, str], now: datetime) -> None:
    other = lives.a_case(office, now, replace(lives.GIVEN, reference="2/2026"))
    there = lives.a_sent(office, now, other)
    withdrawing.withdraw_all(office.prosecutor, now + DAY, case_id)
    assert lives.the(there).state == "sent"


def test_a_liaison_withdraws_nothing(office: OfficeThere, case_id: str, many: dict[str, str], now: datetime) -> None:
    with pytest.raises(NotHere):
        withdrawing.withdraw_all(office.liaison, now, case_id)
    with pytest.raises(NotHere):
        withdrawing.withdraw(office.liaison, now, many["hold"])


def test_nothing_more_happens_to_it_but_its_closing(office: OfficeThere, case_id: str, now: datetime) -> None:
    sent = lives.a_sent(office, now, case_id)
    letter = str(withdrawing.withdraw(office.prosecutor, now, sent))
    assert lives.refused(lambda: lives.replies(office, now + DAY, sent, "answered"))
    tracking.close(office.liaison, now + DAY, sent)
    assert lives.the(letter).state == "draft"
