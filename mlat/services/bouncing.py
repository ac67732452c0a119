"""A mail of ours that came back: what it changes of its own dispatch, and of nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mlat.domain.lifecycle import BOUNCES_FROM, Kind
from mlat.domain.permissions import Actor
from mlat.model import Dispatch, Leg, Request, StatusLetter
from mlat.services import journal
from mlat.services.happening import happen

WENT = ("sent", "sending", "unsure")
"""States of a dispatch that can bounce."""


def bounced(session: Session, now: datetime, actor: Actor, mail: Dispatch, at: datetime, message_id: str) -> None:
    """Note that a dispatch came back at `at`, as the message `message_id` says. Done again, it changes nothing.

    The request owes its sending again only where this mail was its last word and nothing was heard since; no clock
    opens or ends.
    """
    if mail.state not in WENT:
        return
    mail.state, mail.lease_until, mail.error = "bounced", None, "returned by the mail system"
    data: dict[str, Any] = {"dispatch": mail.id, "message": message_id}
    ids = {"office_id": mail.office_id, "case_id": mail.case_id}
    if mail.letter_id:
        letter = session.get_one(StatusLetter, mail.letter_id)
        if letter.state == "sent":
            letter.state, letter.sent_at = "approved", None
        journal.write(session, now, actor, "letter_bounced", **ids, at=at, data=data | {"letter": letter.id})
        return
    row = session.get(Request, mail.request_id, with_for_update={"key_share": True}) if mail.request_id else None
    leg = session.get(Leg, mail.leg_id) if mail.leg_id else None
    if row is not None and leg is not None and row.state in BOUNCES_FROM and _last_word(session, mail, leg):
        leg.state = "returned"
        happen(session, now, actor, row, Kind.BOUNCED, at=at, zone=leg.zone, leg=leg, data=data)
        return
    # Another mail, portal or letter has gone since, or they have answered: that this one came back is only known.
    journal.write(
        session, now, actor, "bounce_noted", **ids, request_id=mail.request_id, at=at, zone=leg.zone if leg else "UTC",
        data=data,
    )  # fmt: skip


def _last_word(session: Session, mail: Dispatch, leg: Leg) -> bool:
    """Whether the leg travels by this very mail, and not by one that was queued later or by another channel."""
    latest = select(func.max(Dispatch.queued_at)).where(Dispatch.leg_id == leg.id)
    return leg.channel == "mail" and session.scalar(latest) == mail.queued_at
