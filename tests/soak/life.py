"""An office's life, day by day, with workers that are killed at random moments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from mlat.domain.casefile import CaseInput, IdentifierInput, OpenRequest
from mlat.house import house
from mlat.services import intake, takeover
from tests.conftest import OfficeThere
from tests.services import lives
from tests.soak import bounces, chance, invariants
from tests.soak.workers import Workers

DAY = timedelta(days=1)
RESTED = timedelta(minutes=5)
"""Longer than a lease and a tick: after it the work of a killed worker is taken again."""
ASKED = (
    ("mla_evidence", "mx-central", "ar_mx.mlat", chance.MEXICO),
    ("spontaneous_information", "mx-central", "ar_mx.mlat", chance.MEXICO),
    ("preservation", "roblox", "us.sca.2703f.preservation", lives.PACIFIC),
)
"""Measure, recipient, instrument and the recipient's zone of what the office had asked already."""


@dataclass(frozen=True)
class Span:
    """How long a life is, how many requests live it, and how much happens to each in a year."""

    requests: int
    days: int
    seed: int
    mailed: int
    """How many of them are drafted, issued and mailed here; the others were sent before."""
    happenings: int
    kills_every: int = 7
    """A worker is killed on one of so many days."""


TWO_YEARS = Span(requests=1000, days=730, seed=1, mailed=20, happenings=3)


@dataclass
class Told:
    """What a life saw."""

    happened: int = 0
    killed: int = 0
    bounced: int = 0


def live(office: OfficeThere, begins: datetime, span: Span, say: Callable[[str], None] = lambda _: None) -> Told:
    """Live it; raises `AssertionError` on the first day on which something does not hold."""
    dice, told = Random(span.seed), Told()
    ids = _population(office, begins, span, dice)
    workers = Workers(house().settings, 2)
    try:
        for number in range(span.days):
            now = begins + (number + 1) * DAY + dice.random() * timedelta(hours=6)
            told.happened += _a_day(office, now, ids, span, dice)
            told.bounced += bounces.come_back(now, dice)
            if dice.random() < 1 / span.kills_every:
                workers.work_and_die(now, dice)
                now += RESTED
            workers.work(now)
            _holds(office, now, ids, number, dice)
            if number % 30 == 29:
                say(f"day {number + 1}: {told.happened} happenings, {workers.killed} workers killed")
        _holds_at_the_end(now)
    finally:
        told.killed = workers.killed
        workers.dismiss()
    return told


def _population(office: OfficeThere, now: datetime, span: Span, dice: Random) -> list[str]:
    found = []
    for number in range(span.requests - span.mailed):
        if number % 20 == 0:
            case_id = intake.open_case(office.prosecutor, now, _case(f"AZAR {span.seed}/{number // 20}"))
        measure, recipient, instrument, zone = dice.choice(ASKED)
        asked = OpenRequest(
            code=f"R{number}",
            measure=measure,
            recipient=recipient,
            instrument=instrument,
            sent_at=now,
            zone=zone,
            channel=dice.choice(("courier", "by_hand", "mail")),
            identifiers=("A",),
            data=("subscriber",),
        )
        found.append(takeover.take_over(office.liaison, now, case_id, asked))
    for number in range(span.mailed):
        given = replace(lives.GIVEN, reference=f"CORREO {span.seed}/{number}")
        found.append(lives.a_queued(office, now, lives.a_case(office, now, given))[0])
    return found


def _case(reference: str) -> CaseInput:
    account = IdentifierInput(
        code="A", kind="numeric_id", platform="roblox", given="99999999999999999001", user_in="MX", synthetic=True
    )
    return CaseInput(reference=reference, training=True, identifiers=(account,))


def _a_day(office: OfficeThere, now: datetime, ids: list[str], span: Span, dice: Random) -> int:
    expected = span.requests * span.happenings / 365
    today = int(expected) + (dice.random() < expected % 1)
    for _ in range(today):
        chance.something(office, dice, now, dice.choice(ids))
        chance.a_click(office, dice, now)
    return today


def _holds(office: OfficeThere, now: datetime, ids: list[str], number: int, dice: Random) -> None:
    whole = number % 60 == 59
    invariants.nothing_due_is_left(now)
    invariants.a_promise_has_its_clock()
    invariants.in_exactly_one_list(office.prosecutor, now, ids if whole else dice.sample(ids, min(10, len(ids))))
    if whole or number % 10 == 9:
        invariants.all_listed_once(office.prosecutor)
        invariants.no_clock_without_owner()


def _holds_at_the_end(now: datetime) -> None:
    invariants.told_once()
    invariants.mailed_once(house().settings.drop)
    invariants.the_record_holds(now)
