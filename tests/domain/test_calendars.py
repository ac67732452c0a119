"""Working days, against a naive loop over the `holidays` library."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlat.domain.calendars import DECREED_THROUGH, Calendar, countries, country_calendar, explicit, none, subdivisions
from mlat.domain.problems import Problem

YEARS = range(2015, 2036)
# Sunday to Thursday, weekends worked in exchange, a weekend that moved, many moving holidays, subdivisions
PLACES = [
    ("AR", None),
    ("US", "CA"),
    ("DE", "BY"),
    ("MX", None),
    ("CN", None),
    ("SA", None),
    ("AE", None),
    ("IN", "MH"),
]


def naive(country: str, subdivision: str | None) -> holidays.HolidayBase:
    return holidays.country_holidays(country, subdiv=subdivision, years=YEARS)


def differing(country: str, subdivision: str | None = None) -> list[tuple[date, str]]:
    """Days of twenty years and more on which the table and the library, asked day by day, do not agree."""
    ours, theirs = country_calendar(country, YEARS, subdivision), naive(country, subdivision)
    days = [date(2015, 1, 1) + timedelta(days=n) for n in range(21 * 365)]
    working = [day for day in days if theirs.is_working_day(day)]
    found = [(day, "is working") for day, works in zip(days, map(theirs.is_working_day, days), strict=True)
             if ours.is_working(day) != works]  # fmt: skip
    found += [(day, "plus 250") for day, then in zip(working, working[250:], strict=False)
              if ours.add_working(day, 250) != then]  # fmt: skip
    found += [(then, "minus 10") for day, then in zip(working, working[10:], strict=False)
              if ours.add_working(then, -10) != day]  # fmt: skip
    return found


@pytest.mark.parametrize(("country", "subdivision"), PLACES)
def test_a_table_counts_as_the_library_does_day_by_day(country: str, subdivision: str | None) -> None:
    assert differing(country, subdivision) == []


@pytest.mark.matrix
@pytest.mark.parametrize("country", countries())
def test_every_supported_country_counts_as_the_library_does_over_twenty_years(country: str) -> None:
    assert differing(country) == []


@pytest.mark.matrix
@pytest.mark.parametrize("country", ["AR", "BR", "DE", "ES", "MX", "PH", "US"])
def test_every_part_of_a_likely_home_counts_as_the_library_does(country: str) -> None:
    assert {part: found for part in subdivisions(country) if (found := differing(country, part))} == {}


@given(
    st.sampled_from(PLACES),
    st.dates(date(2015, 6, 1), date(2035, 6, 1)),
    st.integers(-120, 120).filter(bool),
)
def test_adding_working_days_equals_walking(place: tuple[str, str | None], day: date, number: int) -> None:
    calendar = country_calendar(place[0], YEARS, place[1])
    step = timedelta(days=1 if number > 0 else -1)
    walked, left = day, abs(number)
    while left:
        walked += step
        left -= calendar.is_working(walked)
    assert calendar.add_working(day, number) == walked


@given(st.dates(date(1980, 1, 1), date(2120, 1, 1)), st.integers(1, 60))
def test_there_and_back_also_outside_the_table(day: date, number: int) -> None:
    calendar = explicit([date(2026, 5, 25), date(2026, 12, 25)])
    start = calendar.next_working(day)
    assert calendar.add_working(calendar.add_working(start, number), -number) == start
    assert calendar.previous_working(day) <= day <= calendar.next_working(day)


def test_a_table_is_a_hundred_times_a_naive_loop() -> None:
    calendar, library = country_calendar("AR", YEARS), naive("AR", None)
    day, step = date(2026, 3, 2), timedelta(days=1)
    calendar.add_working(day, 1)

    def walk() -> date:
        at, left = day, 250
        while left:
            at += step
            left -= library.is_working_day(at)
        return at

    def seconds(act: Callable[[], date], times: int) -> float:
        begun = time.perf_counter()
        for _ in range(times):
            act()
        return (time.perf_counter() - begun) / times

    assert walk() == calendar.add_working(day, 250)
    slow = min(seconds(walk, 5) for _ in range(3))
    fast = min(seconds(lambda: calendar.add_working(day, 250), 500) for _ in range(3))
    assert slow / fast > 100


def test_only_two_letter_codes_are_offered() -> None:
    assert {"AR", "MX", "BR", "US", "IE"} <= set(countries())
    assert all(len(code) == 2 for code in countries())
    assert "CABA" not in countries()
    assert "BY" in subdivisions("DE")


@pytest.mark.parametrize(("country", "part"), [("XX", None), ("ARG", None), ("AR", "ZZ"), ("DE", "ZZ")])
def test_unknown_places_are_refused(country: str, part: str | None) -> None:
    with pytest.raises(Problem) as caught:
        country_calendar(country, range(2026, 2027), part)
    assert caught.value.where == "holidays"


def test_listed_days_are_the_only_holidays() -> None:
    calendar = explicit([date(2026, 12, 25)])
    assert not calendar.is_working(date(2026, 12, 25))
    assert calendar.next_working(date(2026, 12, 25)) == date(2026, 12, 28)
    assert calendar.previous_working(date(2026, 12, 25)) == date(2026, 12, 24)
    assert none().is_working(date(2026, 12, 25))
    assert not none().is_working(date(2026, 12, 26))
    assert calendar.name(date(2026, 12, 26)) == "weekend"
    assert calendar.add_working(date(2026, 12, 26), 0) == date(2026, 12, 26)


def test_a_holiday_far_off_is_refused() -> None:
    with pytest.raises(Problem):
        explicit([date(9999, 12, 25)])


def test_versions_tell_sets_apart() -> None:
    assert explicit([date(2026, 5, 1)]).version == explicit([date(2026, 5, 1), date(2026, 5, 1)]).version
    assert explicit([date(2026, 5, 1)]).version != explicit([date(2026, 5, 2)]).version
    assert holidays.__version__ in country_calendar("AR", range(2026, 2027)).version


def test_undecreed_years_and_estimates_are_provisional() -> None:
    calendar = country_calendar("DZ", YEARS)
    assert calendar.is_provisional(date(2027, 1, 4))
    assert not calendar.is_provisional(date(2026, 1, 5))
    assert any(calendar.is_provisional(day) for day in calendar.holidays if day.year == 2026)
    assert not explicit([]).is_provisional(date(2040, 1, 1))


def test_the_decreed_years_were_looked_up_for_the_installed_release() -> None:
    """With another release: look which year it knows as decreed, and set DECREED_THROUGH and this together."""
    assert (holidays.__version__, DECREED_THROUGH) == ("0.109", 2026)


def test_a_calendar_keeps_what_it_was_given() -> None:
    calendar = Calendar("x", "x", "x", holidays={date(2026, 5, 1): "one"})
    with pytest.raises(AttributeError):
        calendar.version = "y"
