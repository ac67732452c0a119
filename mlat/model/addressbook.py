"""What an office adds to the facts: confirmed addresses, and corrections of facts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from mlat.model.base import Base, Editable, Identified


class Address(Identified, Editable, Base):
    """Where an office reaches a recipient by one channel; two persons confirm it before use."""

    __tablename__ = "addresses"
    __table_args__ = (Index("ix_addresses_recipient", "office_id", "recipient_id", "channel"),)

    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"))
    recipient_id: Mapped[str]
    """Platform or authority id of the facts."""
    channel: Mapped[str] = mapped_column(String(20))
    """mail, portal, post, courier, pouch, by_hand, telephone."""
    address: Mapped[str]
    source: Mapped[str]
    dated: Mapped[date]
    """The day on which the source said so."""
    entered_by: Mapped[str] = mapped_column(ForeignKey("users.id"))
    entered_at: Mapped[datetime]
    confirmed_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    confirmed_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]


class FactCorrection(Identified, Base):
    """An office's version of one fact, with its source; it wins over the shipped one and is marked."""

    __tablename__ = "fact_corrections"

    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    fact_id: Mapped[str]
    """Path of the fact, for example `platforms.roblox.preservation.period_days`."""
    value: Mapped[dict[str, Any]]
    """{"value": ...}: any TOML value, or the shipped value again when it was confirmed."""
    source: Mapped[str]
    dated: Mapped[date]
    by: Mapped[str] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
