"""The young person's own wish: the task that asks for it, and what they said."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.domain.voice import AGES, is_asked
from mlat.model import Case, FamilyContact, Office, OwnVoice, Person, reading, transaction
from mlat.services import journal
from mlat.services.access import NotHere, require, visible_contacts
from mlat.services.addressee import voice_of
from mlat.services.families import drop_waiting


def plant_tasks(now: datetime) -> int:
    """Set the task for each victim whose own wish is to be asked and whose family is told; returns how many are new.

    The worker runs it with the letters. A task is set once for each time of asking. Its event outlives the case and
    stands in a month that follows from a birthday, so it does not say whose: docs/decisions/006-birthdays.md.
    """
    with reading() as session:
        due = [child.id for child in _concerned(session) if _to_ask(session, now, child)]
    return sum(_plant(now, each) for each in due)


def _plant(now: datetime, person_id: str) -> bool:
    """Set the task for one of them; whether this worker did it, and not another before it."""
    with transaction() as session:
        child = session.get_one(Person, person_id, with_for_update={"key_share": True})
        case = session.get_one(Case, child.case_id)
        if case.erased_at is not None or not _to_ask(session, now, child):
            return False
        row = _row(session, child)
        if row is None:
            session.add(OwnVoice(case_id=case.id, person_id=child.id, asked_at=now))
        else:
            row.asked_at = now  # asked again, now that the next age is near; the agreement of then stays written
        _written(session, now, Actor(case.office_id), case, "own_wish_due", {})
        return True


def _to_ask(session: Session, now: datetime, child: Person) -> bool:
    """Whether a task is to be set: the own wish is to be asked, and no task stands yet."""
    row, office = _row(session, child), session.get_one(Office, session.get_one(Case, child.case_id).office_id)
    return voice_of(session, now, child).ask and not (row and is_asked(row.asked_at, row.answered_on, office.zone))


def _row(session: Session, child: Person) -> OwnVoice | None:
    return session.scalar(select(OwnVoice).where(OwnVoice.person_id == child.id))


def _concerned(session: Session) -> list[Person]:
    """The victims of open cases in which somebody is told."""
    told = select(FamilyContact.case_id).where(FamilyContact.wants_letters)
    cases = select(Case.id).where(Case.id.in_(told), Case.closed_at.is_(None), Case.erased_at.is_(None))
    children = select(Person).where(Person.case_id.in_(cases), Person.role == "victim")
    return list(session.scalars(children.order_by(Person.id)))


def record_voice(actor: Actor, now: datetime, person_id: str, agrees: bool) -> None:
    """Record what the young person said: whether others of the family may go on being told.

    After a no, what waits for the others goes nowhere, at once.
    """
    with transaction() as session:
        child, case = _found(session, actor, person_id)
        office = session.get_one(Office, case.office_id)
        row = _row(session, child)
        if row is None:
            row = OwnVoice(case_id=case.id, person_id=child.id, asked_at=now)
            session.add(row)
        row.answered_on, row.agrees = now.astimezone(ZoneInfo(office.zone)).date(), agrees
        row.recorded_by = actor.user_id
        _written(session, now, actor, case, "own_wish_recorded", {"person": child.id, "agrees": agrees})
        if not agrees:
            for contact in session.scalars(select(FamilyContact).where(FamilyContact.case_id == case.id)):
                if contact.person_id != child.id and contact.child_id in (None, child.id):
                    drop_waiting(session, now, actor, contact)


def set_office(actor: Actor, now: datetime, own_voice_age: int | None, family_sender: str) -> None:
    """Set from which age the own wish counts in this office, and how it names itself on envelopes."""
    require(actor, Act.ADMINISTER)
    if own_voice_age is not None and own_voice_age not in AGES:
        says, remedy = "is not between %(first)s and %(last)s.", "Leave it empty for the age of majority."
        raise Problem("age", "own_voice_age", says, remedy, first=AGES[0], last=AGES[-1])
    with transaction() as session:
        office = session.get_one(Office, actor.office_id)
        office.own_voice_age, office.family_sender = own_voice_age, family_sender.strip()
        journal.write(
            session, now, actor, "families_set", office_id=office.id, data={"own_voice_age": own_voice_age}
        )  # fmt: skip


def _found(session: Session, actor: Actor, person_id: str) -> tuple[Person, Case]:
    """A victim of a case in which somebody of the family is a contact; nobody else is asked here."""
    require(actor, Act.DECIDE_LETTER)
    cases = visible_contacts(actor).with_only_columns(FamilyContact.case_id)
    child = session.scalar(
        select(Person).where(Person.id == person_id, Person.role == "victim", Person.case_id.in_(cases))
    )
    if child is None:
        raise NotHere("person")
    return child, session.get_one(Case, child.case_id)


def _written(session: Session, now: datetime, actor: Actor, case: Case, kind: str, data: dict[str, bool | str]) -> None:
    journal.write(session, now, actor, kind, office_id=case.office_id, case_id=case.id, data=data)
