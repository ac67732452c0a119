"""Which rung a clock waits for next, written beside the clock so that one statement finds what is due."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from mlat.domain.climbing import AT_RISK, Step, is_climbed, ladder_for, next_notice, next_silence, next_warning
from mlat.domain.clock_acts import ENDED_WHY, ClockAct
from mlat.domain.clock_parts import (
    CHASED,
    DOWNLOAD,
    HOLD,
    MAJORITY_DAY,
    MLA_DUTY,
    OWN_DUTY,
    PROHIBITIONS,
    PROMISE,
    TRANSMISSION,
)
from mlat.domain.ladder import Ladder, Rung
from mlat.domain.lifecycle import PROMISE_LIMIT
from mlat.domain.renewals import UNDER_WAY, ask_by
from mlat.model import AskedAfter, Clock, Event, Leg, Reminder, Request
from mlat.services.almanac import almanac_of
from mlat.services.covering import first_leg
from mlat.services.knowledge import world_of
from mlat.services.places import place_of, place_of_holder
from mlat.services.renewing import EXTENSION

WARNED = frozenset({HOLD, MLA_DUTY, OWN_DUTY, DOWNLOAD})
"""Clocks of which the office is warned before they end."""
INQUIRY = "status_inquiry"
SAME_CHASE = frozenset(ENDED_WHY[act] for act in (ClockAct.PAUSED, ClockAct.RESUMED, ClockAct.EXTENDED))
"""Why a row ended whose chase goes on in the next one."""


def set_rung(session: Session, row: Request, clock: Clock, now: datetime) -> None:
    """Write the next rung of a running clock, or none where its ladder has ended or waits."""
    _write(clock, _next(session, row, clock, now) if climbs(row, clock) else None)


def climbs(row: Request, clock: Clock) -> bool:
    """Whether the ladder of a clock goes on now."""
    runs = clock.ended_at is None and clock.paused_at is None
    return runs and is_climbed(clock.kind, row.ball)


def overtake(session: Session, clock_id: str, at: datetime, only: Collection[str] | None = None) -> None:
    """What waited for a click is no longer needed: what it was about has happened. `only`: these rungs."""
    waiting = (Reminder.clock_id == clock_id) & Reminder.state.in_(("planted", "waiting"))
    if only is not None:
        waiting &= Reminder.rung.in_(only)
    session.execute(update(Reminder).where(waiting).values(state="overtaken", settled_at=at))


def set_case_rung(session: Session, clock: Clock, now: datetime) -> None:
    """Write the next notice of a clock of the case itself, or none where its ladder has ended."""
    _write(clock, _next_notice(session, clock, now) if clock.ended_at is None else None)


def _write(clock: Clock, step: Step | None) -> None:
    clock.next_rung = step.rung.id if step else None
    clock.next_rung_at = step.at if step else None


def _next_notice(session: Session, clock: Clock, now: datetime) -> Step | None:
    ladders = world_of(session, clock.office_id).ladders.values()
    ladder = next((each for each in ladders if each.watches == clock.kind), None)
    if ladder is None or clock.legal_at is None:
        return None
    zone = ZoneInfo(clock.zone)
    if clock.kind == MAJORITY_DAY:
        ends = clock.legal_at.astimezone(zone).date()
    else:
        ends = date.fromisoformat((clock.legal_due if clock.kind in PROHIBITIONS else clock.safe_due)[:10])
    done = session.scalars(select(Reminder.rung).where(Reminder.clock_id == clock.id)).all()
    almanac = almanac_of(session, clock.office_id)
    days = almanac.calendar(almanac.home, now.date())
    return next_notice(ladder, done, ends, clock.started_at, now, clock.zone, days)


def rung_of(session: Session, office_id: str, rung_id: str) -> Rung:
    """The rung of that id in the office's ladders."""
    return next(rung for rung in rungs_of(session, office_id) if rung.id == rung_id)


def rungs_of(session: Session, office_id: str) -> Iterator[Rung]:
    """The rungs of all ladders of an office."""
    return (rung for ladder in world_of(session, office_id).ladders.values() for rung in ladder.rungs)


def set_dependants(session: Session, event: Event, now: datetime) -> None:
    """What is chased in a case waits for its holds too: where one begins or ends, its next rungs are found anew."""
    touched = select(Clock.id).where(
        Clock.kind == HOLD, (Clock.opened_event == event.id) | (Clock.ended_event == event.id)
    )
    if session.scalar(touched.limit(1)) is None:
        return
    chased = select(Clock).where(Clock.case_id == event.case_id, Clock.kind.in_(CHASED), Clock.ended_at.is_(None))
    calls = [rung.id for rung in rungs_of(session, event.office_id) if rung.when == "data_at_risk"]
    for clock in session.scalars(chased).all():
        row = session.get_one(Request, clock.request_id)
        set_rung(session, row, clock, now)
        ends = _at_risk(session, row, now)
        if ends is None or ends - AT_RISK > now.date():
            overtake(session, clock.id, now, calls)


def renewal_left(session: Session, row: Request) -> bool:
    """Whether an extension of a request's hold is with its recipient: nobody is told to send it again."""
    left = select(Request.id).where(
        Request.parent_id == row.id, Request.measure == EXTENSION, Request.state.in_(UNDER_WAY)
    )
    return session.scalar(left.limit(1)) is not None


