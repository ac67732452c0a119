"""What one counting rule is: data (mlat/data/counting.toml), one entry per legal order, with its proof."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

Roll = Literal["none", "forward", "back"]


class Kind(StrEnum):
    """What lies at the end of the period: it decides which reading is the safe one.

    An act is due; a hold lapses (never rolled); a renewal adds its period to a running hold;
    a prohibition (secrecy, non-disclosure) lasts to its latest reading.
    """

    ACT = "act"
    HOLD = "hold"
    RENEWAL = "renewal"
    PROHIBITION = "prohibition"


@dataclass(frozen=True, slots=True)
class Example:
    """One worked example, which is a test of its rule.

    `period` is ISO 8601; `start` is local time in `zone`; the dues are `YYYY-MM-DD` (end of that local day)
    or an ISO instant with offset. `holidays` are the only weekdays assumed free.
    """

    period: str
    start: str
    zone: str
    legal_due: str
    safe_due: str
    why: str
    holidays: tuple[date, ...] = ()
    kind: Kind | None = None
    running_until: date | None = None


@dataclass(frozen=True, slots=True)
class CountingRule:
    """How one legal order counts a period.

    - `event_day`: does the day of the event count? "open" = the law leaves it open, so the safe reading
      takes the earlier end; "open_at_rest" = so too, but for an act only where that end is no working day.
    - `days`: which days a period in days counts. Months run date to date, cut to the last day of a month.
    - `roll`: where a last day that is no working day moves; `roll_before`: the same for periods counted back.
    - `hours`: a period in hours starts at the event or at the next full hour; `hours_roll` moves an end on
      a day that is no working day to the same clock time on a working day.
    - `kind`: what the period is when nobody says.
    - `least_working_days`: a period of two days or more contains at least so many working days.
    - `grace_hours`: first hours of the next working day that still do (shown, never counted on).
    - `verification`: "read" (in a copy of the source), "unverified", or "given" (parameters by a person);
      `unverified_fields` names the parts that were not read of a rule that was.
    """

    id: str
    title: str
    source: str
    as_of: date | None
    verification: Literal["read", "unverified", "given"]
    event_day: Literal["excluded", "included", "open", "open_at_rest"]
    days: Literal["calendar", "working"]
    roll: Roll
    hours: Literal["from_event", "from_next_hour"]
    roll_before: Roll = "none"
    hours_roll: Roll = "none"
    kind: Kind = Kind.ACT
    least_working_days: int = 0
    grace_hours: int = 0
    unverified_fields: tuple[str, ...] = ()
    note: str = ""
    examples: tuple[Example, ...] = ()
