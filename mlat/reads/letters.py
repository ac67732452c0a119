"""Letters to families: those that wait for a decision, and one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.permissions import Actor
from mlat.model import Case, Event, FamilyContact, Paper, StatusLetter, reading
from mlat.reads.paging import Page, newest
from mlat.reads.timeline import reasons
from mlat.services.access import find_letter, visible_letters
from mlat.services.vault import key_of

SHOWN = 30


@dataclass(frozen=True)
class LetterLine:
    """A letter in a list: to whom (by code), in which language."""

    id: str
    case_reference: str
    contact: str
    language: str
    channel: str
    on: date
    state: str
    proposed_at: datetime


@dataclass(frozen=True)
class CallLine:
    """One call: when, and whether somebody was reached."""

    at: datetime
    outcome: str


@dataclass(frozen=True)
class LetterView:
    """One letter. `milestones`: codes, days, kinds of body; `left_out`: how many were kept out."""

    line: LetterLine
    version: int
    milestones: tuple[dict[str, Any], ...]
    left_out: int
    reason: str
    decided_at: datetime | None
    sent_at: datetime | None
    frozen: bool
    training: bool
    contact_id: str
    calls: tuple[CallLine, ...]
    """How the calls by this script went, the latest first."""
    appointment: str
    """ISO instant at which it is to be collected; empty where none was made."""


def due(actor: Actor) -> tuple[LetterLine, ...]:
    """Letters that wait for a decision or for being handed over, the oldest first."""
    query = (
        visible_letters(actor)
        .where(StatusLetter.state.in_(("proposed", "approved")))
        .order_by(StatusLetter.proposed_at)
        .limit(SHOWN)
    )
    with reading() as session:
        return tuple(line_of(session, row) for row in session.scalars(query).all())


def letters_page(actor: Actor, after: str = "") -> Page[LetterLine]:
    """All letters of the office, newest first."""
    with reading() as session:
        rows, onward = newest(session, visible_letters(actor), StatusLetter.proposed_at, StatusLetter.id, after)
        return Page(tuple(line_of(session, row) for row in rows), onward)


def letter_view(actor: Actor, letter_id: str) -> LetterView:
    """One letter; `NotHere` where it is not the actor's."""
    with reading() as session:
        row = find_letter(session, actor, letter_id)
        frozen = session.scalar(select(Paper.id).where(Paper.letter_id == row.id)) is not None
        case = session.get_one(Case, row.case_id)
        return LetterView(
            line_of(session, row),
            row.version,
            tuple(row.milestones),
            row.left_out,
            _why_held(session, row, case),
            row.decided_at,
            row.sent_at,
            frozen,
            case.training,
            row.contact_id,
            tuple(CallLine(event.at, event.data["outcome"]) for event in _of(session, row, "family_called")),
            next((str(event.data["for"]) for event in _of(session, row, "family_appointment")), ""),
        )


def _why_held(session: Session, row: StatusLetter, case: Case) -> str:
    if row.state != "held" or case.erased_at is not None:
        return ""
    held = [event.id for event in _of(session, row, "letter_held")]
    return next(iter(reasons(session, held, key_of(session, case.id)).values()), "")


def _of(session: Session, row: StatusLetter, kind: str) -> list[Event]:
    """The events of this kind about a letter, the latest first."""
    events = select(Event).where(Event.case_id == row.case_id, Event.kind == kind).order_by(Event.id.desc())
    return [event for event in session.scalars(events) if event.data["letter"] == row.id]


def line_of(session: Session, row: StatusLetter) -> LetterLine:
    """A letter as a list shows it."""
    case = session.get_one(Case, row.case_id)
    contact = session.get_one(FamilyContact, row.contact_id)
    return LetterLine(
        row.id,
        case.reference,
        contact.code,
        row.language,
        contact.channel,
        row.on,
        row.state,
        row.proposed_at,
    )
