"""Writing down what happened: the only door to the events table and its chains."""

from __future__ import annotations

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.chain import link
from mlat.domain.permissions import Actor
from mlat.model import Chain, Event

log = logging.getLogger("mlat.act")
page_request: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the page request that acts; empty for a worker or the command line."""


def hold_chain(session: Session, name: str) -> Chain | None:
    """Hold a chain until commit: whoever writes to it next waits. None where nothing was written to it yet."""
    return session.scalar(select(Chain).where(Chain.name == name).with_for_update())


def write(
    session: Session,
    now: datetime,
    actor: Actor,
    kind: str,
    *,
    office_id: str,
    case_id: str | None = None,
    request_id: str | None = None,
    at: datetime | None = None,
    zone: str = "UTC",
    data: dict[str, Any] | None = None,
) -> Event:
    """Append one event to the chain of its case (or of its office, where it belongs to no case).

    `at` is when it happened (an aware instant; `now` where it happens as it is written), `zone` the IANA
    name of the place. `data` holds ids, codes, dates and hashes only.
    """
    name = f"case:{case_id}" if case_id else f"office:{office_id}"
    chain = hold_chain(session, name)
    if chain is None:
        chain = Chain(name=name, office_id=office_id, seq=0, head="")
        session.add(chain)
    event = Event(
        chain=name,
        seq=chain.seq + 1,
        office_id=office_id,
        case_id=case_id,
        request_id=request_id,
        kind=kind,
        at=at or now,
        zone=zone,
        recorded_at=now,
        actor=actor.name,
        data=data or {},
        previous=chain.head,
        hash="",
    )
    event.hash = link(event.previous, as_row(event))
    chain.seq, chain.head = event.seq, event.hash
    session.add(event)
    session.flush()
    log.info(
        json.dumps({"act": kind, "chain": name, "row": event.seq, "by": actor.name, "request": page_request.get()})
    )
    return event


def as_row(event: Event) -> dict[str, Any]:
    """What the hash covers: every column except the hash and the row number."""
    return {
        "chain": event.chain,
        "seq": event.seq,
        "office": event.office_id,
        "case": event.case_id,
        "request": event.request_id,
        "kind": event.kind,
        "at": _utc(event.at),
        "zone": event.zone,
        "recorded": _utc(event.recorded_at),
        "actor": event.actor,
        "data": event.data,
    }


def _utc(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="microseconds")
