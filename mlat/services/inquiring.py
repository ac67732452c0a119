"""Asking after a request: gently, firmly, or through the authority of our own that transmitted it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from mlat.domain.casefile import Choice
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.domain.record import Tone
from mlat.domain.withdrawal import WITH_THEM
from mlat.model import Request, transaction
from mlat.services import drafting
from mlat.services.access import find_request

INQUIRY = "status_inquiry"


def inquire(actor: Actor, now: datetime, request_id: str, tone: Tone) -> str:
    """Draft the inquiry after a request in one of the three tones; returns its id.

    Raises `Problem` for a request that nobody has, and where no authority of our own transmitted it.
    """
    with transaction() as session:
        row = find_request(session, actor, request_id, Act.DRAFT)
        if row.recipient_kind != "authority" or not row.instrument or row.state not in WITH_THEM:
            says = "is with no authority that could be asked."
            raise Problem("state", "request", says, "Look at where it stands.")
        return drafting.draft_in(session, actor, now, row.case_id, inquiry(session, row, tone))


def inquiry(session: Session, row: Request, tone: Tone) -> Choice:
    """What is wished in order to ask after `row`; our own authority is written to in our own language."""
    asked = Choice(
        measure=INQUIRY,
        identifiers=tuple(row.identifiers),
        requested=row.requested_state,
        language=row.language,
        parent=row.id,
        code=drafting.child_code(session, row, "Q"),
        tone=tone,
    )
    return replace(asked, language=None) if tone == "own_authority" else asked
