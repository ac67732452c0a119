"""What must hold on every day, whatever happened and whoever was killed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from email import message_from_bytes
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from mlat.domain.clock_parts import PROMISE
from mlat.domain.lifecycle import ENDED, standing
from mlat.domain.permissions import Actor
from mlat.model import Clock, Dispatch, Event, Reminder, Request, transaction
from mlat.reads.requests import requests_page
from mlat.services import audit, rebuilding
from tests.conftest import ZONE

BALLS = ("we_owe", "they_owe", "promised", "done")


def in_exactly_one_list(actor: Actor, now: datetime, some: Iterable[str]) -> None:
    """The list of each of these requests is the one that the rules give on that day, by its events alone."""
    today = now.astimezone(ZoneInfo(ZONE)).date()
    with transaction() as session:
        for name in some:
            row = session.get_one(Request, name)
            events = session.scalars(select(Event).where(Event.request_id == name).order_by(Event.id)).all()
            assert row.ball == standing(events, today, row.measure).ball, (name, now)


def all_listed_once(actor: Actor) -> None:
    """The four lists together hold every request, each once."""
    listed: Counter[str] = Counter()
    for ball in BALLS:
        page = requests_page(actor, ball=ball, lines=200)
        listed.update(line.id for line in page.lines)
        while page.onward:
            page = requests_page(actor, ball=ball, lines=200, after=page.onward)
            listed.update(line.id for line in page.lines)
    with transaction() as session:
        assert listed == Counter(session.scalars(select(Request.id)).all())


def nothing_due_is_left(now: datetime) -> None:
    """After the workers' round every rung that was due is planted, and every planted one has been worked.

    A rung that the round itself brings forward, because a hold is about to end, falls due at `now`: the next tick's.
    """
    with transaction() as session:
        due = select(func.count()).select_from(Clock).where(Clock.ended_at.is_(None), Clock.next_rung_at < now)
        assert session.scalar(due) == 0
        left = select(func.count()).select_from(Reminder).where(Reminder.state.in_(("planted", "taken")))
        assert session.scalar(left) == 0


def a_promise_has_its_clock() -> None:
    """Whoever is left in peace because of a promise is asked again after its day: its clock runs."""
    with transaction() as session:
        left = set(session.scalars(select(Request.id).where(Request.ball == "promised")))
        assert left <= set(
            session.scalars(select(Clock.request_id).where(Clock.kind == PROMISE, Clock.ended_at.is_(None)))
        )


def no_clock_without_owner() -> None:
    """Every running clock belongs to a request that has not ended, or to the case itself, and to a known party."""
    with transaction() as session:
        running = select(Clock, Request.state).outerjoin(Request, Request.id == Clock.request_id)
        for clock, state in session.execute(running.where(Clock.ended_at.is_(None))):
            assert clock.party in ("us", "them", "nobody"), clock.id
            assert (state is None) == (clock.request_id is None), clock.id
            # a hold outlives the request that asked for it, as long as nobody ends it
            assert state not in ENDED or clock.kind == "hold", (clock.kind, state)


def told_once() -> None:
    """No reminder was worked twice, and no rung of a clock was planted twice."""
    with transaction() as session:
        told = Counter(
            event.data["reminder"] for event in session.scalars(select(Event).where(Event.kind == "reminded"))
        )
        assert set(told.values()) <= {1}
        pairs = session.execute(select(Reminder.clock_id, Reminder.rung)).all()
        assert len(pairs) == len(set(pairs))
        worked = session.scalars(select(Reminder.id).where(Reminder.request_id.is_not(None), Reminder.act != "")).all()
        assert set(worked) == set(told)


def mailed_once(drop: Path) -> None:
    """Every mail that left left once; what a kill left in doubt waits for a person."""
    left = Counter(message_from_bytes(file.read_bytes())["Message-ID"] for file in drop.glob("*.eml"))
    assert set(left.values()) <= {1}
    with transaction() as session:
        states = {row.message_id: row.state for row in session.scalars(select(Dispatch))}
    assert not {state for state in states.values() if state in ("queued", "sending")}
    assert {name for name, state in states.items() if state == "sent"} <= set(left)
    assert all(states[name] in ("sent", "unsure", "bounced") for name in left if name in states)


def the_record_holds(now: datetime) -> None:
    """The chain is intact, and every projection is what its events give."""
    assert audit.verify() == []
    assert rebuilding.rebuild(now, check=True) == []
