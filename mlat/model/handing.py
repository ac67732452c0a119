"""Cases that move from one office to another."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from mlat.model.base import Base, Identified


class Handing(Identified, Base):
    """A case that was offered to another office; once it was accepted, all that the first office keeps of it."""

    __tablename__ = "handings"

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    from_office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    to_office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    reference: Mapped[str]
    """As the first office called the case."""
    note_sealed: Mapped[bytes | None]
    """What the first office tells the other, under the case's key."""
    offered_by: Mapped[str] = mapped_column(ForeignKey("users.id"))
    offered_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12), default="offered")
    """offered, accepted, declined or taken_back."""
    settled_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    settled_at: Mapped[datetime | None]
