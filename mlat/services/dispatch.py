"""Sending, leg by leg: by mail through a row that comes first, or recorded by hand with proof."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from mlat.documents import sheet
from mlat.documents.mailtext import covering_mail
from mlat.domain.lifecycle import ENDED, Kind, permit
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.house import house
from mlat.mail.composing import Attachment, compose
from mlat.mail.sending import NotSent, Unsure
from mlat.model import Case, Dispatch, Leg, Office, Paper, Request, StatusLetter, new_id, transaction
from mlat.services import journal
from mlat.services.access import NotHere, find_case, find_request
from mlat.services.addresses import Way, ways_to
from mlat.services.annexing import annex_bytes, annexes_for
from mlat.services.covering import COVERING, first_leg
from mlat.services.happening import happen
from mlat.services.recording import build
from mlat.services.references import note_reference
from mlat.services.vault import key_of

BY_HAND = ("portal", "post", "courier", "pouch", "by_hand", "telephone", "mail")
"""Channels that a person may record."""


def ways(actor: Actor, now: datetime, request_id: str) -> list[Way]:
    """How the first own leg of a request can travel: the office's own address book, for its own requests only."""
    with transaction() as session:
        row = find_request(session, actor, request_id, Act.SEND)
        return ways_to(session, row.office_id, first_leg(session, row).to_body, now)


def field_sheet(actor: Actor, now: datetime, request_id: str) -> tuple[tuple[str, str], ...]:
    """What to copy into a portal, label and value, in the request's language."""
    with transaction() as session:
        return sheet.fields(build(session, find_request(session, actor, request_id), now, None))


def send_mail(actor: Actor, now: datetime, request_id: str) -> str:
    """Queue the first leg as a mail; returns the dispatch's id. Nothing is on the wire yet.

    Raises `Problem` where no usable address is known, or the letter does not fit a mail.
    """
    with transaction() as session:
        row = find_request(session, actor, request_id, Act.SEND)
        permit(Kind.QUEUED, row.state)
        leg = first_leg(session, row)
        way = _mail_way(session, row, leg, now)
        leg.channel, leg.state = "mail", "queued"
        dispatch = _dispatch(session, row, leg, way, now)
        happen(
            session,
            now,
            actor,
            row,
            Kind.QUEUED,
            zone=leg.zone,
            leg=leg,
            data={"dispatch": dispatch.id, "sha256": dispatch.sha256},
        )
        return dispatch.id


def _mail_way(session: Session, row: Request, leg: Leg, now: datetime) -> Way:
    mails = [way for way in ways_to(session, row.office_id, leg.to_body, now) if way.channel == "mail"]
    usable = [way for way in mails if way.usable]
    if usable:
        return usable[0]
    if mails:
        raise Problem("address", "address", mails[0].why_not, "Look at the address book.")
    raise Problem(
        "address",
        "address",
        "no mail address of %(name)s is known.",
        "Enter one in the address book, or record another way.",
        name=leg.to_name,
    )


def _dispatch(session: Session, row: Request, leg: Leg, way: Way, now: datetime) -> Dispatch:
    case = session.get_one(Case, row.case_id)
    office = session.get_one(Office, row.office_id)
    key = key_of(session, row.case_id)
    settings = house().settings
    papers = session.scalars(
        select(Paper)
        .where(Paper.request_id == row.id, Paper.is_sent_one)
        .order_by(Paper.form == COVERING, Paper.number)
    ).all()
    annexes = annexes_for(session, row)
    language = office.language if leg.to_body != row.recipient_id else row.language
    subject, text = covering_mail(language, row.number or "", office.name, [p.number for p in papers], len(annexes))
    message_id = f"<{new_id()}@{settings.mail_from.partition('@')[2]}>"
    raw = compose(
        sender=settings.mail_from,
        to=way.address,
        subject=subject,
        text=text,
        message_id=message_id,
        at=now,
        reply_to=office.email,
        attachments=tuple(
            Attachment(f"{p.number.replace('/', '-')}.pdf", "application/pdf", house().blobs.get(key, p.blob))
            for p in papers
        )
        + tuple(Attachment(f"annex-{a.number}.pdf", "application/pdf", annex_bytes(key, a)) for a in annexes),
    )
    dispatch = Dispatch(
        id=new_id(),
        office_id=row.office_id,
        case_id=row.case_id,
        request_id=row.id,
        leg_id=leg.id,
        message_id=message_id,
        recipient_sealed=b"",
        blob=house().blobs.put(key, raw),
        sha256=hashlib.sha256(raw).hexdigest(),
        drop_only=case.training,
        queued_at=now,
    )
    dispatch.recipient_sealed = key.seal(way.address, f"dispatches:{dispatch.id}:recipient")
    session.add(dispatch)
    session.flush()
    return dispatch


