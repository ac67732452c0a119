"""What the program tells its own people: digests, calendar feeds, dates they set themselves, and who is on duty."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mlat.model.base import Base, Editable, Identified


class DigestChoice(Base):
    """How often somebody wants to be told by mail what waits for them; without a row, daily."""

    __tablename__ = "digest_choices"

    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), primary_key=True)
    rhythm: Mapped[str] = mapped_column(String(8))
    """off, daily or weekly."""


class StaffMail(Identified, Base):
    """A mail to one of our own people, written down before it is sent (unique key: who, and on what occasion).

    Unlike a mail of a case it is sent again when its worker was lost, with the same Message-ID and the same bytes:
    telling a colleague twice does no harm, telling them never does.
    """

    __tablename__ = "staff_mails"
    __table_args__ = (
        UniqueConstraint("user_id", "occasion"),
        Index("ix_staff_mails_state", "state", "lease_until"),
    )

    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    occasion: Mapped[str] = mapped_column(String(80))
    """The period of a digest (`2026-03-02`, `2026-W10`), or what an alert is about (`second:<request>:<version>`)."""
    request_id: Mapped[str | None] = mapped_column(ForeignKey("requests.id"), index=True)
    """The request of an alert; none for a digest."""
    planted_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="planted")
    """planted, taken, sent, empty (there was nothing to say) or failed."""
    lease_until: Mapped[datetime | None]
    message_id: Mapped[str] = mapped_column(default="")
    raw_sealed: Mapped[bytes | None]
    """The exact bytes while it is under way, under the master key."""
    tries: Mapped[int] = mapped_column(default=0)
    settled_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="")


class DigestLine(Identified, Base):
    """What was said to somebody about one thing: the same is not said again unless it changed."""

    __tablename__ = "digest_lines"
    __table_args__ = (UniqueConstraint("user_id", "item", "said"),)

    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    mail_id: Mapped[str] = mapped_column(ForeignKey("staff_mails.id"), index=True)
    case_id: Mapped[str | None] = mapped_column(ForeignKey("cases.id"), index=True)
    item: Mapped[str] = mapped_column(String(80))
    said: Mapped[str] = mapped_column(String(80))
    """A code of how it stood: a stage, or the event that brought it there."""


class FeedToken(Identified, Base):
    """The secret address of somebody's calendar feed, as a keyed hash: who reads this row cannot use it."""

    __tablename__ = "feed_tokens"

    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class FeedEntry(Base):
    """How an entry of somebody's feed looked last, so that a change of it carries a higher sequence number."""

    __tablename__ = "feed_entries"

    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), primary_key=True)
    uid: Mapped[str] = mapped_column(String(80), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]


class WakeDate(Identified, Editable, Base):
    """A day on which somebody wants to look at a case or a request again; the note is theirs alone."""

    __tablename__ = "wake_dates"
    __table_args__ = (Index("ix_wake_dates_user_day", "user_id", "on_day"),)

    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    request_id: Mapped[str | None] = mapped_column(ForeignKey("requests.id"), index=True)
    on_day: Mapped[date]
    note_sealed: Mapped[bytes | None]
    made_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class RotaTurn(Identified, Base):
    """Who answers for emergencies of an office, from one instant to the next."""

    __tablename__ = "rota_turns"
    __table_args__ = (Index("ix_rota_turns_office_start", "office_id", "starts_at"),)

    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"))
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
