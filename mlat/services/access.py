"""The one access gate: what an actor may see, and whether an actor may act."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, false, or_, select
from sqlalchemy.orm import Session, aliased

from mlat.domain.lifecycle import BEFORE_ISSUE
from mlat.domain.permissions import Act, Actor, Role, allowed
from mlat.model import (
    BATCH_OPEN,
    Absence,
    BatchItem,
    Case,
    CaseText,
    EvidenceItem,
    FamilyContact,
    Message,
    Office,
    Request,
    StatusLetter,
    User,
)

LOOKING = frozenset({Act.SEE_CASE, Act.SEE_LETTERS})
"""Acts that change nothing: whoever comes with another act holds the row, so that two who act at once queue."""


class NotHere(Exception):
    """For this actor the thing does not exist; whether it exists for others is not said."""


def actor_of(user: User) -> Actor:
    """A user as they may act now: nobody's rights outlive their roles, and who was switched off has none."""
    roles = frozenset(Role(role.name) for role in user.roles if user.active)
    return Actor(user.office_id, user.id, roles, user.language, user.zone or user.office.zone)


def require(actor: Actor, act: Act) -> None:
    """Raise `NotHere` where no role of the actor carries the act."""
    if not allowed(actor, act):
        raise NotHere(act)


def standing_order(session: Session, office: Office) -> User | None:
    """Who lets letters of an office go without a click, while they may approve and issue there; else nobody."""
    giver = session.get(User, office.automatic_by) if office.automatic_by else None
    if giver is None or giver.office_id != office.id:
        return None
    return giver if all(allowed(actor_of(giver), act) for act in (Act.APPROVE, Act.ISSUE)) else None


def visible(actor: Actor) -> Select[Case]:
    """The cases that the actor may see."""
    cases = select(Case)
    return cases.where(Case.office_id == actor.office_id if allowed(actor, Act.SEE_CASE) else false())


def visible_requests(actor: Actor) -> Select[Request]:
    """The requests of the actor's office, and those handed to it for transmission (never their cases)."""
    requests = select(Request)
    if not allowed(actor, Act.SEE_CASE):
        return requests.where(false())
    return requests.where(or_(Request.office_id == actor.office_id, _handed(actor)))


def own_requests(actor: Actor) -> Select[Request]:
    """The requests of the actor's own office only."""
    return select(Request).where(Request.office_id == actor.office_id if allowed(actor, Act.SEE_CASE) else false())


def to_issue(actor: Actor) -> Select[Request]:
    """The approved requests of the own office that no open batch holds; none of a case that was erased."""
    planted = select(BatchItem.request_id).where(BatchItem.state.in_(BATCH_OPEN))
    rows = own_requests(actor).join(Case, Case.id == Request.case_id)
    return rows.where(Request.state == "approved", Request.id.not_in(planted), Case.erased_at.is_(None))


def handed_requests(actor: Actor) -> Select[Request]:
    """Requests of other offices that this office transmits."""
    return select(Request).where(_handed(actor) if allowed(actor, Act.TRANSMIT) else false())


def _handed(actor: Actor) -> ColumnElement[bool]:
    return (Request.transmitting_office_id == actor.office_id) & Request.state.not_in(BEFORE_ISSUE)


def visible_items(actor: Actor) -> Select[EvidenceItem]:
    """What was returned in the cases of the actor's office, for who may see evidence there."""
    own = select(Case.id).where(Case.office_id == actor.office_id)
    return select(EvidenceItem).where(EvidenceItem.case_id.in_(own) if allowed(actor, Act.SEE_EVIDENCE) else false())


def visible_letters(actor: Actor) -> Select[StatusLetter]:
    """The status letters that the actor may see."""
    letters = select(StatusLetter)
    return letters.where(StatusLetter.office_id == actor.office_id if allowed(actor, Act.SEE_LETTERS) else false())


def visible_messages(actor: Actor) -> Select[Message]:
    """The mail that the actor's office tends; what lies in a case is seen through the case."""
    messages = select(Message)
    return messages.where(Message.office_id == actor.office_id if allowed(actor, Act.TEND_MAIL) else false())


def visible_contacts(actor: Actor) -> Select[FamilyContact]:
    """The family contacts of the office's cases, for those who write to families."""
    mine = select(Case.id).where(Case.office_id == actor.office_id, Case.erased_at.is_(None))
    contacts = select(FamilyContact)
    return contacts.where(FamilyContact.case_id.in_(mine) if allowed(actor, Act.SEE_LETTERS) else false())


