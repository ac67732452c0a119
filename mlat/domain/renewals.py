"""How often a hold may be renewed, and until when the renewal must be asked for: figures of law and company."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from mlat.domain.messages import N_
from mlat.domain.routes import ClockRule, Reason, Refusal, Route, Routing

USED = "renewals_used"
UNDER_WAY = frozenset(
    {"sending", "unsure", "sent", "received", "acknowledged", "more_asked", "partly_answered", "postponed"}
)
"""States of an extension that has left: the hold is in their hands then."""


def most(clocks: Iterable[ClockRule]) -> int | None:
    """How often these periods may be renewed; None where nobody caps it or nothing is known."""
    return next((clock.renewals_max for clock in clocks if clock.kind == "renewal"), None)


def beyond(clocks: Iterable[ClockRule], used: int) -> bool:
    """Whether one more renewal, after `used`, would go beyond the cap."""
    cap = most(clocks)
    return cap is not None and used >= cap


def refusal(route: Route, used: int) -> Refusal:
    """Why `route` renews no more, and what to do instead."""
    says = N_(
        "%(recipient)s renews a preservation %(times)s time(s), and that was asked %(used)s time(s). Instead: ask now "
        "for the data themselves, through the treaty or as an emergency where a life is in danger; ask the authority "
        "of that State to have them preserved; say in that request on which day they will be deleted."
    )
    values: dict[str, str | int] = {"recipient": route.recipient.name, "times": most(route.clocks) or 0, "used": used}
    source = tuple(dict.fromkeys(clock.source for clock in route.clocks if clock.kind == "renewal"))
    return Refusal(instrument=route.instrument, reason=Reason(USED, says, values, source))


def capped_by(routing: Routing) -> Refusal | None:
    """The refusal of a further renewal, where there is one."""
    return next((each for each in routing.refused if each.reason.code == USED), None)


def ask_by(until: date, ask_before_days: int | None) -> date:
    """The last day on which a renewal should be asked for: the hold's safe end, or so many days before it."""
    return until - timedelta(days=ask_before_days or 0)
