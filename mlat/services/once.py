"""Each act's token, used once: pressing Send twice sends once."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from mlat.domain.permissions import Actor
from mlat.model import OnceToken, transaction


def claim(actor: Actor, now: datetime, token: str) -> bool:
    """True for the first press; False for every further one."""
    try:
        with transaction() as session:
            session.add(OnceToken(token=_digest(token), user_id=actor.name, used_at=now))
    except IntegrityError:
        return False
    return True


def settle(token: str, outcome: str) -> None:
    """Note where the first press led."""
    with transaction() as session:
        session.get_one(OnceToken, _digest(token)).outcome = outcome


def release(token: str) -> None:
    """The act was refused and changed nothing: the form may be sent again."""
    with transaction() as session:
        row = session.get(OnceToken, _digest(token))
        if row is not None and not row.outcome:
            session.delete(row)


def outcome(actor: Actor, token: str) -> str:
    """Where the first press of this actor led; empty while it is still at work."""
    with transaction() as session:
        row = session.get(OnceToken, _digest(token))
        return row.outcome if row is not None and row.user_id == actor.name else ""


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
