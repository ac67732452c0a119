"""The annexes that were removed from a draft and can still be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from mlat.domain.permissions import Act, Actor, allowed
from mlat.model import RemovedAnnex, User, reading
from mlat.services.access import find_request
from mlat.services.vault import key_of


@dataclass(frozen=True)
class RemovedLine:
    """A removed annex, who removed it and when; a sealed one shows no name."""

    id: str
    number: int
    kind: str
    name: str
    sealed: bool
    by: str
    at: datetime


def removed_annexes(actor: Actor, request_id: str) -> tuple[RemovedLine, ...]:
    """What was removed from a draft, by number; nothing once it is approved, or where the actor drafts nothing."""
    with reading() as session:
        row = find_request(session, actor, request_id)
        if row.state != "draft" or row.office_id != actor.office_id or not allowed(actor, Act.DRAFT):
            return ()
        removed = session.execute(
            select(RemovedAnnex, User.name)
            .join(User, User.id == RemovedAnnex.removed_by, isouter=True)
            .where(RemovedAnnex.request_id == row.id)
            .order_by(RemovedAnnex.number)
        ).all()
        if not removed:
            return ()
        key = key_of(session, row.case_id)
        return tuple(
            RemovedLine(
                id=each.id,
                number=each.number,
                kind=each.kind,
                name="" if each.sealed else key.text(each.name_sealed, f"annexes:{each.id}:name"),
                sealed=each.sealed,
                by=by or "",
                at=each.removed_at,
            )
            for each, by in removed
        )
