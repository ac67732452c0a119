"""Taking a case in: offences, people, identifiers, texts and those who asked to be told."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.casefile import (
    CaseInput,
    ContactInput,
    IdentifierInput,
    OffenceInput,
    PersonInput,
    TextInput,
)
from mlat.domain.identifiers import Examined, examine
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem, Stale
from mlat.house import house
from mlat.i18n import locale
from mlat.keys import CaseKey
from mlat.model import (
    Case,
    CaseText,
    FamilyContact,
    Identifier,
    IdentifierPerson,
    Offence,
    Office,
    Person,
    User,
    new_id,
    transaction,
)
from mlat.model import CaseKey as CaseKeyRow
from mlat.services import journal
from mlat.services.access import find_case, require
from mlat.services.addresses import check_mail
from mlat.services.references import note_reference
from mlat.services.vault import key_of

AGES = range(0, 131)
"""Whole years that a living person can have."""


def open_case(actor: Actor, now: datetime, given: CaseInput) -> str:
    """Open a case with all that is known of it; returns its id. A wrong input changes nothing."""
    require(actor, Act.OPEN_CASE)
    reference = given.reference.strip()
    if not reference:
        raise Problem("empty", "reference", "is empty.", "Give the case the reference that your office uses.")
    with transaction() as session:
        if session.scalar(select(Case.id).where(Case.office_id == actor.office_id, Case.reference == reference)):
            raise Problem(
                "taken",
                "reference",
                "%(reference)s is already a case here.",
                "Open that case.",
                reference=reference,
            )
        case = Case(
            id=new_id(),
            office_id=actor.office_id,
            reference=reference,
            owner_id=actor.user_id or "",
            opened_at=now,
            training=given.training,
        )
        session.add(case)
        session.flush()
        wrapped = house().keyring.new_case_key(case.id)
        session.add(CaseKeyRow(case_id=case.id, wrapped=wrapped))
        key = house().keyring.case_key(case.id, wrapped)
        journal.write(
            session,
            now,
            actor,
            "case_opened",
            office_id=case.office_id,
            case_id=case.id,
            data={"training": given.training},
        )
        note_reference(session, case, None, "office", reference)
        for offence in given.offences:
            _offence(session, case, offence)
        for person in given.persons:
            _person(session, now, case, key, person)
        for identifier in given.identifiers:
            _identifier(session, now, actor, case, key, identifier)
        for text in given.texts:
            _text(session, now, actor, case, key, text, None)
        for contact in given.contacts:
            _contact(session, case, key, contact)
        return case.id


def add_offence(actor: Actor, now: datetime, case_id: str, given: OffenceInput) -> str:
    """Add an offence; returns its id."""
    with transaction() as session:
        case = find_case(session, actor, case_id, Act.EDIT_CASE)
        row = _offence(session, case, given)
        journal.write(
            session,
            now,
            actor,
            "offence_added",
            office_id=case.office_id,
            case_id=case.id,
            data={"offence": row.id},
        )
        return row.id


def add_person(actor: Actor, now: datetime, case_id: str, given: PersonInput) -> str:
    """Add a person by code; returns the row's id."""
    with transaction() as session:
        case = find_case(session, actor, case_id, Act.EDIT_CASE)
        row = _person(session, now, case, key_of(session, case.id), given)
        journal.write(
            session,
            now,
            actor,
            "person_added",
            office_id=case.office_id,
            case_id=case.id,
            data={"person": row.id, "role": row.role},
        )
        return row.id


def add_identifier(actor: Actor, now: datetime, case_id: str, given: IdentifierInput) -> str:
    """Add an identifier exactly as received; returns its id. What is doubtful about it is kept as findings."""
    with transaction() as session:
        case = find_case(session, actor, case_id, Act.EDIT_CASE)
        return _identifier(session, now, actor, case, key_of(session, case.id), given).id


def set_text(actor: Actor, now: datetime, case_id: str, given: TextInput, version: int | None = None) -> int:
    """Write the facts or the summary in one language; returns the new version.

    Raises `Stale` with both texts when `version` is not the current one.
    """
    with transaction() as session:
        case = find_case(session, actor, case_id, Act.EDIT_CASE)
        return _text(session, now, actor, case, key_of(session, case.id), given, version).version


def add_contact(actor: Actor, now: datetime, case_id: str, given: ContactInput) -> str:
    """Add a family contact; returns its id. Letters go only to those who asked for them."""
    with transaction() as session:
        case = find_case(session, actor, case_id, Act.EDIT_CASE)
        row = _contact(session, case, key_of(session, case.id), given)
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


def set_deputy(actor: Actor, now: datetime, case_id: str, user_id: str) -> None:
    """Name who stands in for the owner of a case."""
    with transaction() as session:
        case = find_case(session, actor, case_id, Act.EDIT_CASE)
        known = select(User.id).where(User.id == user_id, User.office_id == case.office_id, User.active)
        if session.scalar(known) is None or user_id == case.owner_id:
            raise Problem("deputy", "deputy", "is nobody else of this office.", "Choose a colleague.")
        case.deputy_id = user_id
        journal.write(
            session,
            now,
            actor,
            "deputy_named",
            office_id=case.office_id,
            case_id=case.id,
            data={"deputy": user_id},
        )


def _offence(session: Session, case: Case, given: OffenceInput) -> Offence:
    row = Offence(
        id=new_id(),
        case_id=case.id,
        code=given.code,
        article=given.article,
        law=given.law,
        title=given.title,
        penalty=given.penalty,
        years=given.years,
        text=given.text,
    )
    session.add(row)
    return row


