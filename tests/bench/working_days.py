"""Working-day arithmetic against a loop that asks the `holidays` library day by day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import holidays

from mlat.domain.calendars import country_calendar
from tests.bench.measure import Ratio, compare, require

YEARS = range(2020, 2032)
COUNTRIES = ("AR", "MX", "US", "IE")
STARTS = tuple(date(2024, 1, 1) + timedelta(days=37 * n) for n in range(40))
ONE_DAY = timedelta(days=1)


def run() -> Iterator[Ratio]:
    """A working year ahead, which is what a table is for, and ten days ahead, which is the common period."""
    yield _compare("working_days.year", 250, at_most=0.01)
    yield _compare("working_days.ten", 10)


def _compare(name: str, number: int, at_most: float | None = None) -> Ratio:
    calendars = [country_calendar(country, YEARS) for country in COUNTRIES]
    libraries = [holidays.country_holidays(country, years=YEARS) for country in COUNTRIES]

    def ours(_turn: int) -> list[date]:
        return [calendar.add_working(start, number) for calendar in calendars for start in STARTS]

    def naive(_turn: int) -> list[date]:
        return [_walk(library, start, number) for library in libraries for start in STARTS]

    require(ours(0) == naive(0), "the table and the library disagree")
    return compare(name, ours, naive, against=f"a loop over holidays, {number} working days", at_most=at_most, rounds=5)


def _walk(library: holidays.HolidayBase, day: date, number: int) -> date:
    while number:
        day += ONE_DAY
        number -= library.is_working_day(day)
    return day
