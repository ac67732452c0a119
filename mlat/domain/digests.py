"""When somebody is told what waits for them: on a working day, in the morning of their own place, once a period."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from mlat.domain.messages import N_

RHYTHMS = ("daily", "weekly", "off")
MORNING, EVENING = 8, 18
"""Local hours: nothing is sent before the first or from the second on."""
SAYS: Mapping[str, str] = {
    "second": N_("A second person must confirm it before it can be issued"),
    "on_duty": N_("You are on duty for emergencies"),
    "own_duty": N_("A signed original is owed"),
    "our_answer": N_("Their question is to be answered"),
    "hold": N_("A preservation ends: have it renewed"),
    "mla_due": N_("A request must have arrived before a preservation ends"),
    "duty": N_("Something is ours to do by a date"),
    "ours": N_("The next step is ours"),
    "prompt": N_("A reminder waits for your click"),
    "wake": N_("You wanted to look at this again"),
    "letter": N_("A letter to a family is to be decided"),
    "text": N_("A text is to be translated"),
    "offered": N_("A case is offered to your office"),
    "arrived": N_("Something came in"),
    "late": N_("An answer is late"),
}
"""What a mail to staff says of a thing, by its kind and in this order: never whom it is about, or what is in it."""


@dataclass(frozen=True)
class Item:
    """One thing that waits for somebody. `said` is a code of how it stands: it is told again when that changes."""

    key: str
    said: str
    kind: str
    path: str
    """Where it is found, from the root of the pages on."""
    case_id: str = ""
    reference: str = ""
    """The case as its office calls it."""
    code: str = ""
    """The request in its case."""
    due: str = ""
    """ISO local date or instant; empty where it has none."""


def period_of(rhythm: str, local: datetime, is_working: Callable[[date], bool]) -> str:
    """The period for which a digest is due at the local time `local`, for example `2026-03-02` or `2026-W10`.

    Empty where none is due: at night, on a day of rest, or for who wants none. What a day of rest or an outage
    kept back goes with the next digest; a weekly one goes on the first working day of its ISO week.
    """
    if rhythm not in ("daily", "weekly") or not MORNING <= local.hour < EVENING or not is_working(local.date()):
        return ""
    if rhythm == "daily":
        return local.date().isoformat()
    year, week, _ = local.isocalendar()
    return f"{year}-W{week:02}"
