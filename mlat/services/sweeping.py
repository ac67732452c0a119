"""The sweep: what falls due is planted once, however many workers sweep at the same time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import CursorResult, String, exists, func, literal, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from mlat.domain.clock_parts import PROMISE
from mlat.domain.lifecycle import PROMISE_LIMIT
from mlat.model import Clock, Office, Reminder, Request, db, transaction
from mlat.services.projecting import refresh


def sweep(now: datetime) -> int:
    """Plant every rung that is due at `now`, in one statement; returns how many. A second run plants nothing."""
    with transaction() as session:
        _end_promises(session, now)
        planting: sqlite.Insert | postgresql.Insert
        if db.engine.dialect.name == "sqlite":
            planting, random_id = sqlite.insert(Reminder), func.lower(func.hex(func.randomblob(16)))
        else:
            planting, random_id = (
                postgresql.insert(Reminder),
                func.replace(func.gen_random_uuid().cast(String), "-", ""),
            )
        due = select(
            random_id,
            Clock.office_id,
            Clock.case_id,
            Clock.request_id,
            Clock.id,
            Clock.next_rung,
            Clock.next_rung_at,
            literal(now, Clock.next_rung_at.type),
            literal("planted"),
            literal(""),
            literal(""),
        ).where(Clock.next_rung_at <= now, Clock.ended_at.is_(None))
        columns = [
            "id",
            "office_id",
            "case_id",
            "request_id",
            "clock_id",
            "rung",
            "due_at",
            "planted_at",
            "state",
            "act",
            "note",
        ]
        planting = planting.from_select(columns, due, include_defaults=False)
        # The unique key alone says what is planted already, by us or by another worker at this very moment: to look
        # first would cost a plan, and PostgreSQL takes a ruinous one while it believes the table empty.
        planting = planting.on_conflict_do_nothing(index_elements=["clock_id", "rung"])
        # PostgreSQL tells how many were inserted only where it is asked for.
        planted = session.execute(planting, execution_options={"preserve_rowcount": True})
        return cast(CursorResult[Any], planted).rowcount


def _end_promises(session: Session, now: datetime) -> None:
    """A promise counts up to its own day, or its limit: after it they owe again, though nothing has happened."""
    day = timedelta(days=1)
    # By kind alone, along its index: the office as a second condition leads both databases to every open clock.
    near = (
        select(Request, Clock.legal_due, Clock.started_at)
        .join(Request, Request.id == Clock.request_id)
        .where(
            Clock.kind == PROMISE,
            Clock.ended_at.is_(None),
            or_(Clock.legal_at <= now + day, Clock.started_at <= now - PROMISE_LIMIT + day),
            Request.ball == "promised",
        )
    )
    for row, promised, started in session.execute(near).all():
        today = now.astimezone(ZoneInfo(session.get_one(Office, row.office_id).zone)).date()
        if promised < today.isoformat() or started.date() < today - PROMISE_LIMIT:
            refresh(session, row, now)


def next_due(now: datetime) -> datetime | None:
    """The next instant at which something falls due; None where nothing waits."""
    with transaction() as session:
        return session.scalar(
            select(func.min(Clock.next_rung_at)).where(
                Clock.ended_at.is_(None),
                ~exists().where(Reminder.clock_id == Clock.id, Reminder.rung == Clock.next_rung),
            )
        )
