"""The office's users and who stands in for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select

from mlat.domain.permissions import Act, Actor, Role
from mlat.domain.standing_in import can_stand_in
from mlat.model import Absence, User, reading
from mlat.services.access import require


@dataclass(frozen=True)
class UserLine:
    """A user of the office."""

    id: str
    name: str
    email: str
    function: str
    roles: tuple[str, ...]
    active: bool
    second_factor: bool


@dataclass(frozen=True)
class AbsenceLine:
    """Who is away, and who stands in."""

    id: str
    user_id: str
    user: str
    deputy: str
    first_day: date
    last_day: date


def users(actor: Actor) -> tuple[UserLine, ...]:
    """Everyone of the actor's office, by name."""
    require(actor, Act.ADMINISTER)
    with reading() as session:
        rows = session.scalars(select(User).where(User.office_id == actor.office_id).order_by(User.name)).all()
        return tuple(
            UserLine(
                row.id,
                row.name,
                row.email,
                row.function,
                tuple(role.name for role in row.roles),
                row.active,
                bool(row.tf_primary_method),
            )
            for row in rows
        )


def absences(actor: Actor, today: date) -> tuple[AbsenceLine, ...]:
    """Absences of the office that are not over on `today`."""
    require(actor, Act.ADMINISTER)
    return _absences(actor, today, User.office_id == actor.office_id)


def own_absences(actor: Actor, today: date) -> tuple[AbsenceLine, ...]:
    """The actor's own absences, and those in which the actor stands in, that are not over on `today`."""
    return _absences(actor, today, or_(Absence.user_id == actor.user_id, Absence.deputy_id == actor.user_id))


def _absences(actor: Actor, today: date, whose: ColumnElement[bool]) -> tuple[AbsenceLine, ...]:
    with reading() as session:
        names = dict(session.execute(select(User.id, User.name).where(User.office_id == actor.office_id)).all())
        rows = session.scalars(
            select(Absence)
            .join(User, User.id == Absence.user_id)
            .where(User.office_id == actor.office_id, whose, Absence.last_day >= today)
            .order_by(Absence.first_day, Absence.id)
        ).all()
        return tuple(
            AbsenceLine(
                row.id, row.user_id, names[row.user_id], names.get(row.deputy_id, ""), row.first_day, row.last_day
            )
            for row in rows
        )


def could_stand_in(actor: Actor) -> tuple[tuple[str, str], ...]:
    """(id, name) of the colleagues who see what the actor has to do."""
    with reading() as session:
        rows = session.scalars(
            select(User)
            .where(User.office_id == actor.office_id, User.active, User.id != actor.user_id)
            .order_by(User.name)
        ).all()
        return tuple(
            (row.id, row.name) for row in rows if can_stand_in(actor.roles, [Role(role.name) for role in row.roles])
        )


def colleagues(actor: Actor, role: str = "") -> tuple[tuple[str, str], ...]:
    """(id, name) of the active users of the office, all or those with a role."""
    with reading() as session:
        rows = session.scalars(
            select(User).where(User.office_id == actor.office_id, User.active).order_by(User.name)
        ).all()
        return tuple((row.id, row.name) for row in rows if not role or any(one.name == role for one in row.roles))