def visible_texts(actor: Actor) -> Select[CaseText]:
    """The texts that a translator was given by the own office; those who edit cases see all texts of their office."""
    texts = select(CaseText)
    if allowed(actor, Act.EDIT_CASE):
        return texts.where(CaseText.case_id.in_(visible(actor).with_only_columns(Case.id)))
    if not allowed(actor, Act.TRANSLATE):
        return texts.where(false())
    ours = select(Case.id).where(Case.office_id == actor.office_id)
    return texts.where(CaseText.translator_id == actor.user_id, CaseText.case_id.in_(ours))


def to_fill(actor: Actor) -> ColumnElement[bool]:
    """Which translations the actor may fill: the own ones, and for editors those that no user was given."""
    ours = CaseText.translator_id.is_(None) & CaseText.source_language.is_not(None) & (CaseText.status != "original")
    own = CaseText.translator_id == actor.user_id
    return or_(own if allowed(actor, Act.TRANSLATE) else false(), ours if allowed(actor, Act.EDIT_CASE) else false())


_Row = TypeVar("_Row", Case, EvidenceItem, FamilyContact, Request, StatusLetter)


def _one(session: Session, actor: Actor, act: Act, rows: Select[_Row], what: str) -> _Row:
    """The row that is left of what the actor may see, held where the act changes something; else `NotHere`."""
    require(actor, act)
    # NO KEY: rows that only point at this one may still be written.
    row = session.scalar(rows if act in LOOKING else rows.with_for_update(key_share=True))
    if row is None:
        raise NotHere(what)
    return row


def find_case(session: Session, actor: Actor, case_id: str, act: Act = Act.SEE_CASE) -> Case:
    """The case, or `NotHere`."""
    return _one(session, actor, act, visible(actor).where(Case.id == case_id), "case")


def find_request(session: Session, actor: Actor, request_id: str, act: Act = Act.SEE_CASE) -> Request:
    """A request of the actor's own office, or one handed to it for acts of transmission; else `NotHere`."""
    gate = visible_requests(actor) if act in (Act.SEE_CASE, Act.TRANSMIT) else own_requests(actor)
    return _one(session, actor, act, gate.where(Request.id == request_id), "request")


def find_letter(session: Session, actor: Actor, letter_id: str, act: Act = Act.SEE_LETTERS) -> StatusLetter:
    """A status letter of the actor's office, or `NotHere`."""
    return _one(session, actor, act, visible_letters(actor).where(StatusLetter.id == letter_id), "letter")


def find_contact(session: Session, actor: Actor, contact_id: str, act: Act = Act.SEE_LETTERS) -> FamilyContact:
    """A family contact of one of the office's cases, or `NotHere`."""
    return _one(session, actor, act, visible_contacts(actor).where(FamilyContact.id == contact_id), "contact")


def find_item(session: Session, actor: Actor, item_id: str, act: Act) -> EvidenceItem:
    """A returned item of the actor's office, held; else `NotHere`."""
    return _one(session, actor, act, visible_items(actor).where(EvidenceItem.id == item_id), "item")


def find_message(session: Session, actor: Actor, message_id: str, *, held: bool = True) -> Message:
    """A mail that the actor's office tends, or `NotHere`; `held` until commit, so that two who decide at once queue."""
    require(actor, Act.TEND_MAIL)
    query = visible_messages(actor).where(Message.id == message_id)
    message = session.scalar(query.with_for_update() if held else query)
    if message is None:
        raise NotHere("message")
    return message


def deputies(session: Session, office_id: str, today: date) -> Mapping[str, str]:
    """Who of an office is away on `today` (its local day), and their deputies: the absence that began last counts.

    A deputy who has left since stands in for nobody: the work stays with who is away, and is told to them.
    """
    deputy = aliased(User)
    rows = session.execute(
        select(Absence.user_id, Absence.deputy_id)
        .join(User, User.id == Absence.user_id)
        .join(deputy, deputy.id == Absence.deputy_id)
        .where(User.office_id == office_id, Absence.first_day <= today, Absence.last_day >= today)
        .where(deputy.office_id == office_id, deputy.active.is_(True))
        .order_by(Absence.first_day, Absence.id)
    )
    return dict(rows.all())
