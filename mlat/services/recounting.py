"""Running clocks counted anew after the office's days of rest changed: old and new date stay in the history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from mlat.domain.clock_parts import Almanac
from mlat.domain.permissions import Act, Actor, allowed
from mlat.domain.recounting import Dated, Moved, Recount, recount
from mlat.model import Case, Clock, Office, Request
from mlat.services import journal
from mlat.services.happening import apply
from mlat.services.projecting import refresh
from mlat.services.rungs import set_rung

Found = tuple[Clock, Recount]


@dataclass(frozen=True)
class Effect:
    """What a change does to the running clocks: how many it counts anew, and whose dates it moves.

    `left` clocks keep their dates, because their rule does not explain them: a person has to look.
    """

    counted: int
    moved: tuple[Moved, ...]
    left: int


def hold(session: Session, office: Office) -> None:
    """Hold requests and cases of running clocks before any chain is held, as whoever records something does."""
    about = select(Clock.request_id).where(Clock.office_id == office.id, Clock.ended_at.is_(None))
    rows = select(Request.id).where(Request.id.in_(about)).order_by(Request.id)
    session.execute(rows.with_for_update(key_share=True)).all()
    alone = select(Clock.case_id).where(
        Clock.office_id == office.id, Clock.ended_at.is_(None), Clock.request_id.is_(None)
    )
    cases = select(Case.id).where(Case.id.in_(alone)).order_by(Case.id)
    session.execute(cases.with_for_update(key_share=True)).all()


def _running(session: Session, office: Office) -> list[Clock]:
    """The running clocks of an office that were counted with a calendar of its country, by case and request."""
    clocks = (
        select(Clock)
        .join(Case, Case.id == Clock.case_id)
        .where(
            Clock.office_id == office.id,
            Clock.ended_at.is_(None),
            Clock.calendar_version.startswith(office.country, autoescape=True),
            Case.erased_at.is_(None),
        )
        .order_by(Clock.case_id, Clock.request_id, Clock.opened_event, Clock.id)
    )
    return [clock for clock in session.scalars(clocks) if _dated(clock).counts_days_of(office.country)]


def _dated(clock: Clock) -> Dated:
    return Dated(
        clock.id,
        clock.kind,
        clock.rule,
        clock.period,
        clock.started_at,
        clock.zone,
        clock.legal_due,
        clock.safe_due,
        clock.calendar_version,
        tuple(clock.working),
    )


def plan(session: Session, office: Office, was: Almanac, will: Almanac) -> list[Found]:
    """What counting the running clocks anew changes, where the office observed `was` and now observes `will`."""
    found = [(clock, recount(_dated(clock), was, will)) for clock in _running(session, office)]
    return [(clock, again) for clock, again in found if again is not None]


def effect_of(session: Session, actor: Actor, found: Sequence[Found]) -> Effect:
    """The plan in plain values, for a person to read."""
    explained = [(clock, again) for clock, again in found if again.explained]
    moved = tuple(_move(session, actor, clock, again) for clock, again in explained if again.moved)
    return Effect(len(explained), moved, len(found) - len(explained))


def carry_out(session: Session, now: datetime, actor: Actor, office: Office, found: Sequence[Found]) -> list[int]:
    """Write the new dates, with the old ones beside them, on the chains of the cases; returns the events' numbers."""
    events = [_record(session, now, actor, group) for group in _by_request(found)]
    _move_rungs(session, now, office)
    return events


def _move(session: Session, actor: Actor, clock: Clock, again: Recount) -> Moved:
    entry = again.entry()
    move = Moved(clock.kind, (clock.legal_due, clock.safe_due), (entry["legal_due"], entry["safe_due"]))
    if not allowed(actor, Act.SEE_CASE):
        return move
    request = session.get(Request, clock.request_id) if clock.request_id else None
    reference = session.get_one(Case, clock.case_id).reference
    return replace(
        move, request_id=request.id if request else "", request=request.code if request else "", case=reference
    )


def _by_request(found: Iterable[Found]) -> Iterable[list[Found]]:
    explained = (pair for pair in found if pair[1].explained)
    for _, group in groupby(explained, key=lambda pair: (pair[0].case_id, pair[0].request_id)):
        yield list(group)


def _record(session: Session, now: datetime, actor: Actor, group: Sequence[Found]) -> int:
    """One event on the case's chain for the clocks of one request (or of the case itself); returns its number.

    The rows stay the same clocks: what was planted from them is not planted again, and the next rung moves.
    """
    clock = group[0][0]
    event = journal.write(
        session,
        now,
        actor,
        "recounted",
        office_id=clock.office_id,
        case_id=clock.case_id,
        request_id=clock.request_id,
        data={"recounts": [again.entry() for _, again in group]},
    )
    apply(session, event)
    if clock.request_id:
        row = session.get_one(Request, clock.request_id)
        refresh(session, row, now)
        for each, _ in group:
            set_rung(session, row, each, now)
    return event.id


def _move_rungs(session: Session, now: datetime, office: Office) -> None:
    """Reminders fall due on the working days of whoever has to act: of ourselves, or of a recipient in this country."""
    waiting = (
        select(Clock, Request)
        .join(Request, Request.id == Clock.request_id)
        .where(
            Clock.office_id == office.id,
            Clock.ended_at.is_(None),
            Clock.next_rung_at > now,
            or_(Clock.party == "us", Request.requested_state == office.country),
        )
    )
    for clock, row in session.execute(waiting).all():
        set_rung(session, row, clock, now)
