"""Days on which a person wants to look at something again: their own, with a note that is sealed."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.model import Case, Request, WakeDate, new_id, transaction
from mlat.services.access import NotHere, find_case, own_requests, require
from mlat.services.vault import key_of


def wake(actor: Actor, now: datetime, case_id: str, on: date, note: str = "", request_id: str = "") -> str:
    """Note that the actor wants to look at a case, or at one of its requests, on the day `on`; returns the row's id.

    The note is for the actor alone. Raises `Problem` where the day is over in the actor's zone.
    """
    with transaction() as session:
        case = find_case(session, actor, case_id)
        _open(case)
        if request_id and session.scalar(own_requests(actor).where(*_is(request_id, case))) is None:
            raise NotHere("request")
        _check_day(actor, now, on)
        row = WakeDate(
            id=new_id(),
            user_id=actor.user_id or "",
            case_id=case.id,
            request_id=request_id or None,
            on_day=on,
            made_at=now,
        )
        if note.strip():
            row.note_sealed = key_of(session, case.id).seal(note.strip(), f"wake_dates:{row.id}:note")
        session.add(row)
        return row.id


def snooze(actor: Actor, now: datetime, wake_id: str, on: date) -> None:
    """Look at it on another day instead. Raises `Problem` where that day is over."""
    with transaction() as session:
        row = _mine(session, actor, wake_id)
        _check_day(actor, now, on)
        row.on_day = on
        row.version += 1


def done(actor: Actor, now: datetime, wake_id: str) -> None:
    """It was looked at."""
    with transaction() as session:
        row = _mine(session, actor, wake_id)
        row.done_at = now
        row.version += 1


def _is(request_id: str, case: Case) -> tuple[ColumnElement[bool], ...]:
    return Request.id == request_id, Request.case_id == case.id


def _mine(session: Session, actor: Actor, wake_id: str) -> WakeDate:
    """A date that the actor set, in a case that the actor may still see."""
    require(actor, Act.SEE_CASE)
    row = session.scalar(
        select(WakeDate).where(WakeDate.id == wake_id, WakeDate.user_id == actor.user_id).with_for_update()
    )
    if row is None:
        raise NotHere("date")
    find_case(session, actor, row.case_id)
    if row.done_at is not None:
        raise Problem("done", "date", "was looked at already.", "Set a new date.")
    return row


def _open(case: Case) -> None:
    if case.erased_at is not None:
        raise Problem("erased", "case", "was erased.", "Nothing is left to look at.")


def _check_day(actor: Actor, now: datetime, on: date) -> None:
    if on < now.astimezone(ZoneInfo(actor.zone)).date():
        raise Problem("past", "on_day", "is over.", "Give today or a later day.")
