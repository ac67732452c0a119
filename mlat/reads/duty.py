"""Whose work a person does today, and who answers for emergencies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.permissions import Actor
from mlat.domain.standing_in import stands_for, stands_in
from mlat.model import Office, RotaTurn, User, reading
from mlat.services.access import deputies


@dataclass(frozen=True)
class OnDuty:
    """Who answers for emergencies now, and until when; `instead` names the person of the rota who is away."""

    user_id: str
    name: str
    until: datetime
    instead: str = ""


@dataclass(frozen=True)
class TurnLine:
    """One turn of the rota."""

    id: str
    user_id: str
    name: str
    starts_at: datetime
    ends_at: datetime
    running: bool


def answers_for(session: Session, actor: Actor, today: date) -> frozenset[str]:
    """Ids of the users whose tasks fall to the actor on `today` (the office's local day)."""
    return stands_for(actor.user_id or "", deputies(session, actor.office_id, today))


def on_duty(session: Session, office_id: str, now: datetime) -> OnDuty | None:
    """Who is on duty at an office now, or the deputy of who should be; None where no turn of anybody there runs."""
    found = session.execute(
        select(RotaTurn, User.name)
        .join(User, User.id == RotaTurn.user_id)
        .where(RotaTurn.office_id == office_id, RotaTurn.starts_at <= now, RotaTurn.ends_at > now)
        .where(User.active.is_(True))
        .order_by(RotaTurn.starts_at.desc(), RotaTurn.id)
        .limit(1)
    ).first()
    if found is None:
        return None
    turn, named = found
    today = now.astimezone(ZoneInfo(session.get_one(Office, office_id).zone)).date()
    user = session.get_one(User, stands_in(turn.user_id, deputies(session, office_id, today)))
    return OnDuty(user.id, user.name, turn.ends_at, named if user.id != turn.user_id else "")


def duty_now(actor: Actor, now: datetime) -> OnDuty | None:
    """Who is on duty at the actor's office."""
    with reading() as session:
        return on_duty(session, actor.office_id, now)


def rota(actor: Actor, now: datetime) -> tuple[TurnLine, ...]:
    """The turns of the actor's office that are not over, in their order."""
    with reading() as session:
        rows = session.execute(
            select(RotaTurn, User.name)
            .join(User, User.id == RotaTurn.user_id)
            .where(RotaTurn.office_id == actor.office_id, RotaTurn.ends_at > now)
            .order_by(RotaTurn.starts_at, RotaTurn.id)
        ).all()
        return tuple(
            TurnLine(turn.id, turn.user_id, name, turn.starts_at, turn.ends_at, turn.starts_at <= now)
            for turn, name in rows
        )
