"""What a person may do to a running clock: reset it, pause it, resume it, extend it. Pure; each act opens one new row.

A row says what is counted: `started_at`, `rule` and `period` give its dates. So a resumed row starts on the day of
resumption and counts what was left, and an extension starts at the end of the period that it extends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Literal
from zoneinfo import ZoneInfo

from mlat.domain.clock_parts import (
    CYBERTIP,
    HOLD,
    MAJORITY_DAY,
    PROHIBITIONS,
    PROMISE,
    Almanac,
    Opening,
    counted_as,
)
from mlat.domain.counting import Due, Step, count, local_day, over_at, rule_for
from mlat.domain.counting_rule import Kind as Counted
from mlat.domain.deadlines import ENDS
from mlat.domain.messages import N_
from mlat.domain.periods import Period, Unit
from mlat.domain.problems import Problem

BY_DATE = "by_date"
"""The rule of a deadline that was set to an exact date: nothing counts it again."""
NOON = time(12)
By = Literal["more", "whole", "until"]
"""How an extension is given: added at the end, as a whole period from the start, or as an exact date."""


class ClockAct(StrEnum):
    """The four acts, as events name them."""

    RESET = "clock_reset"
    PAUSED = "clock_paused"
    RESUMED = "clock_resumed"
    EXTENDED = "extended"


ENDED_WHY: Mapping[ClockAct, str] = {
    ClockAct.RESET: "reset",
    ClockAct.PAUSED: "paused",
    ClockAct.RESUMED: "resumed",
    ClockAct.EXTENDED: "extended",
}
"""Why the row that an act replaces has ended."""


@dataclass(frozen=True)
class Deadline:
    """A running clock, in the parts that an act on it needs.

    `rule` and `period` are those of the law, also where the row itself counts only a rest or an extension of it;
    `moved` says that it does. `country` (ISO alpha-2) is where its working days are.
    """

    kind: str
    party: str
    started_at: datetime
    zone: str
    country: str
    rule: str
    period: str
    legal_due: str
    safe_due: str
    working: Sequence[Mapping[str, Any]] = ()
    paused_at: datetime | None = None
    moved: bool = False
    source: str = ""
    verification: str = "unverified"
    covers: tuple[str, ...] = ()
    confirmed: bool = False
    about: str = ""

    @property
    def end(self) -> date | datetime:
        """The end of the period as it was counted, before any move off a day of rest."""
        ends = [step["day"] for step in self.working if step["code"] in ENDS and step.get("day")]
        return _read(ends[-1] if ends else self.legal_due)

    def again(
        self,
        started_at: datetime,
        due: Due | None,
        *,
        period: str = "",
        rule: str = "",
        zone: str = "",
        paused_at: datetime | None = None,
        said: tuple[Step, ...] = (),
    ) -> Opening:
        """The next row of the same clock."""
        return Opening(
            self.kind,
            self.party,
            started_at,
            zone or self.zone,
            rule or self.rule,
            period,
            due,
            self.source,
            self.verification,
            self.covers,
            self.confirmed,
            self.about,
            paused_at=paused_at,
            said=said,
        )


def acts_on(kind: str, *, paused: bool, counted: bool) -> tuple[ClockAct, ...]:
    """The acts that a clock of this kind bears now; `counted` says whether a law gives it a period."""
    if kind in PROHIBITIONS or kind in (MAJORITY_DAY, PROMISE):
        return ()
    if kind in (HOLD, CYBERTIP):
        return (ClockAct.EXTENDED,)
    anew = (ClockAct.RESET,) if counted else ()
    return (ClockAct.RESUMED, *anew) if paused else (ClockAct.EXTENDED, ClockAct.PAUSED, *anew)


def permit_act(act: ClockAct, clock: Deadline) -> None:
    """Raise `Problem` for an act that this kind of clock does not bear, or that does not fit how it stands."""
    if clock.kind in PROHIBITIONS:
        raise Problem(
            "of_an_order",
            "clock",
            N_("is the end of an order: it is no deadline that can be moved by itself."),
            N_("Extend the order, or lift it."),
        )
    if clock.kind == MAJORITY_DAY:
        raise Problem(
            "birthday",
            "clock",
            N_("is a birthday: it follows from the date of birth and cannot be moved."),
            N_("Correct the date of birth."),
        )
    if clock.kind == PROMISE:
        raise Problem(
            "promise",
            "clock",
            N_("is a day that the recipient promised: only its own word moves it."),
            N_("Record the new promise as its answer."),
        )
    if clock.kind in (HOLD, CYBERTIP) and act is not ClockAct.EXTENDED:
        raise Problem(
            "hold",
            "clock",
            N_("is a hold: the recipient's data lapse anyway, so it can be neither paused nor reset."),
            N_("Ask for an extension of the hold, and record the end that the recipient names."),
        )
    if act is ClockAct.RESUMED and clock.paused_at is None:
        raise Problem("state", "clock", N_("is not paused."), N_("Pause it first, or leave it running."))
    if act in (ClockAct.PAUSED, ClockAct.EXTENDED) and clock.paused_at is not None:
        raise Problem("state", "clock", N_("is paused."), N_("Resume it first."))


def extended(
    clock: Deadline,
    almanac: Almanac,
    by: By,
    value: str | date,
) -> Opening:
    """Extend a deadline: by `more` after its end, to a `whole` period from its own start, or `until` an exact day.

    `more` is counted from the end of the period that runs as it was counted, never from a day to which that end was
    moved; the new end then moves by its own rule. Raises `Problem` for what cannot be counted.
    """
    permit_act(ClockAct.EXTENDED, clock)
    return prolonged(clock, almanac, by, value)


def prolonged(clock: Deadline, almanac: Almanac, by: By, value: str | date) -> Opening:
    """The row that an extension opens, of a deadline or of an order."""
    if isinstance(value, date):
        return _until(clock, value)
    if not clock.period:
        raise Problem("no_rule", "period", N_("cannot be counted: no law gives this clock a rule."), N_("Give a date."))
    if by == "whole":
        if clock.moved:
            raise Problem(
                "moved",
                "period",
                N_("cannot be counted from the start: this clock was paused, resumed or extended before."),
                N_("Give what is added at its end, or a date."),
            )
        due = almanac.due(clock.rule, value, clock.started_at, clock.zone, clock.country, counted_as(clock.kind))
        return clock.again(clock.started_at, due, period=value)
    start, ends = _as_instant(clock.end, clock.zone), _read(clock.legal_due)
    counted, until = counted_as(clock.kind), None
    if counted is Counted.HOLD and not isinstance(ends, datetime) and ends != clock.end:
        # It was renewed once: its two readings end on two days, and what is added goes on from both.
        counted, until = Counted.RENEWAL, ends
    due = almanac.due(clock.rule, value, start, clock.zone, clock.country, counted, until)
    said = Step("added_to_end", clock.end)
    return clock.again(start, _with(said, due), period=value)


def _until(clock: Deadline, until: date) -> Opening:
    if until < clock.started_at.astimezone(ZoneInfo(clock.zone)).date():
        raise Problem("range", "until", N_("lies before the day on which the clock began."), N_("Give the later day."))
    due = Due(until, until, (Step("exact_date", until),), BY_DATE, "", clock.zone)
    return clock.again(clock.started_at, due, rule=BY_DATE)


def reset(clock: Deadline, almanac: Almanac, at: datetime, zone: str) -> Opening:
    """The whole period starts anew from the event at `at` in `zone`. Raises `Problem` where no law gives a period."""
    permit_act(ClockAct.RESET, clock)
    if not clock.period:
        raise Problem(
            "no_rule",
            "clock",
            N_("has no period that could start anew: no law gives it one."),
            N_("Set it to an exact date, or record what happened."),
        )
    due = almanac.due(clock.rule, clock.period, at, zone, clock.country, counted_as(clock.kind))
    return clock.again(at, _with(Step("started_anew", at), due), period=clock.period, zone=zone)


def paused(clock: Deadline, almanac: Almanac, at: datetime) -> Opening:
    """The clock rests from `at`: it has no due date and is not late. Raises `Problem` where it is over already."""
    permit_act(ClockAct.PAUSED, clock)
    if at < clock.started_at:
        raise Problem("range", "at", N_("lies before the clock began."), N_("Give the day on which it was paused."))
    said: tuple[Step, ...] = ()
    if clock.legal_due:
        if at >= over_at(_read(clock.legal_due), ZoneInfo(clock.zone)):
            raise Problem(
                "over",
                "at",
                N_("lies after the last day: what is over cannot be paused."),
                N_("Extend it, or start it anew."),
            )
        said = (_rest_said(clock, almanac, at),)
    return clock.again(at, None, paused_at=at, said=said)


def resumed(before: Deadline, almanac: Almanac, paused_at: datetime, at: datetime) -> Opening:
    """What was left of `before` (the row that ran until the pause) runs on from the day of resumption by its own rule.

    Calendar days where the rule counts those, working days where it counts those, hours as they elapse: the end moves
    by exactly as much as was paused. Raises `Problem` where `at` lies before the pause.
    """
    if at < paused_at:
        raise Problem("range", "at", N_("lies before the pause."), N_("Give the day on which it was resumed."))
    if not before.legal_due:
        return before.again(at, None)
    end = before.end
    if isinstance(end, datetime):
        return _hours_resumed(before, end, almanac, paused_at, at)
    left = f"P{_days_left(before, almanac, paused_at)}D"
    due = almanac.due(before.rule, left, at, before.zone, before.country, counted_as(before.kind))
    return before.again(at, _with(Step("resumed", at), due), period=left)


def _hours_resumed(before: Deadline, end: datetime, almanac: Almanac, paused_at: datetime, at: datetime) -> Opening:
    """Elapsed hours, to the second; an end that the rule moves off a day of rest is moved by it again."""
    left = max(end - paused_at, timedelta(0))
    rule = rule_for(almanac.rules, before.rule)
    zone = ZoneInfo(before.zone)
    said = Step("resumed", at)
    if rule.hours == "from_event":
        whole = Period(left // timedelta(hours=1), Unit.HOURS)
        start = at + left % timedelta(hours=1)
        calendar = almanac.calendar(before.country, local_day(start, zone))
        due = count(rule, whole, start, zone, calendar, kind=counted_as(before.kind))
        return before.again(start, _with(said, due), period=whole.iso)
    # The hour of the event was left out once; what is left of the hours runs on as they elapse.
    earliest = max(over_at(_read(before.safe_due), zone) - paused_at, timedelta(0))
    legal, safe = ((at + rest).astimezone(zone) for rest in (left, min(earliest, left)))
    steps = (said, Step("hours_from_event", legal), Step("safe_from_event", safe))
    return before.again(at, Due(legal, safe, steps, before.rule, "", before.zone))


def _rest_said(clock: Deadline, almanac: Almanac, at: datetime) -> Step:
    end = clock.end
    if isinstance(end, datetime):
        hours, rest = divmod(max(end - at, timedelta(0)), timedelta(hours=1))
        return Step("paused_hours", at, {"number": f"{hours}:{rest // timedelta(minutes=1):02}"})
    code = "paused_working_days" if _in_working_days(clock, almanac) else "paused_days"
    return Step(code, at, {"number": str(_days_left(clock, almanac, at))})


def _days_left(clock: Deadline, almanac: Almanac, at: datetime) -> int:
    """Days that still count after the day of `at`, as the rule counts them; none after the end of the period."""
    zone = ZoneInfo(clock.zone)
    today, end = local_day(at, zone), local_day(clock.end, zone)
    span = (today + timedelta(days=n) for n in range(1, (end - today).days + 1))
    if not _in_working_days(clock, almanac):
        return len(list(span))
    calendar = almanac.calendar(clock.country, today)
    return sum(calendar.is_working(day) for day in span)


def _in_working_days(clock: Deadline, almanac: Almanac) -> bool:
    return rule_for(almanac.rules, clock.rule).days == "working"


def _with(first: Step, due: Due) -> Due:
    """The same dates, with what led to the count said first."""
    return Due(due.legal_due, due.safe_due, (first, *due.working), due.rule, due.calendar_version, due.zone)


def _as_instant(end: date | datetime, zone: str) -> datetime:
    return end if isinstance(end, datetime) else datetime.combine(end, NOON, ZoneInfo(zone))


def _read(text: str) -> date | datetime:
    return date.fromisoformat(text) if len(text) == len("2026-03-09") else datetime.fromisoformat(text)
