"""Keys renewed, and cases erased by destroying their key: the chain still verifies."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from mlat.domain.clock_parts import MAJORITY_DAY
from mlat.domain.lifecycle import ENDED, Kind
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.house import house
from mlat.model import (
    Case,
    CaseKey,
    Clock,
    Event,
    EvidenceItem,
    FamilyPage,
    Handing,
    Identifier,
    Message,
    Office,
    OwnVoice,
    Reference,
    Reminder,
    Reply,
    Request,
    transaction,
)
from mlat.services import journal, staffmail
from mlat.services.access import NotHere, require
from mlat.services.happening import happen
from mlat.services.vault import place_of_key


def rotate_keys(now: datetime) -> int:
    """Add a master key and wrap every case key and office key anew; returns how many were wrapped."""
    keyring = house().keyring
    keyring.add_master()
    with transaction() as session:
        rows = session.scalars(select(CaseKey).where(CaseKey.wrapped.is_not(None))).all()
        for row in rows:
            place = f"case_keys:{row.case_id}"
            row.wrapped = keyring.wrap(keyring.unwrap(row.wrapped or b"", place), place)
        for message in session.scalars(select(Message).where(Message.key_wrapped.is_not(None))):
            place = place_of_key(message.id)
            message.key_wrapped = keyring.wrap(keyring.unwrap(message.key_wrapped or b"", place), place)
        offices = session.scalars(select(Office)).all()
        for office in offices:
            if office.signing_key:
                place = f"offices:{office.id}:signing_key"
                office.signing_key = keyring.wrap(keyring.unwrap(office.signing_key, place), place)
            journal.write(
                session,
                now,
                Actor(office.id),
                "keys_rotated",
                office_id=office.id,
                data={"master": keyring.current, "cases": len(rows)},
            )
        return len(rows)


def ask_erasure(actor: Actor, now: datetime, case_id: str) -> None:
    """The first of two persons asks that a case be erased."""
    with transaction() as session:
        case = _find(session, actor, case_id)
        case.erasure_asked_by = actor.user_id
        journal.write(session, now, actor, "erasure_asked", office_id=case.office_id, case_id=case.id)


def confirm_erasure(actor: Actor, now: datetime, case_id: str) -> dict[str, Any]:
    """The second person confirms: the case's key is destroyed. Returns the certificate."""
    with transaction() as session:
        case = _find(session, actor, case_id)
        if case.erasure_asked_by is None:
            raise Problem("erasure", "case", "was not asked to be erased.", "Somebody else must ask first.")
        if case.erasure_asked_by == actor.user_id:
            raise Problem("same_person", "case", "was asked to be erased by you.", "Somebody else must confirm it.")
        _close_requests(session, actor, now, case.id)
        session.get_one(CaseKey, case.id).wrapped = None
        _forget(session, case.id)
        case.erased_at, case.reference = now, f"erased-{case.id[:8]}"
        events = session.scalar(select(func.count()).select_from(Event).where(Event.case_id == case.id)) or 0
        last = journal.write(
            session,
            now,
            actor,
            "case_erased",
            office_id=case.office_id,
            case_id=case.id,
            data={"asked_by": case.erasure_asked_by},
        )
        return {
            "case": case.id,
            "erased_at": now.isoformat(),
            "asked_by": case.erasure_asked_by,
            "confirmed_by": actor.user_id,
            "events": events + 1,
            "chain_head": last.hash,
        }


def _find(session: Session, actor: Actor, case_id: str) -> Case:
    """A case of the office that is not erased yet: an administrator may erase what they may not read."""
    require(actor, Act.ERASE)
    own = select(Case).where(Case.id == case_id, Case.office_id == actor.office_id)
    case = session.scalar(own.with_for_update(key_share=True))
    if case is None:
        raise NotHere("case")
    if case.erased_at is not None:
        raise Problem("erased", "case", "was erased already.", "Keep the certificate of that day.")
    here = (EvidenceItem.case_id == case.id) & EvidenceItem.state.in_(("waiting", "aside"))
    if session.scalar(select(EvidenceItem.id).where(here).limit(1)):
        says = "has returned files that wait for the custodian."
        raise Problem("returned", "case", says, "Have them moved to the evidence store first.")
    return case


def _close_requests(session: Session, actor: Actor, now: datetime, case_id: str) -> None:
    """Nobody could read an answer any more, so nothing waits for one: their clocks end, and the desks forget them."""
    open_ = select(Request).where(Request.case_id == case_id, Request.state.not_in(ENDED)).order_by(Request.id)
    for row in session.scalars(open_).all():
        happen(session, now, actor, row, Kind.CLOSED, data={"why": "case_erased"})


def _forget(session: Session, case_id: str) -> None:
    """What stood in clear so that it could be found or read: references, and the hashes of accounts."""
    session.execute(delete(Reference).where(Reference.case_id == case_id))
    session.execute(update(Identifier).where(Identifier.case_id == case_id).values(lookup=None, shared_lookup=None))
    session.execute(update(Reply).where(Reply.case_id == case_id).values(reference=""))
    session.execute(update(Handing).where(Handing.case_id == case_id).values(reference="", note_sealed=None))
    session.execute(delete(FamilyPage).where(FamilyPage.case_id == case_id))
    staffmail.forget(session, case_id)
    # A day of majority is a date of birth in other words, and so is the time at which somebody was asked.
    session.execute(delete(OwnVoice).where(OwnVoice.case_id == case_id))
    birthdays = (Clock.case_id == case_id) & (Clock.kind == MAJORITY_DAY)
    session.execute(delete(Reminder).where(Reminder.clock_id.in_(select(Clock.id).where(birthdays))))
    session.execute(
        update(Clock).where(birthdays).values(legal_at=None, safe_at=None, next_rung=None, next_rung_at=None)
    )
