"""Which rung a clock waits for next, written beside the clock so that one statement finds what is due."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.climbing import Step, ladder_for, next_notice, next_silence, next_warning
from mlat.domain.clock_parts import CHASED, DOWNLOAD, HOLD, MAJORITY_DAY, MLA_DUTY, OWN_DUTY, PROHIBITIONS, PROMISE
from mlat.domain.ladder import Rung
from mlat.domain.renewals import ask_by
from mlat.model import Clock, Reminder, Request
from mlat.services.almanac import almanac_of
from mlat.services.covering import first_leg
from mlat.services.knowledge import world_of

WARNED = frozenset({HOLD, MLA_DUTY, OWN_DUTY, DOWNLOAD})
"""Clocks of which the office is warned before they end."""


def set_rung(session: Session, row: Request, clock: Clock, now: datetime) -> None:
    """Write the next rung of a running clock, or none where its ladder has ended."""
    runs = clock.ended_at is None and clock.paused_at is None
    _write(clock, _next(session, row, clock, now) if runs else None)


def set_case_rung(session: Session, clock: Clock, now: datetime) -> None:
    """Write the next notice of a clock of the case itself, or none where its ladder has ended."""
    _write(clock, _next_notice(session, clock, now) if clock.ended_at is None else None)


def _write(clock: Clock, step: Step | None) -> None:
    clock.next_rung = step.rung.id if step else None
    clock.next_rung_at = step.at if step else None


def _next_notice(session: Session, clock: Clock, now: datetime) -> Step | None:
    ladders = world_of(session, clock.office_id).ladders.values()
    ladder = next((each for each in ladders if each.watches == clock.kind), None)
    if ladder is None or clock.legal_at is None:
        return None
    zone = ZoneInfo(clock.zone)
    if clock.kind == MAJORITY_DAY:
        ends = clock.legal_at.astimezone(zone).date()
    else:
        ends = date.fromisoformat((clock.legal_due if clock.kind in PROHIBITIONS else clock.safe_due)[:10])
    done = session.scalars(select(Reminder.rung).where(Reminder.clock_id == clock.id)).all()
    almanac = almanac_of(session, clock.office_id)
    days = almanac.calendar(almanac.home, now.date())
    return next_notice(ladder, done, ends, clock.started_at, now, clock.zone, days)


def rung_of(session: Session, office_id: str, rung_id: str) -> Rung:
    """The rung of that id in the office's ladders."""
    ladders = world_of(session, office_id).ladders
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
