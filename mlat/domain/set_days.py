"""Days that somebody set, not counted by any law: a translation is due on one, an order of a court ends on one."""

from __future__ import annotations

from datetime import date, datetime

from mlat.domain.clock_acts import BY_DATE
from mlat.domain.clock_parts import Opening
from mlat.domain.counting import Due, Step


def on_day(kind: str, about: str, day: date, at: datetime, zone: str) -> Opening:
    """The clock that ends with `day` in `zone` (IANA name); `about`: id of the text or annex that it is about."""
    due = Due(day, day, (Step("exact_date", day),), BY_DATE, "", zone)
    return Opening(kind, "nobody", at, zone, BY_DATE, "", due, verification="read", about=about)
