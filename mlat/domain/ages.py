"""Ages and majority."""

from __future__ import annotations

from datetime import date

MAJORITY = {"AR": 18}
"""Age of majority by country; Convention on the Rights of the Child art. 1 (18) where a country is not listed."""


def years_between(born: date, day: date) -> int:
    """Whole years from `born` to `day`; someone born on 29 February completes a year on 1 March of a common year."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_minor(born: date, day: date, country: str) -> bool:
    """Whether somebody born on `born` is a minor in `country` (ISO alpha-2) on `day`."""
    return years_between(born, day) < MAJORITY.get(country, 18)
