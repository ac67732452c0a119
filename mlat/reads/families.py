"""Families: who is told, how they wish it, what was found out about them, and whose own wish is to be asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.casefile import ContactInput
from mlat.domain.permissions import Act, Actor
from mlat.domain.voice import is_asked
from mlat.model import Case, FamilyContact, FamilyPage, Office, OwnVoice, Person, StatusLetter, reading
from mlat.reads.letters import LetterLine, line_of
from mlat.services.access import NotHere, find_contact, require, visible_contacts
from mlat.services.vault import key_of

SHOWN = 200


@dataclass(frozen=True)
class ContactLine:
    """A family contact in a list, by code."""

    id: str
    case_reference: str
    code: str
    language: str
    channel: str
    wants_letters: bool
    checked: bool
    """Whether custody and the child's wish are noted."""


@dataclass(frozen=True)
class PageLine:
    """A code of a family's page: never the code itself."""

    id: str
    made_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    ended_why: str


@dataclass(frozen=True)
class VoiceLine:
    """A young person and their own wish. `open`: it is to be asked."""

    person_id: str
    case_reference: str
    code: str
    asked_at: datetime | None
    answered_on: date | None
    agrees: bool | None
    open: bool


@dataclass(frozen=True)
class ContactView:
    """One family contact, opened for those who write to families."""

    line: ContactLine
    version: int
    given: ContactInput
    name: str
    wished_at: datetime | None
    checked_at: datetime | None
    is_young_person: bool
    children: tuple[VoiceLine, ...]
    letters: tuple[LetterLine, ...]
    pages: tuple[PageLine, ...]
    training: bool


@dataclass(frozen=True)
class OfficeChoice:
    """What an office has chosen for its families."""

    own_voice_age: int | None
    family_sender: str
    place: str


def contacts(actor: Actor) -> tuple[ContactLine, ...]:
    """The family contacts of the office's open cases, by case."""
    with reading() as session:
        rows = session.execute(
            visible_contacts(actor)
            .join(Case, Case.id == FamilyContact.case_id)
            .add_columns(Case.reference)
            .where(Case.closed_at.is_(None))
            .order_by(Case.opened_at.desc(), FamilyContact.code)
            .limit(SHOWN)
        ).all()
        return tuple(_line(row, reference) for row, reference in rows)


def contact_view(actor: Actor, contact_id: str) -> ContactView:
    """One contact; `NotHere` where it is not the actor's."""
    require(actor, Act.DECIDE_LETTER)
    with reading() as session:
        row = find_contact(session, actor, contact_id)
        case = session.get_one(Case, row.case_id)
        person, key = session.get_one(Person, row.person_id), key_of(session, case.id)
        place = f"family_contacts:{row.id}"
        victims = session.scalars(select(Person).where(Person.case_id == case.id, Person.role == "victim"))
        codes = {each.id: each.code for each in victims}
        given = ContactInput(
            person=person.code,
            language=row.language,
            wants_letters=row.wants_letters,
            channel=row.channel,  # type: ignore[arg-type]  # kept as it was given
            address=key.text(row.address_sealed, f"{place}:address"),
            greeting=row.greeting,  # type: ignore[arg-type]
            between_days=row.between_days,
            no_news_days=row.no_news_days,
            safe_times=key.text(row.safe_times_sealed, f"{place}:safe_times"),
            may_leave_message=row.may_leave_message,
            relation=row.relation,  # type: ignore[arg-type]
            child=codes.get(row.child_id or "", ""),
            custody=row.custody,  # type: ignore[arg-type]
            contact_forbidden=row.contact_forbidden,
            child_wish=row.child_wish,  # type: ignore[arg-type]
            check_note=key.text(row.check_note_sealed, f"{place}:check_note"),
        )
        letters = select(StatusLetter).where(StatusLetter.contact_id == row.id)
        pages = select(FamilyPage).where(FamilyPage.contact_id == row.id).order_by(FamilyPage.made_at.desc())
        return ContactView(
            _line(row, case.reference),
            row.version,
            given,
            key.text(person.name_sealed, f"persons:{person.id}:name"),
            row.wished_at,
            row.checked_at,
            person.role == "victim",
            tuple(_voice(session, case, one, code) for one, code in codes.items()),
            tuple(line_of(session, one) for one in session.scalars(letters.order_by(StatusLetter.proposed_at.desc()))),
            tuple(
                PageLine(one.id, one.made_at, one.expires_at, one.ended_at, one.ended_why)
                for one in session.scalars(pages)
            ),
            case.training,
        )


def voices_due(actor: Actor) -> tuple[VoiceLine, ...]:
    """The young people whose own wish is to be asked, the longest waiting first."""
    with reading() as session:
        cases = visible_contacts(actor).with_only_columns(FamilyContact.case_id)
        rows = session.execute(
            select(OwnVoice, Person.code, Case.reference, Office.zone)
            .join(Person, Person.id == OwnVoice.person_id)
            .join(Case, Case.id == Person.case_id)
            .join(Office, Office.id == Case.office_id)
            .where(Case.id.in_(cases), Case.closed_at.is_(None))
            .order_by(OwnVoice.asked_at, Person.id)
        ).all()
    found = (_line_of(row, code, reference, zone) for row, code, reference, zone in rows)
    return tuple(one for one in found if one.open)[:SHOWN]


def voice_line(actor: Actor, person_id: str) -> VoiceLine:
    """One young person of a case with a family contact; `NotHere` for anybody else."""
    require(actor, Act.DECIDE_LETTER)
    with reading() as session:
        cases = visible_contacts(actor).with_only_columns(FamilyContact.case_id)
        person = session.scalar(
            select(Person).where(Person.id == person_id, Person.role == "victim", Person.case_id.in_(cases))
        )
        if person is None:
            raise NotHere("person")
        return _voice(session, session.get_one(Case, person.case_id), person.id, person.code)


def office_choice(actor: Actor) -> OfficeChoice:
    """What the actor's office has chosen."""
    require(actor, Act.ADMINISTER)
    with reading() as session:
        office = session.get_one(Office, actor.office_id)
        return OfficeChoice(office.own_voice_age, office.family_sender, office.place)


def _line(row: FamilyContact, reference: str) -> ContactLine:
    checked = row.relation == "self" or bool(row.custody and row.child_wish)
    return ContactLine(row.id, reference, row.code, row.language, row.channel, row.wants_letters, checked)


def _voice(session: Session, case: Case, person_id: str, code: str) -> VoiceLine:
    row = session.scalar(select(OwnVoice).where(OwnVoice.person_id == person_id))
    if row is None:
        return VoiceLine(person_id, case.reference, code, None, None, None, open=False)
    return _line_of(row, code, case.reference, session.get_one(Office, case.office_id).zone)


def _line_of(row: OwnVoice, code: str, reference: str, zone: str) -> VoiceLine:
    open_ = is_asked(row.asked_at, row.answered_on, zone)
    return VoiceLine(row.person_id, reference, code, row.asked_at, row.answered_on, row.agrees, open_)
