"""The counting rules and the calendars that one office counts with."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from mlat.domain.calendars import Calendar, countries, country_calendar, none
from mlat.domain.clock_parts import Almanac
from mlat.house import house


def almanac_of(office_id: str) -> Almanac:
    """The almanac of an office."""
    return Almanac(tuple(house().world.counting.values()), calendar)


def calendar(country: str, day: date) -> Calendar:
    """Working days in `country` around `day`; weekends only where no holiday set is known."""
    return _calendar(country, day.year)


@lru_cache(maxsize=256)
def _calendar(country: str, year: int) -> Calendar:
    return country_calendar(country, range(year - 1, year + 4)) if country in countries() else none()
