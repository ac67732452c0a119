"""How somebody chose to be told."""

from __future__ import annotations

from mlat.domain.permissions import Actor
from mlat.model import DigestChoice, reading


def chosen(actor: Actor) -> str:
    """daily, weekly or off; daily where nobody chose."""
    with reading() as session:
        row = session.get(DigestChoice, actor.user_id)
        return row.rhythm if row else "daily"
