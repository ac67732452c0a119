"""Work on many suspects, planted by a page and done by the workers: a file taken in, packages drafted.

Each step is one short transaction or a few drafts, so whoever writes beside it waits for moments only; a worker that
is lost leaves what it did, and the next goes on there.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from mlat.domain.operations import read_suspects
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem, Problems
from mlat.house import house
from mlat.model import Case, OperationWork, User, new_id, transaction
from mlat.services import journal
from mlat.services.access import NotHere, actor_of, find_case
from mlat.services.batching import sealed
from mlat.services.operations import Wish, mass_referral, plan
from mlat.services.suspects import enter_lines, refuse_wrong
from mlat.services.vault import key_of

LINES = 10
"""Lines of a file taken in at once: with the embedded database nobody else reads or writes meanwhile."""
PACKAGES = 5
"""Packages drafted at once."""


def plant_suspects(actor: Actor, now: datetime, case_id: str, wish: Wish, text: str) -> str:
    """Have the workers take in a CSV file; returns the id of the work.

    Raises `Problems` that name line and column where any line could not be entered; nothing is planted then.
    """
    lines = read_suspects(text)
    with transaction() as session:
        case = find_case(session, actor, case_id, Act.EDIT_CASE)
        refuse_wrong(session, case, lines)
        row = _planted(session, actor, now, case, "suspects", wish, len(lines))
        row.file_sealed = key_of(session, case.id).seal(text, f"operation_works:{row.id}:file")
        return row.id


def plant_packages(actor: Actor, now: datetime, case_id: str, wish: Wish) -> str:
    """Have the workers draft the packages that are still missing; returns the id of the work."""
    found = plan(actor, now, case_id, wish)
    with transaction() as session:
        case = find_case(session, actor, case_id, Act.DRAFT)
        row = _planted(session, actor, now, case, "packages", wish, len(found.possible))
        row.done = len(found.drafted)
        return row.id


def stop(actor: Actor, now: datetime, work_id: str) -> None:
    """Do nothing more of it; the step in hand is finished."""
    with transaction() as session:
        row = _own(session, actor, work_id)
        if row.stopped_at is None:
            row.stopped_at = now
            journal.write(
                session,
                now,
                actor,
                "operation_stopped",
                office_id=row.office_id,
                case_id=row.case_id,
                data={"work": row.id},
            )


def resume(actor: Actor, now: datetime, work_id: str) -> None:
    """Go on with it, also where it stopped by itself."""
    with transaction() as session:
        row = _own(session, actor, work_id)
        row.stopped_at = row.problem_sealed = None
        journal.write(
            session,
            now,
            actor,
            "operation_resumed",
            office_id=row.office_id,
            case_id=row.case_id,
            data={"work": row.id},
        )


def take(now: datetime) -> str | None:
    """Claim one piece of work for this worker; one whose worker was lost is claimed again."""
    with transaction() as session:
        row = session.scalar(
            select(OperationWork)
            .where(
                OperationWork.ended_at.is_(None),
                OperationWork.stopped_at.is_(None),
                or_(OperationWork.lease_until.is_(None), OperationWork.lease_until < now),
            )
            .order_by(OperationWork.started_at, OperationWork.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if row is None:
            return None
        row.lease_until = _lease(now)
        return row.id


def work(now: datetime, work_id: str) -> bool:
    """Do one step of what was taken; whether there is more to do. What cannot be done stops that work alone."""
    with transaction() as session:
        row = session.get_one(OperationWork, work_id)
        if row.ended_at or row.stopped_at:
            return False
        actor = actor_of(session.get_one(User, row.started_by))
        step = _take_in if row.kind == "suspects" else _draft
    try:
        return step(now, actor, work_id)
    except (Problem, Problems, NotHere) as failure:
        with transaction() as session:
            row = session.get_one(OperationWork, work_id)
            row.problem_sealed = sealed(session, row.case_id, f"operation_works:{row.id}:problem", failure)
            row.stopped_at, row.lease_until = now, None
        return False


def let_go(work_id: str) -> None:
    """Leave what was taken to the next worker."""
    with transaction() as session:
        session.get_one(OperationWork, work_id).lease_until = None


def _take_in(now: datetime, actor: Actor, work_id: str) -> bool:
    """The next lines of the file, entered together; the file goes when its last line stands in the case."""
    with transaction() as session:
        row = session.get_one(OperationWork, work_id, with_for_update=True, populate_existing=True)
        if row.ended_at is not None:
            return False  # another worker, to whom this one was lost, was faster
        case = find_case(session, actor, row.case_id, Act.EDIT_CASE)
        place = f"operation_works:{row.id}:file"
        lines = read_suspects(key_of(session, case.id).text(row.file_sealed, place))[row.done : row.done + LINES]
        enter_lines(session, now, actor, case, lines)
        row.lease_until = _lease(now)
        row.done += len(lines)
        if row.done >= row.total:
            row.file_sealed, row.ended_at = None, now
        return row.ended_at is None


def _draft(now: datetime, actor: Actor, work_id: str) -> bool:
    """The next packages, each in a transaction of its own."""
    with transaction() as session:
        row = session.get_one(OperationWork, work_id)
        case_id, wish = row.case_id, Wish(row.code, row.measure, row.organised)
    found = mass_referral(actor, now, case_id, wish, PACKAGES)
    with transaction() as session:
        row = session.get_one(OperationWork, work_id)
        row.total, row.done, row.lease_until = len(found.possible), len(found.drafted), _lease(now)
        if row.done >= row.total:
            row.ended_at = now
        return row.ended_at is None


def _planted(
    session: Session, actor: Actor, now: datetime, case: Case, kind: str, wish: Wish, total: int
) -> OperationWork:
    row = OperationWork(
        id=new_id(), office_id=case.office_id, case_id=case.id, started_by=actor.user_id, started_at=now,
        kind=kind, code=wish.code, measure=wish.measure, organised=wish.organised, total=total, done=0,
    )  # fmt: skip
    session.add(row)
    session.flush()
    data = {"work": row.id, "kind": kind, "total": total}
    journal.write(session, now, actor, "operation_planted", office_id=case.office_id, case_id=case.id, data=data)
    return row


def _own(session: Session, actor: Actor, work_id: str) -> OperationWork:
    row = session.get(OperationWork, work_id, with_for_update=True)
    if row is None:
        raise NotHere("work")
    find_case(session, actor, row.case_id, Act.EDIT_CASE if row.kind == "suspects" else Act.DRAFT)
    return row


def _lease(now: datetime) -> datetime:
    return now + timedelta(seconds=house().settings.lease_seconds)
