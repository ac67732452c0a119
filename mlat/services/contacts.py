"""Those who asked to be told, and those who are told nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.casefile import ContactInput
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.i18n import locale
from mlat.keys import CaseKey
from mlat.model import Case, FamilyContact, Person, new_id, transaction
from mlat.services import journal
from mlat.services.access import find_case
from mlat.services.addresses import check_mail
from mlat.services.vault import key_of


def add_contact(actor: Actor, now: datetime, case_id: str, given: ContactInput) -> str:
    """Add a family contact; returns its id. Letters go only to those who asked for them."""
    with transaction() as session:
        case = find_case(session, actor, case_id, Act.EDIT_CASE)
        row = enter_contact(session, case, key_of(session, case.id), given)
        journal.write(
            session,
            now,
            actor,
            "contact_added",
            office_id=case.office_id,
            case_id=case.id,
            data={"contact": row.id, "wants_letters": row.wants_letters},
        )
        return row.id


def enter_contact(session: Session, case: Case, key: CaseKey, given: ContactInput) -> FamilyContact:
    """Keep a contact of a case; raises `Problem` for nobody, a suspect, or one who is a contact already."""
    person = session.scalar(select(Person).where(Person.case_id == case.id, Person.code == given.person))
    if person is None:
        raise Problem(
            "unknown",
            "person",
            "%(code)s is nobody in this case.",
            "Add the person first.",
            code=given.person,
        )
    if person.role == "suspect":
        raise Problem(
            "suspect",
            "person",
            "%(code)s is a suspect in this case.",
            "Letters never go to a suspect.",
            code=given.person,
        )
    if session.scalar(select(FamilyContact.id).where(FamilyContact.person_id == person.id)):
        raise Problem("taken", "person", "%(code)s is a contact already.", "Look at the list.", code=given.person)
    if given.channel == "mail" and given.address:
        check_mail(given.address, "address")
    row = FamilyContact(
        id=new_id(),
        case_id=case.id,
        person_id=person.id,
        code=given.person,
        language=locale(given.language).code,
        channel=given.channel,
        greeting=given.greeting,
        wants_letters=given.wants_letters,
    )
    row.address_sealed = key.seal(given.address, f"family_contacts:{row.id}:address") if given.address else None
    session.add(row)
    session.flush()
    return row
