"""A case is closed when nothing is awaited any more; its families hear of it, and it can be opened again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.lifecycle import ENDED, Kind
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.model import Case, Request, transaction
from mlat.services import journal
from mlat.services.access import find_case
from mlat.services.families import propose_in
from mlat.services.family_news import CASE_CLOSED, zone_of
from mlat.services.happening import happen


def close_case(actor: Actor, now: datetime, case_id: str) -> None:
    """Close the case with every request in it that is done; who asked for news is told in the next letter.

    Raises `Problem` where it is closed already, or where somebody still owes something.
    """
    with transaction() as session:
        case = find_case(session, actor, case_id, Act.APPROVE)
        refuse_closed(case)
        open_ = _not_ended(session, case)
        awaited = [row for row in open_ if row.ball != "done"]
        if awaited:
            says, remedy = "has requests that are not done: %(codes)s.", "Withdraw or close them first."
            raise Problem("open", "case", says, remedy, codes=", ".join(row.code for row in awaited))
        for row in open_:
            happen(session, now, actor, row, Kind.CLOSED)
        case.closed_at = now
        _note(session, actor, now, case, CASE_CLOSED)
        propose_in(session, Actor(case.office_id), now, case)


def open_again(actor: Actor, now: datetime, case_id: str) -> None:
    """Open a closed case again; its requests stay closed. Raises `Problem` where it is not closed."""
    with transaction() as session:
        case = find_case(session, actor, case_id, Act.APPROVE)
        if case.closed_at is None or case.erased_at is not None:
            raise Problem("state", "case", "is not closed.", "Look at the case.")
        case.closed_at = None
        _note(session, actor, now, case, "case_reopened")
        # A letter that nobody has approved yet no longer says that the work has ended.
        propose_in(session, Actor(case.office_id), now, case)


def refuse_closed(case: Case) -> None:
    """Raise `Problem` for a case in which nothing new begins."""
    if case.closed_at is not None:
        raise Problem("closed", "case", "is closed.", "Open it again first.")


def _not_ended(session: Session, case: Case) -> list[Request]:
    rows = select(Request).where(Request.case_id == case.id, Request.state.not_in(ENDED)).order_by(Request.id)
    return list(session.scalars(rows))


def _note(session: Session, actor: Actor, now: datetime, case: Case, kind: str) -> None:
    journal.write(session, now, actor, kind, office_id=case.office_id, case_id=case.id, zone=zone_of(session, case).key)
