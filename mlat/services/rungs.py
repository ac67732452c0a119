"""Which rung a clock waits for next, written beside the clock so that one statement finds what is due."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.climbing import Step, ladder_for, next_silence, next_warning
from mlat.domain.clock_parts import CHASED, HOLD, PROMISE
from mlat.domain.ladder import Rung
from mlat.model import Clock, Reminder, Request
from mlat.services.almanac import almanac_of
from mlat.services.covering import first_leg
from mlat.services.knowledge import world_of


def set_rung(session: Session, row: Request, clock: Clock, now: datetime) -> None:
    """Write the next rung of a running clock, or none where its ladder has ended."""
    step = _next(session, row, clock, now) if clock.ended_at is None else None
    clock.next_rung = step.rung.id if step else None
    clock.next_rung_at = step.at if step else None


def rung_of(session: Session, row: Request, rung_id: str) -> Rung:
    """The rung of that id in the office's ladders."""
    ladders = world_of(session, row.office_id).ladders
    return next(rung for ladder in ladders.values() for rung in ladder.rungs if rung.id == rung_id)


def _next(session: Session, row: Request, clock: Clock, now: datetime) -> Step | None:
    watches = "silence" if clock.kind in CHASED else "hold" if clock.kind == HOLD else ""
    channel = first_leg(session, row).channel if row.recipient_kind == "provider" else row.route.get("channel_kind", "")
    ladder = ladder_for(
        world_of(session, row.office_id).ladders.values(), watches, row.recipient_kind, channel, row.measure
    )
    if ladder is None:
        return None
    done = session.scalars(select(Reminder).where(Reminder.clock_id == clock.id).order_by(Reminder.due_at)).all()
    names = [reminder.rung for reminder in done]
    days = almanac_of(session, row.office_id).calendar(row.requested_state or "", now.date())
    if watches == "hold":
        if not clock.safe_due:
            return None
        return next_warning(ladder, names, date.fromisoformat(clock.safe_due[:10]), now, clock.zone, days)
    # From the day on which the step before was really taken: after a long pause the rungs do not come all at once.
    start = clock.legal_at if clock.kind == PROMISE and clock.legal_at else clock.started_at
    since = done[-1].planted_at if done else start
    return next_silence(ladder, names, since, now, clock.zone, days)
