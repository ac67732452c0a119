"""A call to a family, and a letter that is collected in person: how they went, the slip, and the envelope."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale as Formats
from babel.dates import format_date, format_time
from sqlalchemy.orm import Session

from mlat.documents import press
from mlat.documents.forms import form
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.domain.record import Contact, Party, Record, Value
from mlat.i18n import locale
from mlat.model import Case, FamilyContact, Office, Person, StatusLetter, transaction
from mlat.services import journal
from mlat.services.access import find_letter
from mlat.services.addressee import reader_named, refuse_addressee
from mlat.services.families import refuse_while_secret
from mlat.services.letters import outside_name
from mlat.services.recording import contact_of
from mlat.services.vault import key_of
from mlat.services.wishing import stop_in

Outcome = Literal["reached", "not_reached", "asked_to_stop"]
OUTCOMES: tuple[Outcome, ...] = ("reached", "not_reached", "asked_to_stop")
SLIP, ENVELOPE = "family_slip", "family_envelope"


def record_call(actor: Actor, now: datetime, letter_id: str, at: datetime, outcome: Outcome) -> None:
    """Record how a call by an approved script went: told, nobody there (it still waits), or no more calls wanted."""
    with transaction() as session:
        letter, contact = _approved(session, now, actor, letter_id)
        if at > now:
            raise Problem("future", "at", "lies in the future.", "Give the day on which it happened.")
        if contact.channel != "telephone":
            raise Problem("channel", "letter", "is no call.", "Hand the letter over, and record it.")
        journal.write(
            session, now, actor, "family_called", office_id=letter.office_id, case_id=letter.case_id, at=at,
            data={"letter": letter.id, "outcome": outcome},
        )  # fmt: skip
        if outcome == "not_reached":
            return
        letter.state, letter.sent_at = "sent", at  # who asks to stop has been spoken with
        if outcome == "asked_to_stop":
            stop_in(session, now, actor, contact)


def appoint(actor: Actor, now: datetime, letter_id: str, at: datetime, place: str, reader: str = "") -> bytes:
    """The slip that asks somebody to come at `at` and collect an approved letter; it says nothing of what it is.

    `reader` as in `letters.approve`. Raises `Problem` for a moment that has passed or a letter that is not collected.
    """
    if at <= now:
        raise Problem("past", "at", "has passed.", "Give a day that lies ahead.")
    if not place.strip():
        raise Problem("empty", "place", "is empty.", "Say where to come.")
    with transaction() as session:
        letter, contact = _approved(session, now, actor, letter_id)
        office = session.get_one(Office, letter.office_id)
        if contact.channel != "collection":
            raise Problem("channel", "letter", "is not collected in person.", "Look at what they wish.")
        reader_named(actor, office, letter.language, reader)
        lines = (*_moment(at, office, letter.language), *place.strip().splitlines())
        record = outer_record(session, now, contact, SLIP, appointment="\n\n".join(lines))
    slip = press.write(record)
    with transaction() as session:
        letter, contact = _approved(session, now, actor, letter_id)
        journal.write(
            session, now, actor, "family_appointment", office_id=letter.office_id, case_id=letter.case_id,
            data={"letter": letter.id, "for": at.isoformat(), "slip_sha256": hashlib.sha256(slip).hexdigest()},
        )  # fmt: skip
    return slip


def envelope(actor: Actor, now: datetime, letter_id: str) -> bytes:
    """What is printed on the envelope of an approved letter: to whom, and a sender that tells nothing."""
    with transaction() as session:
        _letter, contact = _approved(session, now, actor, letter_id)
        record = outer_record(session, now, contact, ENVELOPE)
    return press.write(record)


def outer_record(session: Session, now: datetime, contact: FamilyContact, form_id: str, **fields: Value) -> Record:
    """What others than the family may see: no function, no number, no mark, and no office but its neutral name."""
    case = session.get_one(Case, contact.case_id)
    office = session.get_one(Office, case.office_id)
    person, key = session.get_one(Person, contact.person_id), key_of(session, case.id)
    name = key.text(person.name_sealed, f"persons:{person.id}:name") or person.code
    address = key.text(contact.address_sealed, f"family_contacts:{contact.id}:address")
    shape, whom = form(form_id), contact_of(session, case, office)
    return Record(
        form=form_id,
        copy="family",
        language=contact.language,
        title=shape.title,
        sender=Party(outside_name(office)),
        recipient=Party(name, tuple(address.splitlines()) if contact.channel == "post" else ()),
        contact=Contact(whom.name, phone=whom.phone, hours=whom.hours),
        place=office.place,
        on=now.astimezone(ZoneInfo(office.zone)).date(),
        fields=fields,
        marks=("training",) if case.training else (),
    )


def _approved(session: Session, now: datetime, actor: Actor, letter_id: str) -> tuple[StatusLetter, FamilyContact]:
    letter = find_letter(session, actor, letter_id, Act.DECIDE_LETTER)
    contact = session.get_one(FamilyContact, letter.contact_id)
    refuse_while_secret(session, letter)
    refuse_addressee(session, now, contact)
    if letter.state != "approved":
        raise Problem("state", "letter", "is %(state)s.", "Approve it first.", state=letter.state)
    return letter, contact


def _moment(at: datetime, office: Office, language: str) -> tuple[str, str]:
    """Day and hour in the family's language, at the office's place."""
    formats = Formats.parse(locale(language).formats)
    local = at.astimezone(ZoneInfo(office.zone))
    return format_date(local.date(), "full", locale=formats), format_time(local.time(), "short", locale=formats)
