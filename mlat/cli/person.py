"""Who acts from the command line: a person of an office, by e-mail address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlat.domain.problems import Problem

if TYPE_CHECKING:
    from mlat.domain.permissions import Actor


def person(email: str) -> Actor:
    """The person of that address, as they may act. Raises `Problem` where nobody has it."""
    from sqlalchemy import select

    from mlat.model import User, transaction
    from mlat.services.access import actor_of

    with transaction() as session:
        user = session.scalar(select(User).where(User.email == email.strip().casefold(), User.active))
        if user is None:
            raise Problem("unknown", "--by", "%(email)s has no account here.", "Run `mlat user add`.", email=email)
        return actor_of(user)
