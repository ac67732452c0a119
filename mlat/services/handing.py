"""Handing a case to another office: offered by one, accepted by the other, and then wholly theirs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, or_, select, update
from sqlalchemy.orm import Session

from mlat.domain.permissions import Act, Actor, allowed
from mlat.domain.problems import Problem
from mlat.model import (
    BATCH_OPEN,
    AskedAfter,
    Base,
    BatchItem,
    Case,
    CaseText,
    Chain,
    Dispatch,
    Filing,
    Handing,
    Identifier,
    Leg,
    Message,
    Office,
    OperationWork,
    Reminder,
    Request,
    User,
    WakeDate,
    new_id,
    transaction,
)
from mlat.services import journal, staffmail
from mlat.services.access import NotHere, actor_of, require
from mlat.services.accounts import lookups
from mlat.services.outbox import UNSETTLED
from mlat.services.references import note_reference
from mlat.services.vault import key_of

OF_THE_OFFICE = frozenset(
    {
        "addresses",
        "batches",
        "chains",
        "events",
        "fact_corrections",
        "number_series",
        "office_days",
        "paces",
        "rota_turns",
        "silence_limits",
        "users",
    }
)
"""Tables that name an office and stay with it: its people, its knowledge, its numbers, and what happened there.

The chain of a case has its own row; events are only added, and what shows them asks whose the chain is.
"""
BEFORE_IT_LEFT = ("draft", "approved", "issued", "sending", "unsure")
APART = frozenset({"cases", "messages"})
"""The case itself; and mail, which one office tends for all the cases that it was filed in."""


def tables_of_a_case() -> tuple[Table, ...]:
    """Every other table that names an office: each of its rows names a case, or a request of it, and moves with it."""
    named = (table for table in Base.metadata.sorted_tables if "office_id" in table.columns)
    return tuple(table for table in named if table.name not in OF_THE_OFFICE | APART)


def offer(actor: Actor, now: datetime, case_id: str, office_id: str, note: str = "") -> str:
    """Offer a case to another office; returns the id of the offer. Nothing moves until it is accepted.

    Raises `Problem` for the own office, for a case that is erased or offered already, and where a real case would go
    to a training office.
    """
    with transaction() as session:
        case = _own(session, actor, case_id)
        if case.erased_at is not None:
            raise Problem("erased", "case", "was erased.", "Nothing is left to hand over.")
        there = session.get(Office, office_id)
        if there is None or there.id == case.office_id:
            raise Problem("office", "office", "is not another office.", "Choose one of the list.")
        if there.training and not case.training:
            raise Problem("training", "office", "is a training office.", "Choose the office that really takes it over.")
        if session.scalar(select(Handing.id).where(Handing.case_id == case.id, Handing.state == "offered")):
            raise Problem("offered", "case", "is offered already.", "Take that offer back first.")
        row = Handing(
            id=new_id(),
            case_id=case.id,
            from_office_id=case.office_id,
            to_office_id=there.id,
            reference=case.reference,
            offered_by=actor.user_id or "",
            offered_at=now,
        )
        if note.strip():
            row.note_sealed = key_of(session, case.id).seal(note.strip(), f"handings:{row.id}:note")
        session.add(row)
        session.flush()
        _tell(session, now, actor, case, "handing_offered", row)
        return row.id


def take_back(actor: Actor, now: datetime, handing_id: str) -> None:
    """The first office takes its offer back."""
    with transaction() as session:
        row = _offered(session, handing_id)
        case = _own(session, actor, row.case_id)
        _settle(row, actor, now, "taken_back")
        _tell(session, now, actor, case, "handing_taken_back", row)


def decline(actor: Actor, now: datetime, handing_id: str) -> None:
    """The other office does not take the case."""
    require(actor, Act.OPEN_CASE)
    with transaction() as session:
        row = _to_us(session, actor, handing_id)
        case = session.get_one(Case, row.case_id, with_for_update={"key_share": True})
        _settle(row, actor, now, "declined")
        _tell(session, now, actor, case, "handing_declined", row)


def accept(
    actor: Actor, now: datetime, handing_id: str, owner_id: str, deputy_id: str = "", reference: str = ""
) -> str:
    """Take a case over: everything of it becomes this office's, in one transaction. Returns the case's id.

    Numbers, papers and holds stay as they are and every clock keeps its dates; `owner_id` and `deputy_id` are the
    persons who look after it from now on. `reference`: how this office calls it, where it wants another name. Raises
    `Problem` while a mail of the case is under way or in doubt, or workers have something to do in it.
    """
    require(actor, Act.OPEN_CASE)
    with transaction() as session:
        row = _to_us(session, actor, handing_id)
        case = session.get_one(Case, row.case_id, with_for_update={"key_share": True})
        if case.erased_at is not None:
            raise Problem("erased", "case", "was erased.", "Nothing is left to take over.")
        _refuse_under_way(session, case)
        before, called = case.office_id, reference.strip() or case.reference
        _check_reference(session, actor, called)
        case.owner_id = _person(session, actor, owner_id, "owner")
        case.deputy_id = _person(session, actor, deputy_id, "deputy") if deputy_id else None
        case.reference, case.erasure_asked_by = called, None
        case.office_id = actor.office_id
        case.version += 1
        session.flush()
        _move(session, case, before)
        _find_again(session, case)
        note_reference(session, case, None, "office", called)
        _leave_behind(session, case)
        _settle(row, actor, now, "accepted")
        data = _data(row)
        # The office that has it now writes it into the case; both remember it in their own chains.
        journal.write(session, now, actor, "case_handed", office_id=actor.office_id, case_id=case.id, data=data)
        for office, kind in ((before, "case_handed_out"), (actor.office_id, "case_handed_in")):
            journal.write(session, now, actor, kind, office_id=office, data=data)
        return case.id


# -- moving it


def _move(session: Session, case: Case, before: str) -> None:
    """Write the new office on every row of the case, in every table that names an office."""
    requests = select(Request.id).where(Request.case_id == case.id)
    for table in tables_of_a_case():
        columns = table.columns
        its = columns["case_id"] == case.id if "case_id" in columns else columns["request_id"].in_(requests)
        session.execute(update(table).where(its).values(office_id=case.office_id))
    session.execute(update(Chain).where(Chain.name == f"case:{case.id}").values(office_id=case.office_id))
    # What it transmitted for the other office it now sends itself.
    handed = (Request.case_id == case.id) & (Request.transmitting_office_id == case.office_id)
    session.execute(update(Request).where(handed).values(transmitting_office_id=None))
    _move_mail(session, case, before, set(session.scalars(requests)))
    session.expire_all()


def _move_mail(session: Session, case: Case, before: str, requests: set[str]) -> None:
    """Mail that lies in this case and in no other, and mail of which every candidate is a request of it."""
    elsewhere = select(Filing.message_id).where(Filing.case_id != case.id, Filing.undone_at.is_(None))
    here = select(Filing.message_id).where(Filing.case_id == case.id, Filing.undone_at.is_(None))
    tended = Message.office_id == before
    filed = tended & Message.id.in_(here) & Message.id.not_in(elsewhere)
    session.execute(update(Message).where(filed).values(office_id=case.office_id))
    waiting = select(Message).where(tended, Message.state.in_(("stored", "read", "waiting")))
    for message in session.scalars(waiting):
        meant = {each[0] for each in message.proposal}
        if meant and meant <= requests:
            message.office_id = case.office_id
    session.flush()


def _find_again(session: Session, case: Case) -> None:
    """The hashes by which accounts are found belong to an office: they are made anew."""
    key = key_of(session, case.id)
    for row in session.scalars(select(Identifier).where(Identifier.case_id == case.id)).all():
        normal = key.text(row.normal_sealed, f"identifiers:{row.id}:normal")
        row.lookup, row.shared_lookup = lookups(case.office_id, row.kind, normal, row.platform)


def _leave_behind(session: Session, case: Case) -> None:
    """What was of persons and not of the case: days to look again, texts given to a translator, mails to staff."""
    session.execute(delete(WakeDate).where(WakeDate.case_id == case.id))
    given = (CaseText.case_id == case.id) & (CaseText.status == "assigned") & CaseText.text_sealed.is_(None)
    session.execute(delete(CaseText).where(given))
    staffmail.forget(session, case.id)


def _refuse_under_way(session: Session, case: Case) -> None:
    """What is on the wire, in doubt or in a worker's hands is settled first by the office that sent it."""
    requests = select(Request.id).where(Request.case_id == case.id)
    legs = select(Leg.id).where(Leg.request_id.in_(requests), Leg.state.in_(("queued", "unsure")))
    mails = select(Dispatch.id).where(Dispatch.case_id == case.id, Dispatch.state.in_(UNSETTLED))
    if session.scalar(mails.limit(1)) or session.scalar(legs.limit(1)):
        remedy = "The office that offers it waits, or settles that mail; then it can be taken over."
        raise Problem("under_way", "case", "has a mail that is under way or in doubt.", remedy)
    apart = or_(
        AskedAfter.request_id.in_(requests) & AskedAfter.inquiry_id.not_in(requests),
        AskedAfter.inquiry_id.in_(requests) & AskedAfter.request_id.not_in(requests),
    )
    letters = select(Request.id).join(AskedAfter, AskedAfter.inquiry_id == Request.id)
    if session.scalar(letters.where(apart, Request.state.in_(BEFORE_IT_LEFT)).limit(1)):
        says = "is asked after in one letter with another case, and that letter has not left."
        raise Problem("together", "case", says, "The office that offers it sends that letter, or gives it up.")
    in_batches = select(BatchItem.id).where(BatchItem.request_id.in_(requests), BatchItem.state.in_(BATCH_OPEN))
    in_hand = select(Reminder.id).where(Reminder.case_id == case.id, Reminder.state.in_(("planted", "taken")))
    operations = select(OperationWork.id).where(
        OperationWork.case_id == case.id, OperationWork.ended_at.is_(None), OperationWork.stopped_at.is_(None)
    )
    if any(session.scalar(planted.limit(1)) for planted in (in_batches, in_hand, operations)):
        raise Problem("in_hand", "case", "is being worked on at this moment.", "Try again in a few minutes.")


