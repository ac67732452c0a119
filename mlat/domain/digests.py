"""When somebody is told what waits for them: on a working day, in the morning of their own place, once a period."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

RHYTHMS = ("daily", "weekly", "off")
MORNING, EVENING = 8, 18
"""Local hours: nothing is sent before the first or from the second on."""


def period_of(rhythm: str, local: datetime, is_working: Callable[[date], bool]) -> str:
    """The period for which a digest is due at the local time `local`, for example `2026-03-02` or `2026-W10`.

    Empty where none is due: at night, on a day of rest, or for who wants none. What a day of rest or an outage
    kept back goes with the next digest; a weekly one goes on the first working day of its ISO week.
    """
    if rhythm not in ("daily", "weekly") or not MORNING <= local.hour < EVENING or not is_working(local.date()):
        return ""
    if rhythm == "daily":
        return local.date().isoformat()
    year, week, _ = local.isocalendar()
    return f"{year}-W{week:02}"
