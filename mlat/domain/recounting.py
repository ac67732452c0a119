"""Counting a running clock anew after the days of rest changed: the same rule, period and start, another calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from mlat.domain.clock_parts import Almanac, counted_as
from mlat.domain.counting import Due, count, rule_for, written
from mlat.domain.counting_rule import Kind
from mlat.domain.periods import parse_period


@dataclass(frozen=True)
class Dated:
    """A running clock as it was counted; `kind` is the clock's, `working` how its dates came about."""

    id: str
    kind: str
    rule: str
    period: str
    started_at: datetime
    zone: str
    legal_due: str
    safe_due: str
    calendar: str
    """Version of the calendar that it was counted with."""
    working: tuple[Mapping[str, Any], ...]

    def counts_days_of(self, country: str) -> bool:
        """Whether a rule counted it with working days of `country` (ISO alpha-2): nobody named or fixed its date."""
        place = self.calendar.partition("@")[0]
        counted = bool(self.period) and any(step["code"] == "calendar" for step in self.working)
        return counted and (place == country or place.startswith(f"{country}-"))


@dataclass(frozen=True)
class Moved:
    """A clock whose date moved: `was` and `now` are its legal_due and safe_due (as clocks hold them)."""

    kind: str
    was: tuple[str, str]
    now: tuple[str, str]
    request_id: str = ""
    request: str = ""
    case: str = ""
    """Request and case are named only to those who may see cases."""


@dataclass(frozen=True)
class Recount:
    """What a running clock said, and what it says after it was counted anew with the office's days of today."""

    clock: Dated
    due: Due
    explained: bool = True
    """Whether the days observed until now give the dates that the clock has: what nobody can explain stays as it is."""

    @property
    def moved(self) -> bool:
        """Whether one of its two dates is another one."""
        return (self.clock.legal_due, self.clock.safe_due) != (written(self.due.legal_due), written(self.due.safe_due))

    def entry(self) -> dict[str, Any]:
        """As an event records it: the dates before and after; what led to the count is still said first."""
        clock, due = self.clock, self.due
        led = [step["code"] for step in clock.working].index("rule")
        return {
            "id": clock.id,
            "kind": clock.kind,
            "was": {"legal_due": clock.legal_due, "safe_due": clock.safe_due, "calendar": clock.calendar},
            "legal_due": written(due.legal_due),
            "safe_due": written(due.safe_due),
            "legal_at": due.legal_at.isoformat(),
            "safe_at": due.safe_at.isoformat(),
            "calendar": due.calendar_version,
            "working": [*clock.working[:led], *(step.to_json() for step in due.working)],
        }


def recount(clock: Dated, was: Almanac, will: Almanac) -> Recount | None:
    """`clock` counted with the office's days of `will`; None where nothing of it changes. `was` are those until now."""
    due = _due(clock, will)
    said = _as_said(due)
    if (clock.legal_due, clock.safe_due, clock.calendar) == said and _working(clock) == _steps(due):
        return None
    before = _due(clock, was)
    explained = before.calendar_version != clock.calendar or _as_said(before)[:2] == (clock.legal_due, clock.safe_due)
    return Recount(clock, due, explained)


def _due(clock: Dated, almanac: Almanac) -> Due:
    place = ZoneInfo(clock.zone)
    # A renewal was added to the hold that ran: its working says until when.
    until = next((step["values"]["until"] for step in clock.working if step["code"] == "added_to_hold"), None)
    return count(
        rule_for(almanac.rules, clock.rule),
        parse_period(clock.period),
        clock.started_at,
        place,
        almanac.calendar(almanac.home, clock.started_at.astimezone(place).date()),
        kind=Kind.RENEWAL if until else counted_as(clock.kind),
        running_until=date.fromisoformat(until) if until else None,
    )


def _as_said(due: Due) -> tuple[str, str, str]:
    return written(due.legal_due), written(due.safe_due), due.calendar_version


def _working(clock: Dated) -> list[Any]:
    """The steps of the count itself, without what led to it."""
    led = [step["code"] for step in clock.working].index("rule")
    return [dict(step) for step in clock.working[led:]]


def _steps(due: Due) -> list[Any]:
    return [step.to_json() for step in due.working]
