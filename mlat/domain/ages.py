"""Ages and majority."""

from __future__ import annotations

from datetime import date, timedelta

MAJORITY = {"AR": 18}
"""Age of majority by country; Convention on the Rights of the Child art. 1 (18) where a country is not listed."""


def years_between(born: date, day: date) -> int:
    """Whole years from `born` to `day`; someone born on 29 February completes a year on 1 March of a common year."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_minor(born: date, day: date, country: str) -> bool:
    """Whether somebody born on `born` is a minor in `country` (ISO alpha-2) on `day`."""
    return years_between(born, day) < MAJORITY.get(country, 18)


def comes_of_age_on(born: date, country: str) -> date:
    """The day on which somebody born on `born` comes of age in `country`; 1 March for a leap day's child."""
    return _years_later(born, MAJORITY.get(country, 18))


def turns_on(born: date, age: int) -> date:
    """The day on which somebody born on `born` is `age` years old; 1 March for a leap day's child."""
    return _years_later(born, age)


def earliest_birth(age: int, on: date) -> date:
    """The earliest day of birth of somebody who was `age` whole years old on `on`: a birthday was about to come."""
    return _years_later(on + timedelta(days=1), -(age + 1))


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
