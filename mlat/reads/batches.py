"""How far the batches of an office have come, and what of them failed."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mlat.documents.forms import form
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.domain.two_persons import is_confirmed
from mlat.model import Batch, BatchItem, Case, Request, User, reading
from mlat.reads.requests import RequestLine, lines_of
from mlat.services.access import NotHere, require, to_issue
from mlat.services.vault import key_of

NEWEST = 20


@dataclass(frozen=True)
class Failure:
    """A request that could not be issued, and why."""

    request_id: str
    case: str
    code: str
    recipient: str
    problem: Problem


@dataclass(frozen=True)
class BatchView:
    """A batch as it stands."""

    id: str
    by: str
    started_at: datetime
    stopped: bool
    waiting: int
    working: int
    issued: int
    failed: int
    failures: tuple[Failure, ...] = ()

    @property
    def total(self) -> int:
        """Every request of the batch."""
        return self.waiting + self.working + self.issued + self.failed

    @property
    def done(self) -> bool:
        """Whether nothing of it waits any more."""
        return not (self.waiting or self.working)


@dataclass(frozen=True)
class Ready:
    """What is approved and in no batch that is under way."""

    lines: tuple[RequestLine, ...]
    unconfirmed: tuple[RequestLine, ...]
    """These wait for a second person first."""


def ready(actor: Actor) -> Ready:
    """The approved requests of the office that wait to be issued."""
    require(actor, Act.ISSUE)
    with reading() as session:
        rows = session.scalars(to_issue(actor).order_by(Request.created_at, Request.id)).all()
        waits = {row.id for row in rows if _lacks_second_person(row)}
        lines = lines_of(session, rows)
    return Ready(
        tuple(each for each in lines if each.id not in waits), tuple(each for each in lines if each.id in waits)
    )


def _lacks_second_person(row: Request) -> bool:
    return form(row.form).needs_two(row.measure) and not is_confirmed(row.route, row.approved_hash)


def batches(actor: Actor) -> tuple[BatchView, ...]:
    """The newest batches of the actor's office."""
    require(actor, Act.ISSUE)
    with reading() as session:
        rows = session.scalars(
            select(Batch).where(Batch.office_id == actor.office_id).order_by(Batch.started_at.desc()).limit(NEWEST)
        ).all()
        return tuple(_view(session, row) for row in rows)


def batch_view(actor: Actor, batch_id: str) -> BatchView:
    """One batch with its failures, one by one."""
    require(actor, Act.ISSUE)
    with reading() as session:
        row = session.scalar(select(Batch).where(Batch.id == batch_id, Batch.office_id == actor.office_id))
        if row is None:
            raise NotHere("batch")
        return _view(session, row, _failures(session, row))


def _view(session: Session, row: Batch, failures: tuple[Failure, ...] = ()) -> BatchView:
    counted = select(BatchItem.state, func.count()).where(BatchItem.batch_id == row.id).group_by(BatchItem.state)
    states = Counter[str]()
    for state, number in session.execute(counted):
        states[state] = number
    return BatchView(
        row.id,
        session.get_one(User, row.started_by).name,
        row.started_at,
        row.stopped_at is not None,
        states["planted"],
        states["taken"],
        states["issued"],
        states["failed"],
        failures,
    )


def _failures(session: Session, row: Batch) -> tuple[Failure, ...]:
    found = session.execute(
        select(BatchItem, Request, Case.reference)
        .join(Request, Request.id == BatchItem.request_id)
        .join(Case, Case.id == Request.case_id)
        .where(
            BatchItem.batch_id == row.id,
            BatchItem.state == "failed",
            Case.office_id == row.office_id,
            Case.erased_at.is_(None),
        )
        .order_by(BatchItem.settled_at, BatchItem.id)
    ).all()
    return tuple(
        Failure(request.id, reference, request.code, request.recipient_name, _problem(session, item, request.case_id))
        for item, request, reference in found
    )


def _problem(session: Session, item: BatchItem, case_id: str) -> Problem:
    told = json.loads(key_of(session, case_id).text(item.problem_sealed, f"batch_items:{item.id}:problem"))
    return Problem(told["code"], told["where"], told["says"], told["remedy"], **told["values"])
