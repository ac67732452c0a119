"""How a date was counted, step by step, in a form that any language can render."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from mlat.domain.messages import N_

SAYS: Mapping[str, str] = {
    "rule": N_("Rule: %(title)s (%(source)s)."),
    "rule_not_verified": N_("This counting rule is not verified: have it confirmed before relying on it."),
    "detail_not_verified": N_("This part of the rule (%(detail)s) is not verified."),
    "start": N_("The event takes effect on %(day)s in %(zone)s."),
    "start_is_a_day": N_("Only a day was given as start: its first minute is used."),
    "start_came_twice": N_("This local time came twice, as the clocks were put back: the first is used."),
    "zone_assumed": N_("No zone was given: UTC is used."),
    "calendar": N_("Days of rest: %(source)s (version %(version)s)."),
    "event_day_excluded": N_("The day of the event is not counted."),
    "event_day_included": N_("The day of the event counts as the first day."),
    "period_end": N_("%(period)s end on %(day)s."),
    "working_days_end": N_("Working day %(number)s is %(day)s."),
    "cut_to_month": N_("That month has no such day: the period ends on its last day, %(day)s."),
    "skipped_holiday": N_("%(day)s does not count: %(name)s."),
    "skipped_weekends": N_("Weekend days that do not count: %(number)s."),
    "rest_day": N_("%(day)s is not a working day: %(name)s."),
    "rolled_forward": N_("Moved to the next working day, %(day)s."),
    "rolled_back": N_("Moved to the working day before, %(day)s."),
    "least_working_days": N_("The period must contain %(number)s working days: it ends on %(day)s."),
    "same_clock_time": N_("Moved to the same clock time on a working day, %(day)s."),
    "hours_from_event": N_("Hours run from the event itself and end at %(day)s."),
    "hours_from_next_hour": N_("The hour of the event is not counted: hours end at %(day)s."),
    "hours_on_utc": N_("In UTC, which no clock change touches: from %(from)s to %(until)s, %(number)s hours."),
    "hold_never_moved": N_("Kept data lapse on the day itself: the end is never moved."),
    "added_to_hold": N_("Added to the end of the running hold, %(until)s: until %(day)s."),
    "counted_from_renewal": N_("Counted from the renewal itself: until %(day)s."),
    "earliest_start_counts": N_("Earliest reading: the first day counts, so the period ends on %(day)s."),
    "earliest_clear_days": N_("Earliest reading: only whole days in between count, so %(day)s."),
    "safe_working_day": N_("Safe: the last working day on or before that is %(day)s."),
    "safe_is_start_day": N_("No working day lies in between: act on the day of the event, %(day)s."),
    "safe_from_event": N_("Safe: counted from the event itself, %(day)s."),
    "latest_reading": N_("A prohibition lasts to its latest reading, %(day)s; it does not lift by itself."),
    "grace": N_("Still accepted in the first %(number)s working hours of %(day)s."),
    "extended": N_("Extended by %(period)s, counted from its own start: until %(day)s."),
    "added_to_end": N_(
        "Added to the end of the period before, %(day)s, as it was counted, not to a day it was moved to."
    ),
    "exact_date": N_("Set to an exact date: %(day)s."),
    "started_anew": N_("The whole period starts anew on %(day)s."),
    "paused_days": N_("Paused on %(day)s with %(number)s days left: no end until it is resumed."),
    "paused_working_days": N_("Paused on %(day)s with %(number)s working days left: no end until it is resumed."),
    "paused_hours": N_("Paused on %(day)s with %(number)s hours left: no end until it is resumed."),
    "resumed": N_("Resumed on %(day)s: what was left runs on from there."),
    "comes_of_age": N_("Turns %(age)s on %(day)s."),
    "estimated_age": N_("Only an age is estimated (%(age)s on %(on)s): the earliest possible birthday is used."),
    "provisional": N_("Days of rest for %(year)s are not all decreed or are estimates: provisional."),
}
"""The English sentence of every step code; all values are filled in by name."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: a code of `SAYS`, the day or instant it arrives at, and further values, all as text."""

    code: str
    day: date | datetime | None = None
    values: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """Stable keys: code, day, says (English), values."""
        day = None if self.day is None else written(self.day)
        return {"code": self.code, "day": day, "says": in_english(self), "values": dict(self.values)}


def written(day: date | datetime) -> str:
    """`YYYY-MM-DD` for a day, ISO 8601 with offset for an instant (seconds only where there are any)."""
    if isinstance(day, datetime):
        return day.isoformat(timespec="seconds" if day.second else "minutes")
    return day.isoformat()


def explain(step: Step) -> tuple[str, dict[str, str]]:
    """The msgid of a step and its values; a door translates the one and may format the other."""
    day = {} if step.day is None else {"day": written(step.day)}
    return SAYS[step.code], {**day, **step.values}


def in_english(step: Step) -> str:
    """The step as an English sentence."""
    says, values = explain(step)
    return says % values
