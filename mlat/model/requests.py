"""Requests, the legs they travel, and every reference that any body gave them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mlat.model.base import Base, Editable, Identified


class Request(Identified, Editable, Base):
    """One thing asked of one recipient under one instrument.

    `state`, `ball`, `owed_by` and `next_due` are projections of the events (`mlat rebuild --check`).
    """

    __tablename__ = "requests"
    __table_args__ = (
        UniqueConstraint("case_id", "code"),
        Index("ix_requests_office_ball", "office_id", "ball", "next_due", "id"),
        # The list, newest first, whole and by each of its filters.
        Index("ix_requests_office_created", "office_id", "created_at", "id"),
        Index("ix_requests_office_ball_created", "office_id", "ball", "created_at", "id"),
        Index("ix_requests_office_state", "office_id", "state", "created_at", "id"),
        Index("ix_requests_office_recipient", "office_id", "recipient_id", "created_at", "id"),
        Index("ix_requests_handed", "transmitting_office_id", "created_at", "id"),
        # The board, whole (above) and by each of its filters: what is due first.
        Index("ix_requests_board_country", "office_id", "ball", "requested_state", "next_due", "id"),
        Index("ix_requests_board_recipient", "office_id", "ball", "recipient_id", "next_due", "id"),
        Index("ix_requests_board_measure", "office_id", "ball", "measure", "next_due", "id"),
    )

    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("requests.id"), index=True)
    """The request that this one extends, asks after or withdraws."""
    code: Mapped[str]
    form: Mapped[str]
    measure: Mapped[str]
    instrument: Mapped[str]
    article: Mapped[str]
    recipient_kind: Mapped[str] = mapped_column(String(10))
    """provider or authority."""
    recipient_id: Mapped[str]
    recipient_name: Mapped[str]
    requested_state: Mapped[str | None] = mapped_column(String(2))
    platform: Mapped[str | None]
    language: Mapped[str] = mapped_column(String(12))
    data: Mapped[list[Any]] = mapped_column(default=list)
    identifiers: Mapped[list[Any]] = mapped_column(default=list)
    """Codes of the case's identifiers that the request names."""
    route: Mapped[dict[str, Any]]
    """The route as it was chosen: reasons, formalities, verification, as plain values."""
    facts_version: Mapped[str]
    draft_sealed: Mapped[bytes | None]
    """The filled form as JSON, {field id: value}."""
    taken_over: Mapped[bool] = mapped_column(default=False)
    """Sent before this program knew of it."""
    number: Mapped[str | None]
    proof_code: Mapped[str | None] = mapped_column(String(32), unique=True)
    approved_hash: Mapped[str | None] = mapped_column(String(64))
    """SHA-256 of the record as it was approved: what is issued must be that very record."""
    created_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    transmitting_office_id: Mapped[str | None] = mapped_column(ForeignKey("offices.id"))
    """Another office of this house that transmits it: it sees the request, not the case."""
    state: Mapped[str] = mapped_column(String(24), default="draft")
    ball: Mapped[str] = mapped_column(String(10), default="we_owe")
    """we_owe, they_owe, promised or done."""
    next_due: Mapped[datetime | None]


class Override(Identified, Base):
    """A finding that an approver let pass, with the reason."""

    __tablename__ = "overrides"

    request_id: Mapped[str] = mapped_column(ForeignKey("requests.id"), index=True)
    request_version: Mapped[int]
    code: Mapped[str] = mapped_column(String(60))
    field: Mapped[str] = mapped_column(String(60))
    reason_sealed: Mapped[bytes]
    by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]


class Leg(Identified, Base):
    """One stretch of a request's way, from one body to the next."""

    __tablename__ = "legs"
    __table_args__ = (UniqueConstraint("request_id", "seq"),)

    request_id: Mapped[str] = mapped_column(ForeignKey("requests.id"), index=True)
    seq: Mapped[int]
    from_body: Mapped[str]
    to_body: Mapped[str]
    """Authority or platform id; `executing` where the executing authority is not known yet."""
    to_name: Mapped[str]
    reaches_recipient: Mapped[bool] = mapped_column(default=False)
    """Whether this leg starts the recipient's clocks."""
    ours: Mapped[bool] = mapped_column(default=False)
    """Whether our office sends this leg; later legs are recorded from what we are told."""
    channel: Mapped[str] = mapped_column(String(20), default="")
    state: Mapped[str] = mapped_column(String(12), default="planned")
    """planned, queued, sent, received, returned, rerouted, unsure or failed: a projection."""
    sent_at: Mapped[datetime | None]
    received_at: Mapped[datetime | None]
    zone: Mapped[str] = mapped_column(default="UTC")


class Reference(Identified, Base):
    """A reference that some body uses for a case, a request or a leg; search finds any of them."""

    __tablename__ = "references"
    __table_args__ = (Index("ix_references_search", "office_id", "folded"),)

    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    request_id: Mapped[str | None] = mapped_column(ForeignKey("requests.id"), index=True)
    body: Mapped[str]
    """Who uses it: `office`, a platform or an authority id."""
    value: Mapped[str]
    folded: Mapped[str]
    """Lower case, letters and digits only."""
