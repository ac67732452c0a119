"""Issuing many approved requests: planted at once, taken one by one by as many workers as one likes.

A batch changes nothing of how a request is issued: a paper is made once, whoever asks for it and how often.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem, Problems
from mlat.house import house
from mlat.model import Batch, BatchItem, Case, Request, User, new_id, transaction
from mlat.services import journal
from mlat.services.access import NotHere, actor_of, require, to_issue
from mlat.services.confirming import lacks_second_person
from mlat.services.issuing import issue
from mlat.services.vault import key_of

Failure = Problem | Problems | NotHere
"""What ends one piece of planted work, and that piece alone."""


def plant(actor: Actor, now: datetime, request_ids: Sequence[str] = ()) -> str:
    """Begin a batch of these approved requests, or of all of the office's that can be issued; returns its id.

    Raises `Problem` where there is none that is approved and not in an open batch already.
    """
    require(actor, Act.ISSUE)
    with transaction() as session:
        ready = to_issue(actor)
        if request_ids:
            ready = ready.where(Request.id.in_(request_ids))
        rows = session.scalars(ready).all()
        if not request_ids:  # who names them learns of each why it failed
            rows = [row for row in rows if not lacks_second_person(row)]
        if not rows:
            raise Problem("batch.empty", "requests", "are none that are approved.", "Approve some first.")
        batch = Batch(id=new_id(), office_id=actor.office_id, started_by=actor.user_id, started_at=now)
        session.add(batch)
        session.flush()
        session.add_all(BatchItem(id=new_id(), batch_id=batch.id, request_id=row.id) for row in rows)
        data = {"batch": batch.id, "requests": len(rows)}
        journal.write(session, now, actor, "batch_planted", office_id=batch.office_id, data=data)
        return batch.id


def stop(actor: Actor, now: datetime, batch_id: str) -> None:
    """Take nothing more of a batch; what is in hand is finished."""
    with transaction() as session:
        batch = _own(session, actor, batch_id)
        if batch.stopped_at is None:
            batch.stopped_at = now
            journal.write(session, now, actor, "batch_stopped", office_id=batch.office_id, data={"batch": batch.id})


def resume(actor: Actor, now: datetime, batch_id: str) -> None:
    """Go on with a batch, and try again what failed."""
    with transaction() as session:
        batch = _own(session, actor, batch_id)
        batch.stopped_at = None
        journal.write(session, now, actor, "batch_resumed", office_id=batch.office_id, data={"batch": batch.id})
        failed = (BatchItem.batch_id == batch.id) & (BatchItem.state == "failed")
        session.execute(update(BatchItem).where(failed).values(state="planted", settled_at=None, problem_sealed=None))


def take(now: datetime) -> str | None:
    """Claim one item for this worker, in the order of their drafting; one whose worker was lost is claimed again."""
    with transaction() as session:
        row = session.scalar(
            select(BatchItem)
            .join(Batch, Batch.id == BatchItem.batch_id)
            .join(Request, Request.id == BatchItem.request_id)
            .where(
                Batch.stopped_at.is_(None),
                or_(BatchItem.state == "planted", (BatchItem.state == "taken") & (BatchItem.lease_until < now)),
            )
            .order_by(Batch.started_at, Request.created_at, Request.id)
            .limit(1)
            .with_for_update(skip_locked=True, of=BatchItem)
        )
        if row is None:
            return None
        row.state, row.lease_until = "taken", now + timedelta(seconds=max(600, house().settings.lease_seconds))
        return row.id


def work(now: datetime, item_id: str) -> bool:
    """Issue the request of a taken item; whether its papers are there. A failure is that item's alone."""
    with transaction() as session:
        item = session.get_one(BatchItem, item_id)
        request_id = item.request_id
        actor = actor_of(session.get_one(User, session.get_one(Batch, item.batch_id).started_by))
    try:
        issue(actor, now, request_id)
    except (Problem, Problems, NotHere) as failure:
        return _settle(now, item_id, failure)
    return _settle(now, item_id, None)


def _settle(now: datetime, item_id: str, failure: Failure | None) -> bool:
    with transaction() as session:
        item = session.get_one(BatchItem, item_id, with_for_update=True)
        row = session.get_one(Request, item.request_id)
        issued = failure is None or (row.number is not None and row.state not in ("draft", "approved"))
        item.state, item.settled_at = "issued" if issued else "failed", now
        if failure is not None and not issued:
            item.problem_sealed = sealed(session, row.case_id, f"batch_items:{item.id}:problem", failure)
        return issued


def sealed(session: Session, case_id: str, place: str, failure: Failure) -> bytes | None:
    """Why planted work failed, as a page can say it again; nothing in a case that was erased while it waited."""
    if session.get_one(Case, case_id).erased_at is not None:
        return None
    return key_of(session, case_id).seal(json.dumps(_told(failure), ensure_ascii=False), place)


def _told(failure: Failure) -> dict[str, object]:
    """In words that the reader's language has."""
    if isinstance(failure, NotHere):
        return {"code": "gone", "where": "request", "says": "may not be issued by you.", "remedy": "", "values": {}}
    first = failure.found[0] if isinstance(failure, Problems) else failure
    values = {name: str(value) for name, value in first.values.items()}
    return {"code": first.code, "where": first.where, "says": first.says, "remedy": first.remedy, "values": values}


def _own(session: Session, actor: Actor, batch_id: str) -> Batch:
    require(actor, Act.ISSUE)
    batch = session.scalar(
        select(Batch).where(Batch.id == batch_id, Batch.office_id == actor.office_id).with_for_update()
    )
    if batch is None:
        raise NotHere("batch")
    return batch
