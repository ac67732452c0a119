"""How often somebody is told by mail what waits for them, and when the next such mail is due."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from mlat.domain.digests import RHYTHMS, period_of
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.model import DigestChoice, Office, User, transaction
from mlat.services import staffmail
from mlat.services.access import deputies, require
from mlat.services.almanac import almanac_of


def choose(actor: Actor, now: datetime, rhythm: str) -> None:
    """Daily, weekly, or off: each for oneself. Nothing is written to the chains: it concerns nobody else."""
    require(actor, Act.SEE_DESK)
    if rhythm not in RHYTHMS:
        raise Problem("rhythm", "rhythm", "is neither daily nor weekly nor off.", "Choose one of the list.")
    with transaction() as session:
        row = session.get(DigestChoice, actor.user_id)
        if row is None:
            session.add(DigestChoice(user_id=actor.user_id or "", rhythm=rhythm))
        else:
            row.rhythm = rhythm


def plant_digests(now: datetime) -> int:
    """Note every digest that is due now, once a person and period; returns how many.

    Who is away gets none: what is theirs is told to the deputy.
    """
    planted = 0
    with transaction() as session:
        for office in session.scalars(select(Office).order_by(Office.id)).all():
            rows = session.execute(
                select(User, DigestChoice.rhythm)
                .outerjoin(DigestChoice, DigestChoice.user_id == User.id)
                .where(User.office_id == office.id, User.active.is_(True))
                .order_by(User.id)
            ).all()
            almanac = almanac_of(session, office.id)
            away = deputies(session, office.id, now.astimezone(ZoneInfo(office.zone)).date())
            for user, rhythm in rows:
                local = now.astimezone(ZoneInfo(user.zone or office.zone))
                days = almanac.calendar(almanac.home, local.date())
                period = period_of(rhythm or "daily", local, days.is_working)
                if period and user.id not in away:
                    planted += staffmail.plant(session, now, user.id, period)
    return planted
