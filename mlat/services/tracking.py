"""What came back, by hand or from mail, and what a person decides about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from mlat.domain.casefile import ReplyInput
from mlat.domain.instants import read_instant, read_zone
from mlat.domain.lifecycle import REPLIES, Kind
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.domain.routes import limits_of_use
from mlat.model import Case, EvidenceItem, Reply, Request, new_id, transaction
from mlat.services.access import find_request
from mlat.services.happening import happen
from mlat.services.references import note_reference
from mlat.services.vault import key_of


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
    """The same inside a transaction that is open; `source` are codes and ids that say whence it came, for the event."""
    kind = _reply_kind(given.kind)
    if kind is Kind.PROMISED and given.promised_on is None:
        raise Problem("empty", "promised_on", "is empty.", "Give the day that was promised.")
    at, zone = read_instant(given.at), read_zone(given.zone).key
    key = key_of(session, row.case_id)
    reply = Reply(
        id=new_id(),
        case_id=row.case_id,
        request_id=row.id,
        kind=kind,
        at=at,
        zone=zone,
        reference=given.reference,
        came=[list(pair) for pair in given.came],
        missing=[list(pair) for pair in given.missing],
    )
    reply.note_sealed = key.seal(given.note, f"replies:{reply.id}:note") if given.note else None
    session.add(reply)
    session.flush()
    for item in given.evidence:
        session.add(
            EvidenceItem(
                id=new_id(),
                case_id=row.case_id,
                reply_id=reply.id,
                what=item.what,
                size=item.size,
                sha256=item.sha256,
                place=item.place,
                custodian=item.custodian,
                use_limit=limits_of_use(row.route),
                recorded_at=now,
            )
        )
    note_reference(session, session.get_one(Case, row.case_id), row, row.recipient_id, given.reference)
    happen(
        session,
        now,
        actor,
        row,
        kind,
        at=at,
        zone=zone,
        promised_on=given.promised_on,
        until=given.until,
        data={
            "reply": reply.id,
            "came": reply.came,
            "missing": reply.missing,
            "evidence": [i.sha256 for i in given.evidence],
        }
        | dict(source or {}),
    )
    return reply.id


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


def withdraw(actor: Actor, now: datetime, request_id: str) -> None:
    """Every clock of the request ends; whoever has it is told by `withdrawing.withdraw`."""
    with transaction() as session:
        happen(session, now, actor, find_request(session, actor, request_id, Act.APPROVE), Kind.WITHDRAWN)


def close(actor: Actor, now: datetime, request_id: str) -> None:
    """Close a request; every clock of it ends."""
    with transaction() as session:
        happen(session, now, actor, find_request(session, actor, request_id, Act.RECORD), Kind.CLOSED)
