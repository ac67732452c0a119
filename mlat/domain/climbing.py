"""The next step on a ladder: which rung, and at which instant. A missed rung is due once, when they next open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mlat.domain.calendars import Calendar
from mlat.domain.clock_parts import CHASED
from mlat.domain.ladder import Ladder, Rung
from mlat.domain.lifecycle import OWING
from mlat.domain.opening import Place

OPENING = time(9)
"""What the office must do itself falls due in the morning of its working day."""
INQUIRY = "status_inquiry"
"""The form of a letter that asks for news; what it asks for, whoever is asked."""
COMPANY_INQUIRY = "provider_inquiry"
"""The form of such a letter to a company."""
AT_RISK = timedelta(days=14)
"""So long before a hold ends that nobody renewed, its data are about to be lost."""
PORTALS = {"portal": "provider_portal", "mail": "provider_mail"}
"""How a leg's channel is named among the channels of a ladder."""
PREPARES = frozenset({"prepare_extension", "prepare_confirmation"})
"""Acts that draft a paper."""


@dataclass(frozen=True)
class Step:
    """A rung and the UTC instant at which it falls due."""

    rung: Rung
    at: datetime


def is_climbed(kind: str, ball: str) -> bool:
    """Whether the ladder of a clock of this kind goes on while `ball` says whose turn it is.

    Nobody is asked after what is ours to do: a mail that came back leaves its clocks, and they wait for its resending.
    """
    return kind not in CHASED or ball in OWING


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


def writing(ladders: Iterable[Ladder]) -> tuple[Rung, ...]:
    """The rungs that write a letter: an office may let them go without a click. A telephone call takes a person."""
    letters = (rung for ladder in ladders for rung in ladder.rungs if rung.form == INQUIRY)
    return tuple(rung for rung in letters if rung.act != "telephone")


def next_silence(
    ladder: Ladder, done: Sequence[str], since: datetime, now: datetime, place: Place, ends: date | None = None
) -> Step | None:
    """The rung after those `done`, so many working days of the recipient after `since` (the step before).

    `ends`: the last day of a hold on which the request depends; the rung for data that are about to be lost is climbed
    only where there is one. None at the end of the ladder. A rung whose day has passed is due when they are open next.
    """
    waiting = [rung for rung in ladder.rungs if rung.id not in done and rung.wait is not None]
    day = place.local(since).date()
    steps = [
        Step(rung, place.next_open(max(place.opening(place.calendar.add_working(day, rung.wait or 0)), now)))
        for rung in [rung for rung in waiting if rung.when == "always"][:1]
    ]
    if ends is not None:
        # Round the clock: that point is always there, and the data are not.
        steps += [
            Step(rung, max(_morning(ends - AT_RISK, place.zone), now))
            for rung in [rung for rung in waiting if rung.when == "data_at_risk"][:1]
        ]
    return min(steps, key=lambda step: step.at, default=None)


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
