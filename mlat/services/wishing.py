"""How somebody of a family wants to be told, what was found out about them, and that they want no more."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.casefile import AddresseeInput, WishInput
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem, Stale
from mlat.model import Case, FamilyContact, FamilyPage, Office, Person, transaction
from mlat.services import journal
from mlat.services.access import find_contact
from mlat.services.addressee import needs_reader, why_not
from mlat.services.contacts import keep_check, keep_wish
from mlat.services.families import drop_waiting, propose_in
from mlat.services.vault import key_of


def record_wish(actor: Actor, now: datetime, contact_id: str, given: WishInput, version: int) -> int:
    """Record how somebody wants to be told; returns the new version. What waits is written anew, as they wish it now.

    The codes of their page end where the language changes: somebody has read it in that language only. Raises
    `Stale` when `version` has passed, and `Problem` for what cannot be done or is not safe.
    """
    with transaction() as session:
        contact = _unchanged(session, actor, contact_id, version)
        case = session.get_one(Case, contact.case_id)
        other_language = given.language != contact.language
        keep_wish(contact, key_of(session, case.id), now, given)
        contact.version += 1
        _written(session, now, actor, contact, "wish_recorded" if contact.wants_letters else "wish_withdrawn")
        drop_waiting(session, now, actor, contact)
        if other_language or not contact.wants_letters:
            end_pages(session, now, actor, contact, "revoked")
        session.flush()
        propose_in(session, Actor(case.office_id), now, case)
        return contact.version


def stop(actor: Actor, now: datetime, contact_id: str) -> None:
    """They want no more letters and calls: nothing that waits goes out, and their page closes."""
    with transaction() as session:
        stop_in(session, now, actor, find_contact(session, actor, contact_id, Act.DECIDE_LETTER))


def stop_in(session: Session, now: datetime, actor: Actor, contact: FamilyContact) -> None:
    """Like `stop`, inside a transaction that runs."""
    contact.wants_letters, contact.wished_at = False, now
    contact.version += 1
    _written(session, now, actor, contact, "wish_withdrawn")
    drop_waiting(session, now, actor, contact)
    end_pages(session, now, actor, contact, "revoked")


def record_check(actor: Actor, now: datetime, contact_id: str, given: AddresseeInput, version: int) -> int:
    """Note whose family somebody is, custody, and the child's own wish; returns the new version.

    Raises `Stale` when `version` has passed, and `Problem` for a child or a relation that cannot be.
    """
    with transaction() as session:
        contact = _unchanged(session, actor, contact_id, version)
        person = session.get_one(Person, contact.person_id)
        keep_check(session, contact, key_of(session, contact.case_id), person, given)
        contact.checked_by, contact.checked_at = actor.user_id, now
        contact.version += 1
        _written(session, now, actor, contact, "addressee_checked")
        return contact.version


def end_pages(session: Session, now: datetime, actor: Actor, contact: FamilyContact, why: str) -> None:
    """The codes of a contact's page open nothing any more."""
    open_ = select(FamilyPage).where(FamilyPage.contact_id == contact.id, FamilyPage.ended_at.is_(None))
    for page in session.scalars(open_):
        page.ended_at, page.ended_why = now, why
        journal.write(
            session, now, actor, "family_page_ended", office_id=page.office_id, case_id=page.case_id,
            data={"contact": contact.id, "page": page.id, "why": why},
        )  # fmt: skip


def _unchanged(session: Session, actor: Actor, contact_id: str, version: int) -> FamilyContact:
    contact = find_contact(session, actor, contact_id, Act.DECIDE_LETTER)
    if contact.version != version:
        raise Stale("contact", {}, {}, contact.version)
    return contact


def _written(session: Session, now: datetime, actor: Actor, contact: FamilyContact, kind: str) -> None:
    """The event says by code what holds now; addresses, times and notes stay sealed in the row."""
    case = session.get_one(Case, contact.case_id)
    data = {
        "contact": contact.id, "version": contact.version, "channel": contact.channel, "language": contact.language,
        "between_days": contact.between_days, "no_news_days": contact.no_news_days, "relation": contact.relation,
        "child": contact.child_id, "custody": contact.custody, "child_wish": contact.child_wish,
        "contact_forbidden": contact.contact_forbidden,
    }  # fmt: skip
    journal.write(session, now, actor, kind, office_id=case.office_id, case_id=case.id, data=data)


def refusal(actor: Actor, now: datetime, contact_id: str) -> Problem | None:
    """Why a contact may not be told now, for its page; None where they may."""
    with transaction() as session:
        return why_not(session, now, find_contact(session, actor, contact_id))


def unread(actor: Actor, contact_id: str) -> bool:
    """Whether somebody who reads the contact's language must be named before anything goes to them."""
    with transaction() as session:
        contact = find_contact(session, actor, contact_id)
        case = session.get_one(Case, contact.case_id)
        return needs_reader(actor, session.get_one(Office, case.office_id), contact.language)
