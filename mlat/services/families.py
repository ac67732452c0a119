"""Letters to those who asked to be told: proposed, read by an officer, handed over; never more than the list."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, time
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.documents import pdf
from mlat.documents.forms import form
from mlat.documents.provenance import provenance
from mlat.documents.recordfile import dump
from mlat.domain.lifecycle import Kind
from mlat.domain.milestones import BodyKind, Happening, Milestone, letter_fields, milestones
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.domain.record import Greeting, Party, Record, Signatory
from mlat.domain.rhythm import letter_due, news, spoken
from mlat.house import house
from mlat.mail.composing import Attachment, compose
from mlat.model import (
    Case,
    Dispatch,
    Event,
    FamilyContact,
    Office,
    Paper,
    Person,
    Request,
    StatusLetter,
    User,
    new_id,
    transaction,
)
from mlat.services import journal
from mlat.services.access import find_case, find_letter, require
from mlat.services.numbering import next_number
from mlat.services.recording import contact_of, sender_of
from mlat.services.vault import key_of

FAMILY_FORM = "family_status"
OWN_CARE = frozenset({"status_inquiry", "preservation_extension"})
"""Measures of which a family is not told: they are steps of the same request."""
MORNING = time(9)
WAIT_MONTHS = (6, 24)
"""Months that answers from abroad usually take; source: Cybercrime Convention Committee 2014 (6 to 24 months)."""


def propose(actor: Actor, now: datetime, case_id: str) -> list[str]:
    """Propose a letter to each contact who asked, where there is something new to say; returns the new ids."""
    with transaction() as session:
        case = find_case(session, actor, case_id)
        return propose_in(session, actor, now, case)


def propose_in(session: Session, actor: Actor, now: datetime, case: Case) -> list[str]:
    """Like `propose`, inside a transaction that runs; two that run at once propose once."""
    journal.hold_chain(session, f"case:{case.id}")
    office = session.get_one(Office, case.office_id)
    today = now.astimezone(ZoneInfo(office.zone)).date()
    contacts = _contacts(session, case)
    if not contacts or case.erased_at is not None:
        return []
    known, left_out = _known(session, case, office, today)
    made = []
    for contact in contacts:
        letters = _letters(session, contact)
        due = _due(letters, known)
        if due is None or due > today:
            continue
        letter = StatusLetter(
            id=new_id(),
            office_id=case.office_id,
            case_id=case.id,
            contact_id=contact.id,
            occasion=today.isoformat(),
            language=contact.language,
            on=today,
            milestones=_content(_told(letters), known),
            left_out=left_out,
            proposed_at=now,
        )
        session.add(letter)
        session.flush()
        journal.write(
            session,
            now,
            actor,
            "letter_proposed",
            office_id=case.office_id,
            case_id=case.id,
            zone=office.zone,
            data={"letter": letter.id, "contact": contact.id},
        )
        made.append(letter.id)
    return made


def propose_due(now: datetime) -> int:
    """Propose the letters that have become due in every open case; returns how many. The worker runs it daily."""
    with transaction() as session:
        wanting = select(FamilyContact.case_id).where(FamilyContact.wants_letters)
        cases = session.scalars(
            select(Case).where(Case.id.in_(wanting), Case.closed_at.is_(None), Case.erased_at.is_(None))
        ).all()
        return sum(len(propose_in(session, Actor(case.office_id), now, case)) for case in cases)


def next_due(now: datetime) -> datetime | None:
    """The first instant after `now` at which a letter falls due; None where none will by itself."""
    found: list[datetime] = []
    with transaction() as session:
        wanting = select(FamilyContact.case_id).where(FamilyContact.wants_letters)
        for case in session.scalars(
            select(Case).where(Case.id.in_(wanting), Case.closed_at.is_(None), Case.erased_at.is_(None))
        ).all():
            office = session.get_one(Office, case.office_id)
            known, _ = _known(session, case, office, now.astimezone(ZoneInfo(office.zone)).date())
            days = [_due(_letters(session, contact), known) for contact in _contacts(session, case)]
            found += [datetime.combine(day, MORNING, ZoneInfo(office.zone)) for day in days if day is not None]
    return min((instant.astimezone(UTC) for instant in found if instant > now), default=None)


def _contacts(session: Session, case: Case) -> list[FamilyContact]:
    return list(
        session.scalars(select(FamilyContact).where(FamilyContact.case_id == case.id, FamilyContact.wants_letters))
    )


def _letters(session: Session, contact: FamilyContact) -> list[StatusLetter]:
    return list(
        session.scalars(select(StatusLetter).where(StatusLetter.contact_id == contact.id).order_by(StatusLetter.on))
    )


def _due(letters: list[StatusLetter], known: tuple[Milestone, ...]) -> date | None:
    """The day of the next letter to one person; None while one still waits for its officer."""
    if any(letter.state in ("proposed", "approved") for letter in letters):
        return None
    return letter_due(_told(letters), known, letters[-1].on if letters else None)


def _told(letters: list[StatusLetter]) -> tuple[Milestone, ...]:
    return tuple(_milestone(each) for letter in letters for each in letter.milestones)


def _content(told: tuple[Milestone, ...], known: tuple[Milestone, ...]) -> list[dict[str, Any]]:
    """The news since the last letter; of several alike only the latest is said, all are kept as told."""
    new = news(told, known)
    said = spoken(new)
    return [_as_json(each) | {"said": each in said} for each in new]


def _milestone(plain: dict[str, Any]) -> Milestone:
    return Milestone(plain["code"], date.fromisoformat(plain["on"]), plain["body_kind"])


def _known(session: Session, case: Case, office: Office, today: date) -> tuple[tuple[Milestone, ...], int]:
    """The milestones of a case, and how many of its happenings the list kept out."""
    rows = session.execute(
        select(Event.kind, Event.at, Event.data, Request)
        .outerjoin(Request, Event.request_id == Request.id)
        .where(Event.case_id == case.id)
        .order_by(Event.id)
    ).all()
    zone = ZoneInfo(office.zone)
    happenings = [
        Happening(kind, at.astimezone(zone).date(), _body(row))
        for kind, at, data, row in rows
        if row is None or _concerns_family(kind, data, row)
    ]
    known = milestones(happenings, today)
    return known, len(rows) - sum(each.code != "still_waiting" for each in known)


def _concerns_family(kind: str, data: dict[str, Any], row: Request) -> bool:
    """Extensions and inquiries are the office's own care; a way stage is no news until it leads abroad."""
    if row.measure in OWN_CARE:
        return False
    return kind not in (Kind.SENT, Kind.RECEIVED) or data.get("to") == row.recipient_id


