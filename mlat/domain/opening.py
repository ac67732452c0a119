"""When an office abroad is open: on the working days of its place, between two hours of its own zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mlat.domain.calendars import Calendar
from mlat.domain.messages import N_
from mlat.domain.problems import Problem

ASSUMED = "09:00-17:00"
"""Where no source and no office says better: an assumption of this program, marked as such."""
ALWAYS = "00:00-24:00"
"""A point of the 24/7 network: open on every day, round the clock (Convention on Cybercrime, art. 35.1)."""
HOURS = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-4]):([0-5][0-9])")


@dataclass(frozen=True)
class Hours:
    """From `opens` (included) to `closes` (not included), local; `always` on every day, at every hour."""

    opens: time
    closes: time
    always: bool = False


def read_hours(text: str) -> Hours:
    """Hours written like 09:00-17:00, or 00:00-24:00 for round the clock. Raises `Problem` for anything else."""
    if text == ALWAYS:
        return Hours(time(0), time.max, always=True)
    found = HOURS.fullmatch(text)
    opens = time(int(found[1]), int(found[2])) if found else time(0)
    closes = time(int(found[3]), int(found[4])) if found and found[3] != "24" else time(0)
    if opens >= closes:
        says = N_("“%(text)s” are no office hours.")
        raise Problem("hours", "office_hours", says, N_("Write them like 09:00-17:00, or 00:00-24:00."), text=text)
    return Hours(opens, closes)


@dataclass(frozen=True)
class Place:
    """Where somebody works: zone (IANA name), working days, and hours."""

    zone: str
    calendar: Calendar
    hours: Hours

    def local(self, at: datetime) -> datetime:
        """The time on the wall there."""
        return at.astimezone(ZoneInfo(self.zone))

    def works(self, day: date) -> bool:
        """Whether anybody is there on that day."""
        return self.hours.always or self.calendar.is_working(day)

    def is_open(self, at: datetime) -> bool:
        """Whether somebody can be reached there at this instant."""
        there = self.local(at)
        return self.hours.always or (
            self.works(there.date()) and self.hours.opens <= there.time().replace(tzinfo=None) < self.hours.closes
        )

    def opening(self, day: date) -> datetime:
        """The UTC instant at which the place opens on that day, or on the first working day after it."""
        day = day if self.hours.always else self.calendar.next_working(day)
        return datetime.combine(day, self.hours.opens, ZoneInfo(self.zone)).astimezone(UTC)

    def next_open(self, at: datetime) -> datetime:
        """`at` itself where the place is open then, else the next instant at which it opens."""
        if self.is_open(at):
            return at
        today = self.local(at).date()
        morning = self.opening(today)
        return morning if morning > at else self.opening(today + timedelta(days=1))
