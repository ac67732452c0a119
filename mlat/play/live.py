"""Living a case file: from one due moment to the next, each through the real services."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mlat.domain.permissions import Act
from mlat.domain.playbook import Auto, HappeningGiven, Playbook, RequestWanted
from mlat.domain.problems import Problem
from mlat.play import happenings, requests
from mlat.play.cast import assemble
from mlat.play.clicks import click
from mlat.play.stage import Stage
from mlat.services import automatic, families, intake, outbox, reminders, sweeping

NO_CLICKS = Auto(accept_reminders=False, approve_letters=False)

MOST_ROUNDS = 100
"""At one moment: more would mean that something plants itself again and again."""


@dataclass(frozen=True)
class Moment:
    """A dated line of the file."""

    at: datetime
    what: RequestWanted | HappeningGiven


def script(book: Playbook) -> list[Moment]:
    """Every dated line in the order of time; at one instant the requests come first."""
    wanted = [Moment(book.moment(one.on, "on"), one) for one in book.request]
    happened = [Moment(book.moment(one.at, "at", one.zone), one) for one in book.happening]
    return sorted(wanted + happened, key=lambda moment: moment.at)


def live(
    book: Playbook,
    until: datetime,
    password: Callable[[], str] | None = None,
    clicks_until: datetime | None = None,
) -> Stage:
    """Set the office up, open the case and live it to `until`; needs an application context.

    `password` makes the password of each user; without it they get random ones that nobody knows.
    After `clicks_until` (`until`, unless given) nothing is clicked: what falls due waits for a person.
    """
    now = book.moment(book.case.opened_at, "case.opened_at")
    cast = assemble(now, book, password)
    owner = cast.who(book.case.owner, Act.OPEN_CASE)
    stage = Stage(cast, intake.open_case(owner, now, book.case_input()))
    if book.case.deputy:
        intake.set_deputy(owner, now, stage.case_id, cast.people[book.case.deputy].user_id or "")
    ahead = script(book)
    while (moment := _next(ahead, now)) is not None and moment <= until:
        now = max(now, moment)
        if ahead and ahead[0].at <= now:
            _perform(stage, now, ahead.pop(0))
        _settle(stage, now, _clicks(book, now, clicks_until))
    _settle(stage, until, _clicks(book, until, clicks_until))
    return stage


def _clicks(book: Playbook, now: datetime, clicks_until: datetime | None) -> Auto:
    return book.play.auto if clicks_until is None or now <= clicks_until else NO_CLICKS


def _next(ahead: list[Moment], now: datetime) -> datetime | None:
    """The next line of the file, or what falls due before it; what is due now was settled."""
    due = [moment for moment in (sweeping.next_due(now), families.next_due(now)) if moment and moment > now]
    return min(due + [moment.at for moment in ahead[:1]], default=None)


def _perform(stage: Stage, now: datetime, moment: Moment) -> None:
    if isinstance(moment.what, RequestWanted):
        requests.make(stage, now, moment.what)
    else:
        happenings.happen(stage, now, moment.what)


def _settle(stage: Stage, now: datetime, auto: Auto) -> None:
    """Sweep, work and deliver until nothing moves any more at this instant."""
    for _ in range(MOST_ROUNDS):
        moved = sweeping.sweep(now) + families.propose_due(now)
        while reminder := reminders.take(now):
            reminders.work(now, reminder)
        while let_go := automatic.take(now):
            automatic.go(now, let_go)
        while mail := outbox.take(now):
            outbox.deliver(now, mail)
            moved += 1
        if not click(stage, now, auto) and not moved:
            return
    raise Problem("restless", "play", "does not come to rest at one instant.", "Report this case file.")
