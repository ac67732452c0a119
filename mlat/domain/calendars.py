"""Which days are working days: a country's holidays, an office's own table, or a list of dates.

A calendar is frozen and names its version, so that a due date can say what it was counted with.
Court recess, bridge days and closures of an office are added by mlat.domain.office_days.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, lru_cache
from types import MappingProxyType

import holidays as holiday_sets
from holidays import version as holidays_version

from mlat.domain.messages import N_
from mlat.domain.problems import Problem

ONE_DAY = timedelta(days=1)
SATURDAY_SUNDAY = frozenset({5, 6})
SENSIBLE_YEARS = range(1970, 2201)
DECREED_THROUGH = 2026
"""Last year whose holidays the installed `holidays` release knew as decreed; later years are provisional."""


@dataclass(frozen=True)
class Calendar:
    """Working days of one place.

    `weekend` holds weekdays (Monday is 0); `holidays` the other days of rest with their names; `enabled` days
    that work although they fall on a weekend. Days after `known_through` are judged with what is known and
    are provisional; None means that the list is complete as given.
    """

    id: str
    source: str
    version: str
    weekend: frozenset[int] = SATURDAY_SUNDAY
    holidays: Mapping[date, str] = field(default_factory=dict)
    enabled: frozenset[date] = frozenset()
    known_through: date | None = None

    def is_working(self, day: date) -> bool:
        """Whether `day` is neither weekend nor holiday."""
        if day in self.holidays:
            return False
        return day.weekday() not in self.weekend or day in self.enabled

    def name(self, day: date) -> str:
        """Why `day` is a day of rest: the holiday's name, or that it is a weekend."""
        return self.holidays.get(day, N_("weekend"))

    def is_provisional(self, day: date) -> bool:
        """Whether the holidays of that year were not yet decreed when the set was made, or are estimates."""
        late = self.known_through is not None and day > self.known_through
        return late or "estimated" in self.holidays.get(day, "")

    def next_working(self, day: date) -> date:
        """`day` itself where it works, else the first working day after it."""
        return self.add_working(day - ONE_DAY, 1)

    def previous_working(self, day: date) -> date:
        """`day` itself where it works, else the last working day before it."""
        return self.add_working(day + ONE_DAY, -1)

    def add_working(self, day: date, number: int) -> date:
        """The `number`th working day after `day` (before it where negative); zero gives `day` back."""
        if not number:
            return day
        first, before, days = self._table
        place = day.toordinal() - first
        if 0 <= place < len(before) - 1:
            at = before[place + 1] + number - 1 if number > 0 else before[place] + number
            if 0 <= at < len(days):
                return days[at]
        return self._walk(day, number)

    def _walk(self, day: date, number: int) -> date:
        """Day by day: for the years outside the table."""
        step = ONE_DAY if number > 0 else -ONE_DAY
        for _ in range(abs(number)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    @cached_property
    def _table(self) -> tuple[int, tuple[int, ...], tuple[date, ...]]:
        """For the years around the holidays: the first day's ordinal, how many working days lie before each day (and
        before the day after the last), and the working days themselves. So counting is two look-ups, however far.
        """
        first = date(min((day.year for day in self.holidays), default=2020) - 1, 1, 1).toordinal()
        last = date(max((day.year for day in self.holidays), default=2035) + 2, 12, 31).toordinal()
        before, days = [0], []
        for ordinal in range(first, last + 1):
            day = date.fromordinal(ordinal)
            if self.is_working(day):
                days.append(day)
            before.append(len(days))
        return first, tuple(before), tuple(days)


def none() -> Calendar:
    """Weekends only: no holiday is known."""
    return Calendar("none", N_("no holidays, weekends only"), "none")


def explicit(days: Iterable[date]) -> Calendar:
    """Saturdays, Sundays and exactly the dates given."""
    listed = sorted(set(days))
    for day in listed[:1] + listed[-1:]:
        if day.year not in SENSIBLE_YEARS:
            raise Problem(
                "holiday_out_of_range",
                "holidays",
                N_("%(day)s is no day that a period of today can meet."),
                N_("Correct the year."),
                day=day,
            )
    named = dict.fromkeys(listed, N_("listed holiday"))
    version = f"listed+{fingerprint(day.isoformat() for day in listed)}"
    return Calendar("listed", N_("dates given by the user"), version, holidays=MappingProxyType(named))


def countries() -> tuple[str, ...]:
    """Two-letter codes of the countries whose holidays are known (the library's aliases left out)."""
    return tuple(sorted(code for code in holiday_sets.list_supported_countries() if len(code) == 2))


def subdivisions(country: str) -> tuple[str, ...]:
    """Codes of the parts of a country that have holidays of their own."""
    return tuple(holiday_sets.list_supported_countries().get(country, ()))


@lru_cache(maxsize=64)
def country_calendar(country: str, years: range, subdivision: str | None = None) -> Calendar:
    """Public holidays and weekends of a country (ISO 3166-1 alpha-2) in the given calendar years.

    Raises Problem for an unknown country or subdivision.
    """
    if country not in countries():
        raise Problem(
            "unknown_country",
            "holidays",
            N_("no holidays are known for “%(country)s”."),
            N_("Give a two-letter country code such as AR, dates, a file, or none."),
            country=country,
        )
    if subdivision is not None and subdivision not in subdivisions(country):
        raise Problem(
            "unknown_subdivision",
            "holidays",
            N_("%(country)s has no part “%(subdivision)s” with holidays of its own."),
            N_("Known parts: %(known)s."),
            country=country,
            subdivision=subdivision,
            known=", ".join(subdivisions(country)) or "-",
        )
    known = holiday_sets.country_holidays(country, subdiv=subdivision, years=years, expand=False, language="en_US")
    weekend = frozenset(known.weekend)
    rest: dict[date, str] = {}
    enabled: set[date] = set()
    for ordinal in range(date(min(years), 1, 1).toordinal(), date(max(years), 12, 31).toordinal() + 1):
        day = date.fromordinal(ordinal)
        if known.is_working_day(day):
            if day.weekday() in weekend:
                enabled.add(day)  # a weekend day worked in exchange for a bridge day
        elif day in known or day.weekday() not in weekend:
            rest[day] = known.get(day, N_("weekend"))  # a weekend that lay on other weekdays in that year
    name = country if subdivision is None else f"{country}-{subdivision}"
    return Calendar(
        id=name,
        source=f"holidays {holidays_version.__version__}",
        version=f"{name}@holidays-{holidays_version.__version__}:{min(years)}-{max(years)}",
        weekend=weekend,
        holidays=MappingProxyType(rest),
        enabled=frozenset(enabled),
        known_through=date(min(DECREED_THROUGH, max(years)), 12, 31),
    )


def holiday_names(country: str, year: int, subdivision: str | None, language: str) -> Mapping[date, str]:
    """Names of one year's holidays in `language` (ISO 639) where the set knows it, else in English; for pages only."""
    entity = holiday_sets.country_holidays(country, subdiv=subdivision)
    spoken = next((code for code in entity.supported_languages if code.partition("_")[0] == language), "en_US")
    return dict(holiday_sets.country_holidays(country, subdiv=subdivision, years=year, expand=False, language=spoken))


def subdivision_names(country: str) -> Mapping[str, str]:
    """Parts of a country that have holidays of their own: code -> name, or the code where no name is known."""
    entity = getattr(holiday_sets, country, None)
    named = {code: name for name, code in getattr(entity, "subdivisions_aliases", {}).items()}
    return {code: named.get(code, code) for code in subdivisions(country)}


def fingerprint(lines: Iterable[str]) -> str:
    """Short hash by which a version string tells two lists apart."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:8]
