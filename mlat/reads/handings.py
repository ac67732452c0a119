"""Cases that are offered to this office, that it offers, and that it handed away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from mlat.domain.clock_parts import HOLD
from mlat.domain.permissions import Act, Actor, allowed
from mlat.model import Case, Clock, Handing, Office, Paper, Request, User, reading
from mlat.services.access import NotHere, require
from mlat.services.vault import key_of


@dataclass(frozen=True)
class Offer:
    """A case offered to this office, told in numbers: what it holds is seen once it was taken over."""

    id: str
    reference: str
    office: str
    by: str
    at: datetime
    note: str
    requests: int
    holds: int
    papers: int


@dataclass(frozen=True)
class Given:
    """A case that this office offers or handed away: the one line that it keeps."""

    id: str
    reference: str
    office: str
    state: str
    at: datetime


def offered_to(actor: Actor) -> tuple[Offer, ...]:
    """What waits to be taken over by the actor's office, the oldest first."""
    require(actor, Act.OPEN_CASE)
    with reading() as session:
        rows = session.execute(
            select(Handing, Office.name, User.name)
            .join(Office, Office.id == Handing.from_office_id)
            .join(User, User.id == Handing.offered_by)
            .where(Handing.to_office_id == actor.office_id, Handing.state == "offered")
            .order_by(Handing.offered_at, Handing.id)
        ).all()
        found = []
        for row, office, name in rows:
            requests = session.scalar(select(func.count()).where(Request.case_id == row.case_id)) or 0
            holds = select(func.count()).where(
                Clock.case_id == row.case_id, Clock.kind == HOLD, Clock.ended_at.is_(None)
            )
            papers = session.scalar(select(func.count()).where(Paper.case_id == row.case_id)) or 0
            note = ""
            if row.note_sealed and session.get_one(Case, row.case_id).erased_at is None:
                note = key_of(session, row.case_id).text(row.note_sealed, f"handings:{row.id}:note")
            found.append(
                Offer(
                    row.id,
                    row.reference,
                    office,
                    name,
                    row.offered_at,
                    note,
                    requests,
                    session.scalar(holds) or 0,
                    papers,
                )
            )
        return tuple(found)


def offer_of(actor: Actor, handing_id: str) -> Offer:
    """One of them, or `NotHere`."""
    found = next((one for one in offered_to(actor) if one.id == handing_id), None)
    if found is None:
        raise NotHere("offer")
    return found


def given_away(actor: Actor) -> tuple[Given, ...]:
    """Cases that this office offers, and those that it handed to others, the latest first."""
    if not (allowed(actor, Act.SEE_CASE) or allowed(actor, Act.HAND_OVER) or allowed(actor, Act.SEE_TRAIL)):
        return ()
    with reading() as session:
        rows = session.execute(
            select(Handing, Office.name)
            .join(Office, Office.id == Handing.to_office_id)
            .where(Handing.from_office_id == actor.office_id, Handing.state.in_(("offered", "accepted")))
            .order_by(Handing.offered_at.desc(), Handing.id)
        ).all()
        return tuple(
            Given(row.id, row.reference, office, row.state, row.settled_at or row.offered_at) for row, office in rows
        )


def other_offices(actor: Actor) -> tuple[tuple[str, str], ...]:
    """(id, name) of the other offices of this house."""
    with reading() as session:
        rows = session.execute(select(Office.id, Office.name).where(Office.id != actor.office_id).order_by(Office.name))
        return tuple(rows.all())


def case_called(actor: Actor, reference: str) -> str:
    """The id of the office's case of that very reference; empty where there is none."""
    require(actor, Act.HAND_OVER)
    with reading() as session:
        own = select(Case.id).where(Case.office_id == actor.office_id, Case.reference == reference.strip())
        return session.scalar(own) or ""
