"""Who may be called about a request: at its recipient and on its way, and here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.permissions import Actor
from mlat.model import Address, Case, Leg, Request, User, reading
from mlat.reads.duty import on_duty
from mlat.services.access import find_request


@dataclass(frozen=True)
class Number:
    """A telephone number of a body, as two persons of the office confirmed it."""

    body: str
    number: str
    confirmed_at: datetime | None


@dataclass(frozen=True)
class Callable:
    """Whom to call. Empty where nobody is known."""

    numbers: tuple[Number, ...] = ()
    bodies: tuple[str, ...] = ()
    """Bodies on the way of which no number is confirmed."""
    owner: str = ""
    deputy: str = ""
    duty: str = ""


def callable_about(actor: Actor, now: datetime, request_id: str) -> Callable:
    """Numbers of the bodies that have the request or pass it on, and the colleagues who look after it."""
    with reading() as session:
        row = find_request(session, actor, request_id)
        bodies = _bodies(session, row)
        found = session.scalars(
            select(Address)
            .where(
                Address.office_id == actor.office_id,
                Address.recipient_id.in_(bodies),
                Address.channel == "telephone",
                Address.confirmed_at.is_not(None),
                Address.retired_at.is_(None),
            )
            .order_by(Address.recipient_id, Address.address)
        ).all()
        known = {one.recipient_id for one in found}
        numbers = tuple(Number(one.recipient_id, one.address, one.confirmed_at) for one in found)
        missing = tuple(body for body in bodies if body not in known)
        if row.office_id != actor.office_id:
            return Callable(numbers, missing)
        case = session.get_one(Case, row.case_id)
        duty = on_duty(session, row.office_id, now)
        return Callable(
            numbers,
            missing,
            _name(session, case.owner_id),
            _name(session, case.deputy_id),
            duty.name if duty else "",
        )


def _bodies(session: Session, row: Request) -> tuple[str, ...]:
    """The recipient, and every body on the way, the recipient first."""
    legs = session.scalars(select(Leg.to_body).where(Leg.request_id == row.id).order_by(Leg.seq.desc()))
    return tuple(dict.fromkeys((row.recipient_id, *(body for body in legs if body != "executing"))))


def _name(session: Session, user_id: str | None) -> str:
    user = session.get(User, user_id) if user_id else None
    return f"{user.name}, {user.function}" if user and user.function else user.name if user else ""
