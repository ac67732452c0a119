"""Who does whose work on a day: absences and their deputies, one behind the other."""

from __future__ import annotations

from collections.abc import Mapping


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
