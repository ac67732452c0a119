"""The days on which the reader wants to look at something again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from mlat.domain.permissions import Actor
from mlat.domain.standing_in import stands_for
from mlat.model import Case, Office, Request, User, WakeDate, reading
from mlat.reads.requests import RequestLine, lines_of
from mlat.services.access import deputies, own_requests, visible
from mlat.services.vault import key_of


@dataclass(frozen=True)
class Wake:
    """A day to look again. Of an absent colleague the day is shown, the note is not."""

    id: str
    on: date
    case_id: str
    case_reference: str
    request: RequestLine | None
    note: str
    whose: str
    """Name of the colleague who is away; empty for the reader's own."""
    version: int


def waking(actor: Actor, now: datetime, until: date | None = None) -> tuple[Wake, ...]:
    """Dates up to the day `until` (all that are open, where it is None), the earliest first."""
    with reading() as session:
        return waking_in(session, actor, now, until)


def waking_in(session: Session, actor: Actor, now: datetime, until: date | None = None) -> tuple[Wake, ...]:
    """The same inside a transaction that is open."""
    today = now.astimezone(ZoneInfo(session.get_one(Office, actor.office_id).zone)).date()
    mine = stands_for(actor.user_id or "", deputies(session, actor.office_id, today))
    query = _open(actor).where(WakeDate.user_id.in_(mine))
    if until is not None:
        query = query.where(WakeDate.on_day <= until)
    rows = session.execute(query.order_by(WakeDate.on_day, WakeDate.id)).all()
    requests = session.scalars(
        own_requests(actor).where(Request.id.in_([row.request_id for row, *_ in rows if row.request_id]))
    ).all()
    lines = {line.id: line for line in lines_of(session, requests)}
    return tuple(
        Wake(
            row.id,
            row.on_day,
            row.case_id,
            reference,
            lines.get(row.request_id or ""),
            _note(session, actor, row),
            "" if row.user_id == actor.user_id else name,
            row.version,
        )
        for row, reference, name in rows
    )


def waking_on(actor: Actor, case_id: str, request_id: str = "") -> tuple[Wake, ...]:
    """The reader's own dates of a case, or of one of its requests."""
    query = _open(actor).where(WakeDate.user_id == actor.user_id, WakeDate.case_id == case_id)
    if request_id:
        query = query.where(or_(WakeDate.request_id == request_id, WakeDate.request_id.is_(None)))
    with reading() as session:
        rows = session.execute(query.order_by(WakeDate.on_day, WakeDate.id)).all()
        return tuple(
            Wake(row.id, row.on_day, row.case_id, reference, None, _note(session, actor, row), "", row.version)
            for row, reference, _name in rows
        )


def _open(actor: Actor) -> Select[WakeDate, str, str]:
    cases = visible(actor).where(Case.erased_at.is_(None)).with_only_columns(Case.id)
    return (
        select(WakeDate, Case.reference, User.name)
        .join(Case, Case.id == WakeDate.case_id)
        .join(User, User.id == WakeDate.user_id)
        .where(WakeDate.done_at.is_(None), WakeDate.case_id.in_(cases))
    )


def _note(session: Session, actor: Actor, row: WakeDate) -> str:
    if row.user_id != actor.user_id:
        return ""
    return key_of(session, row.case_id).text(row.note_sealed, f"wake_dates:{row.id}:note")
