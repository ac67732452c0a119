"""Papers that follow a request on its own way: the signed original of an urgent one, the answer to a question.

They rest on the law and go to the recipient of the request they follow; what they fulfil is done when they leave.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.clock_parts import OWN_DUTY
from mlat.domain.lifecycle import PERMITTED, Kind
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.domain.withdrawal import WITHDRAWAL
from mlat.model import Clock, Paper, Reply, Request, transaction
from mlat.services import inquiring
from mlat.services.access import NotHere, find_request
from mlat.services.clocking import met
from mlat.services.covering import COVERING
from mlat.services.drafting import child_code
from mlat.services.happening import happen
from mlat.services.rungs import INQUIRY
from mlat.services.same_way import begun_on_it, on_the_way_of

CONFIRMATION, ANSWER = "urgent_confirmation", "more_information"
LETTER = {CONFIRMATION: "C", ANSWER: "A", WITHDRAWAL: "W"}
"""How the code of such a request goes on from that of the one it follows."""
UNSENT = frozenset({"draft", "approved", "issued"})


def confirm_urgent(actor: Actor, now: datetime, clock_id: str) -> str:
    """Draft the written confirmation that a running duty of ours asks for; returns the request's id.

    Pressed again, it leads to the one that was begun. Raises `Problem` for a clock that is no such duty.
    """
    with transaction() as session:
        clock = session.get(Clock, clock_id)
        if clock is None or clock.request_id is None:
            raise NotHere("clock")
        parent = find_request(session, actor, clock.request_id, Act.DRAFT)
        if clock.kind != OWN_DUTY or clock.ended_at is not None or parent.recipient_kind != "authority":
            says = "is no duty of ours to confirm a request that runs."
            raise Problem("kind", "clock", says, "Look at the clocks of the request.")
        return confirmation(session, actor, now, parent)


def confirmation(session: Session, actor: Actor, now: datetime, parent: Request) -> str:
    """Like `confirm_urgent`, inside a transaction that runs."""
    left = session.scalars(
        select(Paper.sha256)
        .where(Paper.request_id == parent.id, Paper.is_sent_one, Paper.form != COVERING)
        .order_by(Paper.number)
    ).first()
    return follow(session, actor, now, parent, CONFIRMATION, {"original_hash": left or ""})


def answer_question(actor: Actor, now: datetime, request_id: str) -> str:
    """Draft the answer to what the recipient asked last; returns the request's id.

    Pressed again, it leads to the one that was begun. Raises `Problem` where nothing was asked.
    """
    with transaction() as session:
        parent = find_request(session, actor, request_id, Act.DRAFT)
        asked = session.scalars(
            select(Reply)
            .where(Reply.request_id == parent.id, Reply.kind == Kind.MORE_ASKED)
            .order_by(Reply.at.desc(), Reply.id)
        ).first()
        if asked is None or parent.state not in PERMITTED[Kind.MORE_GIVEN]:
            raise Problem("state", "request", "has no open question.", "Record first what the recipient asked.")
        given = {"question_on": asked.at.astimezone(ZoneInfo(asked.zone)).date().isoformat()}
        return follow(session, actor, now, parent, ANSWER, given | _reference(asked))


def _reference(asked: Reply) -> dict[str, str]:
    """The reference under which they asked; without one, what they gave before stands."""
    return {"foreign_reference": asked.reference} if asked.reference else {}


def sent(session: Session, actor: Actor, now: datetime, row: Request, at: datetime, zone: str) -> None:
    """What is fulfilled by a paper that left at `at`: the duty of the request it follows, or the answer it owed."""
    if row.measure == INQUIRY:
        inquiring.left(session, actor, now, row, at, zone)
    parent = session.get(Request, row.parent_id) if row.parent_id and row.measure in LETTER else None
    if parent is None:
        return
    if row.measure == ANSWER and parent.state in PERMITTED[Kind.MORE_GIVEN]:
        happen(session, now, actor, parent, Kind.MORE_GIVEN, at=at, zone=zone, data={"by": row.id})
    elif row.measure == CONFIRMATION:
        duties = select(Clock).where(
            Clock.request_id == parent.id, Clock.kind == OWN_DUTY, Clock.ended_at.is_(None), Clock.started_at <= at
        )
        for clock in session.scalars(duties).all():
            met(session, actor, now, parent, clock, row.number or row.code, at)


def follow(
    session: Session,
    actor: Actor,
    now: datetime,
    parent: Request,
    measure: str,
    given: Mapping[str, str],
    identifiers: Sequence[str] = (),
) -> str:
    """Draft a paper of our own on the way of the request that it follows, or find the one that was begun; its id."""
    begun = session.scalar(
        select(Request.id).where(Request.parent_id == parent.id, Request.measure == measure, Request.state.in_(UNSENT))
    )
    if begun is not None:
        return begun
    row = on_the_way_of(parent, measure, measure, child_code(session, parent, LETTER[measure]))
    row.identifiers = list(identifiers)
    return begun_on_it(session, actor, now, row, parent, {name: text for name, text in given.items() if text})
