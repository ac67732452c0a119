"""Those who asked to be told, and the letters written to them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mlat.model.base import Base, Editable, Identified


class FamilyContact(Identified, Editable, Base):
    """A family member who asked for news, in which language, by which way."""

    __tablename__ = "family_contacts"
    __table_args__ = (UniqueConstraint("case_id", "code"),)

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"))
    code: Mapped[str]
    language: Mapped[str] = mapped_column(String(12))
    channel: Mapped[str] = mapped_column(String(12), default="by_hand")
    """by_hand, post or mail."""
    address_sealed: Mapped[bytes | None]
    greeting: Mapped[str] = mapped_column(String(12), default="neutral")
    """feminine, masculine or neutral: how the letter addresses them."""
    wants_letters: Mapped[bool] = mapped_column(default=False)


class StatusLetter(Identified, Editable, Base):
    """One letter to one family contact: proposed, approved, held or sent."""

    __tablename__ = "status_letters"
    __table_args__ = (UniqueConstraint("contact_id", "occasion"),)

    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    contact_id: Mapped[str] = mapped_column(ForeignKey("family_contacts.id"))
    occasion: Mapped[str] = mapped_column(String(80))
    """What gave rise to it; the same occasion never makes two letters to one person."""
    language: Mapped[str] = mapped_column(String(12))
    on: Mapped[date]
    milestones: Mapped[list[Any]]
    """Codes, dates and kinds of body from the short list: nothing else can get in."""
    left_out: Mapped[int] = mapped_column(default=0)
    """How many happenings the list kept out."""
    state: Mapped[str] = mapped_column(String(12), default="proposed")
    proposed_at: Mapped[datetime]
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