def _body(row: Request | None) -> BodyKind | None:
    return None if row is None else "company" if row.recipient_kind == "provider" else "authority"


def _as_json(milestone: Milestone) -> dict[str, str | None]:
    return {"code": milestone.code, "on": milestone.on.isoformat(), "body_kind": milestone.body_kind}


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
    told = tuple(_milestone(each) for each in letter.milestones if each["said"])
    return Record(
        form=FAMILY_FORM,
        copy="family",
        language=language or letter.language,
        title=form(FAMILY_FORM).title,
        sender=sender_of(office),
        recipient=Party(key.text(person.name_sealed, f"persons:{person.id}:name") or person.code),
        contact=contact_of(session, case, office),
        place=office.place,
        on=letter.on,
        greeting=cast(Greeting, contact.greeting),
        fields=dict(letter_fields(told, wait_months=WAIT_MONTHS)),
        signatories=(Signatory(signer.name, signer.function, "ink"),),
        marks=("training",) if case.training else (),
    )


def preview(actor: Actor, now: datetime, letter_id: str, language: str | None = None) -> bytes:
    """The letter as it will be read, in its language or in the officer's."""
    with transaction() as session:
        record = record_of(session, find_letter(session, actor, letter_id), language)
    return pdf.write(record)


def approve(actor: Actor, now: datetime, letter_id: str, version: int) -> str:
    """Approve a letter and freeze it as a paper; returns the paper's id."""
    with transaction() as session:
        letter = _undecided(session, actor, letter_id, version)
        record, key = record_of(session, letter, signer_id=actor.user_id), key_of(session, letter.case_id)
    data = pdf.write(record)
    with transaction() as session:
        letter = _undecided(session, actor, letter_id, version)
        letter.state, letter.decided_by, letter.decided_at = "approved", actor.user_id, now
        letter.version += 1
        number = next_number(session, session.get_one(Office, letter.office_id), now, "LET")
        paper = Paper(
            id=new_id(),
            case_id=letter.case_id,
            letter_id=letter.id,
            form=FAMILY_FORM,
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
            data={"letter": letter.id, "paper": paper.id, "sha256": paper.sha256},
        )
        return paper.id


