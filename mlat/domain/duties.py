"""What we owe ourselves, and in which order it wants attention."""

from __future__ import annotations

from collections.abc import Mapping

from mlat.domain.clock_parts import DOWNLOAD, HOLD, MLA_DUTY, OUR_ANSWER, OWN_DUTY

ORDER = (DOWNLOAD, OWN_DUTY, OUR_ANSWER, HOLD, MLA_DUTY)
"""What lies behind a link, signed originals, answers to questions, renewals of holds, and the request that must arrive
before a hold ends."""
PLACES: Mapping[str, int] = {kind: place for place, kind in enumerate(ORDER)}
AT_ONCE = 1
"""Days: what is due tomorrow, today or earlier goes before everything else."""
RENEW_WITHIN = 30
"""Days before the last day on which a hold can be renewed from which its renewal is a duty: the first warning."""
SOON = 3


def urgency(kind: str, left: int) -> tuple[int, int, int]:
    """A key that sorts duties: what must be done by tomorrow first, then by kind in `ORDER`, then by the days left."""
    return (left > AT_ONCE, PLACES.get(kind, len(ORDER)), left)


def stage(left: int | None) -> str:
    """How a date stands, in steps that are worth telling: ahead, soon, today, over; `open` where there is none."""
    if left is None:
        return "open"
    if left < 0:
        return "over"
    if left == 0:
        return "today"
    return "soon" if left <= SOON else "ahead"
