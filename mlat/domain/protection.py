"""What keeps each account's data, day by day: never more than confirmed holds give.

A hold protects from its confirmation on, and only the accounts and data that it names. Everything else is
unprotected: the platform's own habit of keeping is told beside it, never counted as protection.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from mlat.domain.platform import Kept

ONE_DAY = timedelta(days=1)
REPORTED = "reported_content"
"""What a CyberTip's hold by law keeps: the content that the provider reported, nothing else of the account."""
ALL = ("subscriber", "login", "traffic", "content")


class State(StrEnum):
    """How an account's data stand on a day, the worst first."""

    LAPSED = "lapsed"
    UNKNOWN = "unknown"
    ASKED = "asked"
    RETAINED = "retained"
    HELD = "held"
    OPEN = "open"
    PENDING = "pending"


PROTECTED = frozenset({State.HELD, State.OPEN, State.PENDING})
"""Held until a day; held without a known end; kept until the request for evidence is decided."""
WORST_FIRST = tuple(State)


@dataclass(frozen=True, kw_only=True)
class Hold:
    """A hold as it was asked for and confirmed; all days are local days at the recipient.

    `until` is its safe end (None: no day is known), `ended_on` the day on which another row took its place or
    it was given up. `data` empty: the categories were not recorded, so the accounts are named as a whole.
    `renewals_left` None: nobody states it. `at_most`: what the recipient may grant at its own discretion.
    """

    id: str
    request_id: str
    request: str
    accounts: frozenset[str]
    data: frozenset[str] = frozenset()
    asked_on: date
    confirmed_on: date | None = None
    until: date | None = None
    pending: bool = False
    ended_on: date | None = None
    replaced: bool = False
    """Whether another row of the same hold took its place: confirmed, renewed or moved."""
    renewals_left: int | None = 0
    renewal_days: int = 0
    ask_by: date | None = None
    at_most: date | None = None
    duty_by: date | None = None
    """The day by which the request for evidence must have been received, or the hold ends."""
    verification: str = "unverified"
    source: str = ""

    def names(self, account: str, category: str) -> bool:
        """Whether it names these data of this account."""
        return account in self.accounts and (category in self.data if self.data else category != REPORTED)

    def runs(self, day: date) -> bool:
        """Whether it has not ended on `day`."""
        return (self.until is None or day <= self.until) and (self.ended_on is None or day < self.ended_on)

    def protects(self, account: str, category: str, day: date) -> bool:
        """Whether these data are protected by it on `day`: confirmed, named, and not over."""
        confirmed = self.confirmed_on is not None and self.confirmed_on <= day
        return confirmed and self.runs(day) and self.names(account, category)

    @property
    def last_possible(self) -> date | None:
        """Its last end, if every renewal that is known to be possible is asked for in time."""
        return self.until + timedelta(days=(self.renewals_left or 0) * self.renewal_days) if self.until else None


@dataclass(frozen=True, kw_only=True)
class Account:
    """An account whose data are wanted: which categories, when it was last used, and what its platform keeps."""

    code: str
    platform: str
    wanted: tuple[str, ...] = ALL
    last_used: date | None = None
    kept: tuple[Kept, ...] = ()
    source: tuple[str, ...] = ()
    protect_within_days: int | None = None


@dataclass(frozen=True)
class Standing:
    """How an account (or one category of it) stands: `until` is the day of the danger, where one is known."""

    state: State
    category: str
    until: date | None = None
    hold: Hold | None = None

    @property
    def protected(self) -> bool:
        """Whether a confirmed hold keeps it."""
        return self.state in PROTECTED

    def days_left(self, day: date) -> int | None:
        """Days until the data can vanish: 0 is any day from now on, None that no day can be named."""
        if self.state in (State.OPEN, State.PENDING):
            return None
        return max(0, (self.until - day).days) if self.until and self.state in (State.HELD, State.RETAINED) else 0


@dataclass(frozen=True)
class Span:
    """A stretch of days (both included) on which an account stands the same. `renewable`: if it is renewed."""

    first: date
    last: date
    state: State
    renewable: bool = False


