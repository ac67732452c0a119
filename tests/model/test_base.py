"""How the engine behaves: instants with zones, transactions that begin when we say, guards on events."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from mlat.model import Event, OnceToken, Tick, db, reading, transaction

AT = datetime(2026, 3, 2, 22, 0, tzinfo=timezone(timedelta(hours=-3)))


def event(seq: int) -> Event:
    return Event(
        chain="office:one",
        seq=seq,
        office_id="one",
        kind="tested",
        at=AT,
        zone="UTC",
        recorded_at=AT,
        actor="ticker",
        data={},
        previous="",
        hash="",
    )


def test_an_instant_comes_back_as_the_same_utc_instant(app: Flask) -> None:
    with transaction() as session:
        session.add(Tick(name="sweep", last=AT))
    with transaction() as session:
        kept = session.get_one(Tick, "sweep").last
    assert kept == AT
    assert kept.utcoffset() == timedelta(0)
    assert kept.day == 3


def test_who_reads_waits_for_no_writer(app: Flask) -> None:
    with db.engine.begin() as writer:
        writer.execute(insert(Tick).values(name="sweep", last=AT))
        with reading() as session:
            assert session.get(Tick, "sweep") is None
    with reading() as session:
        assert session.get(Tick, "sweep") is not None


def test_a_naive_instant_is_refused(app: Flask) -> None:
    with pytest.raises(StatementError, match="needs its zone"), transaction() as session:
        session.add(Tick(name="sweep", last=AT.replace(tzinfo=None)))


def test_a_row_found_by_its_instant(app: Flask) -> None:
    with transaction() as session:
        session.add(Tick(name="sweep", last=AT))
    with transaction() as session:
        assert session.scalar(select(Tick.name).where(Tick.last <= AT.astimezone(UTC)))
        assert not session.scalar(select(Tick.name).where(Tick.last < AT))


def test_an_error_leaves_nothing_of_the_transaction(app: Flask) -> None:
    with pytest.raises(IntegrityError), transaction() as session:
        session.add(OnceToken(token="a", user_id="u", used_at=AT))
        session.flush()
        session.add(Tick(name="sweep", last=AT))
        session.flush()
        session.execute(text("INSERT INTO ticks (name, last) VALUES ('sweep', '2026-03-02')"))
    with transaction() as session:
        assert session.get(OnceToken, "a") is None


def test_a_savepoint_rolled_back_leaves_nothing(app: Flask) -> None:
    with transaction() as session:
        with pytest.raises(ValueError, match="on purpose"), session.begin_nested():
            session.add(OnceToken(token="a", user_id="u", used_at=AT))
            session.flush()
            raise ValueError("on purpose")
        session.add(OnceToken(token="b", user_id="u", used_at=AT))
    with transaction() as session:
        assert session.scalars(select(OnceToken.token)).all() == ["b"]


@pytest.mark.parametrize("attempt", ["UPDATE events SET kind = 'forged'", "DELETE FROM events"])
def test_events_made_from_the_models_are_guarded_too(app: Flask, attempt: str) -> None:
    with transaction() as session:
        session.add(event(1))
    with pytest.raises(DBAPIError, match="events are only added"), transaction() as session:
        session.execute(text(attempt))


def test_two_events_cannot_take_the_same_place_in_a_chain(app: Flask) -> None:
    with transaction() as session:
        session.add(event(1))
    with pytest.raises(IntegrityError), transaction() as session:
        session.add(event(1))


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_sqlite_waits_and_keeps_its_keys(app: Flask) -> None:
    with db.engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "recursive_triggers", "busy_timeout")
        }
    assert pragmas == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "busy_timeout": 20000,
    }
