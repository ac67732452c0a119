"""An office's own days of rest on top of a calendar."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from mlat.domain.calendars import country_calendar, none
from mlat.domain.office_days import OfficeDay, OfficeTable, with_days
from mlat.domain.problems import Problem

CALENDARS = Path(__file__).parents[2] / "mlat/data/calendars"
RECESS = OfficeDay(date(2026, 7, 20), date(2026, 7, 31), "recess", "feria", "example", "unverified")


def test_recess_days_rest_and_are_named() -> None:
    calendar = with_days(none(), [RECESS])
    assert calendar.add_working(date(2026, 7, 17), 1) == date(2026, 8, 3)
    assert calendar.name(date(2026, 7, 21)) == "feria"
    assert calendar.is_working(date(2026, 8, 3))


def test_enabled_days_work_even_on_a_weekend_or_in_recess() -> None:
    opened = replace(RECESS, first=date(2026, 7, 25), last=date(2026, 7, 25), type="enabled")
    assert with_days(none(), [RECESS, opened]).is_working(date(2026, 7, 25))
    assert not with_days(none(), [opened, RECESS]).is_working(date(2026, 7, 25))


def test_rows_change_the_version_and_nothing_else_is_switched_on() -> None:
    argentina = country_calendar("AR", range(2026, 2028))
    changed = with_days(argentina, [RECESS])
    assert changed.version != argentina.version
    assert changed.version.startswith(argentina.version)
    assert argentina.is_working(date(2026, 7, 21))


def test_a_row_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Problem) as caught:
        with_days(none(), [replace(RECESS, last=date(2026, 7, 1))])
    assert caught.value.where == "last"


@pytest.mark.parametrize("file", sorted(CALENDARS.glob("*.toml")), ids=lambda file: file.stem)
def test_the_shipped_tables_are_readable_and_marked(file: Path) -> None:
    table = TypeAdapter(OfficeTable).validate_python(tomllib.loads(file.read_text()))
    assert table.id == file.stem
    assert all(day.source and day.verification for day in table.days)
    assert with_days(none(), table.days).version != none().version
