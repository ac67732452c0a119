"""The four acts on a clock as events, each with its sealed reason and its person; columns, rungs and rebuild follow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from mlat.domain.casefile import OpenRequest
from mlat.domain.permissions import Role
from mlat.domain.problems import Problem
from mlat.model import Clock, Event, Reason, Reminder, transaction
from mlat.reads.requests import request_view
from mlat.services import clocking, rebuilding, reminders, sweeping, takeover, transit
from mlat.services.access import NotHere
from tests.conftest import OfficeThere
from tests.services import lives

DAY = timedelta(days=1)


@pytest.fixture
def asked(office: OfficeThere, case_id: str, now: datetime) -> str:
    """A request to an authority abroad, taken over, on which it has not answered."""
    return taken_over(office, now, case_id, "E1", "mla_evidence", "mx-central", "ar_mx.mlat")


def taken_over(
    office: OfficeThere, now: datetime, case_id: str, code: str, measure: str, recipient: str, law: str
) -> str:
    given = OpenRequest(
        code=code, measure=measure, recipient=recipient, instrument=law, sent_at=now, zone=lives.MEXICO,
        channel="courier", identifiers=("RBX",), data=("subscriber",),
    )  # fmt: skip
    return takeover.take_over(office.liaison, now, case_id, given)


@pytest.fixture
def held(office: OfficeThere, case_id: str, now: datetime) -> str:
    """A hold that was asked for and confirmed."""
    given = OpenRequest(
        code="H1", measure="preservation", recipient="roblox", instrument="us.sca.2703f.preservation", sent_at=now,
        zone=lives.PACIFIC, channel="portal", identifiers=("RBX",), data=("subscriber",), confirmed_at=now,
    )  # fmt: skip
    return takeover.take_over(office.liaison, now, case_id, given)


def question(office: OfficeThere, now: datetime, request_id: str) -> Clock:
    """The recipient asks for more: ten days of our own."""
    lives.replies(office, now, request_id, "more_asked", zone=lives.MEXICO)
    return lives.clocks(request_id)["our_answer"]


def nothing_is_amiss(now: datetime) -> bool:
    return rebuilding.rebuild(now, check=True) == []


def test_an_act_is_an_event_with_a_person_and_a_reason_that_only_the_case_opens(
    office: OfficeThere, asked: str, now: datetime
) -> None:
    clock = question(office, now, asked)
    clocking.pause_clock(office.liaison, now + DAY, clock.id, "  Their court is on strike. ", now + DAY)
    with transaction() as session:
        event = session.scalars(select(Event).where(Event.kind == "clock_paused")).one()
        reason = session.scalars(select(Reason)).one()
    assert (event.actor, event.data["from"], event.data["to"]) == (office.liaison.user_id, clock.legal_due, "")
    assert "strike" not in repr(lives.whole_database())
    assert reason.event_id == event.id
    told = {one.kind: one.reason for one in request_view(office.prosecutor, asked).timeline}
    assert told["clock_paused"] == "Their court is on strike."
    assert told["more_asked"] == ""
    assert nothing_is_amiss(now + DAY)


def test_a_paused_clock_has_no_date_plants_nothing_and_is_not_late(
    office: OfficeThere, asked: str, now: datetime
) -> None:
    chase = lives.clocks(asked)["transmission"]
    assert chase.next_rung_at is not None
    rests = clocking.pause_clock(office.liaison, now + DAY, chase.id, "They asked us to wait.", now + DAY)
    with transaction() as session:
        row = session.get_one(Clock, rests)
    assert (row.paused_at, row.legal_due, row.safe_at, row.next_rung_at) == (now + DAY, "", None, None)
    assert sweeping.sweep(now + 300 * DAY) == 0
    clocking.resume_clock(office.liaison, now + 301 * DAY, rests, "They are back.", now + 300 * DAY)
    on = lives.clocks(asked)["transmission"]
    assert on.started_at == now + 300 * DAY
    assert on.next_rung_at is not None and on.next_rung_at > now + 320 * DAY
    assert nothing_is_amiss(now + 301 * DAY)


def test_what_was_left_runs_on_and_the_request_s_next_date_follows(
    office: OfficeThere, asked: str, now: datetime
) -> None:
    clock = question(office, now, asked)
    assert lives.the(asked).next_due == clock.safe_at
    rests = clocking.pause_clock(office.liaison, now + 3 * DAY, clock.id, "x", now + 3 * DAY)
    assert lives.the(asked).next_due is None
    clocking.resume_clock(office.liaison, now + 31 * DAY, rests, "x", now + 31 * DAY)
    on = lives.clocks(asked)["our_answer"]
    assert lives.the(asked).next_due == on.safe_at
    assert (on.rule, on.working[0]["code"]) == (clock.rule, "resumed")
    assert on.legal_due > clock.legal_due
    anew = clocking.reset_clock(office.liaison, now + 32 * DAY, on.id, "A new question.", now + 32 * DAY, lives.MEXICO)
    with transaction() as session:
        row = session.get_one(Clock, anew)
    assert (row.period, row.started_at) == (clock.period, now + 32 * DAY)
    assert nothing_is_amiss(now + 32 * DAY)


def test_what_waited_for_a_click_is_overtaken_by_a_pause(office: OfficeThere, asked: str, now: datetime) -> None:
    later = now + 60 * DAY
    assert sweeping.sweep(later) == 1
    while (taken := reminders.take(later)) is not None:
        reminders.work(later, taken)
    clocking.pause_clock(office.liaison, later, lives.clocks(asked)["transmission"].id, "x", later)
    with transaction() as session:
        assert {row.state for row in session.scalars(select(Reminder))} == {"overtaken"}


def test_a_deadline_is_extended_to_a_date_and_both_rows_stay(office: OfficeThere, held: str, now: datetime) -> None:
    old = lives.clocks(held)["hold"]
    new_id = clocking.extend_clock(office.liaison, now + DAY, old.id, "They wrote it.", "until", date(2026, 7, 1))
    new, ended = lives.clocks(held)["hold"], lives.clocks(held, ended=True)["hold"]
    assert (new.id, new.legal_due, new.safe_due) == (new_id, "2026-07-01", "2026-07-01")
    assert (new.kind, new.started_at, new.covers, new.confirmed) == (old.kind, old.started_at, old.covers, True)
    assert (ended.id, ended.ended_why) == (old.id, "extended")
    with transaction() as session:
        event = session.scalars(select(Event).where(Event.kind == "extended")).one()
    assert (event.data["from"], event.data["to"], event.actor) == (old.legal_due, "2026-07-01", office.liaison.user_id)
    assert new.next_rung_at is not None
    assert nothing_is_amiss(now + DAY)


def test_an_extension_by_a_period_starts_at_the_end_as_counted_or_at_the_start(
    office: OfficeThere, held: str, now: datetime
) -> None:
    old = lives.clocks(held)["hold"]
    whole = clocking.extend_clock(office.liaison, now, old.id, "Their letter.", "whole", "P180D")
    assert lives.clocks(held)["hold"].legal_due == "2026-08-29"  # a Saturday: a hold never moves
    clocking.extend_clock(office.liaison, now, whole, "Another letter.", "more", "P10D")
    assert lives.clocks(held)["hold"].legal_due == "2026-09-08"
    with pytest.raises(Problem, match="from the start"):
        clocking.extend_clock(office.liaison, now, lives.clocks(held)["hold"].id, "x", "whole", "P300D")


def test_a_resend_because_the_recipient_lost_it_restarts_no_clock(
    office: OfficeThere, asked: str, held: str, now: datetime
) -> None:
    later = now + 20 * DAY
    for request_id in (asked, held):
        before = {kind: (c.id, c.started_at, c.legal_due) for kind, c in lives.clocks(request_id).items()}
        (leg,) = lives.legs(request_id)
        transit.record_sent(office.liaison, later, leg.id, "courier", later, lives.MEXICO, "sent again: they lost it")
        after = {kind: (c.id, c.started_at, c.legal_due) for kind, c in lives.clocks(request_id).items()}
        assert after == before
    assert nothing_is_amiss(later)


ACTS: list[Callable[[OfficeThere, datetime, str], object]] = [
    lambda o, n, c: clocking.pause_clock(o.liaison, n, c, "x", n),
    lambda o, n, c: clocking.reset_clock(o.liaison, n, c, "x", n, "UTC"),
]


def test_a_hold_is_neither_paused_nor_reset(office: OfficeThere, held: str, now: datetime) -> None:
    hold = lives.clocks(held)["hold"]
    for act in ACTS:
        with pytest.raises(Problem, match="lapse anyway"):
            act(office, now, hold.id)
    assert lives.clocks(held)["hold"].id == hold.id


def test_an_act_without_a_reason_in_the_future_or_on_what_ended_is_refused(
    office: OfficeThere, asked: str, now: datetime
) -> None:
    clock = question(office, now, asked)
    liaison = office.liaison
    wrong: list[tuple[Callable[[], object], str]] = [
        (lambda: clocking.pause_clock(liaison, now, clock.id, "  ", now), "reason"),
        (lambda: clocking.pause_clock(liaison, now, clock.id, "x", now + DAY), "at"),
        (lambda: clocking.reset_clock(liaison, now, clock.id, "x", now, "Mexico"), "zone"),
        (lambda: clocking.resume_clock(liaison, now, clock.id, "x", now), "clock"),
        (lambda: clocking.extend_clock(liaison, now, clock.id, "x", "more", "ten days"), "period"),
        (lambda: clocking.extend_clock(liaison, now, clock.id, "x", "until", date(2020, 1, 1)), "until"),
    ]
    for act, where in wrong:
        (found,) = lives.refused(act)
        assert found.where == where
    assert lives.clocks(asked)["our_answer"].id == clock.id
    clocking.pause_clock(liaison, now, clock.id, "x", now)
    with pytest.raises(Problem, match="has ended"):
        clocking.pause_clock(liaison, now, clock.id, "x", now)


def test_a_clock_of_another_office_does_not_exist(
    office: OfficeThere, other_office: OfficeThere, asked: str, now: datetime
) -> None:
    clock = question(office, now, asked)
    for actor in (other_office.liaison, office.actors[Role.AUDITOR]):
        with pytest.raises(NotHere):
            clocking.pause_clock(actor, now, clock.id, "x", now)


def test_a_duty_of_ours_is_done_and_a_resend_does_not_bring_it_back(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    given = OpenRequest(
        code="U1", measure="mla_evidence", recipient="uy-central", instrument="sanluis.art6.mla", sent_at=now,
        zone="America/Montevideo", channel="mail", identifiers=("RBX",), data=("subscriber",),
    )  # fmt: skip
    request_id = takeover.take_over(office.liaison, now, case_id, given)
    duty = lives.clocks(request_id)["own_duty"]
    with pytest.raises(Problem, match="no duty of our own"):
        clocking.meet_duty(office.liaison, now, lives.clocks(request_id)["acknowledgement"].id, "x")
    clocking.meet_duty(office.liaison, now + DAY, duty.id, "The original left by courier.")
    (leg,) = lives.legs(request_id)
    transit.record_sent(office.liaison, now + 2 * DAY, leg.id, "mail", now + 2 * DAY, "America/Montevideo", "again")
    assert "own_duty" not in lives.clocks(request_id)
    assert lives.clocks(request_id, ended=True)["own_duty"].ended_why == "met"
    assert nothing_is_amiss(now + 2 * DAY)
