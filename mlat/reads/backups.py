"""When the house was last backed up, and last put back from a backup."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.permissions import Act, Actor
from mlat.model import Event, reading
from mlat.services.access import require


@dataclass(frozen=True)
class Backups:
    """The last of each; None where it never happened."""

    made_at: datetime | None
    restored_at: datetime | None
    restored_from: datetime | None
    """When the backup was made from which the house was put back."""


def backups(actor: Actor) -> Backups:
    """What the chain of the actor's office says of backups. The one it was put back from is one that was made, too."""
    require(actor, Act.ADMINISTER)
    with reading() as session:
        made, restored = _last(session, actor, "backup_made"), _last(session, actor, "backup_restored")
    restored_from = datetime.fromisoformat(restored.data["made_at"]) if restored else None
    known = [at for at in (made.at if made else None, restored_from) if at]
    return Backups(max(known, default=None), restored.at if restored else None, restored_from)


def _last(session: Session, actor: Actor, kind: str) -> Event | None:
    rows = select(Event).where(Event.office_id == actor.office_id, Event.kind == kind)
    return session.scalar(rows.order_by(Event.at.desc(), Event.id.desc()).limit(1))
