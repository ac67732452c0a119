"""Who handed a mail over to the office that tends it now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.permissions import Actor
from mlat.model import MailHanding, Message, Office, User, reading
from mlat.services.vault import key_of_message, place_of_reason


@dataclass(frozen=True)
class HandedLine:
    """How a mail came from another office of this house. `reason` is empty once the mail is filed."""

    office: str
    by: str
    at: datetime
    reason: str


def handed_to(session: Session, rows: Sequence[Message]) -> Mapping[str, HandedLine]:
    """By message, the last time that another office handed it to the one that tends it now."""
    tended = {row.id: row for row in rows}
    handings = session.execute(
        select(MailHanding, Office.name, User.name)
        .join(Office, Office.id == MailHanding.from_office_id)
        .join(User, User.id == MailHanding.handed_by, isouter=True)
        .where(MailHanding.message_id.in_(tended))
        .order_by(MailHanding.handed_at, MailHanding.id)
    ).all()
    last = {handing.message_id: (handing, office, by) for handing, office, by in handings}
    return {
        message_id: HandedLine(office, by or "", handing.handed_at, _why(tended[message_id], handing))
        for message_id, (handing, office, by) in last.items()
        if handing.to_office_id == tended[message_id].office_id
    }


def may_take_mail(actor: Actor) -> tuple[tuple[str, str], ...]:
    """(id, name) of the other offices that can be handed a mail: training ones by a training one, real ones by real."""
    with reading() as session:
        alike = Office.training == session.get_one(Office, actor.office_id).training
        others = select(Office.id, Office.name).where(Office.id != actor.office_id, alike).order_by(Office.name)
        return tuple(session.execute(others).all())


def _why(row: Message, handing: MailHanding) -> str:
    if not row.key_wrapped:
        return ""
    return key_of_message(row).text(handing.reason_sealed, place_of_reason(handing))
