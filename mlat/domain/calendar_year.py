"""One year of an office's calendar, day by day: what each day is, what it is called and who says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from mlat.domain.calendars import ONE_DAY, Calendar
from mlat.domain.messages import N_
from mlat.domain.office_days import Observed, OfficeDay

WEEKEND = N_("weekend")


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day. `source` names the holiday set or the row it stands in; `provisional`: not decreed yet, or estimated."""

    day: date
    kind: Literal["working", "weekend", "holiday", "recess", "bridge", "closure", "enabled"]
    name: str = ""
    source: str = ""
    provisional: bool = False
    verification: str = ""
    """How a row is known: read, unverified or confirmed; empty for a holiday set."""

    @property
    def marked(self) -> bool:
        """Whether it is more than an ordinary working day or weekend."""
        return self.kind not in ("working", "weekend")


def year_of(observed: Observed, year: int) -> tuple[CalendarDay, ...]:
    """Every day of `year` in the office's own country."""
    first = date(year, 1, 1)
    plain = Observed(observed.country, observed.subdivision).around(observed.country, first)
    days = (date.fromordinal(n) for n in range(first.toordinal(), date(year + 1, 1, 1).toordinal()))
    rows = _by_day(observed, year)
    return tuple(_day(day, plain, rows.get(day)) for day in days)


def _by_day(observed: Observed, year: int) -> dict[date, OfficeDay]:
    """The row that decides about each day of the year; a later row wins."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    found: dict[date, OfficeDay] = {}
    for row in observed.days:
        day = max(row.first, first)
        while day <= min(row.last, last):
            found[day] = row
            day += ONE_DAY
    return found


def _day(day: date, plain: Calendar, row: OfficeDay | None) -> CalendarDay:
    late = plain.is_provisional(day)
    if row is not None:
        return CalendarDay(day, row.type, row.name, row.source, verification=row.verification)
    if plain.holidays.get(day, WEEKEND) != WEEKEND:
        return CalendarDay(day, "holiday", plain.holidays[day], plain.source, late)
    if plain.is_working(day):
        worked = day in plain.enabled
        return CalendarDay(day, "enabled" if worked else "working", N_("worked in exchange") if worked else "")
    return CalendarDay(day, "weekend")


@dataclass(frozen=True, slots=True)
class Span:
    """Days in a row that are the same; both ends are included."""

    first: date
    last: date
    kind: str
    name: str
    source: str
    provisional: bool
    verification: str


def spans(days: Iterable[CalendarDay]) -> tuple[Span, ...]:
    """The marked days of a year, those in a row that are the same as one."""
    found: list[Span] = []
    for each in days:
        if not each.marked:
            continue
        same = (each.kind, each.name, each.source, each.provisional, each.verification)
        last = found[-1] if found else None
        if last and last.last + ONE_DAY == each.day and Span(last.first, last.last, *same) == last:
            found[-1] = replace(last, last=each.day)
        else:
            found.append(Span(each.day, each.day, *same))
    return tuple(found)
