"""No longer needed: the request's clocks end, and its recipient is told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.filling import YES
from mlat.domain.lifecycle import Kind
from mlat.domain.permissions import Act, Actor
from mlat.domain.preflight.retention import ASKS_TO_KEEP
from mlat.domain.problems import Problem
from mlat.domain.withdrawal import WITHDRAWAL, is_told, is_withdrawn
from mlat.model import Office, Request, transaction
from mlat.services.access import find_case, find_request
from mlat.services.following import follow
from mlat.services.happening import happen
from mlat.services.knowledge import world_of


def withdraw(actor: Actor, now: datetime, request_id: str) -> str | None:
    """Withdraw a request; returns the id of the drafted letter to its recipient, None where nothing is with it."""
    with transaction() as session:
        return _withdraw(session, actor, now, find_request(session, actor, request_id, Act.APPROVE))


def withdraw_all(actor: Actor, now: datetime, case_id: str) -> list[str]:
    """Withdraw every open request of a case at once; returns the ids of the drafted letters, one a request.

    Raises `Problem` where nothing is open. Papers that ask for nothing stay as they are.
    """
    with transaction() as session:
        case = find_case(session, actor, case_id, Act.APPROVE)
        papers = world_of(session, case.office_id).vocabulary.papers
        rows = session.scalars(
            select(Request)
            .where(Request.case_id == case.id, Request.office_id == actor.office_id)
            .order_by(Request.created_at, Request.id)
            .with_for_update(key_share=True)
        ).all()
        chosen = [row for row in rows if is_withdrawn(row.state, row.measure, papers)]
        if not chosen:
            raise Problem("nothing_open", "case", "has no open request.", "Look at its requests one by one.")
        made = [_withdraw(session, actor, now, row) for row in chosen]
        return [each for each in made if each]


def _withdraw(session: Session, actor: Actor, now: datetime, row: Request) -> str | None:
    """The letter is drafted before the clocks end: it reads the hold that it gives up."""
    papers = world_of(session, row.office_id).vocabulary.papers
    letter = None
    if is_told(row.state, row.measure, papers):
        release = {"release": YES} if row.measure in ASKS_TO_KEEP else {}
        letter = follow(session, actor, now, row, WITHDRAWAL, release, row.identifiers)
    zone = session.get_one(Office, row.office_id).zone
    happen(session, now, actor, row, Kind.WITHDRAWN, zone=zone, data={"told_by": letter} if letter else None)
    return letter
