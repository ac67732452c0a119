"""What a person does to a running clock: reset, pause, resume, extend. Each is an event, with a reason and a person."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.clock_acts import ENDED_WHY, By, ClockAct, Deadline, extended, paused, reset, resumed
from mlat.domain.clock_parts import OWN_DUTY, Opening
from mlat.domain.instants import read_instant, read_zone
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.model import Clock, Event, Request, transaction
from mlat.services import journal
from mlat.services.access import NotHere, find_request
from mlat.services.almanac import almanac_of
from mlat.services.happening import apply, opening_entry
from mlat.services.projecting import refresh
from mlat.services.reasons import digest, keep_reason, needed
from mlat.services.rungs import set_dependants, set_rung


def extend_clock(actor: Actor, now: datetime, clock_id: str, reason: str, by: By, value: str | date) -> str:
    """Extend a deadline: by `more` at its end, to a `whole` period from its start, or `until` a date; the new row's id.

    Raises `Problem` where no reason is given, the clock has ended or is paused, or nothing can be counted.
    """
    reason = needed(reason)
    with transaction() as session:
        row, clock = _running(session, actor, clock_id)
        opening = extended(_deadline(session, row, clock), almanac_of(session, row.office_id), by, value)
        return _replace(session, now, actor, row, clock, ClockAct.EXTENDED, opening, now, clock.zone, reason)


def reset_clock(actor: Actor, now: datetime, clock_id: str, reason: str, at: datetime, zone: str) -> str:
    """Start the whole period anew from what happened at `at` in `zone` (IANA name); returns the new row's id."""
    reason, at, zone = needed(reason), _past(at, now), read_zone(zone).key
    with transaction() as session:
        row, clock = _running(session, actor, clock_id)
        opening = reset(_deadline(session, row, clock), almanac_of(session, row.office_id), at, zone)
        return _replace(session, now, actor, row, clock, ClockAct.RESET, opening, at, zone, reason)


def pause_clock(actor: Actor, now: datetime, clock_id: str, reason: str, at: datetime) -> str:
    """Let a clock rest from `at`: no due date, no reminder, nobody late; returns the id of the row that rests."""
    reason, at = needed(reason), _past(at, now)
    with transaction() as session:
        row, clock = _running(session, actor, clock_id)
        opening = paused(_deadline(session, row, clock), almanac_of(session, row.office_id), at)
        return _replace(session, now, actor, row, clock, ClockAct.PAUSED, opening, at, clock.zone, reason)


def resume_clock(actor: Actor, now: datetime, clock_id: str, reason: str, at: datetime) -> str:
    """Let what was left of a paused clock run on from `at`; returns the id of the row that runs."""
    reason, at = needed(reason), _past(at, now)
    with transaction() as session:
        row, clock = _running(session, actor, clock_id)
        if clock.paused_at is None:
            raise Problem("state", "clock", "is not paused.", "Pause it first, or leave it running.")
        before = _deadline(session, row, _before(session, clock))
        opening = resumed(before, almanac_of(session, row.office_id), clock.paused_at, at)
        return _replace(session, now, actor, row, clock, ClockAct.RESUMED, opening, at, clock.zone, reason)


def meet_duty(actor: Actor, now: datetime, clock_id: str, reason: str) -> None:
    """A duty of our own is done (the signed original is on its way): its clock ends, with what was done."""
    reason = needed(reason)
    with transaction() as session:
        row, clock = _running(session, actor, clock_id)
        if clock.kind != OWN_DUTY:
            raise Problem("kind", "clock", "is no duty of our own.", "Record what the recipient did.")
        met(session, actor, now, row, clock, reason)


def met(
    session: Session, actor: Actor, now: datetime, row: Request, clock: Clock, reason: str, at: datetime | None = None
) -> None:
    """End the clock of a duty inside a transaction that runs; `at` is when it was done (now, where not given)."""
    event = journal.write(
        session, now, actor, "duty_met", office_id=row.office_id, case_id=row.case_id, request_id=row.id,
        at=at or now, zone=clock.zone, data={"ends": [[clock.id, "met"]], "reason_sha256": digest(reason)},
    )  # fmt: skip
    keep_reason(session, event, reason)
    apply(session, event)
    refresh(session, row, now)


def _running(session: Session, actor: Actor, clock_id: str) -> tuple[Request, Clock]:
    """A clock of a request that runs or rests, held; `NotHere` where it is not the actor's."""
    clock = session.get(Clock, clock_id)
    if clock is None or clock.request_id is None:
        raise NotHere("clock")
    row = find_request(session, actor, clock.request_id, Act.RECORD)
    session.refresh(clock)
    if clock.ended_at is not None:
        raise Problem("state", "clock", "has ended.", "Look at the one that runs.")
    return row, clock


def _past(at: datetime, now: datetime) -> datetime:
    at = read_instant(at)
    if at > now:
        raise Problem("future", "at", "lies in the future.", "Give the day on which it happened.")
    return at


def _deadline(session: Session, row: Request, clock: Clock) -> Deadline:
    """The clock as the rules see it; the event that opened a moved row says what the law gave."""
    law = session.get_one(Event, clock.opened_event).data.get("law")
    rule, period = law or (clock.rule, clock.period)
    return Deadline(
        kind=clock.kind,
        party=clock.party,
        started_at=clock.started_at,
        zone=clock.zone,
        country=almanac_of(session, row.office_id).home if clock.party == "us" else row.requested_state or "",
        rule=rule,
        period=period,
        legal_due=clock.legal_due,
        safe_due=clock.safe_due,
        working=clock.working,
        paused_at=clock.paused_at,
        moved=law is not None,
        source=clock.source,
        verification=clock.verification,
        covers=tuple(clock.covers),
        confirmed=clock.confirmed,
    )


def _before(session: Session, clock: Clock) -> Clock:
    """The row that ran until this one was paused."""
    return session.scalars(
        select(Clock).where(
            Clock.ended_event == clock.opened_event,
            Clock.request_id == clock.request_id,
            Clock.ended_why == ENDED_WHY[ClockAct.PAUSED],
        )
    ).one()


def _replace(
    session: Session,
    now: datetime,
    actor: Actor,
    row: Request,
    clock: Clock,
    act: ClockAct,
    opening: Opening,
    at: datetime,
    zone: str,
    reason: str,
) -> str:
    """End the row and open the next, by one event; the reason is kept sealed beside it."""
    entry = opening_entry(opening)
    told = session.get_one(Event, clock.opened_event).data.get("law")
    law = told or [clock.rule, clock.period]
    keeps = act is ClockAct.RESET or (opening.rule, opening.period) == tuple(law)
    event = journal.write(
        session,
        now,
        actor,
        act,
        office_id=row.office_id,
        case_id=row.case_id,
        request_id=row.id,
        at=at,
        zone=zone,
        data={
            "opens": [entry],
            "ends": [[clock.id, ENDED_WHY[act]]],
            "reason_sha256": digest(reason),
            "from": clock.legal_due,
            "to": entry["legal_due"],
        }
        | ({} if keeps else {"law": law}),
    )
    keep_reason(session, event, reason)
    apply(session, event)
    refresh(session, row, now)
    new = session.get_one(Clock, entry["id"])
    set_rung(session, row, new, now)
    set_dependants(session, event, now)
    return new.id
