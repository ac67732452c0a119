"""Notices of the clocks of a case itself: an order that ends, a birthday, a year that runs out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from mlat.domain.clock_parts import MAJORITY_DAY
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.model import Clock, Reminder
from mlat.services import journal
from mlat.services.access import find_case
from mlat.services.reasons import digest, keep_reason
from mlat.services.rungs import rung_of, set_case_rung


def work_notice(session: Session, now: datetime, reminder: Reminder) -> bool:
    """Lay a taken notice before a person; whether this worker did it, and not another before it."""
    actor = Actor(reminder.office_id)
    case = find_case(session, actor, reminder.case_id, Act.RECORD)
    session.refresh(reminder, with_for_update=True)
    if reminder.state != "taken":
        return False
    clock = session.get_one(Clock, reminder.clock_id)
    if clock.ended_at is not None or case.erased_at is not None or case.closed_at is not None:
        reminder.state, reminder.settled_at = "overtaken", now
        return True
    session.flush()
    set_case_rung(session, clock, now)
    if clock.next_rung_at is not None and clock.next_rung_at <= now:
        # Nobody was at work in between: the later notice says what holds today.
        reminder.state, reminder.settled_at = "overtaken", now
        return True
    reminder.act, reminder.state = rung_of(session, clock.office_id, reminder.rung).act, "waiting"
    _note(session, now, actor, "reminded", reminder, clock)
    return True


def settle_notice(
    session: Session, actor: Actor, now: datetime, reminder_id: str, state: str, reason: str = ""
) -> bool:
    """A person has seen it, or sets it aside with a reason; False where it is no notice of a case."""
    reminder = session.get(Reminder, reminder_id)
    if reminder is None or reminder.request_id is not None:
        return False
    find_case(session, actor, reminder.case_id, Act.RECORD)
    session.refresh(reminder, with_for_update=True)
    if reminder.state != "waiting":
        raise Problem("state", "reminder", "is %(state)s.", "Look at the case.", state=reminder.state)
    reminder.state, reminder.settled_at, reminder.settled_by = state, now, actor.user_id
    kind = "inquired" if state == "done" else "reminder_dismissed"
    _note(session, now, actor, kind, reminder, session.get_one(Clock, reminder.clock_id), reason)
    return True


def _note(
    session: Session, now: datetime, actor: Actor, kind: str, reminder: Reminder, clock: Clock, reason: str = ""
) -> None:
    """Of a birthday the event says only that there was a reminder: its rung would tell the month for ever."""
    data: dict[str, Any] = {"reminder": reminder.id}
    if clock.kind != MAJORITY_DAY:
        data |= {"clock": clock.id, "rung": reminder.rung, "act": reminder.act}
    if reason:
        data["reason_sha256"] = digest(reason)
    event = journal.write(session, now, actor, kind, office_id=reminder.office_id, case_id=reminder.case_id, data=data)
    if reason:
        keep_reason(session, event, reason)
