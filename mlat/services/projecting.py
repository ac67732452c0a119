"""Columns that queries need, computed from events: never typed over, and provable (`mlat rebuild --check`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mlat.domain.lifecycle import standing
from mlat.domain.silence import waited
from mlat.model import Case, Clock, Event, Office, Request, Wait


def refresh(session: Session, row: Request, now: datetime) -> None:
    """Write state, ball and next due of a request from its events and clocks, and how long it lay with whom."""
    session.flush()
    events = events_of(session, row)
    row.state, row.ball, row.next_due = projected(session, row, events, now)
    keep_wait(session, row, wait_of(session, row, events))


def events_of(session: Session, row: Request) -> Sequence[Event]:
    """What happened to a request, in the order in which it was recorded."""
    return session.scalars(select(Event).where(Event.request_id == row.id).order_by(Event.id)).all()


def projected(
    session: Session, row: Request, events: Sequence[Event], now: datetime
) -> tuple[str, str, datetime | None]:
    """(state, ball, next due) of a request as its events and open clocks give them."""
    zone = session.get_one(Office, row.office_id).zone
    stands = standing(events, now.astimezone(ZoneInfo(zone)).date(), row.measure)
    due = session.scalar(select(func.min(Clock.safe_at)).where(Clock.request_id == row.id, Clock.ended_at.is_(None)))
    return stands.state, stands.ball, due


def wait_of(session: Session, row: Request, events: Sequence[Event]) -> Wait | None:
    """How long a request lay with its recipient, as a row; None where it never did."""
    one = waited(events, row.measure)
    if one is None:
        return None
    return Wait(
        request_id=row.id,
        office_id=row.office_id,
        recipient_id=row.recipient_id,
        measure=row.measure,
        training=session.get_one(Case, row.case_id).training,
        began_at=one.began,
        theirs=_seconds(one.theirs),
        since=one.since,
        contact=None if one.contact is None else _seconds(one.contact),
        answer=None if one.answer is None else _seconds(one.answer),
        spoken=_seconds(one.spoken),
    )


def keep_wait(session: Session, row: Request, wait: Wait | None) -> None:
    """Keep the row of a request, in the place of the one before."""
    if wait is not None:
        session.merge(wait)
    elif (old := session.get(Wait, row.id)) is not None:
        session.delete(old)


def _seconds(given: timedelta) -> int:
    return int(given.total_seconds())
