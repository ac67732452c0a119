"""Why a person did something: the free text, sealed beside its event; the event holds its hash and nothing else."""

from __future__ import annotations

import hashlib

from sqlalchemy.orm import Session

from mlat.domain.problems import Problem
from mlat.model import Event, Reason
from mlat.services.vault import key_of


def needed(reason: str) -> str:
    """The reason without the spaces around it; raises `Problem` where there is none."""
    found = reason.strip()
    if not found:
        raise Problem("empty", "reason", "is empty.", "Say why, for those who read the file later.")
    return found


def digest(reason: str) -> str:
    """SHA-256 of a reason, in hexadecimal digits, for its event."""
    return hashlib.sha256(reason.encode()).hexdigest()


def keep_reason(session: Session, event: Event, reason: str) -> None:
    """Seal the reason of an event of a case under the case's key."""
    case_id = event.case_id or ""
    sealed = key_of(session, case_id).seal(reason, f"reasons:{event.id}:text")
    session.add(Reason(event_id=event.id, case_id=case_id, text_sealed=sealed))
    session.flush()
