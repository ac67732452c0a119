"""What came back: answers of every kind, and what was returned with them, which stays outside."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from mlat.model.base import Base, Identified


class Reply(Identified, Base):
    """An answer of any kind, recorded by hand or from mail."""

    __tablename__ = "replies"

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    request_id: Mapped[str] = mapped_column(ForeignKey("requests.id"), index=True)
    leg_id: Mapped[str | None] = mapped_column(ForeignKey("legs.id"))
    """The leg whose body answered; none: the recipient itself."""
    message_id: Mapped[str] = mapped_column(String(32), default="", server_default="")
    """The mail from which it was recorded."""
    kind: Mapped[str] = mapped_column(String(24))
    """The event kind that it is, for example `partly_answered`."""
    at: Mapped[datetime]
    zone: Mapped[str]
    reference: Mapped[str] = mapped_column(default="")
    ground: Mapped[str] = mapped_column(String(40), default="", server_default="")
    """Why they refused: a code of `mlat.domain.preflight.grounds`."""
    note_sealed: Mapped[bytes | None]
    link_sealed: Mapped[bytes | None]
    """A download link, exactly as given: never fetched, never made live."""
    came: Mapped[list[Any]] = mapped_column(default=list)
    """[identifier code, data category] pairs that came."""
    missing: Mapped[list[Any]] = mapped_column(default=list)
    spans: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    """{"code:category": [first, last]} ISO days, where only part of the period came."""


class EvidenceItem(Identified, Base):
    """Something that was returned, from the day it came until only size, hash, place and custodian are known here.

    waiting (for the virus scanner) -> aside -> filed (a text or PDF that a person declared free of such material) or
    outside (in the office's evidence store; what a person records as kept there begins so).
    """

    __tablename__ = "evidence_items"
    __table_args__ = (Index("ix_evidence_items_state", "state", "recorded_at", "id"),)

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    request_id: Mapped[str | None] = mapped_column(ForeignKey("requests.id"), index=True)
    reply_id: Mapped[str | None] = mapped_column(ForeignKey("replies.id"), index=True)
    message_id: Mapped[str] = mapped_column(String(32), default="", server_default="", index=True)
    """The mail with which it came."""
    what: Mapped[str] = mapped_column(String(40), default="")
    """The data category, where somebody said it."""
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10), default="outside", server_default="outside")
    scan: Mapped[str] = mapped_column(String(10), default="", server_default="")
    """What the virus scanner said: clean, found, or nothing where none is set."""
    kind: Mapped[str] = mapped_column(String(10), default="", server_default="")
    """text, pdf, image, video, audio, archive or other, by its own bytes."""
    sniffed: Mapped[str] = mapped_column(String(100), default="", server_default="")
    declared: Mapped[str] = mapped_column(String(100), default="", server_default="")
    """The media type by its bytes, and the one that its sender gave it."""
    name_sealed: Mapped[bytes | None]
    listing_sealed: Mapped[bytes | None]
    """Names and sizes of what an archive says that it holds, as JSON."""
    key_sealed: Mapped[bytes | None]
    """The item's own key, under the case's; it is destroyed when the bytes leave."""
    apart: Mapped[str] = mapped_column(String(64), default="", server_default="")
    """Name of its sealed bytes among what was returned; without a key they are still to be erased."""
    blob: Mapped[str] = mapped_column(String(64), default="", server_default="")
    """Name of its sealed bytes among the files, once it is filed."""
    place: Mapped[str] = mapped_column(default="")
    custodian: Mapped[str] = mapped_column(default="")
    use_limit: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]
    settled_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    """Who declared it free of such material, or took it into custody."""
    settled_at: Mapped[datetime | None]
