"""A year of an office's calendar as pictures and tables show it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlat.domain.calendar_year import spans, year_of
from mlat.domain.calendars import holiday_names, subdivision_names
from mlat.domain.office_days import Observed, OfficeDay


def row(first: date, last: date, kind: str = "closure", name: str = "x") -> OfficeDay:
    return OfficeDay(first, last, kind, name, "source", "confirmed")  # type: ignore[arg-type]


def test_each_day_says_what_it_is_and_who_says_so() -> None:
    observed = Observed("AR", days=(row(date(2026, 5, 25), date(2026, 5, 26), name="Mudanza"),))
    days = {each.day: each for each in year_of(observed, 2026)}
    assert len(days) == 365
    assert (days[date(2026, 5, 1)].kind, days[date(2026, 5, 1)].source[:8]) == ("holiday", "holidays")
    assert (days[date(2026, 5, 25)].kind, days[date(2026, 5, 25)].name) == ("closure", "Mudanza")
    assert days[date(2026, 5, 27)].kind == "working"
    assert days[date(2026, 5, 30)].kind == "weekend"
    assert not days[date(2026, 5, 1)].provisional
    assert all(each.provisional for each in year_of(observed, 2027) if each.kind == "holiday")


def test_a_weekend_worked_in_exchange_is_marked() -> None:
    worked = [each for each in year_of(Observed("CN"), 2025) if each.kind == "enabled"]
    assert worked
    assert all(each.name for each in worked)


def test_days_in_a_row_that_are_the_same_are_one_line() -> None:
    observed = Observed(
        "AR", days=(row(date(2026, 7, 20), date(2026, 7, 31)), row(date(2025, 12, 28), date(2026, 1, 3)))
    )
    found = spans(year_of(observed, 2026))
    assert (found[0].first, found[0].last) == (date(2026, 1, 1), date(2026, 1, 3))
    assert (date(2026, 7, 20), date(2026, 7, 31)) in [(each.first, each.last) for each in found]


starts = st.dates(date(2025, 11, 1), date(2027, 2, 1))
rows = st.builds(
    lambda first, length, kind: row(first, first + timedelta(days=length), kind),
    starts,
    st.integers(0, 20),
    st.sampled_from(["closure", "recess", "bridge", "enabled"]),
)


@given(st.sampled_from(["AR", "US", "SA", "CN"]), st.lists(rows, max_size=4))
def test_the_picture_is_what_is_counted_with(country: str, days: list[OfficeDay]) -> None:
    observed = Observed(country, days=tuple(days))
    calendar = observed.around(country, date(2026, 1, 1))
    shown = {each.day: each.kind in ("working", "enabled") for each in year_of(observed, 2026)}
    assert [day for day in shown if shown[day] != calendar.is_working(day)] == []


def test_only_the_own_country_has_the_offices_days() -> None:
    observed = Observed("AR", "B", (row(date(2026, 5, 20), date(2026, 5, 20)),))
    assert not observed.around("AR", date(2026, 5, 1)).is_working(date(2026, 5, 20))
    assert observed.around("MX", date(2026, 5, 1)).is_working(date(2026, 5, 20))
    assert "+" not in observed.around("MX", date(2026, 5, 1)).version
    assert "+" not in observed.around("AR", date(2040, 5, 1)).version, "rows of other years change nothing there"
    assert observed.around("XX", date(2026, 5, 1)).version == "none"


@pytest.mark.parametrize(("language", "name"), [("es", "Navidad"), ("en", "Christmas Day"), ("mn", "Christmas Day")])
def test_holidays_are_named_in_the_readers_language_where_the_set_has_it(language: str, name: str) -> None:
    assert holiday_names("AR", 2026, None, language)[date(2026, 12, 25)] == name


def test_parts_of_a_country_have_names() -> None:
    assert subdivision_names("AR")["C"] == "Ciudad Autónoma de Buenos Aires"
    assert subdivision_names("XX") == {}