def _undecided(session: Session, actor: Actor, letter_id: str, version: int) -> StatusLetter:
    letter = find_letter(session, actor, letter_id, Act.DECIDE_LETTER)
    if letter.state not in ("proposed", "held") or letter.version != version:
        raise Problem(
            "state", "letter", "is %(state)s, or was changed since you read it.", "Read it again.", state=letter.state
        )
    return letter


def hold(actor: Actor, now: datetime, letter_id: str, reason: str) -> None:
    """Hold a letter back, with a reason for the file."""
    if not reason.strip():
        raise Problem("empty", "reason", "is empty.", "Say why the family is not told now.")
    with transaction() as session:
        letter = find_letter(session, actor, letter_id, Act.DECIDE_LETTER)
        if letter.state != "proposed":
            raise Problem("state", "letter", "is %(state)s.", "Only a proposed letter can be held.", state=letter.state)
        letter.state, letter.reason, letter.decided_by, letter.decided_at = (
            "held",
            reason.strip(),
            actor.user_id,
            now,
        )
        letter.version += 1
        journal.write(
            session,
            now,
            actor,
            "letter_held",
            office_id=letter.office_id,
            case_id=letter.case_id,
            data={"letter": letter.id},
        )


def send(actor: Actor, now: datetime, letter_id: str) -> str:
    """Queue an approved letter as a mail that says nothing on its outside; returns the dispatch's id."""
    with transaction() as session:
        letter = find_letter(session, actor, letter_id, Act.DECIDE_LETTER)
        _refuse_while_mailed(session, letter)
        contact = session.get_one(FamilyContact, letter.contact_id)
        paper = session.scalar(select(Paper).where(Paper.letter_id == letter.id))
        if letter.state != "approved" or paper is None:
            raise Problem("state", "letter", "is %(state)s.", "Approve it first.", state=letter.state)
        key = key_of(session, letter.case_id)
        address = key.text(contact.address_sealed, f"family_contacts:{contact.id}:address")
        if contact.channel != "mail" or not address:
            raise Problem("address", "contact", "did not ask for mail.", "Hand the letter over, and record it.")
        office, settings = session.get_one(Office, letter.office_id), house().settings
        message_id = f"<{new_id()}@{settings.mail_from.partition('@')[2]}>"
        raw = compose(
            sender=settings.mail_from,
            to=address,
            subject=office.name,
            text=f"{office.name}\n{office.phone}\n",
            message_id=message_id,
            at=now,
            reply_to=office.email,
            attachments=(
                Attachment(
                    f"{paper.number.replace('/', '-')}.pdf",
                    "application/pdf",
                    house().blobs.get(key, paper.blob),
                ),
            ),
        )
        dispatch = Dispatch(
            id=new_id(),
            office_id=office.id,
            case_id=letter.case_id,
            letter_id=letter.id,
            message_id=message_id,
            recipient_sealed=b"",
            blob=house().blobs.put(key, raw),
            sha256=hashlib.sha256(raw).hexdigest(),
            queued_at=now,
            drop_only=session.get_one(Case, letter.case_id).training,
        )
        dispatch.recipient_sealed = key.seal(address, f"dispatches:{dispatch.id}:recipient")
        session.add(dispatch)
        journal.write(
            session,
            now,
            actor,
            "letter_queued",
            office_id=office.id,
            case_id=letter.case_id,
            data={"letter": letter.id, "dispatch": dispatch.id},
        )
        return dispatch.id


def _refuse_while_mailed(session: Session, letter: StatusLetter) -> None:
    """A letter on its way, or of which nobody knows whether it went, is not given a second way."""
    unsettled = select(Dispatch.state).where(
        Dispatch.letter_id == letter.id, Dispatch.state.in_(("queued", "sending", "unsure"))
    )
    state = session.scalar(unsettled.limit(1))
    if state is not None:
        raise Problem(
            "mailed", "letter", "has a mail that is %(state)s.", "Wait, or settle that mail first.", state=state
        )


def record_handed(actor: Actor, now: datetime, letter_id: str, at: datetime) -> None:
    """Record that an approved letter was handed over or posted."""
    with transaction() as session:
        letter = find_letter(session, actor, letter_id, Act.DECIDE_LETTER)
        if at > now:
            raise Problem("future", "at", "lies in the future.", "Give the day on which it happened.")
        _refuse_while_mailed(session, letter)
        if letter.state != "approved":
            raise Problem("state", "letter", "is %(state)s.", "Approve it first.", state=letter.state)
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
        return house().blobs.get(key_of(session, letter.case_id), paper.blob), f"{paper.number.replace('/', '-')}.pdf"
