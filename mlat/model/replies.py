"""What came back, and where the evidence is kept (never here)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from mlat.model.base import Base, Identified


class Reply(Identified, Base):
    """An answer of any kind, recorded by hand or from mail."""

    __tablename__ = "replies"

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    request_id: Mapped[str] = mapped_column(ForeignKey("requests.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    """The event kind that it is, for example `partly_answered`."""
    at: Mapped[datetime]
    zone: Mapped[str]
    reference: Mapped[str] = mapped_column(default="")
    note_sealed: Mapped[bytes | None]
    came: Mapped[list[Any]] = mapped_column(default=list)
    """[identifier code, data category] pairs that came."""
    missing: Mapped[list[Any]] = mapped_column(default=list)


class EvidenceItem(Identified, Base):
    """Returned content stays outside: only size, hash, place and custodian are known here."""

    __tablename__ = "evidence_items"

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    reply_id: Mapped[str] = mapped_column(ForeignKey("replies.id"), index=True)
    what: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    place: Mapped[str]
    custodian: Mapped[str]
    use_limit: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]
