"""Who answers: a body on the way, the recipient, or another authority to which it was passed on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mlat.domain.problems import Problem
from mlat.domain.routes import EXECUTING
from mlat.model import Leg, Request, new_id
from mlat.services.knowledge import world_of

LONGEST_NAME = 200


def leg_of(session: Session, row: Request, leg_id: str) -> Leg | None:
    """The leg whose body answered; None where nobody named one. Raises `Problem` for a leg of another request."""
    if not leg_id:
        return None
    leg = session.get(Leg, leg_id)
    if leg is None or leg.request_id != row.id:
        raise Problem("leg", "leg", "is no leg of this request.", "Choose who answered.")
    return leg


def pass_on(session: Session, row: Request, leg: Leg | None, to: str, at: datetime, zone: str) -> Leg | None:
    """One more leg, to the authority to which they passed it on; from now on it is the one that is followed.

    `to` is its id in the facts, its name there, or whatever they call it. None where they named nobody.
    """
    name = to.strip()[:LONGEST_NAME]
    if not name:
        return None
    known = {each.name_local: each for each in world_of(session, row.office_id).authorities.values()}
    body = world_of(session, row.office_id).authorities.get(name) or known.get(name)
    last = session.scalar(select(func.max(Leg.seq)).where(Leg.request_id == row.id)) or 0
    onward = Leg(
        id=new_id(), request_id=row.id, seq=last + 1, from_body=leg.to_body if leg else row.recipient_id,
        to_body=body.id if body else EXECUTING, to_name=body.name_local if body else name, reaches_recipient=True,
        ours=False, state="sent", sent_at=at, zone=body.time_zone[0] if body and body.time_zone else zone,
    )  # fmt: skip
    session.add(onward)
    session.flush()
    return onward
