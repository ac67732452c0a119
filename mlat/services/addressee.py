"""Whether somebody of a family may be told: they asked, nothing forbids it, and the child is heard.

Asked before every letter, call, slip and page, and again when a mail leaves: between two of them a court may have
forbidden contact, a suspect may have got a name, or a child may have come of age.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.children import plain
from mlat.domain.identifiers import compared, examine
from mlat.domain.permissions import Actor
from mlat.domain.problems import Problem
from mlat.domain.voice import Answer, Voice, voice
from mlat.house import house
from mlat.i18n import locale
from mlat.keys import CaseKey
from mlat.model import Case, FamilyContact, Identifier, IdentifierPerson, Office, OwnVoice, Person
from mlat.services.ages import birth_of
from mlat.services.vault import key_of

UNCHECKED = "unchecked"
"""The one ground that a look into the file removes: such a letter is proposed, and waits for it."""


def refuse_addressee(session: Session, now: datetime, contact: FamilyContact) -> None:
    """Raise `Problem` where this contact may not be told now."""
    problem = why_not(session, now, contact)
    if problem is not None:
        raise problem


def why_not(session: Session, now: datetime, contact: FamilyContact) -> Problem | None:
    """Why this contact may not be told now; None where they may."""
    return next(_grounds(session, now, contact), None)


def _grounds(session: Session, now: datetime, contact: FamilyContact) -> Iterator[Problem]:
    case = session.get_one(Case, contact.case_id)
    if case.erased_at is not None:
        yield Problem("erased", "case", "was erased: its key no longer exists.")
        return
    if not contact.wants_letters:
        yield Problem("no_wish", "contact", "has not asked to be told.", "Record their wish first.")
    person = session.get_one(Person, contact.person_id)
    if is_suspect(session, case, contact, person) or _reaches_another(session, case, contact):
        # Which file says so is not told: it may be another office's.
        yield Problem("suspect", "contact", "must not be told.", "Speak with the prosecutor of the case.")
    if person.role == "victim":
        return
    if contact.contact_forbidden:
        yield Problem("forbidden", "contact", "may have no contact with the child.", "Speak with the prosecutor.")
    if contact.child_wish == "objects":
        yield Problem("objects", "contact", "is not to be told: the child does not want it.", "Ask the child again.")
    if contact.custody == "none" and contact.relation in ("parent", "guardian"):
        says = "does not have custody of the child."
        yield Problem("custody", "contact", says, "Tell whoever has it, or note what has changed.")
    if any(voice_of(session, now, child).others_stop for child in children_of(session, contact)):
        says = "is told nothing more: the young person is of an age to decide and has not agreed."
        yield Problem("own_voice", "contact", says, "Ask the young person for their own wish.")
    if not contact.custody or not contact.child_wish:
        says = "was not looked into: custody and the child's own wish are not noted."
        yield Problem(UNCHECKED, "contact", says, "Note both on the contact's page first.")


def is_suspect(session: Session, case: Case, contact: FamilyContact, person: Person) -> bool:
    """Whether the same human, or one of their accounts, mailboxes or numbers, is a suspect's in any file."""
    same = select(Person.id).where(Person.identity == person.identity)
    if session.scalar(same.where(Person.role == "suspect").limit(1)) is not None or _named_alike(session, person):
        return True
    own = (
        select(Identifier.shared_lookup)
        .join(IdentifierPerson, IdentifierPerson.identifier_id == Identifier.id)
        .where(IdentifierPerson.person_id.in_(same), Identifier.shared_lookup.is_not(None))
    )
    reached = {*session.scalars(own), *_reached(session, case, contact)}
    theirs = (
        select(Identifier.id)
        .join(IdentifierPerson, IdentifierPerson.identifier_id == Identifier.id)
        .join(Person, Person.id == IdentifierPerson.person_id)
        .where(Person.role == "suspect", Identifier.shared_lookup.in_(reached))
    )
    return bool(reached) and session.scalar(theirs.limit(1)) is not None


