"""Counts one period under one rule and gives two dates and the working.

`legal_due` is the most generous correct reading, `safe_due` the earliest one. A date means the end of that
local day, an aware datetime an instant. Sources of the rules: mlat/data/counting.toml.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from mlat.domain.calendars import ONE_DAY, SENSIBLE_YEARS, Calendar
from mlat.domain.counting_days import DayCount
from mlat.domain.counting_hours import HourCount
from mlat.domain.counting_rule import CountingRule, Example, Kind, Roll
from mlat.domain.messages import N_
from mlat.domain.periods import Period, Unit
from mlat.domain.problems import Problem
from mlat.domain.working import Step, explain, in_english, written

__all__ = [
    "CountingRule",
    "Due",
    "Example",
    "Kind",
    "Roll",
    "Step",
    "count",
    "explain",
    "in_english",
    "local_day",
    "over_at",
    "plain",
    "rule_for",
    "written",
]


@dataclass(frozen=True, slots=True)
class Due:
    """Both due dates, how they were counted, and with which rule, holiday set and zone (IANA name)."""

    legal_due: date | datetime
    safe_due: date | datetime
    working: tuple[Step, ...]
    rule: str
    calendar_version: str
    zone: str

    @property
    def legal_at(self) -> datetime:
        """The UTC instant at which `legal_due` is over."""
        return over_at(self.legal_due, ZoneInfo(self.zone))

    @property
    def safe_at(self) -> datetime:
        """The UTC instant at which `safe_due` is over."""
        return over_at(self.safe_due, ZoneInfo(self.zone))

    def to_json(self) -> dict[str, object]:
        """Stable keys: legal_due, safe_due, working."""
        return {
            "legal_due": written(self.legal_due),
            "safe_due": written(self.safe_due),
            "working": [step.to_json() for step in self.working],
        }


def count(
    rule: CountingRule,
    period: Period,
    start: datetime,
    zone: ZoneInfo,
    calendar: Calendar,
    *,
    kind: Kind | None = None,
    running_until: date | None = None,
) -> Due:
    """Count `period` from the instant `start` at the place whose time is `zone`.

    `kind` defaults to the rule's own. A renewal needs `running_until`, the local day on which the running
    hold ends. Raises Problem (field `start`, `kind` or `running_until`) for what cannot be counted.
    """
    kind = kind or rule.kind
    _check(period, start, kind, running_until)
    start = start.astimezone(zone)
    steps = _opening(rule, start, zone, calendar)
    legal: date | datetime
    safe: date | datetime
    if period.unit is Unit.HOURS:
        legal, safe = HourCount(rule, period, start, calendar, kind, steps).dues()
    else:
        legal, safe = DayCount(rule, period, start.date(), calendar, kind, running_until, steps).dues()
    if rule.grace_hours and not isinstance(legal, datetime):
        steps.append(Step("grace", calendar.next_working(legal + ONE_DAY), {"number": str(rule.grace_hours)}))
    steps.extend(_provisional(calendar, start.date(), local_day(legal, zone)))
    return Due(legal, safe, tuple(steps), rule.id, calendar.version, zone.key)


def plain(*, roll: Roll = "none", count_start_day: bool = False) -> CountingRule:
    """A rule of parameters that a person gives, where no law of the data fits."""
    return CountingRule(
        id="plain",
        title=N_("plain count"),
        source=N_("parameters given by the user"),
        as_of=None,
        verification="given",
        event_day="included" if count_start_day else "excluded",
        days="calendar",
        roll=roll,
        roll_before=roll,
        hours="from_event",
        hours_roll=roll,
    )


def rule_for(rules: Iterable[CountingRule], rule_id: str) -> CountingRule:
    """The rule of that id; for an id that nobody wrote down, the entry "unknown" under that id.

    So an unknown rule counts calendar days, rolls nothing and says that it is not verified.
    """
    known = {rule.id: rule for rule in rules}
    return known.get(rule_id) or replace(known["unknown"], id=rule_id)


def over_at(due: date | datetime, zone: ZoneInfo) -> datetime:
    """The UTC instant at which a due is over: the end of that local day in `zone`, or the instant itself."""
    if isinstance(due, datetime):
        return due.astimezone(UTC)
    return datetime.combine(due + ONE_DAY, time(), zone).astimezone(UTC)


def local_day(due: date | datetime, zone: ZoneInfo) -> date:
    """The local day of a due in `zone`."""
    return due.astimezone(zone).date() if isinstance(due, datetime) else due


def _check(period: Period, start: datetime, kind: Kind, running_until: date | None) -> None:
    if start.tzinfo is None:
        raise Problem(
            "local_time_without_zone",
            "start",
            N_("a local time without a zone names no instant."),
            N_("Give the zone of the place where the event takes effect."),
        )
    if start.year not in SENSIBLE_YEARS:
        raise Problem(
            "start_out_of_range",
            "start",
            N_("the year %(year)s cannot be right."),
            N_("Correct it."),
            year=start.year,
        )
    if period.count < 0 and kind is not Kind.ACT:
        raise Problem(
            "kind_counts_forward",
            "kind",
            N_("only an act can be counted back from its event."),
            N_("Use a period without a minus sign, or the kind act."),
        )
    if (kind is Kind.RENEWAL) != (running_until is not None):
        raise Problem(
            "running_until_and_renewal",
            "running_until",
            N_("a renewal, and nothing else, needs the day on which the running hold ends."),
            N_("Give that day together with the kind renewal."),
        )
    if kind is Kind.RENEWAL and period.unit is Unit.HOURS:
        raise Problem(
            "renewal_in_hours",
            "period",
            N_("a renewal is counted in days or months."),
            N_("Give the period in days or months."),
        )


def _opening(rule: CountingRule, start: datetime, zone: ZoneInfo, calendar: Calendar) -> list[Step]:
    steps = [Step("rule", None, {"title": rule.title, "source": rule.source})]
    if rule.verification == "unverified":
        steps.append(Step("rule_not_verified"))
    steps.append(Step("start", start, {"zone": zone.key}))
    steps.append(Step("calendar", None, {"source": calendar.source, "version": calendar.version}))
    return steps


def _provisional(calendar: Calendar, first: date, last: date) -> list[Step]:
    """A mark for each year whose days of rest were not certain when the set was made."""
    first, last = min(first, last), max(first, last)
    doubtful = {
        day.year for day in (*calendar.holidays, first, last) if first <= day <= last and calendar.is_provisional(day)
    }
    return [Step("provisional", None, {"year": str(year)}) for year in sorted(doubtful)]
