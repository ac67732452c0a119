"""How long requests have been silent, against what their recipients usually take."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.marks import State
from mlat.domain.permissions import Actor
from mlat.domain.silence import Curve, Silence, silence
from mlat.domain.world import World
from mlat.model import Request, Wait, reading
from mlat.services.access import find_request
from mlat.services.knowledge import world_of
from mlat.services.pacing import curves_of, paces_of, waiting_of


@dataclass(frozen=True)
class Published:
    """What others published of the time that such answers take: months, or the recipient's own words."""

    source: tuple[str, ...]
    verification: State
    from_months: int = 0
    to_months: int = 0
    says: str = ""


@dataclass(frozen=True)
class OfRequest:
    """One request's silence, with the curves it is measured by (first word, answer) and what is published."""

    silence: Silence
    curves: tuple[Curve, Curve]
    published: tuple[Published, ...]


def silences_of(session: Session, office_id: str, requests: Collection[str], now: datetime) -> dict[str, Silence]:
    """The silence of each of these requests whose recipient owes an answer; the gate is the caller's.

    Who has promised one for a day that is not over is not silent.
    """
    owed = select(Wait).join(Request, Request.id == Wait.request_id).where(Request.ball == "they_owe")
    rows = session.scalars(owed.where(Wait.request_id.in_(requests), Wait.since.is_not(None))).all()
    paces = paces_of(session, office_id, {(row.recipient_id, row.measure) for row in rows}, now)
    return {row.request_id: silence(waiting_of(row), paces[row.recipient_id, row.measure], now) for row in rows}


def of_request(actor: Actor, now: datetime, request_id: str) -> OfRequest | None:
    """What is to be said of one request of the actor's own office; None while its recipient owes nothing."""
    with reading() as session:
        row = find_request(session, actor, request_id)
        if row.office_id != actor.office_id:
            return None
        found = silences_of(session, row.office_id, [row.id], now).get(row.id)
        if found is None:
            return None
        key = (row.recipient_id, row.measure)
        curves = curves_of(session, row.office_id, now, *key)[key]
        return OfRequest(found, curves, published(world_of(session, row.office_id), row.recipient_id, row.measure))


def published(world: World, recipient_id: str, measure: str) -> tuple[Published, ...]:
    """The published figures for a measure, and what the facts say of this very recipient."""
    found = []
    if (platform := world.platforms.get(recipient_id)) and platform.response_statistics:
        mark = world.mark(f"platforms.{platform.id}.response_statistics")
        found.append(Published(mark.sources, mark.state, says=platform.response_statistics))
    if expected := world.expected.get(measure):
        found.append(Published(expected.source, expected.mark("").state, expected.from_months, expected.to_months))
    return tuple(found)