def _person(session: Session, now: datetime, case: Case, key: CaseKey, given: PersonInput) -> Person:
    _need_code(given.code)
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


def _need_code(code: str) -> None:
    if not code.strip():
        raise Problem("empty", "code", "is empty.", "Give a short code, such as V1.")


def _check_age(session: Session, now: datetime, case: Case, given: PersonInput) -> None:
    today = now.astimezone(ZoneInfo(session.get_one(Office, case.office_id).zone)).date()
    for name, day in (("born", given.born), ("estimated_on", given.estimated_on)):
        if day is not None and day > today:
            raise Problem("future", name, "lies in the future.", "Correct the day.")
    if given.estimated_age is not None and given.estimated_age not in AGES:
        raise Problem("age", "estimated_age", "is no age of a person.", "Give whole years.")


def _identifier(
    session: Session, now: datetime, actor: Actor, case: Case, key: CaseKey, given: IdentifierInput
) -> Identifier:
    _need_code(given.code)
    check_identifier(case, given)
    if session.scalar(select(Identifier.id).where(Identifier.case_id == case.id, Identifier.code == given.code)):
        raise Problem(
            "taken",
            "code",
            "%(code)s already names an account in this case.",
            "Choose another code.",
            code=given.code,
        )
    seen = examine_input(given)
    row = Identifier(
        id=new_id(),
        office_id=case.office_id,
        case_id=case.id,
        code=given.code,
        platform=given.platform,
        kind=given.kind,
        given_sealed=b"",
        port=given.port,
        instants=list(given.instants),
        used_from=given.used_from,
        used_until=given.used_until,
        user_in=given.user_in,
        synthetic=given.synthetic,
        findings=kept_findings(seen),
    )
    row.given_sealed = key.seal(given.given, f"identifiers:{row.id}:given")
    if seen.normal:
        row.normal_sealed = key.seal(seen.normal, f"identifiers:{row.id}:normal")
        row.lookup = house().keyring.lookup(case.office_id, f"{given.kind}:{seen.normal}")
    session.add(row)
    session.flush()
    for code, certainty in given.persons:
        person = session.scalar(select(Person).where(Person.case_id == case.id, Person.code == code))
        if person is None:
            raise Problem("unknown", "persons", "%(code)s is nobody in this case.", "Add the person first.", code=code)
        session.add(IdentifierPerson(identifier_id=row.id, person_id=person.id, certainty=certainty))
    journal.write(
        session,
        now,
        actor,
        "identifier_added",
        office_id=case.office_id,
        case_id=case.id,
        data={"identifier": row.id, "kind": row.kind, "platform": row.platform},
    )
    return row


def check_identifier(case: Case, given: IdentifierInput) -> None:
    """Raise `Problem` for a country, platform or mark that an identifier of this case cannot have."""
    if given.user_in is not None and not re.fullmatch(r"[A-Z]{2}", given.user_in):
        says, remedy = "%(country)s is no country code.", "Use two capital letters, such as MX."
        raise Problem("country", "user_in", says, remedy, country=given.user_in)
    if given.synthetic and not case.training:
        raise Problem(
            "synthetic",
            "synthetic",
            "stands in a case that is not for training.",
            "Take the mark away, or mark the case as training.",
        )
    if given.platform and given.platform not in house().world.platforms:
        raise Problem(
            "unknown",
            "platform",
            "%(platform)s is not a platform that the facts know.",
            "Choose one of the list.",
            platform=given.platform,
        )


def kept_findings(seen: Examined) -> list[dict[str, object]]:
    """What is doubtful about an identifier, as its row keeps it."""
    return [
        {"code": f.code, "level": f.level, "field": f.field, "says": f.says, "remedy": f.remedy, "values": f.values}
        for f in seen.findings
    ]


def examine_input(given: IdentifierInput) -> Examined:
    """What the rules say of an identifier as it was given; raises `Problem` for an impossible or zoneless instant."""
    examined = [
        examine(
            given.kind,
            given.given,
            port=given.port,
            at=instant,
            used_from=given.used_from,
            used_until=given.used_until,
            synthetic_allowed=given.synthetic,
        )
        for instant in (given.instants or (None,))
    ]
    return examined[0]


def _text(
    session: Session,
    now: datetime,
    actor: Actor,
    case: Case,
    key: CaseKey,
    given: TextInput,
    version: int | None,
) -> CaseText:
    row = session.scalar(
        select(CaseText).where(
            CaseText.case_id == case.id, CaseText.kind == given.kind, CaseText.language == given.language
        )
    )
    if row is None:
        language = locale(given.language).code
        row = CaseText(id=new_id(), case_id=case.id, kind=given.kind, language=language, version=0)
        session.add(row)
    place = f"case_texts:{row.id}:text"
    if version is not None and version != row.version:
        raise Stale("text", given.text, key.text(row.text_sealed, place), row.version)
    row.source_language, row.status = given.source_language, given.status
    row.text_sealed = key.seal(given.text, place)
    row.version += 1
    session.flush()
    journal.write(
        session,
        now,
        actor,
        "text_written",
        office_id=case.office_id,
        case_id=case.id,
        data={"text": row.id, "language": row.language, "version": row.version},
    )
    return row


def _contact(session: Session, case: Case, key: CaseKey, given: ContactInput) -> FamilyContact:
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
