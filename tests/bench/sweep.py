"""The sweep over a million open requests, against the index scan that finds what is due; and among many closed ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import sqlalchemy as sa
from flask import Flask

from mlat.model import Clock, Reminder, db, transaction
from mlat.services.sweeping import sweep
from tests.bench.databases import KINDS, application
from tests.bench.measure import Ratio, compare, require
from tests.bench.rows import DUE_EVERY, NOW, fill

SIZE = 1_000_000
DUE = SIZE // DUE_EVERY
PLANTING = {"sqlite": 5.0, "postgres": 25.0}
"""PostgreSQL looks up and locks the clock of each planted row, one by one."""
LOOKING = 5.0
"""What a run may cost that finds everything planted: the scan, and a look at the unique key for each that it found."""

OPEN, CLOSED, TIMES = 50_000, 50_000, 10
"""Open requests beside some closed ones, and beside so many times as many."""
AMONG_CLOSED = 1.5


def run() -> Iterator[Ratio]:
    """Planting what is due, and running again when all is planted, on each kind of database."""
    for kind in KINDS:
        with application(kind) as app, app.app_context():
            fill(SIZE)
            yield from _of(kind)
        yield _among_closed(kind)


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


def _among_closed(kind: str) -> Ratio:
    """Planting the same where ten times as many requests are closed."""
    with application(kind) as few, application(kind) as many:
        for app, closed in ((few, CLOSED), (many, TIMES * CLOSED)):
            with app.app_context():
                fill(OPEN, closed)

        def planted_in(app: Flask) -> Callable[[int], None]:
            def plant(_turn: int) -> None:
                with app.app_context():
                    planted = sweep(NOW)
                require(planted == OPEN // DUE_EVERY, f"{planted} were planted on {kind}")

            return plant

        def clear(turn: int) -> None:
            for app in (few, many):
                with app.app_context():
                    _clear(turn)

        return compare(
            f"sweep.closed.{kind}",
            planted_in(many),
            planted_in(few),
            against=f"the sweep among a {TIMES}th of the closed requests",
            at_most=AMONG_CLOSED,
            rounds=15,
            before=clear,
        )


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
