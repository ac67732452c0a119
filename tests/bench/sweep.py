"""The sweep over 100,000 open requests, against the index scan that finds what is due."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from mlat.model import Clock, Reminder, db, transaction
from mlat.services.sweeping import sweep
from tests.bench.databases import KINDS, application
from tests.bench.measure import Ratio, compare, require
from tests.bench.rows import DUE_EVERY, NOW, fill

SIZE = 100_000
DUE = SIZE // DUE_EVERY
PLANTING = {"sqlite": 5.0, "postgres": 25.0}
"""PostgreSQL checks each planted row's four references one by one."""
LOOKING = 3.0
"""What a run may cost that finds everything planted: the scan again, and a look at what was planted."""


def run() -> Iterator[Ratio]:
    """Planting what is due, and running again when all is planted, on each kind of database."""
    for kind in KINDS:
        with application(kind) as app, app.app_context():
            fill(SIZE)
            yield from _of(kind)


def _of(kind: str) -> Iterator[Ratio]:
    def plant(_turn: int) -> None:
        planted = sweep(NOW)
        require(planted == DUE, f"{planted} of {DUE} were planted on {kind}")

    def again(_turn: int) -> None:
        planted = sweep(NOW)
        require(planted == 0, f"a second run planted {planted} on {kind}")

    def scan(_turn: int) -> None:
        found = _due()
        require(found == DUE, f"the scan found {found} of {DUE} on {kind}")

    against = "the index scan of the due clocks"
    yield compare(f"sweep.plant.{kind}", plant, scan, against=against, at_most=PLANTING[kind], rounds=15, before=_clear)
    yield compare(f"sweep.again.{kind}", again, scan, against=against, at_most=LOOKING, rounds=15)


def _due() -> int:
    """What the index alone can say of the due clocks, brought to the program."""
    with transaction() as session:
        found = session.execute(
            sa.select(Clock.id, Clock.next_rung).where(Clock.next_rung_at <= NOW, Clock.ended_at.is_(None))
        )
        return len(found.all())


def _clear(_turn: int) -> None:
    with transaction() as session:
        session.execute(sa.delete(Reminder))
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM reminders")
