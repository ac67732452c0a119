"""Work of an operation with many suspects, planted for the workers: a file to be taken in, packages to be drafted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from mlat.model.base import Base, Identified


class OperationWork(Identified, Base):
    """What somebody asked for in one case, how far it has come, and whether it rests."""

    __tablename__ = "operation_works"
    __table_args__ = (Index("ix_operation_works_open", "ended_at", "lease_until"),)

    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    started_by: Mapped[str] = mapped_column(ForeignKey("users.id"))
    started_at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(10))
    """`suspects` of a file taken in, or `packages` drafted."""
    code: Mapped[str] = mapped_column(String(12))
    measure: Mapped[str] = mapped_column(String(40))
    organised: Mapped[bool]
    file_sealed: Mapped[bytes | None]
    """The file while it is taken in, under the case's key."""
    total: Mapped[int]
    """Lines of the file, or packages."""
    done: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    """Nothing more of it is done until it is resumed."""
    ended_at: Mapped[datetime | None]
    problem_sealed: Mapped[bytes | None]
    """Why it stopped by itself, under the case's key."""
