"""Which clocks an event opens and ends: pure, so that a case can be lived through on paper.

A hold protects only from its confirmation and only what it names. An acknowledgement stops the first
clock only. A promise silences the chase up to its own day. A resend does not restart anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from mlat.domain.calendars import Calendar
from mlat.domain.counting import Due, count, rule_for
from mlat.domain.counting_rule import CountingRule
from mlat.domain.counting_rule import Kind as Counted
from mlat.domain.lifecycle import DONE_WHEN, Kind
from mlat.domain.periods import parse_period

TRANSMISSION = "transmission"
"""On its way through other bodies, not yet at the recipient."""
HOLD, ACKNOWLEDGEMENT, ANSWER, PROMISE = "hold", "acknowledgement", "answer", "promise"
ANSWER_OWED, OUR_ANSWER, OWN_DUTY, CYBERTIP = "answer_owed", "our_answer", "own_duty", "cybertip_hold"
CHASED = frozenset({TRANSMISSION, ACKNOWLEDGEMENT, ANSWER, PROMISE})
"""Clocks on which a silent recipient is reminded."""
UNCHASED = frozenset({"status_inquiry"})
"""An inquiry is not asked after: the request that it is about has its own clocks."""


@dataclass(frozen=True)
class Stated:
    """A period that the route states: an answer of theirs, a duty of ours, or a hold."""

    kind: Literal["hold", "renewal", "answer", "own_duty", "lead_time"]
    value: str
    rule: str
    source: str
    verification: str
    when: str = "always"


@dataclass(frozen=True)
class Subject:
    """What the clocks need to know of a request."""

    measure: str
    identifiers: tuple[str, ...]
    zone: str
    """IANA zone of the place where the recipient is."""
    country: str
    stated: tuple[Stated, ...] = ()


@dataclass(frozen=True)
class Running:
    """A clock that runs: what the next event may end."""

    id: str
    kind: str
    started_at: datetime
    rule: str
    period: str
    zone: str
    legal_due: str
    covers: tuple[str, ...] = ()
    confirmed: bool = False


@dataclass(frozen=True)
class Opening:
    """A clock to open; `due` is None where no law gives a date and only the ladder runs."""

    kind: str
    party: str
    """us, them or nobody."""
    started_at: datetime
    zone: str
    rule: str = ""
    period: str = ""
    due: Due | None = None
    source: str = ""
    verification: str = "unverified"
    covers: tuple[str, ...] = ()
    confirmed: bool = False


@dataclass(frozen=True)
class Turn:
    """What one event does to the clocks."""

    opens: tuple[Opening, ...] = ()
    ends: tuple[tuple[str, str], ...] = ()
    """(clock id, reason) pairs."""


@dataclass(frozen=True)
class Happened:
    """The event, in the parts that matter here. `reaches` says whether a leg reached the recipient itself."""

    kind: Kind
    at: datetime
    zone: str
    reaches: bool = False
    promised_on: date | None = None
    until: date | None = None
    electronic: bool = False
    heard: bool = False
    """Whether the recipient has already spoken: a receipt that comes late then starts no chase."""


@dataclass(frozen=True)
class Almanac:
    """The counting rules and, for a country and a day, the calendar of working days there."""

    rules: tuple[CountingRule, ...]
    calendar: Callable[[str, date], Calendar] = field(repr=False)

    def due(
        self,
        rule: str,
        period: str,
        at: datetime,
        zone: str,
        country: str,
        kind: Counted,
        until: date | None = None,
    ) -> Due:
        """Count `period` under `rule` from `at`."""
        place = ZoneInfo(zone)
        days = self.calendar(country, at.astimezone(place).date())
        return count(rule_for(self.rules, rule), parse_period(period), at, place, days, kind=kind, running_until=until)


def turn(event: Happened, subject: Subject, running: Iterable[Running], almanac: Almanac) -> Turn:
    """The clocks that `event` opens and ends, given those that run."""
    running = tuple(running)
    match event.kind:
        case Kind.SENT | Kind.TAKEN_OVER | Kind.RECEIVED | Kind.REROUTED:
            return _travelled(event, subject, running, almanac)
        case Kind.HOLD_CONFIRMED:
            return _hold_confirmed(event, subject, running, almanac)
        case Kind.ACKNOWLEDGED | Kind.MORE_GIVEN | Kind.CONDITIONS_ACCEPTED | Kind.PARTLY_ANSWERED | Kind.TRANSFERRED:
            return _answer_awaited(event, subject, _ends(running, CHASED | {OUR_ANSWER}, event.kind))
        case Kind.MORE_ASKED | Kind.CONDITIONS_OFFERED:
            ours = _ours(OUR_ANSWER, event, subject, almanac)
            return Turn((ours,), _ends(running, CHASED, event.kind))
        case Kind.PROMISED:
            return Turn((_promise(event),), _ends(running, CHASED, event.kind))
        case Kind.ANSWERED | Kind.NO_RECORDS | Kind.REFUSED | Kind.RETURNED | Kind.LEG_RETURNED:
            return Turn(ends=_ends(running, CHASED | {OUR_ANSWER, ANSWER_OWED}, event.kind))
        case Kind.WITHDRAWN | Kind.CLOSED:
            return Turn(ends=tuple((clock.id, event.kind.value) for clock in running))
        case _:
            return Turn()


def _travelled(event: Happened, subject: Subject, running: tuple[Running, ...], almanac: Almanac) -> Turn:
    opens: list[Opening] = []
    ends: tuple[tuple[str, str], ...] = ()
    known = {clock.kind for clock in running}
    if not event.heard and not known & (CHASED - {TRANSMISSION}) and subject.measure not in UNCHASED:
        if event.reaches:
            # What was asked of the bodies on the way is done; the recipient's own clock starts here.
            ends = _ends(running, {TRANSMISSION}, event.kind)
            opens.append(Opening(ACKNOWLEDGEMENT, "them", event.at, event.zone))
        elif TRANSMISSION not in known:
            opens.append(Opening(TRANSMISSION, "them", event.at, event.zone))
    if event.kind is not Kind.RECEIVED and event.electronic and OWN_DUTY not in known:
        opens += [
            _stated(OWN_DUTY, "us", each, event, subject, almanac)
            for each in subject.stated
            if each.kind == "own_duty" and each.when != "urgent"
        ]
    if event.reaches:
        opens += [
            _stated(HOLD, "nobody", each, event, subject, almanac, covers=subject.identifiers)
            for each in subject.stated
            if each.kind == "hold" and HOLD not in known
        ]
        opens += [
            _stated(ANSWER_OWED, "them", each, event, subject, almanac)
            for each in subject.stated
            if each.kind == "answer" and ANSWER_OWED not in known
        ]
    return Turn(tuple(opens), ends)


def _hold_confirmed(event: Happened, subject: Subject, running: tuple[Running, ...], almanac: Almanac) -> Turn:
    """Confirmed from the request's day, or renewed by an extension; the same word said twice changes nothing."""
    named = set(subject.identifiers)
    holds = [clock for clock in running if clock.kind == HOLD and (named & set(clock.covers) or not named)]
    opens = _held(event, subject, holds, almanac)
    if not opens:
        return Turn(ends=_ends(running, CHASED, event.kind))
    # A hold that covers more than the extension names goes on for the rest.
    over = [clock for clock in holds if not named or set(clock.covers) <= named]
    ends = tuple((clock.id, "renewed" if clock.confirmed else "confirmed") for clock in over)
    return Turn(opens, ends + _ends(running, CHASED, event.kind))


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
    """Added to the hold that runs; where none runs any more, a new hold from today, and a gap before it."""
    named = subject.identifiers
    covers = tuple(dict.fromkeys(code for clock in confirmed for code in clock.covers if not named or code in named))
    until = max((date.fromisoformat(clock.legal_due[:10]) for clock in confirmed if clock.legal_due), default=None)
    zone = confirmed[0].zone if confirmed else event.zone
    runs = until is not None and event.at.astimezone(ZoneInfo(zone)).date() <= until
    due = almanac.due(
        stated.rule,
        stated.value,
        event.at,
        zone,
        subject.country,
        Counted.RENEWAL if runs else Counted.HOLD,
        until if runs else None,
    )
    return Opening(
        HOLD,
        "nobody",
        event.at,
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


def _answer_awaited(event: Happened, subject: Subject, ends: tuple[tuple[str, str], ...]) -> Turn:
    awaited = subject.measure not in DONE_WHEN
    return Turn((Opening(ANSWER, "them", event.at, event.zone),) if awaited else (), ends)


def _promise(event: Happened) -> Opening:
    promised = event.promised_on
    due = Due(promised, promised, (), "promise", "", event.zone) if promised else None
    return Opening(PROMISE, "them", event.at, event.zone, "promise", "", due, "the recipient's own word", "read")


def _ours(kind: str, event: Happened, subject: Subject, almanac: Almanac) -> Opening:
    """Our turn to answer; where no law gives a day, the office gives itself ten calendar days."""
    return Opening(
        kind,
        "us",
        event.at,
        event.zone,
        "treaty_silent",
        "P10D",
        almanac.due("treaty_silent", "P10D", event.at, event.zone, subject.country, Counted.ACT),
        "the office's own habit, not law",
        "unverified",
    )


def _stated(
    kind: str,
    party: str,
    stated: Stated,
    event: Happened,
    subject: Subject,
    almanac: Almanac,
    covers: tuple[str, ...] = (),
) -> Opening:
    counted = Counted.HOLD if stated.kind == "hold" else Counted.ACT
    due = almanac.due(stated.rule, stated.value, event.at, event.zone, subject.country, counted)
    return Opening(
        kind,
        party,
        event.at,
        event.zone,
        stated.rule,
        stated.value,
        due,
        stated.source,
        stated.verification,
        covers,
    )


def _ends(running: Iterable[Running], kinds: frozenset[str] | set[str], why: Kind) -> tuple[tuple[str, str], ...]:
    return tuple((clock.id, why.value) for clock in running if clock.kind in kinds)
