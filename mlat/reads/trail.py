"""The audit trail of an office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from mlat.domain.permissions import Act, Actor
from mlat.model import Chain, Event, reading
from mlat.reads.paging import LINES, Page
from mlat.reads.timeline import NOBODY, people
from mlat.services.access import require


@dataclass(frozen=True)
class TrailLine:
    """One row of the chain, as it was recorded."""

    id: int
    chain: str
    seq: int
    kind: str
    at: datetime
    zone: str
    recorded_at: datetime
    by: str
    data: dict[str, Any]
    hash: str


def trail_page(actor: Actor, *, kind: str = "", before: str = "") -> Page[TrailLine]:
    """The office's events, the latest first; `before` is a row number."""
    require(actor, Act.SEE_TRAIL)
    # Events are only added: those of a case that was handed over stand in a chain that is another office's now.
    chains = select(Chain.name).where(Chain.name == Event.chain, Chain.office_id == actor.office_id)
    query = select(Event).where(chains.exists())
    if kind:
        query = query.where(Event.kind == kind)
    if before.isascii() and before.isdigit() and len(before) < 18:
        query = query.where(Event.id < int(before))
    with reading() as session:
        names = people(session, actor.office_id)
        rows = session.scalars(query.order_by(Event.id.desc()).limit(LINES + 1)).all()
        lines = tuple(
            TrailLine(
                e.id,
                e.chain,
                e.seq,
                e.kind,
                e.at,
                e.zone,
                e.recorded_at,
                names.get(e.actor, e.actor if e.actor in NOBODY else ""),
                e.data,
                e.hash,
            )
            for e in rows[:LINES]
        )
    return Page(lines, str(lines[-1].id) if len(rows) > LINES else "")
