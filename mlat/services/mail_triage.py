"""Mail that belongs to no request, put aside with a reason; and whatever was decided about a mail, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from mlat.domain.lifecycle import STATE_AFTER, Kind
from mlat.domain.messages import N_
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.house import house
from mlat.keys import CaseKey
from mlat.model import (
    Clock,
    Event,
    EvidenceItem,
    Filing,
    Message,
    Reference,
    Reply,
    Request,
    StatusLetter,
    new_id,
    transaction,
)
from mlat.services import journal
from mlat.services.access import find_message, find_request
from mlat.services.happening import apply
from mlat.services.mail_filing import BOUNCED, refuse_decided
from mlat.services.mail_seals import seal
from mlat.services.projecting import refresh
from mlat.services.reasons import digest, needed
from mlat.services.rungs import set_rung
from mlat.services.vault import key_of, key_of_message, place_of_key, whole_of

HAPPENS = frozenset(kind.value for kind in Kind)
"""Kinds of event that a request meets; that somebody looked at a paper is none."""


def dismiss(actor: Actor, now: datetime, message_id: str, reason: str) -> None:
    """Put a mail aside, with a reason; it stays sealed, and can be taken back."""
    reason = needed(reason)
    with transaction() as session:
        row = find_message(session, actor, message_id)
        refuse_decided(row)
        row.state, row.decided_by, row.decided_at = "dismissed", actor.user_id, now
        row.reason_sealed = key_of_message(row).seal(reason, f"messages:{row.id}:reason")
        _say(session, now, actor, row, "mail_dismissed", {"reason_sha256": digest(reason)})


def undo(actor: Actor, now: datetime, message_id: str) -> None:
    """Take back what was decided about a mail: it waits again, and an answer that was recorded from it counts no more.

    Raises `Problem` where something rests on it already: then the right answer is recorded beside it.
    """
    with transaction() as session:
        row = find_message(session, actor, message_id)
        if row.state not in ("dismissed", "filed"):
            raise Problem("state", "message", "is %(state)s.", "Look at the mailbox again.", state=row.state)
        if row.state == "filed":
            _take_out(session, now, actor, row)
        row.state, row.decided_by, row.decided_at, row.reason_sealed = "waiting", None, None, None
        _say(session, now, actor, row, "mail_undone", {})


def _say(session: Session, now: datetime, actor: Actor, row: Message, kind: str, data: dict[str, str]) -> None:
    journal.write(session, now, actor, kind, office_id=row.office_id, data={"message": row.id} | data)


def _take_out(session: Session, now: datetime, actor: Actor, row: Message) -> None:
    """Take a message out of every case in which it lies, under a key of its own again."""
    filings = session.scalars(select(Filing).where(Filing.message_id == row.id, Filing.undone_at.is_(None))).all()
    _refuse_moved(session, row, filings)
    key = mail = None
    for filing in filings:
        request = find_request(session, actor, filing.request_id or "", Act.RECORD)
        case_key = key_of(session, filing.case_id)
        key = CaseKey(case_key.open(filing.key_sealed or b"", f"filings:{filing.id}:key"))
        mail = whole_of(filing, case_key)
        if filing.reply_id:
            _take_back(session, now, actor, request, filing)
        journal.write(
            session, now, actor, "mail_unfiled", office_id=row.office_id, case_id=filing.case_id,
            request_id=filing.request_id, data={"message": row.id, "filing": filing.id},
        )  # fmt: skip
        filing.undone_at, filing.reply_id = now, None
        filing.key_sealed = filing.head_sealed = filing.text_sealed = None
    _forget_items(session, row)
    if key is not None and mail is not None:
        row.key_wrapped = house().keyring.wrap(key.secret, place_of_key(row.id))
        seal(row, key, mail)


def _refuse_moved(session: Session, row: Message, filings: Sequence[Filing]) -> None:
    """Raise `Problem` where what was done cannot be taken back any more."""
    settled = select(EvidenceItem.id).where(EvidenceItem.message_id == row.id, EvidenceItem.settled_at.is_not(None))
    if not row.blob or session.scalar(settled.limit(1)):
        says = N_("carried files that somebody has taken over already.")
        raise Problem("moved", "message", says, "Record beside it what is right.")
    if any(filing.filed_as == BOUNCED for filing in filings):
        says = N_("says that our mail came back: what the mail system did is not undone.")
        raise Problem("bounced", "message", says, "Send the request again, or record how it arrived.")


def _take_back(session: Session, now: datetime, actor: Actor, request: Request, filing: Filing) -> None:
    """The answer counts no more: the clocks that it ended run again from their own start, those it opened end."""
    answer = _event_of(session, request, filing.reply_id or "")
    _refuse_rested_on(session, request, answer)
    ended = session.scalars(select(Clock).where(Clock.ended_event == answer.id)).all()
    opened = select(Clock).where(Clock.opened_event == answer.id, Clock.ended_at.is_(None))
    event = journal.write(
        session, now, actor, Kind.TAKEN_BACK, office_id=request.office_id, case_id=request.case_id,
        request_id=request.id,
        data={
            "reply": filing.reply_id, "event": answer.id,
            "ends": [[clock.id, Kind.TAKEN_BACK.value] for clock in session.scalars(opened)],
            "opens": [_again(clock) for clock in ended],
        },
    )  # fmt: skip
    apply(session, event)
    for row in {request.id, *(clock.request_id for clock in ended if clock.request_id)}:
        refresh(session, session.get_one(Request, row), now)
    for clock in session.scalars(select(Clock).where(Clock.opened_event == event.id)):
        set_rung(session, session.get_one(Request, clock.request_id), clock, now)
    _forget_reply(session, request, filing)


def _event_of(session: Session, request: Request, reply_id: str) -> Event:
    events = session.scalars(select(Event).where(Event.request_id == request.id).order_by(Event.id.desc()))
    return next(event for event in events if event.data.get("reply") == reply_id and event.kind in STATE_AFTER)


def _refuse_rested_on(session: Session, request: Request, answer: Event) -> None:
    """Raise `Problem` where something happened since, or a family was told."""
    since = select(Event.kind).where(Event.request_id == request.id, Event.id > answer.id)
    if HAPPENS & set(session.scalars(since)):
        says = N_("was answered on: something else has happened to the request since.")
        raise Problem("rested_on", "message", says, "Record beside it what is right.")
    told = StatusLetter.proposed_at >= answer.recorded_at
    letters = session.scalars(select(StatusLetter).where(StatusLetter.case_id == request.case_id, told)).all()
    if any(letter.state in ("approved", "sent") for letter in letters):
        raise Problem("told", "message", "was told to the family already.", "Record beside it what is right.")
    for letter in letters:
        if letter.state != "dropped":
            letter.state, letter.occasion = "dropped", f"{letter.occasion}/{letter.id}"
            letter.version += 1


def _again(clock: Clock) -> dict[str, object]:
    """The entry of an event that opens a clock anew as it was."""
    return {
        "id": new_id(), "kind": clock.kind, "party": clock.party, "rule": clock.rule, "period": clock.period,
        "started_at": clock.started_at.isoformat(), "zone": clock.zone, "legal_due": clock.legal_due,
        "safe_due": clock.safe_due, "legal_at": clock.legal_at.isoformat() if clock.legal_at else None,
        "safe_at": clock.safe_at.isoformat() if clock.safe_at else None, "working": clock.working,
        "calendar": clock.calendar_version, "source": clock.source, "verification": clock.verification,
        "covers": clock.covers, "confirmed": clock.confirmed, "about": clock.about,
        "paused_at": clock.paused_at.isoformat() if clock.paused_at else None,
    }  # fmt: skip


def _forget_reply(session: Session, request: Request, filing: Filing) -> None:
    """The reply's own row goes, with the reference that it brought and no other reply did."""
    reply = session.get_one(Reply, filing.reply_id)
    filing.reply_id = None
    items = select(EvidenceItem).where(EvidenceItem.reply_id == reply.id)
    for item in session.scalars(items):
        item.reply_id = None
    session.flush()
    again = (
        select(func.count())
        .select_from(Reply)
        .where(Reply.request_id == request.id, Reply.reference == reply.reference)
    )
    if reply.reference and session.scalar(again) == 1:
        session.execute(
            delete(Reference).where(
                Reference.request_id == request.id, Reference.body == request.recipient_id,
                Reference.value == reply.reference,
            )
        )  # fmt: skip
    session.delete(reply)
    session.flush()


def _forget_items(session: Session, row: Message) -> None:
    """Its files lie inside the mail again, and nowhere else."""
    for item in session.scalars(select(EvidenceItem).where(EvidenceItem.message_id == row.id)):
        if item.apart:
            house().returned.erase(item.apart)
        session.delete(item)
    session.flush()
