"""How long a recipient takes, learned from what was sent before, and when a silence is longer than usual.

Only the time during which the recipient had the ball is counted. What is still open counts too: up to now it has been
silent, and nothing more is known of it (Kaplan and Meier's product-limit estimate, Journal of the American Statistical
Association 53 (1958) 457-481). Below `ENOUGH` own cases no percentile is named: plain counts say what is known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Literal

from mlat.domain.lifecycle import DONE_WHEN, NOT_THEIRS, REPLIES, STATE_AFTER, Happened, Kind, counts, holding

ENOUGH = 20
"""Own cases from which a half or a percentile is named."""
HALF, MOST = Fraction(1, 2), Fraction(4, 5)
"""The shares that are spoken of: half of the requests, and the 80th percentile after which one is stalled."""

GIVES = frozenset({Kind.SENT, Kind.TAKEN_OVER, Kind.REROUTED, Kind.RECEIVED})
"""What first puts the ball into the recipient's hands; from then on it is theirs when the request's state says so."""
ANSWERS = frozenset(
    {
        Kind.PARTLY_ANSWERED,
        Kind.ANSWERED,
        Kind.REMOVED,
        Kind.NO_RECORDS,
        Kind.REFUSED,
        Kind.HOLD_CONFIRMED,
        Kind.LINK_GIVEN,
    }
)
"""What counts as the answer: the first that has substance."""
WORDS = REPLIES | {Kind.REMOVED}
"""Every sign of life."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One request, as long as it lay with its recipient.

    `theirs` sums the stretches that are over, `since` is the instant from which the present one runs (None while the
    ball is not theirs). `contact`, `answer` and `spoken`: what `theirs` had reached at the first word, at the answer,
    and at the latest word.
    """

    began: datetime
    theirs: timedelta = timedelta(0)
    since: datetime | None = None
    contact: timedelta | None = None
    answer: timedelta | None = None
    spoken: timedelta = timedelta(0)

    def held(self, now: datetime) -> timedelta:
        """How long the recipient has had the ball in all."""
        return self.theirs + (max(now - self.since, timedelta(0)) if self.since else timedelta(0))

    def silent(self, now: datetime) -> timedelta:
        """How much of that has passed since its latest word."""
        return self.held(now) - self.spoken


def waited(events: Iterable[Happened], measure: str) -> Waiting | None:
    """What the events of one request say of its recipient; None where nothing was sent or no answer is ever due.

    The events are taken in the order in which they happened, not in which somebody wrote them down.
    """
    if measure in DONE_WHEN:
        return None
    found, arrived, state = None, False, "draft"
    for event in sorted(holding(events), key=lambda each: each.at):
        kind, at = event.kind, event.at
        if counts(kind, state):
            state = STATE_AFTER[Kind(kind)]
        if kind == Kind.BOUNCED and found is not None and found.contact is None:
            found, arrived = None, False  # it never came to them
        elif found is None:
            found = Waiting(at, since=at) if kind in GIVES else None
            arrived = found is not None and bool(event.data.get("reaches"))
        elif kind in GIVES and event.data.get("reaches") and not arrived and found.contact is None:
            # Until it arrived it lay with the bodies on the way, not with the recipient.
            found, arrived = Waiting(at, since=at), True
        else:
            found = _met(found, kind, at, theirs=state not in NOT_THEIRS)
    return found


def _met(one: Waiting, kind: str, at: datetime, *, theirs: bool) -> Waiting:
    held = one.held(at)
    contact, answer, spoken = one.contact, one.answer, one.spoken
    if kind in WORDS:
        contact, spoken = held if contact is None else contact, held
    if kind in ANSWERS and answer is None:
        answer = held
    if theirs:
        return Waiting(one.began, one.theirs, one.since or at, contact, answer, spoken)
    return Waiting(one.began, held, None, contact, answer, spoken)


@dataclass(frozen=True, slots=True)
class Step:
    """A day on which something came: of `at_risk` still silent then, `came` spoke; `silent` is the share left after."""

    day: int
    at_risk: int
    came: int
    silent: Fraction


@dataclass(frozen=True, slots=True)
class Curve:
    """The share that is still silent after each day."""

    cases: int
    came: int
    steps: tuple[Step, ...]

    def within(self, share: Fraction) -> int | None:
        """The first day by which at least `share` have spoken; None where the curve never gets so far."""
        return next((step.day for step in self.steps if 1 - step.silent >= share), None)

    def silent_after(self, day: int) -> Fraction:
        """The share still silent at the end of that day."""
        left = Fraction(1)
        for step in self.steps:
            if step.day > day:
                break
            left = step.silent
        return left


def curve(came: Mapping[int, int], open_: Mapping[int, int]) -> Curve:
    """The curve of requests by whole days: {day: how many spoke then}, {day: how many are open, silent so long}.

    What was open on a day on which others spoke had its chance on that day.
    """
    left = Counter(came)
    left.update(open_)
    at_risk = sum(left.values())
    cases, silent, steps = at_risk, Fraction(1), []
    for day in sorted(left):
        if came.get(day):
            silent *= 1 - Fraction(came[day], at_risk)
            steps.append(Step(day, at_risk, came[day], silent))
        at_risk -= left[day]
    return Curve(cases, sum(came.values()), tuple(steps))


@dataclass(frozen=True, slots=True)
class Pace:
    """What an office has seen of one recipient under one measure.

    `contact_half` ... `answer_most`: days by which half, and four of five, had spoken or answered; None where the curve
    never gets so far. They are named only where there are `ENOUGH` cases. `limit` is the office's own, in days.
    """

    cases: int = 0
    contacted: int = 0
    answered: int = 0
    contact_half: int | None = None
    contact_most: int | None = None
    answer_half: int | None = None
    answer_most: int | None = None
    limit: int | None = None

    @property
    def enough(self) -> bool:
        """Whether percentiles may be named."""
        return self.cases >= ENOUGH


def pace(contact: Curve, answer: Curve, limit: int | None = None) -> Pace:
    """What the two curves of one recipient and measure say; percentiles only from `ENOUGH` cases on."""
    counts = (answer.cases, contact.came, answer.came)
    if answer.cases < ENOUGH:
        return Pace(*counts, limit=limit)
    return Pace(
        *counts, contact.within(HALF), contact.within(MOST), answer.within(HALF), answer.within(MOST), limit=limit
    )


Ground = Literal["limit", "contact", "answer"]


@dataclass(frozen=True, slots=True)
class Silence:
    """How long one request has been silent, and by which measure that is too long: `bound` days, None where none."""

    days: int
    spoken: bool
    pace: Pace
    bound: int | None = None
    ground: Ground | None = None

    @property
    def stalled(self) -> bool:
        """Whether it has been silent for longer than the bound."""
        return self.bound is not None and self.days > self.bound


def bound(pace_: Pace, spoken: bool) -> tuple[int | None, Ground | None]:
    """After how many days of silence a request is stalled, and why: the office's own limit, else the 80th percentile.

    Before its first word a request is measured by how soon others were heard of, after it by how soon they were
    answered; where the first curve never reaches four of five, by the second. None where nothing can be said.
    """
    if pace_.limit is not None:
        return pace_.limit, "limit"
    if not spoken and pace_.contact_most is not None:
        return pace_.contact_most, "contact"
    return (pace_.answer_most, "answer") if pace_.answer_most is not None else (None, None)


def silence(one: Waiting, pace_: Pace, now: datetime) -> Silence:
    """What is to be said of a request, against what is usual."""
    spoken = one.contact is not None
    return Silence(one.silent(now).days, spoken, pace_, *bound(pace_, spoken))
