"""What falls due is planted once, taken once, worked once, and waits for a click."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mlat.domain.problems import Problem
from mlat.model import Clock, Event, Reminder, Request, transaction
from mlat.services import issuing, rebuilding, reminders, sweeping, tracking, transit, withdrawing
from mlat.services.projecting import refresh
from tests.conftest import ZONE, OfficeThere
from tests.services import lives

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def planted() -> list[Reminder]:
    with transaction() as session:
        return list(session.scalars(select(Reminder).order_by(Reminder.due_at, Reminder.rung)))


def work_all(now: datetime) -> list[Reminder]:
    """A worker's round: sweep, then do all that is planted; the reminders that wait for a click."""
    sweeping.sweep(now)
    while (taken := reminders.take(now)) is not None:
        reminders.work(now, taken)
    return [each for each in planted() if each.state == "waiting"]


@pytest.fixture
def silent(office: OfficeThere, case_id: str, now: datetime) -> str:
    """An evidence request on its way, of which nothing has been heard."""
    request_id = lives.an_issued(office, now, case_id, lives.EVIDENCE)
    transit.record_sent(office.liaison, now, lives.legs(request_id)[0].id, "by_hand", now, ZONE)
    return request_id


def test_a_rung_is_planted_once_however_often_one_sweeps(silent: str, now: datetime) -> None:
    due = sweeping.next_due(now)
    assert due is not None
    assert sweeping.sweep(due - HOUR) == 0
    assert sweeping.sweep(due) == 1
    assert sweeping.sweep(due) == 0
    assert sweeping.sweep(due + 30 * DAY) == 0
    (one,) = planted()
    assert (one.request_id, one.state, one.due_at) == (silent, "planted", due)


def test_two_sweeps_at_once_plant_once_and_neither_fails(silent: str, now: datetime) -> None:
    due = now + 90 * DAY
    assert sorted(lives.at_once(*[lambda: sweeping.sweep(due)] * 3)) == [0, 0, 1]  # type: ignore[type-var]
    assert len(planted()) == 1


def test_each_is_taken_by_one_worker_and_worked_once(silent: str, now: datetime) -> None:
    later = now + 90 * DAY
    sweeping.sweep(later)
    taken = [each for each in lives.at_once(*[lambda: reminders.take(later)] * 3) if each]
    assert len(taken) == 1
    lives.at_once(*[lambda: reminders.work(later, str(taken[0]))] * 2)
    with transaction() as session:
        assert len(session.scalars(select(Event).where(Event.kind == "reminded")).all()) == 1


def test_a_reminder_whose_worker_was_lost_is_taken_again(silent: str, now: datetime) -> None:
    later = now + 90 * DAY
    sweeping.sweep(later)
    taken = reminders.take(later)
    assert reminders.take(later + timedelta(seconds=60)) is None
    assert reminders.take(later + HOUR) == taken


def test_a_reminder_of_a_closed_request_is_overtaken(office: OfficeThere, silent: str, now: datetime) -> None:
    later = now + 90 * DAY
    sweeping.sweep(later)
    tracking.close(office.liaison, later, silent)
    assert work_all(later) == []
    assert [each.state for each in planted()] == ["overtaken"]


def test_a_reminder_is_overtaken_by_an_answer_too(office: OfficeThere, silent: str, now: datetime) -> None:
    later = now + 90 * DAY
    sweeping.sweep(later)
    lives.replies(office, later, silent, "acknowledged")
    assert work_all(later) == []


def test_a_missed_rung_is_due_once_and_the_next_waits_its_time(silent: str, now: datetime) -> None:
    late = now + 400 * DAY
    assert len(work_all(late)) == 1
    work_all(late + HOUR)
    assert len(planted()) == 1
    due = sweeping.next_due(late)
    assert due is not None
    assert due > late + 20 * DAY


def test_the_ladder_is_climbed_rung_by_rung(silent: str, now: datetime) -> None:
    rungs = []
    while (due := sweeping.next_due(now)) is not None:
        work_all(due)
        rungs.append(planted()[-1].rung)
    assert rungs[0] == "authority_gentle"
    assert len(rungs) == len(set(rungs)) > 2


def test_accepting_prepares_an_inquiry_to_the_own_authority(office: OfficeThere, silent: str, now: datetime) -> None:
    later = now + 60 * DAY
    (waiting,) = work_all(later)
    made = reminders.accept(office.liaison, later, waiting.id)
    assert made is not None
    inquiry = lives.the(made)
    assert (inquiry.measure, inquiry.parent_id, inquiry.state) == ("status_inquiry", silent, "draft")
    assert lives.legs(made)[0].to_body == lives.legs(silent)[0].to_body == "ar-central"
    with pytest.raises(Problem, match="is done"):
        reminders.accept(office.liaison, later, waiting.id)


def test_two_who_accept_at_once_prepare_one_inquiry(office: OfficeThere, silent: str, now: datetime) -> None:
    later = now + 60 * DAY
    (waiting,) = work_all(later)
    done = lives.at_once(*[lambda: reminders.accept(office.liaison, later, waiting.id)] * 2)
    assert sorted(type(each).__name__ for each in done) == ["Problem", "str"]
    with transaction() as session:
        assert len(session.scalars(select(Request).where(Request.parent_id == silent)).all()) == 1


