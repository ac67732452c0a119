"""The append-only record of everything that happened, which is the audit chain too."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import DDL, ForeignKey, Index, String, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from mlat.model.base import Base


class Event(Base):
    """One thing that happened. It holds ids, codes, dates and hashes, never names or free text."""

    __tablename__ = "events"
    __table_args__ = (
        UniqueConstraint("chain", "seq"),
        Index("ix_events_request", "request_id", "id"),
        Index("ix_events_case", "case_id", "id"),
        # What an office did and got in a period.
        Index("ix_events_office_kind", "office_id", "kind", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chain: Mapped[str] = mapped_column(String(40))
    """`case:<id>` or `office:<id>`."""
    seq: Mapped[int]
    office_id: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[str | None] = mapped_column(String(32))
    request_id: Mapped[str | None] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    """When it happened."""
    zone: Mapped[str]
    """The zone of the place where it happened."""
    recorded_at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(40))
    """User id, or `ticker`."""
    data: Mapped[dict[str, Any]]
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class Reason(Base):
    """Why a person did it: the free text of an event, sealed under the case's key. The event holds its hash."""

    __tablename__ = "reasons"

    event_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    text_sealed: Mapped[bytes]


class Chain(Base):
    """The head of each chain; its row is the lock that puts writers in order."""

    __tablename__ = "chains"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"))
    seq: Mapped[int] = mapped_column(default=0)
    head: Mapped[str] = mapped_column(String(64), default="")


class OnceToken(Base):
    """Each act's token, used once: pressing Send twice sends once."""

    __tablename__ = "once_tokens"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(40))
    used_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(default="")
    """Where the first use led, so that the second press ends at the same place."""


SQLITE_GUARDS = (
    "CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are only added'); END",
    "CREATE TRIGGER events_no_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are only added'); END",
)
POSTGRES_GUARDS = (
    "CREATE FUNCTION events_only_added() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'events are only added'; END $$",
    "CREATE TRIGGER events_no_change BEFORE UPDATE OR DELETE ON events "
    "FOR EACH ROW EXECUTE FUNCTION events_only_added()",
    "CREATE TRIGGER events_no_truncate BEFORE TRUNCATE ON events "
    "FOR EACH STATEMENT EXECUTE FUNCTION events_only_added()",
)
for _dialect, _statements in (("sqlite", SQLITE_GUARDS), ("postgresql", POSTGRES_GUARDS)):
    for _statement in _statements:
        event.listen(Event.__table__, "after_create", DDL(_statement.replace("%", "%%")).execute_if(dialect=_dialect))
