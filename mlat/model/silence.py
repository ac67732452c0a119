"""How long requests lay with their recipients, what an office knows of each of these, and letters that ask after many.

`waits` and `paces` are projections: `mlat rebuild` makes them again, the first from the events, the second from it.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mlat.model.base import Base, Identified


class Wait(Base):
    """One request as long as it lay with its recipient, in seconds (`mlat.domain.silence.Waiting`)."""

    __tablename__ = "waits"
    __table_args__ = (
        Index("ix_waits_recipient", "office_id", "recipient_id", "measure"),
        Index("ix_waits_began", "office_id", "began_at"),
    )

    request_id: Mapped[str] = mapped_column(ForeignKey("requests.id"), primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"))
    recipient_id: Mapped[str]
    measure: Mapped[str]
    training: Mapped[bool] = mapped_column(default=False)
    """Of a training case: no experience of the recipient, except where the whole office trains."""
    began_at: Mapped[datetime]
    theirs: Mapped[int]
    since: Mapped[datetime | None]
    """From when the present stretch runs; empty while the ball is not theirs."""
    contact: Mapped[int | None]
    answer: Mapped[int | None]
    spoken: Mapped[int]


class PaceRow(Base):
    """What an office has seen of one recipient under one measure (`mlat.domain.silence.Pace`), worked out at times."""

    __tablename__ = "paces"

    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), primary_key=True)
    recipient_id: Mapped[str] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(primary_key=True)
    cases: Mapped[int]
    contacted: Mapped[int]
    answered: Mapped[int]
    contact_half: Mapped[int | None]
    contact_most: Mapped[int | None]
    answer_half: Mapped[int | None]
    answer_most: Mapped[int | None]
    computed_at: Mapped[datetime]


class SilenceLimit(Identified, Base):
    """After how many days of silence an office calls a request to this recipient stalled, whatever the curve says."""

    __tablename__ = "silence_limits"
    __table_args__ = (UniqueConstraint("office_id", "recipient_id", "measure"),)

    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"))
    recipient_id: Mapped[str]
    measure: Mapped[str] = mapped_column(String(40))
    days: Mapped[int]
    set_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    set_at: Mapped[datetime]


class AskedAfter(Base):
    """A request that a letter asks after: one letter may ask after many, each of them with its own reminder."""

    __tablename__ = "asked_after"

    inquiry_id: Mapped[str] = mapped_column(ForeignKey("requests.id"), primary_key=True)
    request_id: Mapped[str] = mapped_column(ForeignKey("requests.id"), primary_key=True, index=True)