def test_dismissing_needs_a_reason_and_the_ladder_goes_on(
    office: OfficeThere, silent: str, case_id: str, now: datetime
) -> None:
    later = now + 60 * DAY
    (waiting,) = work_all(later)
    with pytest.raises(Problem) as refused:
        reminders.dismiss(office.liaison, later, waiting.id, " ")
    assert refused.value.where == "reason"
    reminders.dismiss(office.liaison, later, waiting.id, "They telephoned.")
    (dismissed,) = planted()
    assert (dismissed.state, dismissed.note) == ("dismissed", "")
    assert lives.reasons(case_id) == [("reminder_dismissed", "They telephoned.")]
    assert sweeping.next_due(later) is not None


# -- promises


def test_a_promise_is_looked_at_once_when_it_is_over(
    office: OfficeThere, silent: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    lives.replies(office, now + DAY, silent, "promised", promised_on=(now + 40 * DAY).date(), zone=lives.MEXICO)
    looked: list[str] = []

    def look(session: Session, row: Request, at: datetime) -> None:
        looked.append(row.id)
        refresh(session, row, at)

    monkeypatch.setattr(sweeping, "refresh", look)
    for hours in range(-24, 72, 6):
        sweeping.sweep(now + 40 * DAY + hours * HOUR)
    assert looked == [silent]
    assert lives.the(silent).ball == "they_owe"
    assert rebuilding.rebuild(now + 43 * DAY, check=True) == []


def test_a_promise_silences_until_its_day_and_then_they_owe_again(
    office: OfficeThere, silent: str, now: datetime
) -> None:
    lives.replies(office, now + DAY, silent, "promised", promised_on=(now + 80 * DAY).date(), zone=lives.MEXICO)
    assert lives.the(silent).ball == "promised"
    assert sweeping.sweep(now + 79 * DAY) == 0
    assert lives.the(silent).ball == "promised"
    sweeping.sweep(now + 80 * DAY + HOUR)
    assert lives.the(silent).ball == "promised"
    sweeping.sweep(now + 81 * DAY)
    assert lives.the(silent).ball == "they_owe"
    due = sweeping.next_due(now + 81 * DAY)
    assert due is not None
    assert due > now + 100 * DAY


# -- holds


@pytest.fixture
def held(office: OfficeThere, case_id: str, now: datetime) -> str:
    """A hold at a company that renews once, confirmed."""
    request_id = lives.a_sent(office, now, case_id)
    lives.replies(office, now + DAY, request_id, "hold_confirmed", reference="RBX-1")
    return request_id


def test_before_a_hold_ends_its_extension_is_prepared_for_approval(held: str, now: datetime) -> None:
    due = sweeping.next_due(now + DAY)
    assert due is not None
    (waiting,) = work_all(due)
    assert (waiting.rung, waiting.act) == ("hold_30", "prepare_extension")
    assert waiting.made_request_id is not None
    extension = lives.the(waiting.made_request_id)
    assert (extension.measure, extension.parent_id, extension.state) == ("preservation_extension", held, "draft")
    assert extension.created_by is None


def test_an_extension_under_way_is_not_prepared_twice(
    office: OfficeThere, held: str, case_id: str, now: datetime
) -> None:
    extend = replace(lives.HOLD, measure="preservation_extension", parent=held, fields={})
    lives.a_draft(office, now + DAY, case_id, extend)
    (waiting,) = work_all(now + 65 * DAY)
    assert waiting.made_request_id is None


def test_nobody_is_told_to_send_an_extension_that_has_left(office: OfficeThere, held: str, now: datetime) -> None:
    due = sweeping.next_due(now + DAY)
    assert due is not None
    (prepared,) = work_all(due)
    extension = prepared.made_request_id or ""
    lives.approve(office, due, extension)
    issuing.issue(office.prosecutor, due, extension)
    transit.record_sent(office.liaison, due, lives.legs(extension)[0].id, "portal", due, ZONE)
    assert work_all(due) == []
    ends = date.fromisoformat(lives.clocks(held)["hold"].safe_due)
    warned = {each.rung for days in range(29) for each in work_all(due + days * DAY) if each.request_id == held}
    assert due.date() + 29 * DAY < ends
    assert warned == {"hold_7"}, "it is not confirmed yet"


def test_renewals_end_where_the_company_caps_them(office: OfficeThere, held: str, case_id: str, now: datetime) -> None:
    first = now + 65 * DAY
    (waiting,) = work_all(first)
    assert waiting.made_request_id is not None
    with transaction() as session:
        session.execute(update(Request).where(Request.id == waiting.made_request_id).values(state="sent"))
    lives.replies(office, first, waiting.made_request_id, "hold_confirmed")
    renewed = lives.clocks(waiting.made_request_id)["hold"]
    assert lives.clocks(held, ended=True)["hold"].ended_why == "renewed"
    second = now + 150 * DAY
    again = [each for each in work_all(second) if each.clock_id == renewed.id]
    assert [(each.note, each.made_request_id) for each in again] == [("renewals_used", None)]


def test_no_clock_is_left_with_a_rung_after_it_ended(office: OfficeThere, held: str, now: datetime) -> None:
    withdrawing.withdraw(office.prosecutor, now + 2 * DAY, held)
    with transaction() as session:
        rows = session.scalars(select(Clock).where(Clock.request_id == held)).all()
    assert rows
    assert {(row.next_rung, row.next_rung_at) for row in rows} == {(None, None)}
    following = sweeping.next_due(now)
    assert following is not None and following.year == 2032  # the child's coming of age, and nothing before it


def test_what_waits_for_a_click_is_overtaken_by_the_answer(office: OfficeThere, case_id: str, now: datetime) -> None:
    request_id = lives.a_sent(office, now, case_id)
    later = now + 20 * DAY
    assert work_all(later)
    lives.replies(office, later, request_id, "hold_confirmed")
    assert {each.state for each in planted()} == {"overtaken"}
