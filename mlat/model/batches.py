"""Many requests to be issued one after the other: planted at once, taken one by one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mlat.model.base import Base, Identified

BATCH_OPEN = ("planted", "taken")
"""States of an item that is still to be issued."""


class Batch(Identified, Base):
    """What somebody asked to be issued, and whether it rests."""

    __tablename__ = "batches"

    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    started_by: Mapped[str] = mapped_column(ForeignKey("users.id"))
    started_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]
    """Nothing more of it is taken until it is resumed."""


class BatchItem(Identified, Base):
    """One request of a batch: planted, taken, issued or failed."""

    __tablename__ = "batch_items"
    __table_args__ = (
        UniqueConstraint("batch_id", "request_id"),
        Index("ix_batch_items_state", "state", "lease_until"),
    )

    batch_id: Mapped[str] = mapped_column(ForeignKey("batches.id"))
    request_id: Mapped[str] = mapped_column(ForeignKey("requests.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="planted")
    lease_until: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    problem_sealed: Mapped[bytes | None]
    """Why it failed, under the case's key."""
