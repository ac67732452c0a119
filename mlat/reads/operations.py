"""How far the planted work of a case's operations has come."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.keys import CaseKey
from mlat.model import OperationWork, User, reading
from mlat.services.access import find_case, require
from mlat.services.vault import key_of

NEWEST = 5


@dataclass(frozen=True)
class WorkView:
    """One piece of work as it stands."""

    id: str
    kind: str
    """`suspects` of a file taken in, or `packages` drafted."""
    code: str
    by: str
    started_at: datetime
    done: int
    total: int
    stopped: bool
    ended: bool
    problem: Problem | None

    @property
    def going(self) -> bool:
        """Whether workers are at it, or will be."""
        return not (self.ended or self.stopped)


def works(actor: Actor, case_id: str) -> tuple[WorkView, ...]:
    """The newest work planted in a case, newest first."""
    require(actor, Act.DRAFT)
    with reading() as session:
        case = find_case(session, actor, case_id)
        key = key_of(session, case.id)
        rows = session.execute(
            select(OperationWork, User.name)
            .join(User, User.id == OperationWork.started_by)
            .where(OperationWork.case_id == case.id)
            .order_by(OperationWork.started_at.desc(), OperationWork.id)
            .limit(NEWEST)
        ).all()
        return tuple(_view(row, by, key) for row, by in rows)


def _view(row: OperationWork, by: str, key: CaseKey) -> WorkView:
    return WorkView(
        row.id, row.kind, row.code, by, row.started_at, row.done, row.total,
        row.stopped_at is not None, row.ended_at is not None, _problem(row, key),
    )  # fmt: skip


def _problem(row: OperationWork, key: CaseKey) -> Problem | None:
    if row.problem_sealed is None:
        return None
    told = json.loads(key.text(row.problem_sealed, f"operation_works:{row.id}:problem"))
    return Problem(told["code"], told["where"], told["says"], told["remedy"], **told["values"])
