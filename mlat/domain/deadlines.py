"""What a due date means on a day, and the clocks that no event of a request opens: secrecy and coming of age.

Clocks that follow from a request's own events are in mlat.domain.clockwork.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from mlat.domain.ages import comes_of_age_on, earliest_birth, years_between
from mlat.domain.calendars import Calendar
from mlat.domain.counting import CountingRule, Due, Kind, count, local_day
from mlat.domain.periods import Period
from mlat.domain.working import Step

ENDS = frozenset(
    {"period_end", "cut_to_month", "working_days_end", "hours_from_event", "hours_from_next_hour", "exact_date"}
)
"""Steps of a working that name the end of the period as it was counted, before anything moved it."""


def counted_end(due: Due) -> date | datetime:
    """The end of the period as it was counted, before any move off a day of rest."""
    ends = [step.day for step in due.working if step.code in ENDS and step.day is not None]
    return ends[-1] if ends else due.legal_due


def days_left(due: date | datetime, today: date, zone: ZoneInfo) -> int:
    """Days from the local day `today` to the due day in `zone`: 0 on the day itself, negative after it."""
    return (local_day(due, zone) - today).days


def lateness(due: date | datetime, today: date, zone: ZoneInfo) -> int:
    """Days late on the local day `today`: nobody is late before the day after the due day."""
    return max(0, -days_left(due, today, zone))


def secrecy_end(
    rule: CountingRule,
    period: Period,
    ordered: datetime,
    zone: ZoneInfo,
    calendar: Calendar,
    extensions: Iterable[Period] = (),
) -> Due:
    """How long an order of secrecy or non-disclosure lasts: to its latest reading; nothing lifts by itself.

    An extension is counted from its own start, the end of the period before it as that was counted: a day to which
    the end was moved is no start.
    """
    due = count(rule, period, ordered, zone, calendar, kind=Kind.PROHIBITION)
    end = counted_end(due)
    for extension in extensions:
        start = end if isinstance(end, datetime) else datetime.combine(end, time(12), zone)
        longer = count(rule, extension, start, zone, calendar, kind=Kind.PROHIBITION)
        end = counted_end(longer)
        step = Step("extended", longer.legal_due, {"period": extension.iso})
        due = replace(longer, working=(*due.working, step))
    return due


def coming_of_age(born: date, country: str, zone: ZoneInfo) -> Due:
    """The day on which somebody comes of age in `country` (ISO alpha-2): from that day a minor no longer.

    Born on 29 February, it is 1 March where the year has no such day (as in mlat.domain.ages).
    """
    day = comes_of_age_on(born, country)
    age = years_between(born, day)
    return Due(day, day, (Step("comes_of_age", day, {"age": str(age)}),), "majority", "", zone.key)


def perhaps_of_age(age: int, on: date, country: str, zone: ZoneInfo) -> Due:
    """The earliest day on which somebody comes of age who was estimated to be `age` whole years old on `on`."""
    due = coming_of_age(earliest_birth(age, on), country, zone)
    return replace(due, working=(Step("estimated_age", None, {"age": str(age), "on": on.isoformat()}), *due.working))
