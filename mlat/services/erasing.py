"""Keys renewed, and cases erased by destroying their key: the chain still verifies."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select

from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.house import house
from mlat.model import CaseKey, Event, Office, Reference, transaction
from mlat.services import journal
from mlat.services.access import find_case


def rotate_keys(now: datetime) -> int:
    """Add a master key and wrap every case key and office key anew; returns how many were wrapped."""
    old = house().keyring
    new = old.add_master()
    with transaction() as session:
        rows = session.scalars(select(CaseKey).where(CaseKey.wrapped.is_not(None))).all()
        for row in rows:
            place = f"case_keys:{row.case_id}"
            row.wrapped = new.wrap(old.unwrap(row.wrapped or b"", place), place)
        offices = session.scalars(select(Office)).all()
        for office in offices:
            if office.signing_key:
                place = f"offices:{office.id}:signing_key"
                office.signing_key = new.wrap(old.unwrap(office.signing_key, place), place)
            journal.write(
                session,
                now,
                Actor(office.id),
                "keys_rotated",
                office_id=office.id,
                data={"master": new.current, "cases": len(rows)},
            )
        return len(rows)


def ask_erasure(actor: Actor, now: datetime, case_id: str) -> None:
    """The first of two persons asks that a case be erased."""
    with transaction() as session:
        case = find_case(session, actor, case_id, Act.ERASE)
        case.erasure_asked_by = actor.user_id
        journal.write(session, now, actor, "erasure_asked", office_id=case.office_id, case_id=case.id)


def confirm_erasure(actor: Actor, now: datetime, case_id: str) -> dict[str, Any]:
    """The second person confirms: the case's key is destroyed. Returns the certificate."""
    with transaction() as session:
        case = find_case(session, actor, case_id, Act.ERASE)
        if case.erasure_asked_by is None:
            raise Problem("erasure", "case", "was not asked to be erased.", "Somebody else must ask first.")
        if case.erasure_asked_by == actor.user_id:
            raise Problem("same_person", "case", "was asked to be erased by you.", "Somebody else must confirm it.")
        session.get_one(CaseKey, case.id).wrapped = None
        session.execute(delete(Reference).where(Reference.case_id == case.id))
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
