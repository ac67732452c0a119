"""Pressing a button twice does the thing once: each form carries a token that works one time."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from mlat.domain.messages import N_
from mlat.domain.permissions import Actor
from mlat.domain.problems import Problem
from mlat.model import new_id
from mlat.services import once
from mlat.web.clock import now

SHAPE = re.compile(r"[0-9a-f]{32}")


def token() -> str:
    """A fresh token for one form."""
    return new_id()


def acting(actor: Actor, act: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    """Run `act` for the first press; a second press ends where the first one led.

    A press that ends in a message, not in a redirect, gives its token back.
    """
    given = request.form.get("once", "")
    if not SHAPE.fullmatch(given):
        raise Problem("once", "form", N_("is not complete."), N_("Open the page again and repeat the step."))
    if not once.claim(actor, now(), given):
        return _where_the_first_led(actor, given)
    try:
        answer = act()
    except BaseException:
        once.release(given)
        raise
    if isinstance(answer, Response) and 300 <= answer.status_code < 400:
        once.settle(given, answer.location or "/")
    else:
        once.release(given)
    return answer


def _where_the_first_led(actor: Actor, given: str) -> ResponseReturnValue:
    outcome = once.outcome(actor, given)
    if not outcome:
        raise Problem(
            "twice",
            "form",
            N_("was already sent, and is still being worked on."),
            N_("Wait a moment and look at the page again."),
        )
    return redirect(outcome)
