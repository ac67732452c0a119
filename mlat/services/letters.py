"""A letter to a family: read by an officer, approved or held back, sent or handed over."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.documents import pdf, press
from mlat.documents.forms import form
from mlat.documents.marks import FAMILY_SUBJECT
from mlat.documents.provenance import provenance
from mlat.documents.recordfile import dump
from mlat.domain.milestones import Milestone, is_awaited, is_quiet, letter_fields
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.domain.record import Greeting, Party, Record, Signatory
from mlat.house import house
from mlat.i18n import texts
from mlat.mail.composing import Attachment
from mlat.model import (
    Case,
    Dispatch,
    FamilyContact,
    Office,
    Paper,
    Person,
    StatusLetter,
    User,
    new_id,
    transaction,
)
from mlat.services import journal, outbox
from mlat.services.access import find_letter, require
from mlat.services.addressee import reader_named, refuse_addressee
from mlat.services.families import refuse_while_secret
from mlat.services.family_news import milestone_of
from mlat.services.numbering import next_number
from mlat.services.reasons import digest, keep_reason, needed
from mlat.services.recording import contact_of, sender_of
from mlat.services.vault import key_of

FAMILY_FORM, CALL_FORM = "family_status", "family_call"
WAIT_MONTHS = (6, 24)
"""Months that answers from abroad usually take; source: Cybercrime Convention Committee 2014 (6 to 24 months)."""


def record_of(
    session: Session, letter: StatusLetter, language: str | None = None, signer_id: str | None = None
) -> Record:
    """The letter's record; `language` shows it in another language beside, `signer_id` is who signs it now."""
    case = session.get_one(Case, letter.case_id)
    office = session.get_one(Office, letter.office_id)
    contact = session.get_one(FamilyContact, letter.contact_id)
    person = session.get_one(Person, contact.person_id)
    key = key_of(session, case.id)
    signer = session.get_one(User, signer_id or letter.decided_by or case.owner_id)
    told = tuple(milestone_of(each) for each in letter.milestones if each["said"])
    shape = form(form_of(contact))
    return Record(
        form=shape.id,
        copy="family",
        language=language or letter.language,
        title=shape.title,
        sender=sender_of(office),
        recipient=Party(key.text(person.name_sealed, f"persons:{person.id}:name") or person.code),
        contact=contact_of(session, case, office),
        place=office.place,
        on=letter.on,
        greeting=cast(Greeting, contact.greeting),
        fields=dict(letter_fields(told, wait_months=wait_months(told))),
        signatories=(Signatory(signer.name, signer.function, "ink"),),
        marks=("training",) if case.training else (),
    )


def wait_months(told: Sequence[Milestone]) -> tuple[int, int] | None:
    """How long such answers take, where one is awaited and that much may be said."""
    return WAIT_MONTHS if is_awaited(told) and not is_quiet(told) else None


def form_of(contact: FamilyContact) -> str:
    """What carries the news to a contact: a letter, or the script of a call."""
    return CALL_FORM if contact.channel == "telephone" else FAMILY_FORM


def preview(actor: Actor, now: datetime, letter_id: str, language: str | None = None) -> bytes:
    """The letter as it will be read, in its language or in the officer's."""
    with transaction() as session:
        record = record_of(session, find_letter(session, actor, letter_id), language)
    return press.write(record)


def approve(actor: Actor, now: datetime, letter_id: str, version: int, reader: str = "") -> str:
    """Approve a letter (or the script of a call) and freeze it as a paper; returns the paper's id.

    `reader` names who read it, where nobody has reviewed the texts of its language and the officer does not read it.
    """
    with transaction() as session:
        letter = _undecided(session, now, actor, letter_id, version)
        reader = reader_named(actor, session.get_one(Office, letter.office_id), letter.language, reader)
        record, key = record_of(session, letter, signer_id=actor.user_id), key_of(session, letter.case_id)
    data = press.write(record)
    with transaction() as session:
        letter = _undecided(session, now, actor, letter_id, version)
        letter.state, letter.decided_by, letter.decided_at = "approved", actor.user_id, now
        letter.version += 1
        letter.reader_sealed = key.seal(reader, f"status_letters:{letter.id}:reader") if reader else None
        number = next_number(session, session.get_one(Office, letter.office_id), now, "LET")
        paper = Paper(
            id=new_id(),
            case_id=letter.case_id,
            letter_id=letter.id,
            form=record.form,
            copy="family",
            language=letter.language,
            number=number,
            record_sealed=b"",
            sha256=hashlib.sha256(data).hexdigest(),
            size=len(data),
            pages=pdf.pages(data),
            blob=house().blobs.put(key, data),
            provenance=dict(provenance(record)) | {"facts": house().world.version},
            frozen_at=now,
        )
        paper.record_sealed = key.seal(json.dumps(dump(record), ensure_ascii=False), f"papers:{paper.id}:record")
        session.add(paper)
        journal.write(
            session,
            now,
            actor,
            "letter_approved",
            office_id=letter.office_id,
            case_id=letter.case_id,
            data={"letter": letter.id, "paper": paper.id, "sha256": paper.sha256}
            | ({"reader_sha256": digest(reader)} if reader else {}),
        )
        return paper.id


