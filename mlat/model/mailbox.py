"""The mailbox: mail as it came, sealed; and where it was filed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from mlat.model.base import Base, Identified


class Message(Identified, Base):
    """One mail that came in. Until it is filed it is sealed under a key of its own; afterwards only filings open it."""

    __tablename__ = "messages"
    __table_args__ = (
        # The pile of an office, oldest first.
        Index("ix_messages_pile", "office_id", "state", "stored_at", "id"),
        Index("ix_messages_state", "state", "stored_at", "id"),
    )

    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"))
    """Who tends it: the office of the settings, or the one to whose request it certainly belongs."""
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    """Of the bytes as they came: the same bytes are stored once."""
    fingerprint: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Keyed hash over Message-ID, sender, subject and content: the same mail by two ways is one message."""
    same_as: Mapped[str | None] = mapped_column(ForeignKey("messages.id"))
    source: Mapped[str] = mapped_column(String(10))
    """imap, file, or header (too large: only its head was taken, and the mail left on the server)."""
    size: Mapped[int]
    stored_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="stored")
    """stored, read, waiting (for a person), filed, dismissed or double."""
    tries: Mapped[int] = mapped_column(default=0)
    """How often reading it was begun: what brings the reader down is not tried for ever."""
    kind: Mapped[str] = mapped_column(String(20), default="")
    verdict: Mapped[str] = mapped_column(String(12), default="")
    """How sure the proposed match is (`mlat.domain.matching`)."""
    proposal: Mapped[list[Any]] = mapped_column(default=list)
    """[request id, weight, [reasons]] of the candidates, best first, as they were when it was read."""
    key_wrapped: Mapped[bytes | None]
    """Its own key, wrapped by the master key; none once it is filed."""
    blob: Mapped[str] = mapped_column(String(64))
    """The bytes as they came, among what was returned: in no bucket and no backup. Empty once they were let go."""
    head_sealed: Mapped[bytes | None]
    text_sealed: Mapped[bytes | None]
    reason_sealed: Mapped[bytes | None]
    """Why it was dismissed."""
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]


class Filing(Identified, Base):
    """A message as it lies in one case, with the request that it is about: sealed under the case's key."""

    __tablename__ = "filings"

    message_id: Mapped[str] = mapped_column(ForeignKey("messages.id"), index=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    request_id: Mapped[str | None] = mapped_column(ForeignKey("requests.id"), index=True)
    """None where a letter to a family came back."""
    reply_id: Mapped[str | None] = mapped_column(ForeignKey("replies.id"))
    filed_as: Mapped[str] = mapped_column(String(24))
    """The kind of answer that it is, `bounced`, or `note` where it changes nothing."""
    reasons: Mapped[list[Any]] = mapped_column(default=list)
    """Why it was matched: codes of `mlat.domain.matching`."""
    filed_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    filed_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    key_sealed: Mapped[bytes | None]
    """The message's own key, under the case's: it opens the bytes as they came, until a custodian has the files."""
    head_sealed: Mapped[bytes | None]
    text_sealed: Mapped[bytes | None]


class ReplyToken(Base):
    """The hash of the token in the reply address of a request's mails."""

    __tablename__ = "reply_tokens"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    request_id: Mapped[str] = mapped_column(ForeignKey("requests.id"), unique=True)
