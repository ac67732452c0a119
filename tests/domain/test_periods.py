"""Reading periods of law."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlat.domain.periods import LONGEST, Period, Unit, parse_period
from mlat.domain.problems import Problem


@pytest.mark.parametrize(
    ("text", "count", "unit"),
    [
        ("P10D", 10, Unit.DAYS),
        ("P1W", 7, Unit.DAYS),
        ("P1W3D", 10, Unit.DAYS),
        ("P1M", 1, Unit.MONTHS),
        ("P1Y", 12, Unit.MONTHS),
        ("P1Y6M", 18, Unit.MONTHS),
        ("PT8H", 8, Unit.HOURS),
        ("PT48H", 48, Unit.HOURS),
        ("-P45D", -45, Unit.DAYS),
        ("+P45D", 45, Unit.DAYS),
        (" P0D ", 0, Unit.DAYS),
    ],
)
def test_periods_are_read(text: str, count: int, unit: Unit) -> None:
    assert parse_period(text) == Period(count, unit)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "10",
        "10D",
        "P10",
        "p10d",
        "P1M10D",
        "P1DT8H",
        "P1Y1D",
        "PT8M",
        "P1.5D",
        "P-1D",
        "PD",
        "P10D x",
    ],
)
def test_nonsense_is_refused_with_its_remedy(text: str) -> None:
    with pytest.raises(Problem) as caught:
        parse_period(text, "deadline")
    assert caught.value.where == "deadline"
    assert "P10D" in caught.value.line()


@pytest.mark.parametrize(("unit", "most"), list(LONGEST.items()))
def test_absurdly_long_periods_are_refused(unit: str, most: int) -> None:
    Period(most, Unit(unit))
    with pytest.raises(Problem):
        Period(-most - 1, Unit(unit))


@given(st.integers(-999, 999), st.sampled_from([Unit.DAYS, Unit.MONTHS, Unit.HOURS]))
def test_the_written_form_reads_back(count: int, unit: Unit) -> None:
    assert parse_period(Period(count, unit).iso) == Period(count, unit)
