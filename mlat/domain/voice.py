"""A young person's own voice: when they are asked, and when others of the family are no longer told without them.

Some months before the office's age of own voice, and again before the age of majority, a task asks for the young
person's own wish. Whoever says no is obeyed at once. Whoever has not agreed when the day comes is of age to decide:
from that day the others get nothing. The months are the program's choice; the tasks begin with a month, so that
no date in the file betrays a birthday.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from mlat.domain.ages import comes_of_age_on, turns_on

ASKED_BEFORE = 6
"""Months before the day."""
AGES = range(10, 18)
"""What an office may set as its age of own voice; majority follows by itself."""


@dataclass(frozen=True)
class Answer:
    """What the young person said, on the day at the office's place."""

    on: date
    agrees: bool


@dataclass(frozen=True)
class Voice:
    """How it stands on a day: whether the person is to be asked, and whether others may still be told."""

    ask: bool
    others_stop: bool


def voice(born: date, country: str, own_age: int | None, today: date, answer: Answer | None) -> Voice:
    """How it stands on `today` with somebody born on `born`; of an estimated age the earliest possible birth.

    An agreement lasts until the next of the two ages is near: then it is asked for again.
    """
    if answer is not None and not answer.agrees:
        return Voice(ask=False, others_stop=True)
    of_age = comes_of_age_on(born, country)
    days = sorted({of_age, min(turns_on(born, own_age), of_age)}) if own_age else [of_age]
    open_ = [day for day in days if asked_from(day) <= today and not (answer and answer.on >= asked_from(day))]
    return Voice(ask=bool(open_), others_stop=any(day <= today for day in open_))


def is_asked(asked_at: datetime, answered_on: date | None, zone: str) -> bool:
    """Whether the task stands that was set at `asked_at`: nobody answered since that day at the office's place."""
    return answered_on is None or asked_at.astimezone(ZoneInfo(zone)).date() > answered_on


def asked_from(day: date) -> date:
    """The first day of the month in which the person is asked."""
    months = day.year * 12 + day.month - 1 - ASKED_BEFORE
    return date(months // 12, months % 12 + 1, 1)
