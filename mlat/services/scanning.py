"""Showing what was returned to the virus scanner: until it has spoken, an item waits."""

from __future__ import annotations

import json
import logging
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat import clamd
from mlat.domain.permissions import Actor
from mlat.domain.problems import Problem
from mlat.house import house
from mlat.model import Case, EvidenceItem, transaction
from mlat.services import journal
from mlat.services.setting_aside import own_key

log = logging.getLogger("mlat.scan")
AT_ONCE = 50
"""Items that one round shows to it."""


def scan_waiting(now: datetime) -> int:
    """Show what waits to the scanner, the oldest first; returns how many it judged.

    Where it is not reached the rest goes on waiting. Where none is set any more, nothing waits for it.
    """
    with transaction() as session:
        waiting = select(EvidenceItem.id).where(EvidenceItem.state == "waiting")
        ids = session.scalars(waiting.order_by(EvidenceItem.recorded_at, EvidenceItem.id).limit(AT_ONCE)).all()
    done = 0
    for item_id in ids:
        try:
            verdict = _verdict(item_id)
        except OSError as error:
            log.warning(json.dumps({"act": "scan", "failed": type(error).__name__}))
            break
        done += _note(now, item_id, verdict)
    return done


def _verdict(item_id: str) -> str:
    place = house().settings.clamd_socket
    if not place:
        return ""
    with transaction() as session:
        item = _held(session, item_id)
        if item is None:
            return ""
        key, name = own_key(session, item), item.apart
    try:
        data = house().returned.get(key, name)
    except Problem:
        # No backup holds these bytes: what was lost is a person's to see, and keeps nothing else waiting.
        return "unread"
    return clamd.scan(place, data)


def _note(now: datetime, item_id: str, verdict: str) -> bool:
    with transaction() as session:
        item = _held(session, item_id)
        if item is None:
            return False
        item.state, item.scan = "aside", verdict
        case = session.get_one(Case, item.case_id)
        journal.write(
            session, now, Actor(case.office_id), "returned_scanned", office_id=case.office_id, case_id=case.id,
            request_id=item.request_id, data={"item": item.id, "sha256": item.sha256, "said": verdict},
        )  # fmt: skip
        return True


def _held(session: Session, item_id: str) -> EvidenceItem | None:
    """The item, if it still waits: another worker may have been faster."""
    rows = select(EvidenceItem).where(EvidenceItem.id == item_id, EvidenceItem.state == "waiting")
    return session.scalar(rows.with_for_update())