def record_sent(
    actor: Actor,
    now: datetime,
    leg_id: str,
    channel: str,
    at: datetime,
    zone: str,
    reference: str = "",
    proof: bytes = b"",
) -> None:
    """Record that a leg was sent by hand: through a portal, by post, courier, pouch, by hand, by telephone.

    `at` may lie in the past; `reference` is the body's own; `proof` (a receipt) is kept and hashed.
    """
    _travel(actor, now, leg_id, Kind.SENT, "sent", channel, at, zone, reference, proof)


def record_received(
    actor: Actor, now: datetime, leg_id: str, at: datetime, zone: str, reference: str = "", proof: bytes = b""
) -> None:
    """Record that a leg arrived; a leg that reaches the recipient starts the recipient's clocks."""
    _travel(actor, now, leg_id, Kind.RECEIVED, "received", "", at, zone, reference, proof)


def record_returned(actor: Actor, now: datetime, leg_id: str, at: datetime, zone: str, reference: str = "") -> None:
    """Record that a body sent the request back."""
    _travel(actor, now, leg_id, Kind.LEG_RETURNED, "returned", "", at, zone, reference, b"")


def _travel(
    actor: Actor,
    now: datetime,
    leg_id: str,
    kind: Kind,
    state: str,
    channel: str,
    at: datetime,
    zone: str,
    reference: str,
    proof: bytes,
) -> None:
    if kind is Kind.SENT and channel not in BY_HAND:
        raise Problem(
            "channel",
            "channel",
            "%(channel)s is not a way to send.",
            "Choose of: %(known)s.",
            channel=channel,
            known=", ".join(BY_HAND),
        )
    with transaction() as session:
        leg = session.get(Leg, leg_id)
        if leg is None:
            raise NotHere("leg")
        row = find_request(session, actor, leg.request_id, Act.TRANSMIT if not leg.ours else Act.RECORD)
        if kind is Kind.SENT:
            _refuse_while_mailed(session, leg)
        elif leg.sent_at is not None and at < leg.sent_at:
            raise Problem("order", "at", "lies before the sending.", "Give the day on which it happened.")
        leg.channel = channel or leg.channel
        leg.state = state
        if kind is Kind.SENT:
            leg.sent_at = at
        elif kind is Kind.RECEIVED:
            leg.received_at = at
        data = (
            {
                "proof": hashlib.sha256(proof).hexdigest(),
                "proof_blob": house().blobs.put(key_of(session, row.case_id), proof),
            }
            if proof
            else {}
        )
        happen(session, now, actor, row, kind, at=at, zone=zone, leg=leg, data=data)
        note_reference(session, session.get_one(Case, row.case_id), row, leg.to_body, reference)


def _refuse_while_mailed(session: Session, leg: Leg) -> None:
    """What waits as a mail, or may have gone, is not sent another way beside it."""
    unsettled = select(Dispatch.state).where(
        Dispatch.leg_id == leg.id, Dispatch.state.in_(("queued", "sending", "unsure"))
    )
    state = session.scalar(unsettled.limit(1))
    if state is not None:
        raise Problem("mailed", "leg", "has a mail that is %(state)s.", "Wait, or settle that mail first.", state=state)


def take_dispatch(now: datetime) -> str | None:
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
        ended = _ended(session, row)
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


def doubt(now: datetime) -> int:
    """Mails whose worker was lost in mid-send: nobody knows whether they went, so a person decides."""
    with transaction() as session:
        lost = session.scalars(select(Dispatch.id).where(Dispatch.state == "sending", Dispatch.lease_until < now)).all()
    return sum(_settle(now, dispatch_id, "unsure", "worker lost") == "unsure" for dispatch_id in lost)


def _ended(session: Session, row: Dispatch) -> str:
    """Why a mail that waited must not go any more; empty where it may."""
    if session.get_one(Case, row.case_id).erased_at is not None:
        return "case erased"
    request = session.get(Request, row.request_id) if row.request_id else None
    return "request ended" if request is not None and request.state in ENDED else ""


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


KIND_OF = {"sent": Kind.SENT, "failed": Kind.SEND_FAILED, "unsure": Kind.SEND_UNSURE}


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


def _letter_settled(session: Session, now: datetime, actor: Actor, letter_id: str, state: str) -> None:
    letter = session.get_one(StatusLetter, letter_id)
    letter.state = "sent" if state == "sent" else "approved"
    letter.sent_at = now if state == "sent" else None
    journal.write(
        session,
        now,
        actor,
        f"letter_{state}",
        office_id=letter.office_id,
        case_id=letter.case_id,
        data={"letter": letter.id},
    )
