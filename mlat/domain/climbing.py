"""The next step on a ladder: which rung, and at which instant. A missed rung is due today, once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mlat.domain.calendars import Calendar
from mlat.domain.ladder import Ladder, Rung

OPENING = time(9)
"""Reminders fall due in the morning of the recipient's working day."""
PORTALS = {"portal": "provider_portal", "mail": "provider_mail"}
"""How a leg's channel is named among the channels of a ladder."""
PREPARES = frozenset({"prepare_extension", "prepare_confirmation"})
"""Acts that draft a paper."""


@dataclass(frozen=True)
class Step:
    """A rung and the UTC instant at which it falls due."""

    rung: Rung
    at: datetime


def ladder_for(ladders: Iterable[Ladder], watches: str, recipient: str, channel: str, measure: str) -> Ladder | None:
    """The first ladder that fits; no channels or measures means all."""
    for ladder in ladders:
        if (
            ladder.watches == watches
            and ladder.recipient in (recipient, "any")
            and (not ladder.channels or PORTALS.get(channel, channel) in ladder.channels)
            and (not ladder.measures or measure in ladder.measures)
        ):
            return ladder
    return None


def next_silence(
    ladder: Ladder, done: Sequence[str], since: datetime, now: datetime, zone: str, calendar: Calendar
) -> Step | None:
    """The rung after those `done`, so many working days of the recipient after `since` (the step before).

    None at the end of the ladder. A rung whose day has passed is due now.
    """
    waiting = [rung for rung in ladder.rungs if rung.id not in done and rung.wait is not None]
    if not waiting:
        return None
    day = calendar.add_working(since.astimezone(ZoneInfo(zone)).date(), waiting[0].wait or 0)
    return Step(waiting[0], max(_morning(day, zone), now))


def next_warning(
    ladder: Ladder, done: Sequence[str], last_day: date, now: datetime, zone: str, calendar: Calendar
) -> Step | None:
    """The rung so many calendar days before `last_day`, the last on which something can be done; on a working day.

    Warnings whose day has passed are due now, once: only the last of them is given.
    """
    open_rungs = [rung for rung in ladder.rungs if rung.id not in done and rung.before is not None]
    steps = [
        Step(rung, _morning(calendar.previous_working(last_day - timedelta(days=rung.before or 0)), zone))
        for rung in open_rungs
    ]
    past = [step for step in steps if step.at <= now]
    if past:
        return Step(
            past[-1].rung if not _prepares(past) else next(s.rung for s in past if s.rung.act in PREPARES),
            now,
        )
    return steps[0] if steps else None


def next_notice(
    ladder: Ladder, done: Sequence[str], ends: date, begun: datetime, now: datetime, zone: str, calendar: Calendar
) -> Step | None:
    """The notice before the end of a clock of the case, on a working day at the latest; one after it (negative days) on
    the next working day.

    A notice whose day lay before the clock had `begun` is never given. Of those whose day has passed only the last is.
    """
    names = [rung.id for rung in ladder.rungs]
    after = max((names.index(name) + 1 for name in done if name in names), default=0)
    steps = [Step(rung, _morning(_notice_day(rung, ends, calendar), zone)) for rung in ladder.rungs[after:]]
    steps = [step for step in steps if step.at > begun]
    past = [step for step in steps if step.at <= now]
    if past:
        return Step(past[-1].rung, now)
    return steps[0] if steps else None


def _notice_day(rung: Rung, ends: date, calendar: Calendar) -> date:
    days = rung.before or 0
    day = ends - timedelta(days=days)
    return calendar.next_working(day) if days < 0 else calendar.previous_working(day)


def _prepares(steps: Iterable[Step]) -> bool:
    """Whether a paper has still to be prepared: a late start must not skip that."""
    return any(step.rung.act in PREPARES for step in steps)


def _morning(day: date, zone: str) -> datetime:
    return datetime.combine(day, OPENING, ZoneInfo(zone)).astimezone(UTC)
