"""People of a case, by code; what is known of them is sealed."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.documents.forms import form
from mlat.domain.casefile import PersonInput
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem, Stale
from mlat.domain.scripts import LATIN, script
from mlat.keys import CaseKey
from mlat.model import Case, FamilyContact, Office, Person, Request, new_id, transaction
from mlat.services import journal
from mlat.services.access import NotHere, find_case
from mlat.services.ages import known_of
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


def correct_person(actor: Actor, now: datetime, case_id: str, person_id: str, given: PersonInput, version: int) -> int:
    """Put right what is known of a person; returns the new version. Drafts that show persons get a new version too.

    A changed age or role opens the clock of the majority anew. Only who may see names corrects them.
    Raises `Stale` when `version` has passed, and `Problem` for what cannot be or while an approved request shows it.
    """
    with transaction() as session:
        case = find_case(session, actor, case_id, Act.EDIT_CASE)
        find_case(session, actor, case_id, Act.SEE_NAMES)
        row = session.scalar(select(Person).where(Person.case_id == case.id, Person.id == person_id))
        if row is None:
            raise NotHere("person")
        key = key_of(session, case.id)
        before = known_of(row, key)
        if version != row.version:
            raise Stale("person", _shown(given), _shown(before), row.version)
        need_code(given.code)
        _check_latin(given)
        _check_age(session, now, case, given)
        _need_free(session, case, given.code, row.id)
        _follow_contact(session, row, given)
        _revise_drafts(session, case)
        row.code, row.role, row.age_source = given.code, given.role, given.age_source
        _seal(row, key, given)
        row.version += 1
        journal.write(
            session, now, actor, "person_corrected", office_id=case.office_id, case_id=case.id,
            data={"person": row.id, "role": row.role, "version": row.version},
        )  # fmt: skip
        if _majority(before) != _majority(given):
            follow_person(session, now, actor, case, row)
        return row.version


def enter_person(session: Session, now: datetime, case: Case, key: CaseKey, given: PersonInput) -> Person:
    """Keep a person of a case; raises `Problem` for a code that is taken or an age that cannot be."""
    need_code(given.code)
    _check_latin(given)
    _check_age(session, now, case, given)
    _need_free(session, case, given.code)
    row = Person(
        id=new_id(),
        case_id=case.id,
        identity=given.same_as or new_id(),
        code=given.code,
        role=given.role,
        age_source=given.age_source,
    )
    _seal(row, key, given)
    session.add(row)
    session.flush()
    return row


def _seal(row: Person, key: CaseKey, given: PersonInput) -> None:
    place = f"persons:{row.id}"
    age = "" if given.estimated_age is None else f"{given.estimated_age}@{given.estimated_on or ''}"
    row.name_sealed = key.seal(given.name, f"{place}:name") if given.name else None
    row.latin_sealed = key.seal(given.latin, f"{place}:latin") if given.latin else None
    row.born_sealed = key.seal(given.born.isoformat(), f"{place}:born") if given.born else None
    row.age_sealed = key.seal(age, f"{place}:age") if age else None
    row.note_sealed = key.seal(given.note, f"{place}:note") if given.note else None


def need_code(code: str) -> None:
    """Raise `Problem` for an empty code of a person or an account."""
    if not code.strip():
        raise Problem("empty", "code", "is empty.", "Give a short code, such as V1.")


def _check_latin(given: PersonInput) -> None:
    """Raise `Problem` for a name in Latin letters that is in others, or without the name itself."""
    if given.latin and (script(given.latin) != LATIN or not given.name):
        says = "is the name once more, in Latin letters."
        raise Problem("latin", "latin", says, "Write the name itself first, then how it is written in Latin letters.")


def _need_free(session: Session, case: Case, code: str, own: str = "") -> None:
    """Raise `Problem` where a code stands for somebody else than `own`."""
    if session.scalar(select(Person.id).where(Person.case_id == case.id, Person.code == code, Person.id != own)):
        says = "%(code)s already stands for somebody in this case."
        raise Problem("taken", "code", says, "Choose another code.", code=code)


def _follow_contact(session: Session, row: Person, given: PersonInput) -> None:
    """A contact goes by the person's code, and is never a suspect."""
    contact = session.scalar(select(FamilyContact).where(FamilyContact.person_id == row.id))
    if contact is None:
        return
    if given.role == "suspect":
        says = "%(code)s is a suspect in this case."
        raise Problem("suspect", "role", says, "Letters never go to a suspect.", code=given.code)
    contact.code = given.code


def _revise_drafts(session: Session, case: Case) -> None:
    """Whoever read a draft that shows persons must read it again; nothing changes behind an approval."""
    waiting = select(Request).where(Request.case_id == case.id, Request.state.in_(("draft", "approved")))
    for request in session.scalars(waiting):
        if "persons" not in {field.id for field in form(request.form).fields()}:
            continue
        if request.state == "approved":
            says, remedy = "is named by %(request)s, which is approved.", "Take that approval back first."
            raise Problem("approved", "person", says, remedy, request=request.code)
        request.version += 1


def _majority(given: PersonInput) -> tuple[object, ...]:
    """All that the clock of the majority is counted from."""
    return given.role, given.born, given.estimated_age, given.estimated_on


def _shown(given: PersonInput) -> dict[str, str]:
    """A person as rows of text, to be laid side by side."""
    return {
        "code": given.code, "role": given.role, "name": given.name, "latin": given.latin, "born": str(given.born or ""),
        "estimated_age": "" if given.estimated_age is None else str(given.estimated_age),
        "estimated_on": str(given.estimated_on or ""), "age_source": given.age_source, "note": given.note,
    }  # fmt: skip


def _check_age(session: Session, now: datetime, case: Case, given: PersonInput) -> None:
    today = now.astimezone(ZoneInfo(session.get_one(Office, case.office_id).zone)).date()
    for name, day in (("born", given.born), ("estimated_on", given.estimated_on)):
        if day is not None and day > today:
            raise Problem("future", name, "lies in the future.", "Correct the day.")
    if given.estimated_age is not None and given.estimated_age not in AGES:
        raise Problem("age", "estimated_age", "is no age of a person.", "Give whole years.")
