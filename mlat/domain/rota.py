"""A rota of persons who answer for emergencies, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mlat.domain.problems import Problem

DAYS = {"daily": 1, "weekly": 7}
MOST = 400
"""Turns that one plan may hold: more than a year of days."""


@dataclass(frozen=True)
class Turn:
    """Who is on duty from one UTC instant to the next (the second excluded)."""

    user: str
    starts_at: datetime
    ends_at: datetime


def turns(people: Sequence[str], rhythm: str, first: date, number: int, hour: int, zone: ZoneInfo) -> tuple[Turn, ...]:
    """`number` turns from the local day `first`, each from `hour` to the same hour a day or a week later.

    The hour is the local one on every day, so that the turn in which the clocks change is an hour longer or shorter.
    Raises `Problem` where there is nobody, or the plan is empty or longer than `MOST` turns.
    """
    if not people:
        raise Problem("nobody", "people", "names nobody.", "Choose at least one person.")
    if rhythm not in DAYS:
        raise Problem("rhythm", "rhythm", "is neither daily nor weekly.", "Choose one of the list.")
    if not 1 <= number <= MOST or not 0 <= hour <= 23:
        raise Problem("range", "number", "is not between 1 and %(most)s.", "Plan fewer turns.", most=MOST)
    starts = [
        datetime.combine(first + timedelta(days=DAYS[rhythm] * place), time(hour), zone).astimezone(UTC)
        for place in range(number + 1)
    ]
    return tuple(Turn(people[place % len(people)], starts[place], starts[place + 1]) for place in range(number))
