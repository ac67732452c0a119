"""Those who asked to be told, and the letters written to them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, false
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
    """by_hand, collection (in person), post, mail or telephone."""
    address_sealed: Mapped[bytes | None]
    """Where the chosen way reaches them: an address, a mailbox or a number."""
    greeting: Mapped[str] = mapped_column(String(12), default="neutral")
    """feminine, masculine or neutral: how the letter addresses them."""
    wants_letters: Mapped[bool] = mapped_column(default=False)
    """Whether a wish to be told stands; without it nothing goes to them by any way."""
    wished_at: Mapped[datetime | None]
    """When they said how they want to be told, or that they do not."""
    between_days: Mapped[int] = mapped_column(default=30, server_default="30")
    """At least so long between two letters or calls."""
    no_news_days: Mapped[int | None]
    """Also without news, after so long; none where they want to hear only when there is something new."""
    safe_times_sealed: Mapped[bytes | None]
    """When it is safe to call or to come, in their own words."""
    may_leave_message: Mapped[bool] = mapped_column(default=False, server_default=false())
    relation: Mapped[str] = mapped_column(String(12), default="parent", server_default="parent")
    """parent, guardian, other, or self (the young person)."""
    child_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"))
    """Whose family they are; none where it was not said: then any victim of the case may be meant."""
    custody: Mapped[str] = mapped_column(String(12), default="", server_default="")
    """sole, shared, none, or empty while nobody has looked."""
    contact_forbidden: Mapped[bool] = mapped_column(default=False, server_default=false())
    """A court or an authority has forbidden them contact with the child."""
    child_wish: Mapped[str] = mapped_column(String(12), default="", server_default="")
    """agrees, objects, not_asked (too young), or empty while nobody has asked."""
    check_note_sealed: Mapped[bytes | None]
    checked_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    checked_at: Mapped[datetime | None]


class StatusLetter(Identified, Editable, Base):
    """One letter to one family contact: proposed, approved, held, sent, or dropped (it told nothing)."""

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
    reader_sealed: Mapped[bytes | None]
    """Who read it before it went, where nobody has reviewed the texts of its language."""


class OwnVoice(Identified, Base):
    """A young person was asked, or has said, whether their parents may go on being told."""

    __tablename__ = "own_voices"

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"), unique=True)
    asked_at: Mapped[datetime]
    """When the task was set; always in the month, never on the day, of an age."""
    answered_on: Mapped[date | None]
    agrees: Mapped[bool | None]
    """Whether others of the family may be told."""
    recorded_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))


class FamilyPage(Identified, Base):
    """A code with which one family contact reads what they were told; the code itself is nowhere."""

    __tablename__ = "family_pages"

    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    contact_id: Mapped[str] = mapped_column(ForeignKey("family_contacts.id"), index=True)
    locator: Mapped[str] = mapped_column(String(4), unique=True)
    """The first letters of the code: they find the row and open nothing."""
    code_hash: Mapped[str] = mapped_column(String(64))
    """Keyed hash of the rest, 60 bits."""
    made_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    """Wrong tries since it last opened."""
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str] = mapped_column(String(12), default="")
    """revoked, replaced or tried."""