def _check_reference(session: Session, actor: Actor, reference: str) -> None:
    taken = select(Case.id).where(Case.office_id == actor.office_id, Case.reference == reference)
    if session.scalar(taken) is not None:
        says = "already names a case of your office."
        raise Problem("taken", "reference", says, "Give it another reference here.")


def _person(session: Session, actor: Actor, user_id: str, where: str) -> str:
    """Somebody of the taking office who can see its cases."""
    user = session.get(User, user_id)
    if user is None or not user.active or user.office_id != actor.office_id:
        raise Problem("person", where, "is nobody of your office.", "Choose one of the list.")
    if not allowed(actor_of(user), Act.SEE_CASE):
        raise Problem("person", where, "cannot see cases.", "Choose a prosecutor or a liaison officer.")
    return user.id


# -- offers


def _own(session: Session, actor: Actor, case_id: str) -> Case:
    """A case of the actor's office: an administrator may hand over what they may not read."""
    require(actor, Act.HAND_OVER)
    own = select(Case).where(Case.id == case_id, Case.office_id == actor.office_id)
    case = session.scalar(own.with_for_update(key_share=True))
    if case is None:
        raise NotHere("case")
    return case


def _to_us(session: Session, actor: Actor, handing_id: str) -> Handing:
    row = _offered(session, handing_id)
    if row.to_office_id != actor.office_id:
        raise NotHere("offer")
    return row


def _offered(session: Session, handing_id: str) -> Handing:
    row = session.scalar(select(Handing).where(Handing.id == handing_id).with_for_update())
    if row is None or row.state != "offered":
        raise NotHere("offer")
    return row


def _settle(row: Handing, actor: Actor, now: datetime, state: str) -> None:
    row.state, row.settled_by, row.settled_at = state, actor.user_id, now


def _tell(session: Session, now: datetime, actor: Actor, case: Case, kind: str, row: Handing) -> None:
    journal.write(session, now, actor, kind, office_id=case.office_id, case_id=case.id, data=_data(row))


def _data(row: Handing) -> dict[str, Any]:
    return {"handing": row.id, "case": row.case_id, "from": row.from_office_id, "to": row.to_office_id}
