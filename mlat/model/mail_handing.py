"""Mail that one office handed over to another."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from mlat.model.base import Base, Identified


class MailHanding(Identified, Base):
    """A mail that changed the office which tends it. The last one of a mail says whose it is now."""

    __tablename__ = "mail_handings"

    message_id: Mapped[str] = mapped_column(ForeignKey("messages.id"), index=True)
    from_office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"))
    to_office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"))
    handed_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    handed_at: Mapped[datetime]
    reason_sealed: Mapped[bytes]
    """Why, under the message's own key."""
