"""An office's own days: court recess, bridge days and closures, or days specially enabled, as dated rows.

They are switched on by an office, never by default, and lie on top of a calendar.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from mlat.domain.calendars import ONE_DAY, Calendar, countries, country_calendar, fingerprint, none
from mlat.domain.messages import N_
from mlat.domain.problems import Problem

DayType = Literal["recess", "bridge", "closure", "enabled"]


@dataclass(frozen=True, slots=True)
class OfficeDay:
    """One row: the days `first` to `last` are days of rest, or working days where the type is "enabled"."""

    first: date
    last: date
    type: DayType
    name: str
    source: str
    verification: Literal["read", "unverified", "confirmed"]

    def days(self) -> Iterable[date]:
        """Every day of the row. Raises Problem where it ends before it begins."""
        if self.last < self.first:
            raise Problem(
                "days_reversed",
                "last",
                N_("%(name)s ends on %(last)s, before it begins on %(first)s."),
                N_("Exchange the two dates."),
                name=self.name,
                first=self.first,
                last=self.last,
            )
        return (self.first + ONE_DAY * n for n in range((self.last - self.first).days + 1))


@dataclass(frozen=True, slots=True)
class OfficeTable:
    """A file of mlat/data/calendars, or the rows that an office keeps itself. Used only where switched on."""

    id: str
    country: str
    title: str
    days: tuple[OfficeDay, ...]


def with_days(calendar: Calendar, rows: Iterable[OfficeDay]) -> Calendar:
    """The calendar with an office's own rows; a later row wins. The version carries their fingerprint."""
    rows = tuple(rows)
    rest, enabled = dict(calendar.holidays), set(calendar.enabled)
    for row in rows:
        for day in row.days():
            if row.type == "enabled":
                rest.pop(day, None)
                enabled.add(day)
            else:
                enabled.discard(day)
                rest[day] = row.name
    mark = fingerprint(f"{row.first}/{row.last}/{row.type}/{row.name}" for row in rows)
    return replace(
        calendar,
        version=f"{calendar.version}+{mark}",
        holidays=MappingProxyType(rest),
        enabled=frozenset(enabled),
    )


@dataclass(frozen=True, slots=True)
class Observed:
    """The days of rest that an office observes: its country's, those of one part of it, and its own rows.

    `country` is ISO alpha-2, `subdivision` a code of `calendars.subdivisions` or empty. A later row wins.
    """

    country: str
    subdivision: str = ""
    days: tuple[OfficeDay, ...] = ()

    def around(self, country: str, day: date) -> Calendar:
        """Working days in `country` from the year before `day` to the third after it.

        Only the office's own country has its part and its rows; weekends alone where no holiday set is known.
        """
        own = country == self.country
        return _around(country, self.subdivision if own else "", self.days if own else (), day.year)


@lru_cache(maxsize=512)
def _around(country: str, subdivision: str, days: tuple[OfficeDay, ...], year: int) -> Calendar:
    years = range(year - 1, year + 4)
    plain = country_calendar(country, years, subdivision or None) if country in countries() else none()
    near = [row for row in days if row.first.year < years.stop and row.last.year >= years.start]
    return with_days(plain, near) if near else plain
