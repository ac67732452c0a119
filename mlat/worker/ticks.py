"""One tick among many workers: the row of the tick lets exactly one of them through."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from mlat.model import Tick, transaction

SWEEP = "sweep"
LETTERS = "letters"
MAILBOX = "mailbox"
DIGESTS = "digests"
PACES = "paces"
RETURNED = "returned"


def claim(name: str, now: datetime, every: timedelta) -> bool:
    """Whether this worker may run `name` now: true for one worker in each stretch of `every`.

    The row is claimed and committed first. A worker that dies after it costs one tick and nothing else,
    because what a sweep plants is unique.
    """
    with transaction() as session:
        late = update(Tick).where(Tick.name == name, Tick.last <= now - every).values(last=now).returning(Tick.name)
        if session.scalar(late):
            return True
        if session.get(Tick, name):
            return False
    return _first(name, now)


def _first(name: str, now: datetime) -> bool:
    """Make the row; of two workers that try at once, one succeeds."""
    try:
        with transaction() as session:
            session.add(Tick(name=name, last=now))
    except IntegrityError:
        return False
    return True
