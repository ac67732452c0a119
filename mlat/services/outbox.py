"""The outbox: a mail is a row first, then on the wire; it goes once, and only a person settles a doubt."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, select, update
from sqlalchemy.orm import Session

from mlat.domain.lifecycle import ENDED, Kind
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.house import house
from mlat.mail.composing import Attachment, compose
from mlat.mail.sending import NotSent, Unsure
from mlat.model import Case, Dispatch, Leg, Office, Request, StatusLetter, new_id, transaction
from mlat.services import following, journal
from mlat.services.access import NotHere, find_case
from mlat.services.families import why_stopped
from mlat.services.happening import happen
from mlat.services.replyto import refuse_own, reply_address
from mlat.services.vault import key_of

UNSETTLED = ("queued", "sending", "unsure")
KIND_OF = {"sent": Kind.SENT, "failed": Kind.SEND_FAILED, "unsure": Kind.SEND_UNSURE}
"""How the mail of a leg went, as an event."""
LETTER_KIND = {"sent": "letter_sent", "failed": "letter_failed", "unsure": "letter_unsure"}
PAGE_KIND = {"sent": "mail_sent", "failed": "mail_failed", "unsure": "mail_unsure"}
"""Of a mail about the recipient's page: its link, or a code."""


def attached(number: str, pdf: bytes) -> Attachment:
    """A paper as it hangs on a mail, named by its number."""
    return Attachment(f"{number.replace('/', '-')}.pdf", "application/pdf", pdf)


def put(
    session: Session,
    now: datetime,
    case: Case,
    to: str,
    subject: str,
    text: str,
    attachments: Sequence[Attachment],
    *,
    request_id: str | None = None,
    leg_id: str | None = None,
    letter_id: str | None = None,
) -> Dispatch:
    """Queue a mail of a case's office, sealed under the case's key; a training case's goes to the mail-drop folder."""
    office, key, settings = session.get_one(Office, case.office_id), key_of(session, case.id), house().settings
    refuse_own(session, office.id, to, "address")
    message_id = f"<{new_id()}@{settings.mail_from.partition('@')[2]}>"
    raw = compose(
        sender=settings.mail_from,
        to=to,
        subject=subject,
        text=text,
        message_id=message_id,
        at=now,
        # The office's mailbox may say what it works on: to a family nothing outside does.
        reply_to="" if letter_id else (reply_address(session, request_id) if request_id else "") or office.email,
        attachments=tuple(attachments),
    )
    mail_id = new_id()
    row = Dispatch(
        id=mail_id,
        office_id=office.id,
        case_id=case.id,
        request_id=request_id,
        leg_id=leg_id,
        letter_id=letter_id,
        message_id=message_id,
        recipient_sealed=key.seal(to, f"dispatches:{mail_id}:recipient"),
        blob=house().blobs.put(key, raw),
        sha256=hashlib.sha256(raw).hexdigest(),
        drop_only=case.training,
        queued_at=now,
    )
    session.add(row)
    session.flush()
    return row


def refuse_unsettled(session: Session, where: str, its: ColumnElement[bool]) -> None:
    """What waits as a mail, or may have gone, is not sent another way beside it: raises `Problem` at `where`."""
    state = session.scalar(select(Dispatch.state).where(its, Dispatch.state.in_(UNSETTLED)).limit(1))
    if state is not None:
        raise Problem("mailed", where, "has a mail that is %(state)s.", "Wait, or settle that mail first.", state=state)


