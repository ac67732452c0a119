"""Lateness, secrecy and coming of age."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from mlat.domain import calendars
from mlat.domain.ages import earliest_birth, is_minor, years_between
from mlat.domain.counting import CountingRule, in_english
from mlat.domain.deadlines import coming_of_age, counted_end, days_left, lateness, perhaps_of_age, secrecy_end
from mlat.domain.periods import parse_period

BUENOS_AIRES = ZoneInfo("America/Argentina/Buenos_Aires")
COUNTING = Path(__file__).parents[2] / "mlat/data/counting.toml"
RULES = {
    rule.id: rule
    for rule in TypeAdapter(tuple[CountingRule, ...]).validate_python(tomllib.loads(COUNTING.read_text())["rule"])
}
ORDERED = datetime(2026, 8, 3, 12, tzinfo=BUENOS_AIRES)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 400))
def test_nobody_is_late_on_the_due_day(due: date, days: int) -> None:
    assert lateness(due, due, BUENOS_AIRES) == 0
    assert lateness(due, due + timedelta(days=days), BUENOS_AIRES) == days
    assert lateness(due, due - timedelta(days=days), BUENOS_AIRES) == 0
    assert days_left(due, due - timedelta(days=days), BUENOS_AIRES) == days


def test_an_instant_is_late_from_the_local_day_after() -> None:
    due = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)  # 1 March, 22:30 in Buenos Aires
    assert lateness(due, date(2026, 3, 1), BUENOS_AIRES) == 0
    assert lateness(due, date(2026, 3, 2), BUENOS_AIRES) == 1


@pytest.mark.parametrize(
    ("extensions", "until"),
    [((), date(2026, 8, 13)), (("P10D",), date(2026, 8, 23)), (("P10D", "P30D"), date(2026, 9, 22))],
)
def test_secrecy_lasts_through_its_extensions(extensions: tuple[str, ...], until: date) -> None:
    due = secrecy_end(
        RULES["ar_secrecy_234"],
        parse_period("P10D"),
        ORDERED,
        BUENOS_AIRES,
        calendars.none(),
        map(parse_period, extensions),
    )
    assert due.legal_due == due.safe_due == until
    assert [step.code for step in due.working].count("extended") == len(extensions)


def test_secrecy_in_hours_is_extended_from_its_instant() -> None:
    due = secrecy_end(
        RULES["ar_secrecy_234"],
        parse_period("PT48H"),
        ORDERED,
        BUENOS_AIRES,
        calendars.none(),
        [parse_period("PT48H")],
    )
    assert due.legal_due == datetime(2026, 8, 7, 12, tzinfo=BUENOS_AIRES)


@given(st.dates(date(2005, 1, 1), date(2025, 12, 31)))
def test_a_minor_is_one_until_the_day_before(born: date) -> None:
    day = coming_of_age(born, "AR", BUENOS_AIRES).legal_due
    assert not isinstance(day, datetime)
    assert is_minor(born, day - timedelta(days=1), "AR")
    assert not is_minor(born, day, "AR")


def test_a_leap_day_child_comes_of_age_in_march() -> None:
    due = coming_of_age(date(2012, 2, 29), "AR", BUENOS_AIRES)
    assert due.legal_due == date(2030, 3, 1)
    assert in_english(due.working[0]) == "Turns 18 on 2030-03-01."


def test_an_extension_of_secrecy_counts_from_the_end_as_counted_not_from_where_it_was_moved() -> None:
    """Ten days from Thursday 15 October end on a Sunday: the prohibition itself lasts to Monday, its latest reading."""
    ordered = datetime(2026, 10, 15, 9, tzinfo=BUENOS_AIRES)
    ten = parse_period("P10D")
    first = secrecy_end(RULES["eu_1182"], ten, ordered, BUENOS_AIRES, calendars.none())
    assert (counted_end(first), first.legal_due) == (date(2026, 10, 25), date(2026, 10, 26))
    longer = secrecy_end(RULES["eu_1182"], ten, ordered, BUENOS_AIRES, calendars.none(), [ten])
    assert longer.legal_due == date(2026, 11, 4)


@given(st.integers(0, 17), st.dates(date(2020, 1, 1), date(2026, 12, 31)))
def test_an_estimated_age_never_comes_of_age_later_than_the_true_birthday(age: int, on: date) -> None:
    due = perhaps_of_age(age, on, "AR", BUENOS_AIRES).legal_due
    earliest = earliest_birth(age, on)
    assert not isinstance(due, datetime)
    assert years_between(earliest, on) == age
    assert years_between(earliest - timedelta(days=1), on) == age + 1 or (earliest.month, earliest.day) == (3, 1)
    assert not is_minor(earliest, due, "AR")
    assert on < due


def test_an_estimate_says_so_in_its_working() -> None:
    due = perhaps_of_age(14, date(2026, 2, 10), "AR", BUENOS_AIRES)
    assert due.legal_due == date(2029, 2, 11)
    assert [step.code for step in due.working] == ["estimated_age", "comes_of_age"]
