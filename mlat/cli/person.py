"""Who acts from the command line: a person of an office, by e-mail address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlat.domain.problems import Problem

if TYPE_CHECKING:
    from mlat.domain.permissions import Actor


def person(email: str) -> Actor:
    """The person of that address, as they may act. Raises `Problem` where nobody has it."""
    from sqlalchemy import select

    from mlat.domain.permissions import Actor, Role
    from mlat.model import Office, User, transaction

    with transaction() as session:
        user = session.scalar(select(User).where(User.email == email.strip().casefold(), User.active))
        if user is None:
            raise Problem("unknown", "--by", "%(email)s has no account here.", "Run `mlat user add`.", email=email)
        zone = user.zone or session.get_one(Office, user.office_id).zone
        return Actor(user.office_id, user.id, frozenset(Role(role.name) for role in user.roles), user.language, zone)
