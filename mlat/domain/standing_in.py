"""Who does whose work on a day: absences and their deputies, one behind the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mlat.domain.permissions import ALLOWED, Act, Role

LOOKING = (Act.SEE_CASE, Act.SEE_LETTERS)
"""What shows somebody their work; who sees cases does that work from the cases."""


def can_stand_in(absent: Iterable[Role], deputy: Iterable[Role]) -> bool:
    """Whether somebody with the roles `deputy` sees the work of who has the roles `absent`, or it lies there unseen."""
    needed = next((act for act in LOOKING if any(act in ALLOWED[role] for role in absent)), None)
    return needed is None or any(needed in ALLOWED[role] for role in deputy)


def stands_in(user: str, away: Mapping[str, str]) -> str:
    """Who does what is `user`'s, where `away` names the deputy of everybody who is absent.

    A deputy who is absent too has a deputy. Where the chain leads back to somebody, all of them are away: then
    nobody stands in, and it stays with `user`.
    """
    seen, found = {user}, user
    while found in away:
        found = away[found]
        if found in seen:
            return user
        seen.add(found)
    return found


def stands_for(user: str, away: Mapping[str, str]) -> frozenset[str]:
    """Whose work `user` does: their own, and that of everybody whose chain of deputies ends with them."""
    return frozenset({user, *(absent for absent in away if stands_in(absent, away) == user)})