def take(now: datetime) -> str | None:
    """Claim one queued mail for this worker; a claimed mail is never claimed again by itself."""
    with transaction() as session:
        row = session.scalar(
            select(Dispatch)
            .where(Dispatch.state == "queued")
            .order_by(Dispatch.queued_at, Dispatch.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if row is None:
            return None
        row.state, row.lease_until = "sending", now + timedelta(seconds=house().settings.lease_seconds)
        return row.id


def deliver(now: datetime, dispatch_id: str) -> str:
    """Put a claimed mail on the wire and record how it went; returns its state.

    What nobody claimed, or what was claimed once and is in doubt, stays as it is. A mail whose request has ended,
    or whose case was erased, in between does not go.
    """
    with transaction() as session:
        row = session.get_one(Dispatch, dispatch_id)
        if row.state != "sending":
            return row.state
        ended = _ended(session, now, row)
    if ended:
        return _settle(now, dispatch_id, "failed", ended)
    with transaction() as session:
        row = session.get_one(Dispatch, dispatch_id)
        key = key_of(session, row.case_id)
        to = key.text(row.recipient_sealed, f"dispatches:{row.id}:recipient")
        raw, needs_tls, drop_only = house().blobs.get(key, row.blob), row.needs_tls, row.drop_only
    post = house().drop if drop_only else house().post
    try:
        post.send(raw, to, needs_tls=needs_tls)
    except NotSent as refused:
        return _settle(now, dispatch_id, "failed", str(refused))
    except Unsure as doubt_:
        return _settle(now, dispatch_id, "unsure", str(doubt_))
    return _settle(now, dispatch_id, "sent", "")


def _ended(session: Session, now: datetime, row: Dispatch) -> str:
    """Why a mail that waited must not go any more; empty where it may."""
    if session.get_one(Case, row.case_id).erased_at is not None:
        return "case erased"
    if row.letter_id:
        return why_stopped(session, now, row.letter_id)
    request = session.get(Request, row.request_id) if row.request_id else None
    return "request ended" if request is not None and request.state in ENDED else ""


def doubt(now: datetime) -> int:
    """Mails whose worker was lost in mid-send: nobody knows whether they went, so a person decides."""
    with transaction() as session:
        lost = session.scalars(select(Dispatch.id).where(Dispatch.state == "sending", Dispatch.lease_until < now)).all()
    return sum(_settle(now, dispatch_id, "unsure", "worker lost") == "unsure" for dispatch_id in lost)


def settle_unsure(actor: Actor, now: datetime, dispatch_id: str, went: bool) -> None:
    """A person has looked: the doubtful mail went, or it did not (then it can be sent again)."""
    with transaction() as session:
        row = session.get(Dispatch, dispatch_id)
        if row is None or row.office_id != actor.office_id:
            raise NotHere("dispatch")
        find_case(session, actor, row.case_id, Act.SEND)
        if row.state != "unsure":
            raise Problem("state", "mail", "is %(state)s, not in doubt.", state=row.state)
        # Of the instants at which it may have gone, the earliest keeps every hold on the safe side.
        at = row.queued_at if went else now
    _settle(now, dispatch_id, "sent" if went else "failed", "" if went else "settled by a person", actor, at)


def _settle(
    now: datetime, dispatch_id: str, state: str, error: str, actor: Actor | None = None, at: datetime | None = None
) -> str:
    """Record how a mail went, once: a settled one stays, and a doubtful one is not doubted again."""
    open_states = ("sending",) if state == "unsure" else ("sending", "unsure")
    with transaction() as session:
        claimed = session.execute(
            update(Dispatch)
            .where(Dispatch.id == dispatch_id, Dispatch.state.in_(open_states))
            .values(state=state, settled_at=now, error=error, lease_until=None)
        )
        row = session.get_one(Dispatch, dispatch_id, populate_existing=True)
        if cast(CursorResult[Any], claimed).rowcount == 0:
            return row.state
        who = actor or Actor(row.office_id)
        if row.letter_id:
            _letter_settled(session, now, who, row.letter_id, state)
        elif row.request_id and row.leg_id:
            _leg_settled(session, now, who, row, state, at or now)
        else:
            _page_mail_settled(session, now, who, row, state)
        return row.state


def _leg_settled(session: Session, now: datetime, actor: Actor, mail: Dispatch, state: str, at: datetime) -> None:
    row = session.get_one(Request, mail.request_id, with_for_update={"key_share": True})
    leg = session.get_one(Leg, mail.leg_id)
    leg.state = state
    if state == "sent":
        leg.sent_at = at
    data = {"dispatch": mail.id, "sha256": mail.sha256, "error": mail.error, "leg": leg.id, "channel": leg.channel}
    if row.state in ENDED:
        # The request ended while its mail was on its way: that it went, or not, is known and changes nothing.
        kind, ids = KIND_OF[state], {"case_id": row.case_id, "request_id": row.id}
        journal.write(session, now, actor, kind, office_id=row.office_id, **ids, at=at, zone=leg.zone, data=data)
    else:
        happen(session, now, actor, row, KIND_OF[state], at=at, zone=leg.zone, leg=leg, data=data)
        if state == "sent":
            following.sent(session, actor, now, row, at, leg.zone)


def _page_mail_settled(session: Session, now: datetime, actor: Actor, mail: Dispatch, state: str) -> None:
    journal.write(
        session,
        now,
        actor,
        PAGE_KIND[state],
        office_id=mail.office_id,
        case_id=mail.case_id,
        request_id=mail.request_id,
        data={"dispatch": mail.id, "sha256": mail.sha256},
    )


def _letter_settled(session: Session, now: datetime, actor: Actor, letter_id: str, state: str) -> None:
    letter = session.get_one(StatusLetter, letter_id)
    if state == "sent" or letter.state != "dropped":
        letter.state = "sent" if state == "sent" else "approved"
    letter.sent_at = now if state == "sent" else None
    journal.write(
        session,
        now,
        actor,
        LETTER_KIND[state],
        office_id=letter.office_id,
        case_id=letter.case_id,
        data={"letter": letter.id},
    )
