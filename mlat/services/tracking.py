"""What came back, by hand or from mail, and what a person decides about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from mlat.domain.casefile import EvidenceInput, ReplyInput
from mlat.domain.instants import read_instant, read_zone
from mlat.domain.lifecycle import REPLIES, Kind
from mlat.domain.permissions import Act, Actor
from mlat.domain.preflight.grounds import REFUSALS
from mlat.domain.problems import Problem
from mlat.domain.routes import limits_of_use
from mlat.model import Case, EvidenceItem, Leg, Reply, Request, new_id, transaction
from mlat.services import journal
from mlat.services.access import find_request
from mlat.services.happening import happen
from mlat.services.onward import leg_of, pass_on
from mlat.services.references import note_reference
from mlat.services.setting_aside import set_aside
from mlat.services.vault import key_of

OfMoment = Callable[[Actor, datetime, str, datetime, str], None]
"""An act of ours on a request that needs nothing but when it happened: (actor, now, request id, instant, zone)."""


def record_reply(actor: Actor, now: datetime, request_id: str, given: ReplyInput) -> str:
    """Record an answer of any kind; returns the reply's id. The clocks follow from its kind."""
    with transaction() as session:
        return record_in(session, actor, now, find_request(session, actor, request_id, Act.RECORD), given)


def record_in(
    session: Session,
    actor: Actor,
    now: datetime,
    row: Request,
    given: ReplyInput,
    source: Mapping[str, str] | None = None,
) -> str:
    """The same inside a transaction that is open; `source` are codes and ids that say whence it came, for the event.

    What a body on the way answers is of its leg: its receipt stops no clock of the recipient.
    """
    kind = _reply_kind(given.kind)
    _refuse_incomplete(kind, given)
    at, zone = read_instant(given.at), read_zone(given.zone).key
    leg = leg_of(session, row, given.leg)
    reply = _kept(session, row, kind, at, zone, given, leg, source or {})
    session.add(reply)
    session.flush()
    for item in given.evidence:
        session.add(_outside(row, reply, item, now))
    for file in given.files:
        set_aside(
            session, now, case_id=row.case_id, request_id=row.id, message_id=reply.message_id, name=file.name,
            declared_type=file.declared, data=file.data, by=actor, reply_id=reply.id, what=file.what,
        )  # fmt: skip
    onward = pass_on(session, row, leg, given.passed_to, at, zone) if kind is Kind.TRANSFERRED else None
    answering = onward or leg
    body = answering.to_body if answering else row.recipient_id
    note_reference(session, session.get_one(Case, row.case_id), row, body, given.reference)
    data: dict[str, Any] = {
        "reply": reply.id,
        "came": reply.came,
        "missing": reply.missing,
        "evidence": [i.sha256 for i in given.evidence],
    }
    if reply.ground:
        data["ground"] = reply.ground
    if reply.spans:
        data["spans"] = reply.spans
    data |= source or {}
    if leg is not None and not leg.reaches_recipient and kind in ON_THE_WAY:
        _on_the_way(session, now, actor, row, leg, kind, at, zone, data)
        return reply.id
    happen(
        session,
        now,
        actor,
        row,
        kind,
        at=at,
        zone=zone,
        leg=onward,
        promised_on=given.promised_on,
        until=given.until,
        data=data,
    )
    return reply.id


ON_THE_WAY = frozenset({Kind.ACKNOWLEDGED, Kind.RETURNED})
"""Answers that say something else when a body on the way gives them: it has the request, or sends it back."""


def _refuse_incomplete(kind: Kind, given: ReplyInput) -> None:
    if kind is Kind.PROMISED and given.promised_on is None:
        raise Problem("empty", "promised_on", "is empty.", "Give the day that was promised.")
    if kind is Kind.LINK_GIVEN and not given.link.strip():
        raise Problem("empty", "link", "is empty.", "Copy the link from their message.")
    if given.ground and given.ground not in REFUSALS:
        says, remedy = "is no ground of refusal.", "Choose one of the list."
        raise Problem("ground", "ground", says, remedy)
    if any(first > last for first, last in given.spans.values()):
        raise Problem("range", "spans", "ends before it begins.", "Give the first day first.")


