"""Which address may be used: confirmed by two persons, and not older than the office's limit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.model import Address, Office


@dataclass(frozen=True)
class Way:
    """One way to reach a recipient, and why it may not be used yet (a msgid; empty when it may)."""

    id: str
    channel: str
    address: str
    why_not: str = ""

    @property
    def usable(self) -> bool:
        """Whether something may be sent this way today."""
        return not self.why_not


def ways_to(session: Session, office_id: str, recipient_id: str, now: datetime) -> list[Way]:
    """Every way that the office noted, usable ones first."""
    office = session.get_one(Office, office_id)
    rows = session.scalars(
        select(Address).where(
            Address.office_id == office_id, Address.recipient_id == recipient_id, Address.retired_at.is_(None)
        )
    )
    ways = [Way(row.id, row.channel, row.address, _why_not(row, office, now)) for row in rows]
    return sorted(ways, key=lambda way: (not way.usable, way.channel))


def _why_not(row: Address, office: Office, now: datetime) -> str:
    if row.confirmed_at is None:
        return "A second person has not confirmed this address yet."
    today = now.astimezone(ZoneInfo(office.zone)).date()
    confirmed = row.confirmed_at.astimezone(ZoneInfo(office.zone)).date()
    if today - max(row.dated, confirmed) > timedelta(days=office.address_limit_days):
        return "This address was confirmed too long ago: confirm it again."
    return ""
