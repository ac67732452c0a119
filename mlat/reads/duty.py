"""Whose work a person does today: their own, and that of those who are away."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.permissions import Actor
from mlat.model import Absence, User


def answers_for(session: Session, actor: Actor, today: date) -> frozenset[str]:
    """Ids of the users whose tasks fall to the actor on `today` (the office's local day)."""
    away = session.scalars(
        select(Absence.user_id)
        .join(User, User.id == Absence.user_id)
        .where(
            Absence.deputy_id == actor.user_id,
            Absence.first_day <= today,
            Absence.last_day >= today,
            User.office_id == actor.office_id,
        )
    )
    return frozenset({actor.user_id or "", *away})
