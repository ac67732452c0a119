"""What the clocks are made of: what is known of a request, what runs, and what an event opens and ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from mlat.domain.calendars import Calendar
from mlat.domain.counting import Due, Step, count, rule_for
from mlat.domain.counting_rule import CountingRule
from mlat.domain.counting_rule import Kind as Counted
from mlat.domain.lifecycle import Kind
from mlat.domain.periods import parse_period

TRANSMISSION = "transmission"
"""On its way through other bodies, not yet at the recipient."""
HOLD, ACKNOWLEDGEMENT, ANSWER, PROMISE = "hold", "acknowledgement", "answer", "promise"
ANSWER_OWED, OUR_ANSWER, OWN_DUTY, CYBERTIP = "answer_owed", "our_answer", "own_duty", "cybertip_hold"
DOWNLOAD = "download"
"""Ours: what lies behind a link must be fetched before the link ends."""
MLA_DUTY = "mla_due"
"""Our own duty beside a hold: the request for mutual legal assistance must have been received."""
PENDING = "pending_decision"
"""The rule of a hold that lasts until the request for evidence is decided: no day can be named."""
SECRECY, NON_DISCLOSURE, MAJORITY_DAY = "secrecy", "non_disclosure", "majority"
PROHIBITIONS = frozenset({SECRECY, NON_DISCLOSURE})
"""Ends of orders: counted to their latest reading, and lifted by a person, never by a date."""
TRANSLATION_DUE, ORDER_ENDS = "translation_due", "order_ends"
"""Days that somebody set: a translation is promised for it, an order of a court ends on it."""
OF_THE_CASE = frozenset({*PROHIBITIONS, MAJORITY_DAY, CYBERTIP, TRANSLATION_DUE, ORDER_ENDS})
"""Clocks that belong to the case itself, not to a request."""
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
    starts: str = ""
    """Code of the event that starts it; empty in routes kept before it was told."""


@dataclass(frozen=True)
class Subject:
    """What the clocks need to know of a request."""

    measure: str
    identifiers: tuple[str, ...]
    zone: str
    """IANA zone of the place where the recipient is."""
    country: str
    stated: tuple[Stated, ...] = ()
    follow_up: bool = False
    """Whether its hold goes on only where a request for evidence arrives in time."""
    arrived: tuple[str, ...] = ()
    """Accounts for which such a request has arrived already and is not decided."""


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
    request: str = ""
    own: bool = True
    """Whether it is a clock of the very request that the event is about."""
    source: str = ""
    verification: str = "unverified"


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
    about: str = ""
    """For a clock of the case itself: the id of the order, or of the person or account, that it is about."""
    paused_at: datetime | None = None
    said: tuple[Step, ...] = ()
    """What is said of it where nothing is counted: it rests."""


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
    resent: bool = False
    """Whether the same stretch was travelled before, as when the recipient lost the letter: it restarts nothing."""
    bounced: bool = False
    """Whether the mail before it came back undelivered: what that one started counts from this sending."""
    heard: bool = False
    """Whether the recipient has already spoken: a receipt that comes late then starts no chase."""
    asked_at: datetime | None = None
    """When the request that is answered reached them (or left, where no receipt is known); None where nobody knows."""
    awaited: bool = True
    """Whether an answer is theirs to give: a promise made while the ball is ours, or all is done, starts no chase."""


@dataclass(frozen=True)
class Almanac:
    """The counting rules and, for a country and a day, the calendar of working days there."""

    rules: tuple[CountingRule, ...]
    calendar: Callable[[str, date], Calendar] = field(repr=False)
    home: str = ""
    """The office's own country: what the office must do itself is done on working days there."""
    domestic: str = "unknown"
    """The counting rule of the office's own law."""
    zone: str = ""
    """The office's own zone: what it must do starts where it is."""

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


def counted_as(kind: str) -> Counted:
    """What lies at the end of a clock of this kind."""
    if kind in (HOLD, CYBERTIP):
        return Counted.HOLD
    return Counted.PROHIBITION if kind in PROHIBITIONS else Counted.ACT


def ends(running: Iterable[Running], kinds: frozenset[str] | set[str], why: Kind) -> tuple[tuple[str, str], ...]:
    return tuple((clock.id, why.value) for clock in running if clock.kind in kinds)