def _undecided(session: Session, now: datetime, actor: Actor, letter_id: str, version: int) -> StatusLetter:
    letter = find_letter(session, actor, letter_id, Act.DECIDE_LETTER)
    if letter.state not in ("proposed", "held") or letter.version != version:
        raise Problem(
            "state", "letter", "is %(state)s, or was changed since you read it.", "Read it again.", state=letter.state
        )
    refuse_addressee(session, now, session.get_one(FamilyContact, letter.contact_id))
    return letter


def hold(actor: Actor, now: datetime, letter_id: str, reason: str) -> None:
    """Hold a letter back, with a reason for the file, sealed beside its event."""
    reason = needed(reason)
    with transaction() as session:
        letter = find_letter(session, actor, letter_id, Act.DECIDE_LETTER)
        if letter.state != "proposed":
            raise Problem("state", "letter", "is %(state)s.", "Only a proposed letter can be held.", state=letter.state)
        letter.state, letter.decided_by, letter.decided_at = "held", actor.user_id, now
        letter.version += 1
        event = journal.write(
            session,
            now,
            actor,
            "letter_held",
            office_id=letter.office_id,
            case_id=letter.case_id,
            data={"letter": letter.id, "reason_sha256": digest(reason)},
        )
        keep_reason(session, event, reason)


def send(actor: Actor, now: datetime, letter_id: str) -> str:
    """Queue an approved letter as a mail that says nothing on its outside; returns the dispatch's id."""
    with transaction() as session:
        letter = find_letter(session, actor, letter_id, Act.DECIDE_LETTER)
        outbox.refuse_unsettled(session, "letter", Dispatch.letter_id == letter.id)
        refuse_while_secret(session, letter)
        contact = session.get_one(FamilyContact, letter.contact_id)
        refuse_addressee(session, now, contact)
        paper = session.scalar(select(Paper).where(Paper.letter_id == letter.id))
        if letter.state != "approved" or paper is None:
            raise Problem("state", "letter", "is %(state)s.", "Approve it first.", state=letter.state)
        key = key_of(session, letter.case_id)
        address = key.text(contact.address_sealed, f"family_contacts:{contact.id}:address")
        if contact.channel != "mail" or not address:
            raise Problem("address", "contact", "did not ask for mail.", "Hand the letter over, and record it.")
        case, office = session.get_one(Case, letter.case_id), session.get_one(Office, letter.office_id)
        text = f"{outside_name(office)}\n{office.phone}\n"
        attachment = Attachment(neutral_name(paper.number), "application/pdf", house().blobs.get(key, paper.blob))
        subject = texts(letter.language, "family").gettext(FAMILY_SUBJECT)
        mail = outbox.put(session, now, case, address, subject, text, [attachment], letter_id=letter.id)
        journal.write(
            session,
            now,
            actor,
            "letter_queued",
            office_id=office.id,
            case_id=letter.case_id,
            data={"letter": letter.id, "dispatch": mail.id},
        )
        return mail.id


def record_handed(actor: Actor, now: datetime, letter_id: str, at: datetime) -> None:
    """Record that an approved letter was handed over or posted."""
    with transaction() as session:
        letter = find_letter(session, actor, letter_id, Act.DECIDE_LETTER)
        if at > now:
            raise Problem("future", "at", "lies in the future.", "Give the day on which it happened.")
        outbox.refuse_unsettled(session, "letter", Dispatch.letter_id == letter.id)
        refuse_while_secret(session, letter)
        contact = session.get_one(FamilyContact, letter.contact_id)
        refuse_addressee(session, now, contact)
        if letter.state != "approved":
            raise Problem("state", "letter", "is %(state)s.", "Approve it first.", state=letter.state)
        if contact.channel == "telephone":
            raise Problem("channel", "letter", "is the script of a call.", "Record how the call went.")
        letter.state, letter.sent_at = "sent", at
        journal.write(
            session,
            now,
            actor,
            "letter_sent",
            office_id=letter.office_id,
            case_id=letter.case_id,
            at=at,
            data={"letter": letter.id},
        )


def letter_bytes(actor: Actor, now: datetime, letter_id: str) -> tuple[bytes, str]:
    """The frozen letter and a file name that tells nothing."""
    require(actor, Act.SEE_LETTERS)
    with transaction() as session:
        letter = find_letter(session, actor, letter_id)
        paper = session.scalar(select(Paper).where(Paper.letter_id == letter.id))
        if paper is None:
            raise Problem(
                "state",
                "letter",
                "is %(state)s: there is no frozen letter yet.",
                "Approve it first.",
                state=letter.state,
            )
        return house().blobs.get(key_of(session, letter.case_id), paper.blob), neutral_name(paper.number)


def neutral_name(number: str) -> str:
    """A file name without the office's code, which may say what the office works on: year and number."""
    return "-".join(re.findall(r"\d+", number)[-2:]) + ".pdf"


def outside_name(office: Office) -> str:
    """How the office names itself where others than the family may look: as it chose, else by its place alone."""
    return office.family_sender or office.place
