"""When a family is written to: news soon, but never in bursts; and never left for months without a word.

The figures are this program's choice; offices that work with families call silence and flooding the two
ways to be cruel.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from mlat.domain.milestones import Milestone

BETWEEN = timedelta(days=30)
"""At least so long between two letters to one person; what happens in between is told together."""
WITHOUT_NEWS = timedelta(days=60)
"""For who wants to hear while an answer is awaited: a letter comes after so long even without news."""


def letter_due(
    told: Sequence[Milestone],
    now_known: Sequence[Milestone],
    last: date | None,
    between: timedelta = BETWEEN,
    without_news: timedelta | None = None,
) -> date | None:
    """The first day on which the next letter is due; None where there is nothing to say.

    `told` are the milestones of all letters so far, `last` the day on which the latest one reached them. Nobody is
    told that there is no news who did not ask for it, not even in a first letter: then `without_news` is None.
    """
    fresh = [each.on for each in news(told, now_known) if each.code != "still_waiting"]
    if fresh:
        return min(fresh) if last is None else max(last + between, min(fresh))
    waits = [each.on for each in now_known if each.code == "still_waiting"]
    if without_news is None or not waits:
        return None
    return min(waits) if last is None else last + max(between, without_news)


def news(told: Sequence[Milestone], now_known: Sequence[Milestone]) -> tuple[Milestone, ...]:
    """What has not been told yet; that an answer is still awaited is news in every letter."""
    said = {(each.code, each.on, each.body_kind) for each in told if each.code != "still_waiting"}
    return tuple(each for each in now_known if (each.code, each.on, each.body_kind) not in said)


def spoken(fresh: Sequence[Milestone]) -> tuple[Milestone, ...]:
    """Of several alike (the same step at the same kind of body) the latest: a letter is not a log."""
    latest = {(each.code, each.body_kind): each for each in fresh}
    return tuple(each for each in fresh if latest[each.code, each.body_kind] == each)
