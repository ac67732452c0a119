"""Events as a person reads them, newest first, each with its proof."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.keys import CaseKey
from mlat.model import Event, Office, Reason, User

LATEST = 200
SEEN = "page_opened"
"""That a recipient looked at its page stands in the trail: here it would push out what happened."""
NOBODY = ("ticker", "recipient")
"""Who acts without being a user: the program, and a recipient abroad on its own page."""


@dataclass(frozen=True)
class Happening:
    """One event. `proof` is the hash that the next event carries on."""

    kind: str
    at: datetime
    zone: str
    recorded_at: datetime
    by: str
    data: dict[str, Any]
    request_id: str
    proof: str
    reason: str = ""
    """Why a person did it, where the reader may open the case."""


def people(session: Session, office_id: str) -> Mapping[str, str]:
    """Names of an office's users by id: staff are named on the office's own pages."""
    return dict(session.execute(select(User.id, User.name).where(User.office_id == office_id)).all())


def events_of(
    session: Session,
    *,
    request_id: str = "",
    case_id: str = "",
    names: Mapping[str, str],
    key: CaseKey | None = None,
) -> tuple[Happening, ...]:
    """The latest events of a request or of a case; with the case's `key` also why people acted.

    The caller has checked that the actor may see it.
    """
    query = select(Event).where(Event.request_id == request_id if request_id else Event.case_id == case_id)
    query = query.where(Event.kind != SEEN)
    rows = session.scalars(query.order_by(Event.id.desc()).limit(LATEST)).all()
    names = {**_elsewhere(session, {e.actor for e in rows} - set(names) - set(NOBODY)), **names}
    why = reasons(session, [e.id for e in rows if "reason_sha256" in e.data], key)
    found = [
        Happening(
            e.kind,
            e.at,
            e.zone,
            e.recorded_at,
            names.get(e.actor, e.actor if e.actor in NOBODY else ""),
            e.data,
            e.request_id or "",
            e.hash,
            why.get(e.id, ""),
        )
        for e in rows
    ]
    # What was recorded late still stands where it happened.
    return tuple(sorted(found, key=lambda each: each.at, reverse=True))


def _elsewhere(session: Session, actors: set[str]) -> dict[str, str]:
    """Who acted before the case was handed over is named by their office alone."""
    if not actors:
        return {}
    offices = select(User.id, Office.name).join(Office, Office.id == User.office_id).where(User.id.in_(actors))
    return dict(session.execute(offices).all())


def reasons(session: Session, events: Sequence[int], key: CaseKey | None) -> Mapping[int, str]:
    """Why people acted, by event; nothing without the case's key."""
    if key is None or not events:
        return {}
    rows = session.scalars(select(Reason).where(Reason.event_id.in_(events)))
    return {row.event_id: key.text(row.text_sealed, f"reasons:{row.event_id}:text") for row in rows}
