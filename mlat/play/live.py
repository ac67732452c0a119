"""Living a case file: from one due moment to the next, each through the real services."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mlat.domain.permissions import Act
from mlat.domain.playbook import HappeningGiven, Playbook, RequestWanted
from mlat.domain.problems import Problem
from mlat.model import Case, transaction
from mlat.play import happenings, requests
from mlat.play.cast import assemble
from mlat.play.clicks import click
from mlat.play.stage import Stage
from mlat.services import dispatch, families, intake, reminders

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


def live(book: Playbook, until: datetime, password: Callable[[], str] | None = None) -> Stage:
    """Set the office up, open the case and live it to `until`; needs an application context.

    `password` makes the password of each user; without it they get random ones that nobody knows.
    """
    now = book.moment(book.case.opened_at, "case.opened_at")
    cast = assemble(now, book, password)
    owner = cast.who(book.case.owner, Act.OPEN_CASE)
    stage = Stage(cast, intake.open_case(owner, now, book.case_input()))
    if book.case.deputy:
        _deputise(stage, book.case.deputy)
    ahead = script(book)
    while (moment := _next(ahead, now)) is not None and moment <= until:
        now = max(now, moment)
        if ahead and ahead[0].at <= now:
            _perform(stage, now, ahead.pop(0))
        _settle(stage, now, book)
    _settle(stage, until, book)
    return stage


def _deputise(stage: Stage, code: str) -> None:
    with transaction() as session:
        session.get_one(Case, stage.case_id).deputy_id = stage.cast.people[code].user_id


def _next(ahead: list[Moment], now: datetime) -> datetime | None:
    """The next line of the file, or what falls due before it."""
    due = (ahead[0].at if ahead else None, reminders.next_due(now), families.next_due(now))
    moments = [moment for moment in due if moment is not None]
    return min(moments, default=None)


def _perform(stage: Stage, now: datetime, moment: Moment) -> None:
    if isinstance(moment.what, RequestWanted):
        requests.make(stage, now, moment.what)
    else:
        happenings.happen(stage, now, moment.what)


def _settle(stage: Stage, now: datetime, book: Playbook) -> None:
    """Sweep, work and deliver until nothing moves any more at this instant."""
    for _ in range(MOST_ROUNDS):
        moved = reminders.sweep(now) + families.propose_due(now)
        while reminder := reminders.take(now):
            reminders.work(now, reminder)
        while mail := dispatch.take_dispatch(now):
            dispatch.deliver(now, mail)
            moved += 1
        if not click(stage, now, book.play.auto) and not moved:
            return
    raise Problem("restless", "play", "does not come to rest at one instant.", "Report this case file.")