def renewal_leaves(session: Session, extension: Request, now: datetime) -> None:
    """What waited for an extension to be sent is done: it leaves."""
    held = select(Clock.id).where(Clock.request_id == extension.parent_id, Clock.kind == HOLD, Clock.ended_at.is_(None))
    for clock_id in session.scalars(held).all():
        overtake(session, clock_id, now)


def set_chased(session: Session, row: Request, now: datetime) -> None:
    """Find the next rung of a request anew: it was asked after a moment ago, or the ball has changed hands."""
    chased = select(Clock).where(Clock.request_id == row.id, Clock.kind.in_(CHASED), Clock.ended_at.is_(None))
    for clock in session.scalars(chased).all():
        set_rung(session, row, clock, now)
        if not is_climbed(clock.kind, row.ball):
            overtake(session, clock.id, now)


def _next(session: Session, row: Request, clock: Clock, now: datetime) -> Step | None:
    watches = "silence" if clock.kind in CHASED else clock.kind if clock.kind in WARNED else ""
    channel = first_leg(session, row).channel if row.recipient_kind == "provider" else row.route.get("channel_kind", "")
    ladder = ladder_for(
        world_of(session, row.office_id).ladders.values(), watches, row.recipient_kind, channel, row.measure
    )
    if ladder is None:
        return None
    if watches in WARNED:
        if not clock.safe_due:
            return None
        done = session.scalars(select(Reminder.rung).where(Reminder.clock_id == clock.id)).all()
        almanac = almanac_of(session, row.office_id)
        # What is ours to do is done on our own working days, as its end was counted (`clock_acts`).
        days = almanac.calendar(almanac.home if clock.party == "us" else row.requested_state or "", now.date())
        return next_warning(ladder, done, _last_day(session, row, clock), now, clock.zone, days)
    climbed = _climbed(session, clock)
    where = place_of_holder if clock.kind == TRANSMISSION else place_of
    return next_silence(
        ladder,
        [reminder.rung for reminder in climbed],
        _since(session, row, clock, ladder, climbed),
        now,
        where(session, row, now.date()),
        _at_risk(session, row, now),
    )


def _climbed(session: Session, clock: Clock) -> list[Reminder]:
    """The rungs taken on this clock and on those that it goes on from: a resumed chase begins no new ladder."""
    found: list[Reminder] = []
    at: Clock | None = clock
    while at is not None:
        taken = select(Reminder).where(Reminder.clock_id == at.id).order_by(Reminder.planted_at, Reminder.due_at)
        found = [*session.scalars(taken), *found]
        at = _goes_on_from(session, at)
    return found


def _goes_on_from(session: Session, clock: Clock) -> Clock | None:
    """The chase that this one goes on from: one that was paused, resumed or moved, or for which a day was promised."""
    before = select(Clock).where(
        Clock.request_id == clock.request_id, Clock.kind.in_(CHASED), Clock.ended_event == clock.opened_event
    )
    if clock.kind != PROMISE:
        before = before.where(Clock.ended_why.in_(SAME_CHASE))
    return session.scalars(before.limit(1)).first()


def _since(session: Session, row: Request, clock: Clock, ladder: Ladder, climbed: Sequence[Reminder]) -> datetime:
    """From when the next wait counts: the step before as it was really taken, a letter as it really left.

    After a long pause the rungs do not come all at once, and nobody is prompted for what was just done. A promise
    counts up to its day, and no longer than `PROMISE_LIMIT`.
    """
    start = clock.started_at
    if clock.kind == PROMISE and clock.legal_at:
        start = min(clock.legal_at, start + PROMISE_LIMIT)
    in_turn = {rung.id for rung in ladder.rungs if rung.when == "always"}
    taken = [reminder.planted_at for reminder in climbed if reminder.rung in in_turn]
    asked = last_asked(session, row)
    return max([start, *taken, *([asked] if asked else [])])


def last_asked(session: Session, row: Request) -> datetime | None:
    """When the latest letter that asks after a request left."""
    return session.scalar(
        select(func.max(Leg.sent_at))
        .join(Request, Request.id == Leg.request_id)
        .outerjoin(AskedAfter, AskedAfter.inquiry_id == Request.id)
        .where(Request.measure == INQUIRY, or_(Request.parent_id == row.id, AskedAfter.request_id == row.id))
    )


def _at_risk(session: Session, row: Request, now: datetime) -> date | None:
    """The last day of a hold on which the request depends, where that State has a 24/7 point; None where none runs."""
    world = world_of(session, row.office_id)
    state = row.requested_state
    if not any(each.country == state and each.role == "24_7_point" for each in world.authorities.values()):
        return None
    holds = session.scalars(
        select(Clock).where(Clock.case_id == row.case_id, Clock.kind == HOLD, Clock.ended_at.is_(None))
    ).all()
    last: dict[str, date] = {}
    for clock in holds:
        for code in clock.covers if clock.safe_due else ():
            last[code] = max(last.get(code, date.min), date.fromisoformat(clock.safe_due[:10]))
    ends = min((day for code, day in last.items() if code in row.identifiers), default=None)
    return ends if ends is not None and ends >= now.date() else None


def _last_day(session: Session, row: Request, clock: Clock) -> date:
    """The last day on which the office can do something: some companies want to be asked days before the end."""
    ends = date.fromisoformat(clock.safe_due[:10])
    platform = world_of(session, row.office_id).platforms.get(row.platform or "")
    return ask_by(ends, platform.preservation.ask_before_days) if platform and clock.kind == HOLD else ends
