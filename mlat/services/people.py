"""People of a case, by code; what is known of them is sealed."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.casefile import PersonInput
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.keys import CaseKey
from mlat.model import Case, Office, Person, new_id, transaction
from mlat.services import journal
from mlat.services.access import find_case
from mlat.services.caseclocks import follow_person
from mlat.services.vault import key_of

AGES = range(0, 131)
"""Whole years that a living person can have."""


def add_person(actor: Actor, now: datetime, case_id: str, given: PersonInput) -> str:
    """Add a person by code; returns the row's id."""
    with transaction() as session:
        case = find_case(session, actor, case_id, Act.EDIT_CASE)
        row = enter_person(session, now, case, key_of(session, case.id), given)
        journal.write(
            session,
            now,
            actor,
            "person_added",
            office_id=case.office_id,
            case_id=case.id,
            data={"person": row.id, "role": row.role},
        )
        follow_person(session, now, actor, case, row)
        return row.id


def enter_person(session: Session, now: datetime, case: Case, key: CaseKey, given: PersonInput) -> Person:
    """Keep a person of a case; raises `Problem` for a code that is taken or an age that cannot be."""
    need_code(given.code)
    _check_age(session, now, case, given)
    if session.scalar(select(Person.id).where(Person.case_id == case.id, Person.code == given.code)):
        raise Problem(
            "taken",
            "code",
            "%(code)s already stands for somebody in this case.",
            "Choose another code.",
            code=given.code,
        )
    row = Person(
        id=new_id(),
        case_id=case.id,
        identity=given.same_as or new_id(),
        code=given.code,
        role=given.role,
        age_source=given.age_source,
    )
    place = f"persons:{row.id}"
    row.name_sealed = key.seal(given.name, f"{place}:name") if given.name else None
    row.born_sealed = key.seal(given.born.isoformat(), f"{place}:born") if given.born else None
    if given.estimated_age is not None:
        row.age_sealed = key.seal(f"{given.estimated_age}@{given.estimated_on or ''}", f"{place}:age")
    row.note_sealed = key.seal(given.note, f"{place}:note") if given.note else None
    session.add(row)
    session.flush()
    return row


def need_code(code: str) -> None:
    """Raise `Problem` for an empty code of a person or an account."""
    if not code.strip():
        raise Problem("empty", "code", "is empty.", "Give a short code, such as V1.")


def _check_age(session: Session, now: datetime, case: Case, given: PersonInput) -> None:
    today = now.astimezone(ZoneInfo(session.get_one(Office, case.office_id).zone)).date()
    for name, day in (("born", given.born), ("estimated_on", given.estimated_on)):
        if day is not None and day > today:
            raise Problem("future", name, "lies in the future.", "Correct the day.")
    if given.estimated_age is not None and given.estimated_age not in AGES:
        raise Problem("age", "estimated_age", "is no age of a person.", "Give whole years.")