def _kept(
    session: Session, row: Request, kind: Kind, at: datetime, zone: str, given: ReplyInput, leg: Leg | None,
    source: Mapping[str, str],
) -> Reply:  # fmt: skip
    key = key_of(session, row.case_id)
    reply = Reply(
        id=new_id(),
        case_id=row.case_id,
        request_id=row.id,
        leg_id=leg.id if leg else None,
        message_id=source.get("message", ""),
        kind=kind,
        at=at,
        zone=zone,
        reference=given.reference,
        ground=given.ground if kind is Kind.REFUSED else "",
        came=[list(pair) for pair in given.came],
        missing=[list(pair) for pair in given.missing],
        spans={":".join(pair): [day.isoformat() for day in days] for pair, days in given.spans.items()},
    )
    reply.note_sealed = key.seal(given.note, f"replies:{reply.id}:note") if given.note else None
    link = given.link.strip() if kind is Kind.LINK_GIVEN else ""
    reply.link_sealed = key.seal(link, f"replies:{reply.id}:link") if link else None
    return reply


def _outside(row: Request, reply: Reply, item: EvidenceInput, now: datetime) -> EvidenceItem:
    """What a person says is kept outside already: it never was here."""
    return EvidenceItem(
        id=new_id(),
        case_id=row.case_id,
        request_id=row.id,
        reply_id=reply.id,
        what=item.what,
        size=item.size,
        sha256=item.sha256,
        place=item.place,
        custodian=item.custodian,
        use_limit=limits_of_use(row.route),
        recorded_at=now,
    )


def _on_the_way(
    session: Session, now: datetime, actor: Actor, row: Request, leg: Leg, kind: Kind, at: datetime, zone: str,
    data: dict[str, Any],
) -> None:  # fmt: skip
    if kind is Kind.RETURNED:
        leg.state = "returned"
        happen(session, now, actor, row, Kind.LEG_RETURNED, at=at, zone=zone, leg=leg, data=data)
    elif leg.received_at is None:
        leg.state, leg.received_at = "received", at
        happen(session, now, actor, row, Kind.RECEIVED, at=at, zone=zone, leg=leg, data=data)
    else:
        journal.write(
            session, now, actor, "reply_on_way", office_id=row.office_id, case_id=row.case_id, request_id=row.id,
            at=at, zone=zone, data=data | {"of": leg.id},
        )  # fmt: skip


def _reply_kind(name: str) -> Kind:
    if name not in {kind.value for kind in REPLIES}:
        raise Problem(
            "kind",
            "kind",
            "%(kind)s is no kind of answer.",
            "Choose of: %(known)s.",
            kind=name,
            known=", ".join(sorted(REPLIES)),
        )
    return Kind(name)


def give_more(actor: Actor, now: datetime, request_id: str, at: datetime, zone: str) -> None:
    """Record that we answered the recipient's question; the recipient has the ball again."""
    with transaction() as session:
        happen(
            session,
            now,
            actor,
            find_request(session, actor, request_id, Act.RECORD),
            Kind.MORE_GIVEN,
            at=at,
            zone=zone,
        )


def accept_conditions(actor: Actor, now: datetime, request_id: str, at: datetime, zone: str) -> None:
    """Accept the conditions that they offered: the recipient has the ball again, and they bind like limits of use."""
    with transaction() as session:
        row = find_request(session, actor, request_id, Act.APPROVE)
        happen(session, now, actor, row, Kind.CONDITIONS_ACCEPTED, at=at, zone=zone)


def lose_link(actor: Actor, now: datetime, request_id: str, at: datetime, zone: str) -> None:
    """Record that a download link had ended and that a new one was asked for: they owe again."""
    with transaction() as session:
        row = find_request(session, actor, request_id, Act.RECORD)
        happen(session, now, actor, row, Kind.LINK_LOST, at=at, zone=zone)


def close(actor: Actor, now: datetime, request_id: str) -> None:
    """Close a request; every clock of it ends."""
    with transaction() as session:
        happen(session, now, actor, find_request(session, actor, request_id, Act.RECORD), Kind.CLOSED)
