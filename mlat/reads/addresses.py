"""The office's address book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from mlat.domain.permissions import Act, Actor
from mlat.model import Address, reading
from mlat.reads.timeline import people
from mlat.services.access import require


@dataclass(frozen=True)
class AddressLine:
    """One address: who entered it, who confirmed it."""

    id: str
    recipient_id: str
    channel: str
    address: str
    source: str
    dated: date
    entered_by: str
    mine: bool
    confirmed_by: str
    confirmed_at: datetime | None


def book(actor: Actor, recipient_id: str = "") -> tuple[AddressLine, ...]:
    """Every address in use, by recipient; those that wait for a second person first."""
    require(actor, Act.SEE_FACTS)
    query = select(Address).where(Address.office_id == actor.office_id, Address.retired_at.is_(None))
    if recipient_id:
        query = query.where(Address.recipient_id == recipient_id)
    with reading() as session:
        names = people(session, actor.office_id)
        rows = session.scalars(
            query.order_by(Address.confirmed_at.is_not(None), Address.recipient_id, Address.channel)
        ).all()
        return tuple(
            AddressLine(
                row.id,
                row.recipient_id,
                row.channel,
                row.address,
                row.source,
                row.dated,
                names.get(row.entered_by, ""),
                row.entered_by == actor.user_id,
                names.get(row.confirmed_by or "", ""),
                row.confirmed_at,
            )
            for row in rows
        )


def unconfirmed(actor: Actor) -> int:
    """How many addresses wait for this person as the second one."""
    with reading() as session:
        return (
            session.scalar(
                select(func.count())
                .select_from(Address)
                .where(
                    Address.office_id == actor.office_id,
                    Address.retired_at.is_(None),
                    Address.confirmed_at.is_(None),
                    Address.entered_by != actor.user_id,
                )
            )
            or 0
        )
