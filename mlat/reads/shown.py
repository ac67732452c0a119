"""The one door through which an identifier reaches a page: inert, and whole only for those who may see accounts."""

from __future__ import annotations

from mlat.domain.identifiers import inert, masked
from mlat.domain.permissions import Act, Actor, allowed


def shown(actor: Actor, kind: str, given: str) -> str:
    """What the actor reads of an identifier: as received with hidden characters made visible, or a part of it."""
    return inert(given) if allowed(actor, Act.SEE_ACCOUNTS) else masked(kind, given)
