"""Running deadlines, and the reminders planted from them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mlat.model.base import Base, Identified


class Clock(Identified, Base):
    """One deadline from its start event to its end; a reset or renewal ends this row and opens the next.

    Every column except the rung pair is written by an event and can be rebuilt from it.
    """

    __tablename__ = "clocks"
    __table_args__ = (
        Index(
            "ix_clocks_rung",
            "next_rung_at",
            sqlite_where=text("next_rung_at IS NOT NULL"),
            postgresql_where=text("next_rung_at IS NOT NULL"),
        ),
        Index("ix_clocks_office_open", "office_id", "ended_at", "safe_at"),
        # Our own duties and the holds, few among many dates that others owe.
        Index("ix_clocks_office_party", "office_id", "party", "ended_at", "safe_at"),
        Index(
            "ix_clocks_kind_open",
            "kind",
            "legal_at",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    request_id: Mapped[str | None] = mapped_column(ForeignKey("requests.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    party: Mapped[str] = mapped_column(String(8))
    """us, them or nobody (a hold, a secrecy order, a birthday)."""
    rule: Mapped[str]
    period: Mapped[str]
    started_at: Mapped[datetime]
    zone: Mapped[str]
    """Zone of the place where the event takes effect."""
    legal_due: Mapped[str] = mapped_column(String(40), default="")
    """ISO local date (end of that day) or instant with offset; empty where no law gives a date."""
    safe_due: Mapped[str] = mapped_column(String(40), default="")
    legal_at: Mapped[datetime | None]
    """The UTC instant at which `legal_due` is over."""
    safe_at: Mapped[datetime | None]
    working: Mapped[list[Any]] = mapped_column(default=list)
    calendar_version: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    verification: Mapped[str] = mapped_column(String(12), default="unverified")
    covers: Mapped[list[Any]] = mapped_column(default=list)
    """For a hold: codes of the identifiers that it names."""
    confirmed: Mapped[bool] = mapped_column(default=False)
    """For a hold: whether the recipient said that the data are kept."""
    about: Mapped[str] = mapped_column(String(64), default="", server_default="")
    """For a clock of the case itself: the id of the order, or the code of the person or account, that it is about."""
    paused_at: Mapped[datetime | None]
    """While it rests: the instant since when. It then has no due date."""
    opened_event: Mapped[int]
    ended_event: Mapped[int | None]
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str] = mapped_column(String(40), default="")
    next_rung: Mapped[str | None] = mapped_column(String(40))
    next_rung_at: Mapped[datetime | None]


class Reminder(Identified, Base):
    """A rung that fell due, planted once for ever (unique key: clock row, rung).

    Office, case and request are copies of its clock's own, and the clock answers for them: to look each of them up
    again would cost the sweep more than all its other work.
    """

    __tablename__ = "reminders"
    __table_args__ = (
        UniqueConstraint("clock_id", "rung"),
        Index("ix_reminders_state", "state", "lease_until"),
        Index("ix_reminders_office_state", "office_id", "state", "planted_at", "id"),
    )

    office_id: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[str] = mapped_column(String(32))
    request_id: Mapped[str | None] = mapped_column(String(32), index=True)
    clock_id: Mapped[str] = mapped_column(ForeignKey("clocks.id"))
    rung: Mapped[str] = mapped_column(String(40))
    due_at: Mapped[datetime]
    planted_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12), default="planted")
    """planted, taken, waiting (for a click), done, dismissed or overtaken."""
    lease_until: Mapped[datetime | None]
    act: Mapped[str] = mapped_column(String(40), default="")
    """What it proposes, for example `send_inquiry`."""
    made_request_id: Mapped[str | None] = mapped_column(ForeignKey("requests.id"))
    """The request it prepared for approval."""
    settled_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    settled_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")
    """The code of the problem for which it could not prepare what it proposes; never free text."""


class Tick(Base):
    """When a periodic task last ran, so that many workers run it once."""

    __tablename__ = "ticks"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    last: Mapped[datetime]
