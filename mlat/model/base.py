"""The declarative base, the engine's manners, and the one way to open a transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Dialect, Engine, LargeBinary, MetaData, String, TypeDecorator, event, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, registry


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC instant; naive values are refused, because a date without its zone is a guess."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every table; constraint names are fixed so that migrations can name them."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(column_0_N_label)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            datetime: UtcDateTime(),
            bytes: LargeBinary(),
            dict[str, Any]: JSON(),
            list[Any]: JSON(),
            str: String(),
        },
    )


READS = "mlat_reads"
"""Marks a connection of a transaction that only reads."""
db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})


def new_id() -> str:
    """A random id that is safe in a URL: 32 hexadecimal digits."""
    return uuid.uuid4().hex


class Identified:
    """A row that pages and links name by a random id."""

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)


class Editable:
    """A row that people edit: a stale save is noticed by its version."""

    version: Mapped[int] = mapped_column(default=1)


@contextmanager
def transaction() -> Iterator[Session]:
    """One transaction: committed at the end, rolled back on any error, and the session given back."""
    session = db.session()
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        db.session.remove()


@contextmanager
def reading() -> Iterator[Session]:
    """A transaction that only reads: in SQLite it waits for no writer, and no writer for it."""
    with transaction() as session:
        session.connection(execution_options={READS: True})
        yield session


@contextmanager
def snapshot() -> Iterator[Session]:
    """A transaction that reads everything as of one instant, whatever others commit meanwhile."""
    with reading() as session:
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
        yield session


def teach_sqlite(engine: Engine) -> None:
    """Give SQLite WAL, foreign keys and transactions that begin when we say so."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            "recursive_triggers=ON",
            "busy_timeout=20000",
            "cache_size=-32000",  # 32 MB where there is so much to keep; its own 2 MB read the same pages over and over
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        # A write lock from the start: two writers queue instead of failing half-way.
        connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get(READS) else "BEGIN IMMEDIATE")
