"""What may happen to a request on any day, by chance: answers, promises, acts on its clocks, clicks on reminders."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select

from mlat.domain.casefile import ReplyInput
from mlat.domain.lifecycle import REPLIES
from mlat.domain.problems import Problem, Problems
from mlat.model import Clock, Leg, Reminder, Request, transaction
from mlat.services import clocking, reminders, tracking, transit, withdrawing
from tests.conftest import ZONE, OfficeThere

MEXICO = "America/Mexico_City"
OFTEN = (*sorted(REPLIES), "promised", "promised", "more_given", "sent", "clock", "clock", "withdrawn")


def something(office: OfficeThere, chance: Random, now: datetime, request_id: str) -> None:
    """One thing happens to a request, or is refused with a remedy where it does not fit."""
    try:
        _happens(office, chance, now, request_id, chance.choice(OFTEN))
    except Problem as refused:
        assert refused.remedy


def a_click(office: OfficeThere, chance: Random, now: datetime) -> None:
    """Somebody takes up or sets aside one waiting reminder; a letter that the law does not give is refused."""
    with transaction() as session:
        waiting = session.scalars(select(Reminder.id).where(Reminder.state == "waiting").limit(20)).all()
    if not waiting:
        return
    try:
        if chance.random() < 0.5:
            reminders.dismiss(office.liaison, now, chance.choice(waiting), "It can wait.")
        else:
            reminders.accept(office.liaison, now, chance.choice(waiting))
    except Problem as refused:
        assert refused.remedy
    except Problems as refused:
        assert all(each.remedy for each in refused.found)


def _happens(office: OfficeThere, chance: Random, now: datetime, request_id: str, kind: str) -> None:
    if kind == "withdrawn":
        if chance.random() < 0.3:
            withdrawing.withdraw(office.prosecutor, now, request_id)
    elif kind == "more_given":
        tracking.give_more(office.liaison, now, request_id, now, ZONE)
    elif kind == "sent":
        with transaction() as session:
            legs = select(Leg.id).join(Request, Request.id == Leg.request_id)
            leg = session.scalars(legs.where(Request.id == request_id).order_by(Leg.seq)).first()
        transit.record_sent(office.liaison, now, leg or "", "courier", now, ZONE)
    elif kind == "clock":
        _turn_a_clock(office, chance, now, request_id)
    else:
        promised = now.date() + timedelta(days=chance.randint(-2, 15)) if kind == "promised" else None
        given = ReplyInput(kind=kind, at=now, zone=MEXICO, promised_on=promised)
        tracking.record_reply(office.liaison, now, request_id, given)


def _turn_a_clock(office: OfficeThere, chance: Random, now: datetime, request_id: str) -> None:
    with transaction() as session:
        running = select(Clock).where(Clock.request_id == request_id, Clock.ended_at.is_(None))
        rows = session.scalars(running.order_by(Clock.opened_event, Clock.id)).all()
    if not rows:
        return
    clock = chance.choice(rows)
    if clock.paused_at:
        clocking.resume_clock(office.liaison, now, clock.id, "x", now)
    elif chance.random() < 0.6:
        clocking.pause_clock(office.liaison, now, clock.id, "x", now)
    else:
        clocking.reset_clock(office.liaison, now, clock.id, "x", now, MEXICO)
