"""Periods in hours: elapsed hours on the UTC axis, shown in local time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from mlat.domain.calendars import Calendar
from mlat.domain.counting_rule import CountingRule, Kind, Roll
from mlat.domain.messages import N_
from mlat.domain.periods import Period
from mlat.domain.problems import Problem
from mlat.domain.working import Step, written


@dataclass(frozen=True, slots=True)
class HourCount:
    """One count from the local instant `start`; `steps` fills with the working as the dues are asked for."""

    rule: CountingRule
    period: Period
    start: datetime
    calendar: Calendar
    kind: Kind
    steps: list[Step] = field(default_factory=list)

    def dues(self) -> tuple[datetime, date | datetime]:
        """`legal_due` and `safe_due`.

        Where the end rolls forward, the safe due is the last working day before it (a date), else the end
        counted from the event itself. Raises Problem where the rule wants a starting day to count.
        """
        if self.rule.event_day == "included":
            raise Problem(
                "hours_have_no_start_day",
                "count_start_day",
                N_("a period in hours has no starting day to count."),
                N_("Leave out the starting day, or count days."),
            )
        from_event = _later(self.start, timedelta(hours=self.period.count))
        end = from_event
        if self.rule.hours == "from_next_hour":
            end = _later(self._full_hour(), timedelta(hours=self.period.count))
        self._note(f"hours_{self.rule.hours}", end)
        self.steps.append(Step("hours_on_utc", None, _utc_span(end, self.period.count)))
        legal = end if self.kind is Kind.HOLD else self._rolled(end)
        if self.kind is Kind.PROHIBITION:
            latest = max(legal, end)
            self._note("latest_reading", latest)
            return latest, latest
        return legal, self._safe(from_event, legal, moved=legal > end)

    def _note(self, code: str, day: date | None = None, **values: str) -> None:
        self.steps.append(Step(code, day, values))

    def _full_hour(self) -> datetime:
        """The nearest full local hour that leaves out the hour of the event."""
        into = timedelta(minutes=self.start.minute, seconds=self.start.second, microseconds=self.start.microsecond)
        return _later(self.start, timedelta(hours=1) - into if self.period.count >= 0 else -into)

    @property
    def _roll(self) -> Roll:
        if self.period.count < 0 and self.rule.hours_roll != "none":
            return self.rule.roll_before
        return self.rule.hours_roll

    def _rolled(self, end: datetime) -> datetime:
        """The end moved to the same clock time on a working day, where the rule moves it."""
        day = end.date()
        if self._roll == "none" or self.calendar.is_working(day):
            return end
        self._note("rest_day", day, name=self.calendar.name(day))
        move = self.calendar.next_working if self._roll == "forward" else self.calendar.previous_working
        moved = _existing(datetime.combine(move(day), end.timetz()))
        self._note("same_clock_time", moved)
        return moved

    def _safe(self, from_event: datetime, legal: datetime, *, moved: bool) -> date | datetime:
        day = self.calendar.previous_working(from_event.date())
        if moved and (day >= self.start.date() or self.period.count < 0):
            self._note("safe_working_day", day)
            return day
        if from_event < legal:
            self._note("safe_from_event", from_event)
        return min(from_event, legal)


def _utc_span(end: datetime, hours: int) -> dict[str, str]:
    """Both ends of the elapsed hours in UTC, where no clock change adds or takes one."""
    first, last = sorted((end.astimezone(UTC) - timedelta(hours=hours), end.astimezone(UTC)))
    return {"from": written(first), "until": written(last), "number": str(abs(hours))}


def _later(start: datetime, by: timedelta) -> datetime:
    """Elapsed time: added on the UTC axis, then shown in the zone of `start`."""
    return (start.astimezone(UTC) + by).astimezone(start.tzinfo)


def _existing(local: datetime) -> datetime:
    """The same instant as a clock time that exists (a clock change may have skipped the given one)."""
    return local.astimezone(UTC).astimezone(local.tzinfo)
