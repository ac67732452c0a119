"""How far a request that needs two persons has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from mlat.documents.forms import form
from mlat.domain.permissions import Actor
from mlat.domain.two_persons import CONFIRMED, is_confirmed
from mlat.model import Request, reading
from mlat.reads.seconds import able
from mlat.reads.timeline import people
from mlat.services.access import find_request


@dataclass(frozen=True)
class Confirmation:
    """Who approved it, and who confirmed it how and when; `able`: (id, name) of who can still confirm."""

    approver: str
    mine: bool
    """Whether the reader is the approver, who cannot confirm."""
    able: tuple[tuple[str, str], ...]
    given: bool = False
    by: str = ""
    how: str = ""
    at: datetime | None = None


def confirmation(actor: Actor, request_id: str) -> Confirmation | None:
    """The confirmation of a request; None where its form needs none."""
    with reading() as session:
        row = find_request(session, actor, request_id)
        if not form(row.form).needs_two(row.measure):
            return None
        names = people(session, row.office_id)
        approver = row.route.get("approved_by") or ""
        could = _able(session, actor, row)
        waits = Confirmation(names.get(approver, ""), approver == actor.user_id, could)
        if not is_confirmed(row.route, row.approved_hash):
            return waits
        kept = row.route[CONFIRMED]
        at = datetime.fromisoformat(kept["at"])
        return Confirmation(waits.approver, waits.mine, could, True, names.get(kept["by"], ""), kept["how"], at)


def _able(session: Session, actor: Actor, row: Request) -> tuple[tuple[str, str], ...]:
    """Who can be called: everybody of the office who can be the second person, except the reader."""
    return tuple((user.id, user.name) for user in able(session, row) if user.id != actor.user_id)
