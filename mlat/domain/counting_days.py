"""Periods in days, working days and months."""

from __future__ import annotations

import calendar as months_of
from dataclasses import dataclass, field
from datetime import date

from mlat.domain.calendars import ONE_DAY, Calendar
from mlat.domain.counting_rule import CountingRule, Kind
from mlat.domain.messages import N_
from mlat.domain.periods import Period, Unit
from mlat.domain.problems import Problem
from mlat.domain.working import Step


def add_months(day: date, months: int) -> date:
    """The same date so many months later (earlier where negative), cut to the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, months_of.monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class DayCount:
    """One count from the local day `start`; `steps` fills with the working as the dues are asked for."""

    rule: CountingRule
    period: Period
    start: date
    calendar: Calendar
    kind: Kind
    running_until: date | None = None
    steps: list[Step] = field(default_factory=list)

    def dues(self) -> tuple[date, date]:
        """`legal_due` and `safe_due`.

        An act is rolled as the rule says and safe on the last working day on or before the earliest reading.
        A hold or renewal is never rolled. A prohibition takes its latest reading twice.
        Raises Problem where a renewal comes after the hold has ended.
        """
        plain_end = self._plain_end()
        if self.kind is Kind.PROHIBITION:
            latest = max(plain_end, self._rolled(plain_end))
            self._note("latest_reading", latest)
            return latest, latest
        if self.kind is Kind.ACT:
            legal = self._rolled(plain_end)
        else:
            legal = plain_end if self.running_until is None else self._added_to(self.running_until, plain_end)
            self._note("hold_never_moved", legal)
        return legal, self._safe(self._earliest(plain_end), legal)

    def _note(self, code: str, day: date | None = None, **values: str) -> None:
        self.steps.append(Step(code, day, values))

    def _doubt(self, detail: str) -> None:
        if detail in self.rule.unverified_fields:
            self._note("detail_not_verified", detail=detail)

    @property
    def _in_working_days(self) -> bool:
        unit = self.period.unit
        return unit is Unit.WORKING_DAYS or (unit is Unit.DAYS and self.rule.days == "working")

    def _end(self, start: date, *, included: bool) -> date:
        """Last day of the period; with `included` the starting day is its first."""
        count = self.period.count
        if count == 0:
            return start
        onward = ONE_DAY if count > 0 else -ONE_DAY
        if self.period.unit is Unit.MONTHS:
            end = add_months(start, count)
            return end - onward if included and end.day == start.day else end
        if included:
            start -= onward
        return self.calendar.add_working(start, count) if self._in_working_days else start + ONE_DAY * count

    def _plain_end(self) -> date:
        """The end before anything moves it."""
        included = self.rule.event_day == "included"
        self._note("event_day_included" if included else "event_day_excluded", self.start)
        end = self._end(self.start, included=included)
        if self._in_working_days:
            self._note_skipped(end, included=included)
            self._note("working_days_end", end, number=str(self.period.count))
        else:
            months = self.period.count if self.period.unit is Unit.MONTHS else 0
            cut = add_months(self.start, months).day != self.start.day
            self._note("cut_to_month" if cut else "period_end", end, period=self.period.iso)
        return end

    def _note_skipped(self, end: date, *, included: bool) -> None:
        """The days of rest on the way: holidays one by one, weekends as a number."""
        first, last = min(self.start, end), max(self.start, end)
        span = (first + ONE_DAY * n for n in range((last - first).days + 1))
        rest = [day for day in span if not self.calendar.is_working(day) and (included or day != self.start)]
        named = [day for day in rest if day.weekday() not in self.calendar.weekend]
        for day in named:
            self._note("skipped_holiday", day, name=self.calendar.name(day))
        if len(rest) > len(named):
            self._note("skipped_weekends", number=str(len(rest) - len(named)))

    def _rolled(self, end: date) -> date:
        """The end moved off a day of rest, and behind the least working days that the rule guarantees."""
        roll = self.rule.roll if self.period.count >= 0 else self.rule.roll_before
        if roll != "none" and not self.calendar.is_working(end):
            self._note("rest_day", end, name=self.calendar.name(end))
            forward = roll == "forward"
            end = self.calendar.next_working(end) if forward else self.calendar.previous_working(end)
            self._note("rolled_forward" if forward else "rolled_back", end)
        if self.period.count >= 2 and self.period.unit is Unit.DAYS:
            least = self.calendar.add_working(self.start, self.rule.least_working_days)
            if least > end:
                end = least
                self._note("least_working_days", end, number=str(self.rule.least_working_days))
                self._doubt("least_working_days")
        return end

    def _added_to(self, running_until: date, from_itself: date) -> date:
        """The end of a renewal: its period added to the day on which the running hold ends."""
        if self.start > running_until:
            raise Problem(
                "renewal_after_end",
                "running_until",
                N_("the hold ended on %(until)s, before it was renewed."),
                N_("Count it as a new hold, and treat the data as unprotected in between."),
                until=running_until,
            )
        legal = self._end(running_until, included=False)
        self._note("added_to_hold", legal, until=running_until.isoformat())
        self._note("counted_from_renewal", from_itself)
        return legal

    def _earliest(self, plain_end: date) -> date:
        """The earliest plausible end: one day less where the rule leaves the day of the event open."""
        open_day = self.rule.event_day
        if not open_day.startswith("open") or self.period.count == 0:
            return plain_end
        back = self.period.count < 0
        if not back:
            earliest = self._end(self.start, included=True)
        elif self._in_working_days:
            earliest = self.calendar.add_working(plain_end, -1)
        else:
            earliest = plain_end - ONE_DAY
        if open_day == "open_at_rest" and self.kind is Kind.ACT and self.calendar.is_working(earliest):
            return plain_end
        self._note("earliest_clear_days" if back else "earliest_start_counts", earliest)
        self._doubt("event_day")
        return earliest

    def _safe(self, earliest: date, legal: date) -> date:
        """The last working day on or before the earliest reading, but not before the event itself."""
        safe = min(self.calendar.previous_working(earliest), legal)
        if self.period.count >= 0 and safe < self.start <= legal:
            self._note("safe_is_start_day", self.start)
            return self.start
        if safe != legal:
            self._note("safe_working_day", safe)
        return safe
