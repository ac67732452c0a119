"""Annexes of a draft, removed and taken back until it is approved."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.clock_parts import ORDER_ENDS
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.model import Annex, Case, Clock, RemovedAnnex, Request, transaction
from mlat.services.access import NotHere, find_request
from mlat.services.annexing import note_change, numbered, watch_order
from mlat.services.caseclocks import running_about
from mlat.services.happening import apply

REMOVED = "removed"
"""Why the clock of an order ended that is no annex any more."""
_Kept = TypeVar("_Kept", Annex, RemovedAnnex)


def remove_annex(actor: Actor, now: datetime, annex_id: str) -> None:
    """Take an annex out of a draft: nothing lists, checks, prints or sends it any more. `take_back` undoes it.

    The other annexes keep their numbers, because the letter may name them. Raises `Problem` once the request is
    approved, and where another annex is its translation.
    """
    with transaction() as session:
        row, annex = _of_draft(session, actor, Annex, annex_id)
        _refuse_translated(session, annex)
        case = session.get_one(Case, row.case_id)
        ends = [[clock.id, REMOVED] for clock in running_about(session, case, (ORDER_ENDS,), annex.id)]
        session.add(RemovedAnnex(**_columns(annex), removed_by=actor.user_id, removed_at=now))
        session.delete(annex)
        apply(
            session, note_change(session, now, actor, row, annex, "annex_removed", **({"ends": ends} if ends else {}))
        )


def take_back(actor: Actor, now: datetime, annex_id: str) -> None:
    """A removed annex goes with its draft again, under its own number; the end of an order is a clock again.

    Raises `Problem` once the request is approved, and while what it translates is removed.
    """
    with transaction() as session:
        row, removed = _of_draft(session, actor, RemovedAnnex, annex_id)
        source = removed.translation_of
        if source and numbered(session, row, source) is None:
            says = "translates annex %(number)s, which is removed."
            raise Problem("source", "annex", says, "Take that one back first.", number=source)
        annex = Annex(**_columns(removed))
        session.add(annex)
        session.delete(removed)
        note_change(session, now, actor, row, annex, "annex_taken_back")
        if _ended_with_it(session, annex):
            watch_order(session, now, actor, row, annex)


def _of_draft(session: Session, actor: Actor, kept: type[_Kept], annex_id: str) -> tuple[Request, _Kept]:
    """A draft, held, and its annex as it stands then."""
    request_id = session.scalar(select(kept.request_id).where(kept.id == annex_id))
    if request_id is None:
        raise NotHere("annex")
    row = find_request(session, actor, request_id, Act.DRAFT)
    if row.state != "draft":
        says = "can be removed or taken back in a draft only."
        raise Problem("state", "annex", says, "Take the approval back first.")
    annex = session.get(kept, annex_id)
    if annex is None:  # somebody else was faster
        raise NotHere("annex")
    return row, annex


def _columns(annex: Annex | RemovedAnnex) -> dict[str, Any]:
    return {column.name: getattr(annex, column.name) for column in Annex.__table__.columns}


def _refuse_translated(session: Session, annex: Annex) -> None:
    of_it = (Annex.request_id == annex.request_id) & (Annex.translation_of == annex.number)
    number = session.scalar(select(Annex.number).where(of_it).limit(1))
    if number is not None:
        says = "is translated by annex %(number)s."
        raise Problem("translated", "annex", says, "Remove that one first.", number=number)


def _ended_with_it(session: Session, annex: Annex) -> bool:
    """Whether its clock ran until it was removed: one that somebody dealt with is not opened again."""
    clocks = select(Clock.ended_why).where(Clock.kind == ORDER_ENDS, Clock.about == annex.id)
    return session.scalar(clocks.order_by(Clock.opened_event.desc()).limit(1)) == REMOVED
