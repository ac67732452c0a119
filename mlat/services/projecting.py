"""Columns that queries need, computed from events: never typed over, and provable (`mlat rebuild --check`)."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mlat.domain.lifecycle import standing
from mlat.model import Clock, Event, Office, Request


def refresh(session: Session, row: Request, now: datetime) -> None:
    """Write state, ball and next due of a request from its events and clocks."""
    session.flush()
    row.state, row.ball, row.next_due = projected(session, row, now)


def projected(session: Session, row: Request, now: datetime) -> tuple[str, str, datetime | None]:
    """(state, ball, next due) of a request as its events and open clocks give them."""
    zone = session.get_one(Office, row.office_id).zone
    events = session.scalars(select(Event).where(Event.request_id == row.id).order_by(Event.id)).all()
    stands = standing(events, now.astimezone(ZoneInfo(zone)).date(), row.measure)
    due = session.scalar(select(func.min(Clock.safe_at)).where(Clock.request_id == row.id, Clock.ended_at.is_(None)))
    return stands.state, stands.ball, due
