"""Opening a case with all that is known of it; its offences, and who stands in for its owner."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.casefile import CaseInput, OffenceInput
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.house import house
from mlat.model import Case, Offence, User, new_id, transaction
from mlat.model import CaseKey as CaseKeyRow
from mlat.services import journal
from mlat.services.access import find_case, require
from mlat.services.accounts import enter_identifier
from mlat.services.caseclocks import follow_person
from mlat.services.contacts import enter_contact
from mlat.services.people import enter_person
from mlat.services.references import note_reference
from mlat.services.texts import write_text


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
            follow_person(session, now, actor, case, enter_person(session, now, case, key, person))
        for identifier in given.identifiers:
            enter_identifier(session, now, actor, case, key, identifier)
        for text in given.texts:
            write_text(session, now, actor, case, key, text, None)
        for contact in given.contacts:
            enter_contact(session, now, case, key, contact)
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
    if given.kind and given.kind not in house().world.vocabulary.offence_kinds:
        says = "%(kind)s is no kind of offence that the facts know."
        raise Problem("unknown", "kind", says, "Choose one of the list.", kind=given.kind)
    row = Offence(
        id=new_id(),
        case_id=case.id,
        code=given.code,
        article=given.article,
        law=given.law,
        title=given.title,
        penalty=given.penalty,
        years=given.years,
        kind=given.kind,
        text=given.text,
    )
    session.add(row)
    return row