def category_standing(account: Account, category: str, holds: Sequence[Hold], day: date) -> Standing:
    """How one category of an account's data stands on `day`."""
    protecting = [hold for hold in holds if hold.protects(account.code, category, day)]
    if protecting:
        best = max(protecting, key=lambda hold: (hold.pending, hold.until is not None, hold.until or date.min))
        state = State.PENDING if best.pending else State.HELD if best.until else State.OPEN
        return Standing(state, category, best.until, best)
    named = [hold for hold in holds if hold.asked_on <= day and hold.names(account.code, category)]
    waiting = [hold for hold in named if hold.runs(day) and (hold.confirmed_on is None or hold.confirmed_on > day)]
    if waiting:
        return Standing(State.ASKED, category, None, max(waiting, key=lambda hold: hold.asked_on))
    over = [hold for hold in named if _lapsed(hold, day)]
    if over:
        last = max(over, key=_end)
        return Standing(State.LAPSED, category, _end(last), last)
    kept = retention_end(account, category)
    return Standing(State.RETAINED, category, kept) if kept and kept >= day else Standing(State.UNKNOWN, category)


def _lapsed(hold: Hold, day: date) -> bool:
    """Whether it protected once and does no more; once another row took its place, that one counts."""
    taken_over = hold.replaced and hold.ended_on is not None and hold.ended_on <= day
    return hold.confirmed_on is not None and hold.confirmed_on <= day and not taken_over and not hold.runs(day)


def _end(hold: Hold) -> date:
    """The last day of a hold that is over."""
    ends = [day for day in (hold.until, hold.ended_on) if day is not None]
    return min(ends, default=hold.asked_on)


def retention_end(account: Account, category: str) -> date | None:
    """About when the platform deletes the records of the last known use by itself; None where nobody can say."""
    if account.last_used is None:
        return None
    ends = [
        account.last_used + timedelta(days=kept.days)
        for kept in account.kept
        if kept.category == category and kept.counted_from == "made"
    ]
    return min(ends, default=None)


def standings(account: Account, holds: Sequence[Hold], day: date) -> tuple[Standing, ...]:
    """How each wanted category stands on `day`, the most endangered first."""
    mine = [hold for hold in holds if account.code in hold.accounts]
    return tuple(sorted(_each(account, mine, day), key=lambda one: danger(one, day)))


def standing(account: Account, holds: Sequence[Hold], day: date) -> Standing:
    """How the account stands on `day`: as its most endangered category does."""
    mine = [hold for hold in holds if account.code in hold.accounts]
    return min(_each(account, mine, day), key=lambda one: danger(one, day))


def _each(account: Account, mine: Sequence[Hold], day: date) -> list[Standing]:
    return [category_standing(account, category, mine, day) for category in account.wanted or ALL]


def danger(one: Standing, day: date) -> tuple[float, int]:
    """A key that sorts the most endangered first: by the days that are left, then by the state."""
    left = one.days_left(day)
    return (float("inf") if left is None else float(left), WORST_FIRST.index(one.state))


def spans(account: Account, holds: Sequence[Hold], first: date, last: date) -> tuple[Span, ...]:
    """How the account stands on each day from `first` to `last`, in stretches; what a renewal would add is marked.

    Days to come are told as they will be if nothing more is done.
    """
    mine = [hold for hold in holds if account.code in hold.accounts]
    days = sorted({first, *(day for day in _turns(account, mine) if first < day <= last)})
    found: list[Span] = []
    for begin, after in zip(days, [*days[1:], last + ONE_DAY], strict=True):
        state = standing(account, mine, begin).state
        if found and found[-1].state is state:
            begin = found.pop().first
        found.append(Span(begin, after - ONE_DAY, state))
    return tuple(found)


def _turns(account: Account, holds: Iterable[Hold]) -> Iterable[date]:
    """Days on which something may change."""
    for hold in holds:
        yield hold.asked_on
        for day in (hold.confirmed_on, hold.ended_on):
            if day:
                yield day
        if hold.until:
            yield hold.until + ONE_DAY
    for category in account.wanted or ALL:
        if end := retention_end(account, category):
            yield end + ONE_DAY


def renewable(now: Standing) -> Span | None:
    """The days that known renewals would add to the hold that keeps an account."""
    if now.state is not State.HELD or now.hold is None or now.until is None:
        return None
    last = now.hold.last_possible
    return Span(now.until + ONE_DAY, last, State.HELD, renewable=True) if last and last > now.until else None


def reported(account: Account, holds: Sequence[Hold], day: date) -> Hold | None:
    """The hold by law of what was reported of this account, while it runs."""
    return next(
        (hold for hold in holds if REPORTED in hold.data and account.code in hold.accounts and hold.runs(day)), None
    )


def retained(found: Sequence[Standing]) -> Standing | None:
    """The first of an account's unprotected data that the platform deletes by itself on a day that is known."""
    known = [one for one in found if one.state is State.RETAINED]
    return min(known, key=lambda one: one.until or date.max, default=None)
