"""Clocks with the working of their dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.deadlines import days_left, lateness
from mlat.model import Clock


@dataclass(frozen=True)
class ClockLine:
    """A clock with the working of its dates. `ended_at` is empty while it runs."""

    id: str
    kind: str
    party: str
    rule: str
    period: str
    started_at: datetime
    zone: str
    legal_due: str
    safe_due: str
    legal_at: datetime | None
    safe_at: datetime | None
    working: tuple[Any, ...]
    calendar_version: str
    source: str
    verification: str
    covers: tuple[str, ...]
    confirmed: bool
    ended_at: datetime | None
    ended_why: str
    about: str
    paused_at: datetime | None


def clocks_of(session: Session, where: Any) -> tuple[ClockLine, ...]:
    """Clocks that fulfil `where`, the running ones first, then by their earlier date."""
    rows = session.scalars(select(Clock).where(where)).all()
    lines = [
        ClockLine(
            c.id,
            c.kind,
            c.party,
            c.rule,
            c.period,
            c.started_at,
            c.zone,
            c.legal_due,
            c.safe_due,
            c.legal_at,
            c.safe_at,
            tuple(c.working),
            c.calendar_version,
            c.source,
            c.verification,
            tuple(c.covers),
            c.confirmed,
            c.ended_at,
            c.ended_why,
            c.about,
            c.paused_at,
        )
        for c in rows
    ]
    return tuple(sorted(lines, key=lambda c: (c.ended_at is not None, c.safe_due or "9", c.started_at)))


def late_days(due: str, zone: str, now: datetime) -> int:
    """Days late at the place of the deadline: nobody is late before the local day after the due day."""
    place = ZoneInfo(zone)
    return lateness(_parsed(due), now.astimezone(place).date(), place) if due else 0


def left_days(due: str, zone: str, now: datetime) -> int:
    """Days left at the place of the deadline; negative once it is over."""
    place = ZoneInfo(zone)
    return days_left(_parsed(due), now.astimezone(place).date(), place)


def _parsed(due: str) -> date | datetime:
    return date.fromisoformat(due) if len(due) == len("2026-03-09") else datetime.fromisoformat(due)
