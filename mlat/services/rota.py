"""The duty rota: who answers for emergencies of an office, one turn after the other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.permissions import Act, Actor, allowed
from mlat.domain.problems import Problem
from mlat.domain.rota import Turn, turns
from mlat.model import Office, RotaTurn, User, new_id, transaction
from mlat.services import journal
from mlat.services.access import NotHere, actor_of, require


def plan(actor: Actor, now: datetime, people: Sequence[str], rhythm: str, first: date, number: int, hour: int) -> int:
    """Add `number` turns from the local day `first`, each from `hour` for a day or a week; returns how many.

    Raises `Problem` for who may not see the office's cases, and where a turn would overlap one that is planned.
    """
    require(actor, Act.ADMINISTER)
    with transaction() as session:
        # Held until commit: two who plan at once queue.
        office = session.scalars(
            select(Office).where(Office.id == actor.office_id).with_for_update(key_share=True)
        ).one()
        _check(session, actor, people)
        planned = turns(people, rhythm, first, number, hour, ZoneInfo(office.zone))
        _refuse_overlap(session, office, planned)
        for each in planned:
            session.add(
                RotaTurn(
                    id=new_id(), office_id=office.id, user_id=each.user, starts_at=each.starts_at, ends_at=each.ends_at
                )
            )
        journal.write(
            session, now, actor, "rota_planned", office_id=office.id,
            data={"turns": [[each.user, each.starts_at.isoformat(), each.ends_at.isoformat()] for each in planned]},
        )  # fmt: skip
        return len(planned)


def give_turn(actor: Actor, now: datetime, turn_id: str, user_id: str) -> None:
    """Give a turn to somebody else."""
    require(actor, Act.ADMINISTER)
    with transaction() as session:
        row = _turn(session, actor, turn_id)
        _check(session, actor, (user_id,))
        row.user_id = user_id
        data = {"turn": row.id, "user": user_id}
        journal.write(session, now, actor, "rota_changed", office_id=row.office_id, data=data)


def remove_turn(actor: Actor, now: datetime, turn_id: str) -> None:
    """Take a turn out of the rota."""
    require(actor, Act.ADMINISTER)
    with transaction() as session:
        row = _turn(session, actor, turn_id)
        session.delete(row)
        journal.write(session, now, actor, "rota_changed", office_id=row.office_id, data={"turn": row.id})


def _turn(session: Session, actor: Actor, turn_id: str) -> RotaTurn:
    row = session.scalar(
        select(RotaTurn).where(RotaTurn.id == turn_id, RotaTurn.office_id == actor.office_id).with_for_update()
    )
    if row is None:
        raise NotHere("turn")
    return row


def _check(session: Session, actor: Actor, people: Sequence[str]) -> None:
    rows = session.scalars(
        select(User).where(User.id.in_(people), User.office_id == actor.office_id, User.active.is_(True))
    )
    able = {row.id for row in rows if allowed(actor_of(row), Act.RECORD)}
    if not set(people) <= able:
        says = "names somebody who cannot answer for an emergency here."
        raise Problem("person", "people", says, "Choose prosecutors or liaison officers of this office.")


def _refuse_overlap(session: Session, office: Office, planned: Sequence[Turn]) -> None:
    begins, ends = planned[0].starts_at, planned[-1].ends_at
    taken = select(RotaTurn.id).where(
        RotaTurn.office_id == office.id, RotaTurn.starts_at < ends, RotaTurn.ends_at > begins
    )
    if session.scalar(taken.limit(1)) is not None:
        says = "overlaps turns that are planned already."
        raise Problem("overlap", "first_day", says, "Begin after the last of them, or take those out first.")
