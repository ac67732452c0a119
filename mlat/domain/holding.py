"""Holds: asked, confirmed, renewed, or until a day that the recipient names.

A hold protects only from its confirmation and only what it names; it is counted from its request.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from mlat.domain.clock_acts import NOON
from mlat.domain.clock_parts import CHASED, HOLD, Almanac, Happened, Opening, Running, Stated, Subject, Turn, ends
from mlat.domain.counting import Due
from mlat.domain.counting_rule import Kind as Counted
from mlat.domain.follow_up import kept_until_decision
from mlat.domain.set_days import on_day

AT_ITS_END = "hold_ended"
"""What starts a renewal that the law itself adds at the end of the first period: no reading counts it from earlier."""


def hold_confirmed(event: Happened, subject: Subject, running: tuple[Running, ...], almanac: Almanac) -> Turn:
    """Confirmed from the request's day, or renewed by an extension; the same word said twice changes nothing."""
    named = set(subject.identifiers)
    holds = [clock for clock in running if clock.kind == HOLD and (named & set(clock.covers) or not named)]
    opens = _held(event, subject, holds, almanac)
    if not opens:
        return Turn(ends=ends(running, CHASED, event.kind))
    # A hold that covers more than the extension names goes on for the rest.
    over = [clock for clock in holds if not named or set(clock.covers) <= named]
    over_now = tuple((clock.id, "renewed" if clock.confirmed else "confirmed") for clock in over)
    return Turn(opens, over_now + ends(running, CHASED, event.kind))


def _held(event: Happened, subject: Subject, holds: list[Running], almanac: Almanac) -> tuple[Opening, ...]:
    if event.until:
        return (_hold_until(event, subject),)
    renewals = [each for each in subject.stated if each.kind == "renewal"]
    if subject.measure == "preservation_extension" and renewals:
        return (_renewal(event, subject, renewals[0], [clock for clock in holds if clock.confirmed], almanac),)
    waiting = [clock for clock in holds if not clock.confirmed]
    if waiting:
        return tuple(_confirm(clock, event, subject, almanac) for clock in waiting)
    return () if holds else (_hold_until(event, subject),)


def _confirm(clock: Running, event: Happened, subject: Subject, almanac: Almanac) -> Opening:
    """The same hold, now confirmed: it is counted from the request, not from the confirmation."""
    if subject.follow_up and set(clock.covers) <= set(subject.arrived):
        return replace(kept_until_decision(clock, event), confirmed=True)
    if not clock.period:
        # Somebody has set its end to a day already: no law counts that one.
        kept = on_day(HOLD, "", date.fromisoformat(clock.legal_due), clock.started_at, clock.zone)
        return replace(kept, source=clock.source, verification=clock.verification, covers=clock.covers, confirmed=True)
    due = almanac.due(clock.rule, clock.period, clock.started_at, clock.zone, subject.country, Counted.HOLD)
    stated = next((each for each in subject.stated if each.kind == "hold"), None)
    return Opening(
        HOLD,
        "nobody",
        clock.started_at,
        clock.zone,
        clock.rule,
        clock.period,
        due,
        stated.source if stated else "",
        stated.verification if stated else "unverified",
        clock.covers,
        confirmed=True,
    )


def _renewal(event: Happened, subject: Subject, stated: Stated, confirmed: list[Running], almanac: Almanac) -> Opening:
    """Added to the hold that ran when it was asked for; where none did, a new hold from today, and a gap before it.

    Its safe reading counts from the request: a company that confirms late has not begun later for that.
    """
    named = subject.identifiers
    covers = tuple(dict.fromkeys(code for clock in confirmed for code in clock.covers if not named or code in named))
    until = max((date.fromisoformat(clock.legal_due[:10]) for clock in confirmed if clock.legal_due), default=None)
    zone = confirmed[0].zone if confirmed else event.zone
    start = min(event.at, event.asked_at or event.at)
    if until is None or start.astimezone(ZoneInfo(zone)).date() > until:
        start, until = event.at, None
    elif stated.starts == AT_ITS_END:
        start = datetime.combine(until, NOON, ZoneInfo(zone))
    due = almanac.due(
        stated.rule,
        stated.value,
        start,
        zone,
        subject.country,
        Counted.RENEWAL if until else Counted.HOLD,
        until,
    )
    return Opening(
        HOLD,
        "nobody",
        start,
        zone,
        stated.rule,
        stated.value,
        due,
        stated.source,
        stated.verification,
        covers or named,
        confirmed=True,
    )


def _hold_until(event: Happened, subject: Subject) -> Opening:
    """A hold whose end the recipient itself named, or whose end nobody knows."""
    due = Due(event.until, event.until, (), "recipient", "", subject.zone) if event.until else None
    return Opening(
        HOLD,
        "nobody",
        event.at,
        subject.zone,
        "recipient",
        "",
        due,
        "the recipient's own word",
        "read" if due else "unverified",
        subject.identifiers,
        confirmed=True,
    )
