"""The page on which a recipient abroad answers without an account: its links, and what was entered there."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from mlat.model.base import Base, Identified


class RecipientLink(Identified, Base):
    """A link of one request, printed in its paper. The token itself is not kept: only its keyed hash."""

    __tablename__ = "recipient_links"

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    request_id: Mapped[str] = mapped_column(ForeignKey("requests.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    until: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    uses: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]


class Proposal(Identified, Base):
    """What somebody entered on that page: nothing, until a code or an officer confirms it."""

    __tablename__ = "proposals"
    __table_args__ = (Index("ix_proposals_state", "state", "entered_at"),)

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    request_id: Mapped[str] = mapped_column(ForeignKey("requests.id"), index=True)
    link_id: Mapped[str] = mapped_column(ForeignKey("recipient_links.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    """The event kind that it proposes."""
    zone: Mapped[str]
    """IANA name of the zone that the visitor gave."""
    promised_on: Mapped[date | None]
    said_sealed: Mapped[bytes]
    """Their reference and their text, as JSON."""
    entered_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    """waiting, accepted or refused."""
    code_hash: Mapped[str | None] = mapped_column(String(64))
    """Keyed hash of the code that was mailed; none where no confirmed address is known, or it was used."""
    code_until: Mapped[datetime | None]
    code_tries: Mapped[int] = mapped_column(default=0)
    """Wrong codes that were entered while this one could be."""
    code_given_at: Mapped[datetime | None]
    """When the right code was entered."""
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    """The officer; nobody where the code alone confirmed it."""
    reply_id: Mapped[str | None] = mapped_column(ForeignKey("replies.id"))
