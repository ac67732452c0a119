"""Who is a minor, for a day and a country."""

from __future__ import annotations

from datetime import date

import pytest

from mlat.domain.ages import is_minor, years_between


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        (date(2014, 8, 15), date(2026, 8, 14), 11),
        (date(2014, 8, 15), date(2026, 8, 15), 12),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2026, 3, 2), date(2026, 3, 2), 0),
    ],
)
def test_a_year_is_complete_on_the_birthday(born: date, day: date, years: int) -> None:
    assert years_between(born, day) == years


@pytest.mark.parametrize("country", ["AR", "MX", "US"])
def test_a_minor_until_the_eighteenth_birthday(country: str) -> None:
    born = date(2008, 3, 2)
    assert is_minor(born, date(2026, 3, 1), country)
    assert not is_minor(born, date(2026, 3, 2), country)
