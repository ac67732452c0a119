"""Those who asked to be told, and those who are told nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.casefile import AddresseeInput, ContactInput, WishInput
from mlat.domain.identifiers import examine
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.i18n import locale
from mlat.keys import CaseKey
from mlat.model import Case, FamilyContact, Person, new_id, transaction
from mlat.services import journal
from mlat.services.access import find_case
from mlat.services.addresses import check_mail
from mlat.services.vault import key_of

SHORTEST = 7
"""Days: more than one letter a week is no longer telling, it is flooding."""

REACHED_AT = ("post", "mail", "telephone")
"""Ways that lead nowhere without an address, a mailbox or a number."""


def add_contact(actor: Actor, now: datetime, case_id: str, given: ContactInput) -> str:
    """Add a family contact; returns its id. Letters go only to those who asked for them."""
    with transaction() as session:
        case = find_case(session, actor, case_id, Act.EDIT_CASE)
        row = enter_contact(session, now, case, key_of(session, case.id), given)
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


def enter_contact(session: Session, now: datetime, case: Case, key: CaseKey, given: ContactInput) -> FamilyContact:
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
    row = FamilyContact(id=new_id(), case_id=case.id, person_id=person.id, code=given.person)
    keep_wish(row, key, now, given)
    keep_check(session, row, key, person, given)
    session.add(row)
    session.flush()
    return row


def keep_wish(row: FamilyContact, key: CaseKey, now: datetime, given: WishInput) -> None:
    """Write down how somebody wants to be told; raises `Problem` for what cannot be done or is not safe."""
    place = f"family_contacts:{row.id}"
    if given.channel in REACHED_AT and given.wants_letters and not given.address.strip():
        raise Problem("empty", "address", "is empty.", "Write where this way reaches them, or choose another way.")
    if given.channel == "mail" and given.address:
        check_mail(given.address, "address")
    if given.channel == "telephone" and given.address and examine("phone", given.address).normal is None:
        raise Problem("phone", "address", "is no telephone number.", "Write it with its country, such as +54 11 ...")
    if given.channel == "telephone" and given.wants_letters and not given.safe_times.strip():
        says = "are not given, and a call at the wrong time can do harm."
        raise Problem("safe_times", "safe_times", says, "Ask when it is safe to call.")
    if given.between_days < SHORTEST:
        raise Problem("rhythm", "between_days", "is too short.", "Give at least a week.")
    row.language, row.channel, row.greeting = locale(given.language).code, given.channel, given.greeting
    row.address_sealed = key.seal(given.address, f"{place}:address") if given.address else None
    row.wants_letters, row.wished_at = given.wants_letters, now
    row.between_days, row.no_news_days = given.between_days, given.no_news_days
    row.safe_times_sealed = key.seal(given.safe_times, f"{place}:safe_times") if given.safe_times else None
    row.may_leave_message = given.may_leave_message


def keep_check(session: Session, row: FamilyContact, key: CaseKey, person: Person, given: AddresseeInput) -> None:
    """Write down whose family they are, custody, and the child's wish; a victim is the young person itself."""
    child = None
    if given.child:
        child = session.scalar(select(Person).where(Person.case_id == row.case_id, Person.code == given.child))
        if child is None or child.role != "victim":
            says = "%(code)s is no victim in this case."
            raise Problem("unknown", "child", says, "Choose one of the list.", code=given.child)
    if given.relation == "self" and person.role != "victim":
        raise Problem("relation", "relation", "does not fit: this is not the young person.", "Choose another.")
    row.relation = "self" if person.role == "victim" else given.relation
    row.child_id = child.id if child else None
    row.custody, row.child_wish, row.contact_forbidden = given.custody, given.child_wish, given.contact_forbidden
    note = given.check_note.strip()
    row.check_note_sealed = key.seal(note, f"family_contacts:{row.id}:check_note") if note else None
