"""What the clocks are made of: what is known of a request, what runs, and what an event opens and ends."""

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
from mlat.domain.lifecycle import Kind
from mlat.domain.periods import parse_period

TRANSMISSION = "transmission"
"""On its way through other bodies, not yet at the recipient."""
HOLD, ACKNOWLEDGEMENT, ANSWER, PROMISE = "hold", "acknowledgement", "answer", "promise"
ANSWER_OWED, OUR_ANSWER, OWN_DUTY, CYBERTIP = "answer_owed", "our_answer", "own_duty", "cybertip_hold"
CHASED = frozenset({TRANSMISSION, ACKNOWLEDGEMENT, ANSWER, PROMISE})
"""Clocks on which a silent recipient is reminded."""


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


def ends(running: Iterable[Running], kinds: frozenset[str] | set[str], why: Kind) -> tuple[tuple[str, str], ...]:
    return tuple((clock.id, why.value) for clock in running if clock.kind in kinds)
