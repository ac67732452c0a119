"""What a family is told holds on the day on which it is read, and is no more than what was asked abroad for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from mlat.domain.orders import OrderInput
from mlat.domain.permissions import Actor, Role
from mlat.domain.problems import Problem
from mlat.model import StatusLetter
from mlat.services import corresponding, families, issuing, letters, orders, transit, withdrawing
from tests.conftest import ZONE, OfficeThere
from tests.services import lives

DAY = timedelta(days=1)
WEEKS = timedelta(days=29)


@pytest.fixture
def officer(office: OfficeThere) -> Actor:
    return office.actors[Role.FAMILY_OFFICER]


def said(letter: StatusLetter) -> list[tuple[str, str | None]]:
    return [(each["code"], each["body_kind"]) for each in letter.milestones]


def test_a_letter_that_nobody_decided_on_is_written_anew_when_it_no_longer_holds(
    office: OfficeThere, officer: Actor, case_id: str, now: datetime
) -> None:
    """The officer who opens it after a week must not approve that an answer is awaited which has come."""
    request_id = lives.a_sent(office, now, case_id)
    (first,) = lives.letters(case_id)
    assert ("still_waiting", "company") in said(first)
    lives.replies(office, now + 5 * DAY, request_id, "answered")
    (second,) = lives.letters(case_id)
    assert (second.id, second.on, second.version) == (first.id, (now + 5 * DAY).date(), first.version + 1)
    assert said(second) == [("request_sent_abroad", "company"), ("first_answer", "company")]
    assert families.propose(office.prosecutor, now + 6 * DAY, case_id) == []
    (third,) = lives.letters(case_id)
    assert third.version == second.version, "what holds stays as it was read"
    with pytest.raises(Problem, match="changed since you read it"):
        letters.approve(officer, now + 6 * DAY, first.id, first.version)


def test_what_an_officer_has_decided_stays_as_it_was_read(
    office: OfficeThere, officer: Actor, case_id: str, now: datetime
) -> None:
    request_id = lives.a_sent(office, now, case_id)
    (letter,) = lives.letters(case_id)
    letters.approve(officer, now, letter.id, letter.version)
    lives.replies(office, now + 5 * DAY, request_id, "answered")
    assert [(each.id, each.state) for each in lives.letters(case_id)] == [(letter.id, "approved")]


def test_the_time_between_two_letters_runs_from_the_day_on_which_one_reached_them(
    office: OfficeThere, officer: Actor, case_id: str, now: datetime
) -> None:
    request_id = lives.a_sent(office, now, case_id)
    (letter,) = lives.letters(case_id)
    letters.approve(officer, now, letter.id, letter.version)
    letters.record_handed(officer, now + WEEKS, letter.id, now + WEEKS)
    lives.replies(office, now + WEEKS + DAY, request_id, "answered")
    assert len(lives.letters(case_id)) == 1, "two letters in two days"
    due = families.next_due(now + WEEKS + DAY)
    assert due is not None and due.date() == (now + WEEKS + timedelta(days=30)).date()
    assert families.propose_due(now + WEEKS + 30 * DAY) == 1


def test_a_secret_file_gives_no_first_letter_without_news_to_who_did_not_ask_for_it(
    office: OfficeThere, now: datetime
) -> None:
    """It would say nothing, and its day would betray the first step."""
    only_news = replace(lives.MOTHER, no_news_days=None)
    case_id = lives.a_case(office, now, replace(lives.GIVEN, contacts=(only_news,)))
    secrecy = OrderInput(kind="file_secrecy", ordered_at=now, zone="UTC", rule="calendar_days")
    order = orders.record_order(office.prosecutor, now, case_id, secrecy)
    lives.a_sent(office, now, case_id)
    assert lives.letters(case_id) == []
    orders.lift_order(office.prosecutor, now + DAY, order, "Levantado.")
    assert families.propose_due(now + DAY) == 1
    assert ("request_sent_abroad", "company") in said(lives.letters(case_id)[0])


def test_nobody_is_said_to_be_awaited_for_what_was_withdrawn(
    office: OfficeThere, officer: Actor, case_id: str, now: datetime
) -> None:
    request_id = lives.a_sent(office, now, case_id)
    (letter,) = lives.letters(case_id)
    letters.approve(officer, now, letter.id, letter.version)
    letters.record_handed(officer, now, letter.id, now)
    notice = withdrawing.withdraw(office.prosecutor, now + DAY, request_id)
    assert notice is not None
    sends(office, now + 2 * DAY, notice)
    assert families.propose_due(now + 90 * DAY) == 0, "neither awaited, nor is its withdrawal a request"


def test_what_asks_nothing_for_this_child_is_not_told(office: OfficeThere, case_id: str, now: datetime) -> None:
    (notice,) = corresponding.write(office.liaison, now, case_id, "child_identified", "us-ncmec-identification")
    sends(office, now, notice)
    assert lives.letters(case_id) == []


def sends(office: OfficeThere, now: datetime, request_id: str) -> None:
    lives.approve(office, now, request_id)
    issuing.issue(office.prosecutor, now, request_id)
    transit.record_sent(office.liaison, now, lives.legs(request_id)[0].id, "portal", now, ZONE)