def _named_alike(session: Session, person: Person) -> bool:
    """Whether a suspect of the same case bears their whole name, however it is spelt: two rows may be one human."""
    key = key_of(session, person.case_id)
    suspects = select(Person).where(Person.case_id == person.case_id, Person.role == "suspect")
    named = session.scalars(suspects.where(Person.name_sealed.is_not(None)))
    own = _names(person, key)
    return bool(own) and any(own & _names(each, key) for each in named)


def _names(person: Person, key: CaseKey) -> set[frozenset[str]]:
    """The words of each whole name, in any order."""
    place = f"persons:{person.id}"
    texts = (key.text(person.name_sealed, f"{place}:name"), key.text(person.latin_sealed, f"{place}:latin"))
    return {words for text in texts if len(words := frozenset(plain(text).split())) > 1}


def _reaches_another(session: Session, case: Case, contact: FamilyContact) -> bool:
    """Whether a suspect, or one who may have no contact with the child, gets their own letters or calls just there."""
    own = set(_reached(session, case, contact))
    others = select(FamilyContact).where(FamilyContact.case_id == case.id, FamilyContact.id != contact.id)
    return bool(own) and any(
        own & set(_reached(session, case, each))
        and (each.contact_forbidden or is_suspect(session, case, each, session.get_one(Person, each.person_id)))
        for each in session.scalars(others).all()
    )


def _reached(session: Session, case: Case, contact: FamilyContact) -> Iterator[str]:
    """The hash of the mailbox, number or address at which they want to be told."""
    kind = {"mail": "email", "telephone": "phone"}.get(contact.channel)
    given = key_of(session, case.id).text(contact.address_sealed, f"family_contacts:{contact.id}:address")
    if kind and given:
        normal = examine(kind, given).normal
        same = compared(kind, normal, None, house().world.platforms) if normal else None
        if same:
            yield house().keyring.shared_lookup(same)
    elif given and contact.channel == "post":
        yield house().keyring.shared_lookup(f"post:{plain(given)}")


def children_of(session: Session, contact: FamilyContact) -> tuple[Person, ...]:
    """The victim whose family they are; every victim of the case where that was not said."""
    if contact.child_id:
        return (session.get_one(Person, contact.child_id),)
    return tuple(session.scalars(select(Person).where(Person.case_id == contact.case_id, Person.role == "victim")))


def voice_of(session: Session, now: datetime, child: Person) -> Voice:
    """How it stands with the own voice of a victim; nothing is asked where no age is known."""
    case = session.get_one(Case, child.case_id)
    office = session.get_one(Office, case.office_id)
    row = session.scalar(select(OwnVoice).where(OwnVoice.person_id == child.id))
    answer = None
    if row is not None and row.answered_on is not None:
        answer = Answer(row.answered_on, bool(row.agrees))
    born = birth_of(child, key_of(session, case.id), case.opened_at, office.zone)
    if born is None:
        return Voice(ask=False, others_stop=answer is not None and not answer.agrees)
    today = now.astimezone(ZoneInfo(office.zone)).date()
    return voice(born, office.country, office.own_voice_age, today, answer)


def needs_reader(actor: Actor, office: Office, language: str) -> bool:
    """Whether somebody who reads the language must be named: nobody reviewed its texts, and the officer may not."""
    return not locale(language).reviewed("family") and language not in (office.language, actor.language)


def reader_named(actor: Actor, office: Office, language: str, named: str) -> str:
    """Who read a text before it goes; empty where the officer reads it, or its texts are reviewed."""
    if not needs_reader(actor, office, language):
        return ""
    if not named.strip():
        says = "is not named, and nobody has reviewed the texts of this language."
        raise Problem("reader", "reader", says, "Let somebody who knows the language read it, and name that person.")
    return named.strip()
