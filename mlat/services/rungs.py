"""Which rung a clock waits for next, written beside the clock so that one statement finds what is due."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.climbing import Step, ladder_for, next_silence, next_warning
from mlat.domain.clock_parts import CHASED, HOLD, MLA_DUTY, PROMISE
from mlat.domain.ladder import Rung
from mlat.domain.renewals import ask_by
from mlat.model import Clock, Reminder, Request
from mlat.services.almanac import almanac_of
from mlat.services.covering import first_leg
from mlat.services.knowledge import world_of

WARNED = frozenset({HOLD, MLA_DUTY})
"""Clocks of which the office is warned before they end."""


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
    watches = "silence" if clock.kind in CHASED else clock.kind if clock.kind in WARNED else ""
    channel = first_leg(session, row).channel if row.recipient_kind == "provider" else row.route.get("channel_kind", "")
    ladder = ladder_for(
        world_of(session, row.office_id).ladders.values(), watches, row.recipient_kind, channel, row.measure
    )
    if ladder is None:
        return None
    done = session.scalars(select(Reminder).where(Reminder.clock_id == clock.id).order_by(Reminder.due_at)).all()
    names = [reminder.rung for reminder in done]
    days = almanac_of(session, row.office_id).calendar(row.requested_state or "", now.date())
    if watches in WARNED:
        if not clock.safe_due:
            return None
        return next_warning(ladder, names, _last_day(session, row, clock), now, clock.zone, days)
    # From the day on which the step before was really taken: after a long pause the rungs do not come all at once.
    start = clock.legal_at if clock.kind == PROMISE and clock.legal_at else clock.started_at
    since = done[-1].planted_at if done else start
    return next_silence(ladder, names, since, now, clock.zone, days)


def _last_day(session: Session, row: Request, clock: Clock) -> date:
    """The last day on which the office can do something: some companies want to be asked days before the end."""
    ends = date.fromisoformat(clock.safe_due[:10])
    platform = world_of(session, row.office_id).platforms.get(row.platform or "")
    return ask_by(ends, platform.preservation.ask_before_days) if platform and clock.kind == HOLD else ends
