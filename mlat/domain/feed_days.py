"""On which day, or at which instant, a due date stands in the calendar of somebody who lives in another zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


def day_here(due: str, over_at: datetime, here: ZoneInfo, *, ours: bool) -> date | datetime:
    """Where a due date (`YYYY-MM-DD`, or an instant with its offset) stands for a reader in the zone `here`.

    `over_at` is the UTC instant at which it is over at its own place. An instant stays an instant, in UTC. A day
    stays a day: for what we must do the date as it is written, or the day before where that is the last one of
    which the whole counts here; for what others owe, the local day on which it is over.
    """
    if len(due) > len("2026-03-09"):
        return datetime.fromisoformat(due).astimezone(UTC)
    last = (over_at - timedelta(seconds=1)).astimezone(here).date()
    return min(date.fromisoformat(due), last) if ours else last
