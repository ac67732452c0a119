"""How often one visitor, or one account, may be tried at what is open to visitors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from flask import Flask, request, session
from flask.typing import RouteCallable
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from mlat.domain.answering import read_token


def account() -> str:
    """The account that somebody tries to enter: as typed at the log-in, or as it waits for its second factor."""
    typed = request.form.get("email", "").strip().casefold()
    return typed or str(session.get("tf_user_id", ""))


def link() -> str:
    """The link of a recipient's own page, however its token was typed."""
    return read_token((request.view_args or {}).get("token", ""))


@dataclass(frozen=True)
class Limit:
    """How often, by whom it is counted, and by which methods; nothing is counted for an empty key."""

    often: str
    by: Callable[[], str]
    method: str = "POST"

    def uncounted(self) -> bool:
        """Whether there is nobody to count by."""
        return not self.by()


TRIES = (Limit("10 per minute", get_remote_address), Limit("10 per minute; 60 per hour", account))
"""Guessing is slow from one address, and slow for one account from however many addresses."""
LOOKS = (Limit("30 per minute", get_remote_address, "GET"), Limit("120 per hour", link, "GET"))
ENTRIES = (Limit("10 per minute", get_remote_address), Limit("20 per hour", link))
"""At the page of a recipient abroad: from one address, and by one link from however many addresses."""
FAMILY_TRIES = (Limit("6 per minute; 40 per hour", get_remote_address), Limit("300 per hour", lambda: "families"))
"""At a family's page: from one address, and in all, whatever the code."""
LIMITS: dict[str, tuple[Limit, ...]] = {
    "security.login": TRIES,
    "security.two_factor_token_validation": TRIES,
    "security.mf_recovery": TRIES,
    "genuine.check": (Limit("6 per minute", get_remote_address),),
    "genuine.show": (Limit("30 per minute", get_remote_address, "GET"),),
    "feed.show": (Limit("60 per minute", get_remote_address, "GET"),),
    "family_page.show": FAMILY_TRIES,
    "abroad.home": LOOKS,
    "abroad.done": LOOKS,
    "abroad.say": (*LOOKS, *ENTRIES),
    "abroad.code": (*LOOKS, *ENTRIES),
}
"""What stands open, by endpoint."""


def install(app: Flask) -> None:
    """Bind one limiter to the pages that anybody can reach; the others ask who is there first."""
    limiter = Limiter(get_remote_address, app=app, storage_uri="memory://")
    for endpoint, limits in LIMITS.items():
        for limit in limits:
            methods = ["GET", "HEAD"] if limit.method == "GET" else [limit.method]  # a page answers both alike
            bound = limiter.limit(limit.often, key_func=limit.by, methods=methods, exempt_when=limit.uncounted)
            app.view_functions[endpoint] = cast("RouteCallable", bound(app.view_functions[endpoint]))
