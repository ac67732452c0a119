"""What came back, by hand or from mail, and what a person decides about it."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from mlat.domain.casefile import ReplyInput
from mlat.domain.clock_parts import HOLD, Opening
from mlat.domain.counting import Due
from mlat.domain.counting_rule import Kind as Counted
from mlat.domain.instants import read_instant, read_zone
from mlat.domain.lifecycle import REPLIES, Kind
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.model import Case, Clock, EvidenceItem, Reply, Request, new_id, transaction
from mlat.services import journal
from mlat.services.access import NotHere, find_request
from mlat.services.almanac import almanac_of
from mlat.services.happening import apply, happen, opening_entry
from mlat.services.projecting import refresh
from mlat.services.references import note_reference
from mlat.services.rungs import set_rung
from mlat.services.vault import key_of


def record_reply(actor: Actor, now: datetime, request_id: str, given: ReplyInput) -> str:
    """Record an answer of any kind; returns the reply's id. The clocks follow from its kind."""
    kind = _reply_kind(given.kind)
    if kind is Kind.PROMISED and given.promised_on is None:
        raise Problem("empty", "promised_on", "is empty.", "Give the day that was promised.")
    at, zone = read_instant(given.at), read_zone(given.zone).key
    with transaction() as session:
        row = find_request(session, actor, request_id, Act.RECORD)
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
                    use_limit="; ".join(row.route.get("use_limits", [])),
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
            },
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
    """No longer needed: every clock of the request ends."""
    with transaction() as session:
        happen(session, now, actor, find_request(session, actor, request_id, Act.APPROVE), Kind.WITHDRAWN)


def close(actor: Actor, now: datetime, request_id: str) -> None:
    """Close a request; every clock of it ends."""
    with transaction() as session:
        happen(session, now, actor, find_request(session, actor, request_id, Act.RECORD), Kind.CLOSED)


def extend_clock(
    actor: Actor,
    now: datetime,
    clock_id: str,
    reason: str,
    until: date | None = None,
    period: str | None = None,
) -> str:
    """Extend a deadline to an exact date, or by a period counted from its own start; returns the new clock's id.

    The running row ends and the next one opens; both stay, with the reason and the person.
    """
    if not reason.strip():
        raise Problem("empty", "reason", "is empty.", "Say why the deadline moves.")
    if (until is None) == (period is None):
        raise Problem("extension", "until", "and period: give exactly one.", "Give a date, or a period such as P10D.")
    with transaction() as session:
        old = session.get(Clock, clock_id)
        if old is None or old.request_id is None:
            raise NotHere("clock")
        row = find_request(session, actor, old.request_id, Act.RECORD)
        if old.ended_at is not None:
            raise Problem("state", "clock", "has ended.", "Extend the one that runs.")
        due = _until(old, until) if until else _counted(session, row, old, period or "")
        opening = Opening(
            old.kind,
            old.party,
            old.started_at,
            old.zone,
            old.rule,
            period or old.period,
            due,
            old.source,
            old.verification,
            tuple(old.covers),
            old.confirmed,
        )
        entry = opening_entry(opening)
        event = journal.write(
            session,
            now,
            actor,
            Kind.EXTENDED,
            office_id=row.office_id,
            case_id=row.case_id,
            request_id=row.id,
            data={
                "opens": [entry],
                "ends": [[old.id, "extended"]],
                "reason_sha256": hashlib.sha256(reason.encode()).hexdigest(),
                "from": old.legal_due,
                "to": entry["legal_due"],
            },
        )
        apply(session, event)
        refresh(session, row, now)
        new = session.get_one(Clock, entry["id"])
        set_rung(session, row, new, now)
        return new.id


def _until(old: Clock, until: date) -> Due:
    if until < old.started_at.astimezone(ZoneInfo(old.zone)).date():
        raise Problem("range", "until", "lies before the day on which the clock began.", "Give the later day.")
    return Due(until, until, (), old.rule, old.calendar_version, old.zone)


def _counted(session: Session, row: Request, old: Clock, period: str) -> Due:
    if not old.period:
        raise Problem("no_rule", "period", "cannot be counted: no law gives this clock a rule.", "Give a date.")
    counted = Counted.HOLD if old.kind == HOLD else Counted.ACT
    almanac = almanac_of(session, row.office_id)
    country = almanac.home if old.party == "us" else row.requested_state or ""
    return almanac.due(old.rule, period, old.started_at, old.zone, country, counted)
