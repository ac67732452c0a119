"""Frozen documents, their annexes, and what was put on the wire."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from mlat.model.base import Base, Identified


class Paper(Identified, Base):
    """A document that will never be rendered again: bytes by hash, and what they were made from."""

    __tablename__ = "papers"

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    request_id: Mapped[str | None] = mapped_column(ForeignKey("requests.id"), index=True)
    letter_id: Mapped[str | None] = mapped_column(ForeignKey("status_letters.id"), index=True)
    form: Mapped[str]
    copy: Mapped[str] = mapped_column(String(12))
    language: Mapped[str] = mapped_column(String(12))
    number: Mapped[str] = mapped_column(index=True)
    record_sealed: Mapped[bytes]
    """The record as JSON: the frozen fields."""
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    pages: Mapped[int]
    blob: Mapped[str] = mapped_column(String(64))
    """Name of the encrypted bytes in storage."""
    provenance: Mapped[dict[str, Any]]
    """Hashes of template, catalog, fonts and facts."""
    signed: Mapped[str] = mapped_column(String(12), default="")
    """office_key, token, ink, or empty while no signature stands."""
    source: Mapped[str] = mapped_column(String(10), default="rendered")
    """rendered here, or uploaded (edited, scanned or signed outside)."""
    compared: Mapped[dict[str, Any] | None]
    """For an uploaded file: what differs from the draft, and who accepted it."""
    is_sent_one: Mapped[bool] = mapped_column(default=True)
    """The paper that goes out; a rendering replaced by an upload is kept but is not it."""
    frozen_at: Mapped[datetime]


class AnnexColumns:
    """What is known of an annex, whether it goes with its request or was removed from it."""

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    request_id: Mapped[str] = mapped_column(ForeignKey("requests.id"), index=True)
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    pages: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    language: Mapped[str] = mapped_column(String(12))
    audience: Mapped[str] = mapped_column(String(12))
    """provider, authority or office."""
    sealed: Mapped[bool] = mapped_column(default=False)
    blob: Mapped[str] = mapped_column(String(64))
    name_sealed: Mapped[bytes]
    passphrase_sealed: Mapped[bytes | None]
    """What opens a sealed annex; it is told to the recipient by another way."""
    translation_of: Mapped[int | None]
    """Number of the annex that it translates."""
    issuer_sealed: Mapped[bytes | None]
    """Of an order: the court, and its number."""
    issued_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    """Last day on which an order is in force; its end is a clock."""
    only_picture: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether it holds no text that a reader program finds."""


class Annex(Identified, AnnexColumns, Base):
    """Something that travels with a request; a sealed one is encrypted apart and never mailed in clear."""

    __tablename__ = "annexes"
    __table_args__ = (UniqueConstraint("request_id", "number"),)


class RemovedAnnex(Identified, AnnexColumns, Base):
    """An annex that was removed from a draft, in a table of its own: nothing that lists annexes meets it by mistake.

    It keeps its id, under which it is sealed, and its number, which no other annex of the request gets.
    """

    __tablename__ = "removed_annexes"
    __table_args__ = (UniqueConstraint("request_id", "number"),)

    removed_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    removed_at: Mapped[datetime]


class Dispatch(Identified, Base):
    """A mail as a row first, then on the wire: queued, sending, sent, failed, unsure, or bounced (it came back)."""

    __tablename__ = "dispatches"
    __table_args__ = (Index("ix_dispatches_state", "state", "lease_until"),)

    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    request_id: Mapped[str | None] = mapped_column(ForeignKey("requests.id"), index=True)
    letter_id: Mapped[str | None] = mapped_column(ForeignKey("status_letters.id"), index=True)
    leg_id: Mapped[str | None] = mapped_column(ForeignKey("legs.id"))
    message_id: Mapped[str] = mapped_column(unique=True)
    recipient_sealed: Mapped[bytes]
    blob: Mapped[str] = mapped_column(String(64))
    """The exact bytes of the mail, encrypted."""
    sha256: Mapped[str] = mapped_column(String(64))
    needs_tls: Mapped[bool] = mapped_column(default=True)
    drop_only: Mapped[bool] = mapped_column(default=False)
    """A training case: only ever to the mail-drop folder."""
    state: Mapped[str] = mapped_column(String(10), default="queued")
    queued_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="")
