"""How one thing compares with another, timed side by side in one process."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median
from time import perf_counter
from typing import Any

Act = Callable[[int], object]
"""One run of something; it is told its turn, so that it can do new work every time."""


class Broken(Exception):
    """What was timed did not do its work, so that its time says nothing."""


@dataclass(frozen=True)
class Ratio:
    """Ours divided by the baseline, both in seconds, as medians of paired runs."""

    name: str
    against: str
    """The baseline, in words."""
    ours: float
    baseline: float
    ratio: float
    """Median of the runs' own ratios: the two of a pair met the same weather."""
    at_most: float | None
    """The bound; None where the ratio is only reported."""

    @property
    def passed(self) -> bool:
        """Whether the ratio keeps its bound."""
        return self.at_most is None or self.ratio <= self.at_most

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self) | {"passed": self.passed}


def compare(
    name: str,
    ours: Act,
    baseline: Act,
    *,
    against: str,
    at_most: float | None = None,
    rounds: int = 7,
    before: Act | None = None,
) -> Ratio:
    """Time both in turn, `rounds` times after one round that does not count.

    `before` makes ready for each round, untimed.
    """
    pairs = [_pair(ours, baseline, turn, before) for turn in range(rounds + 1)][1:]
    return Ratio(
        name=name,
        against=against,
        ours=median(pair[0] for pair in pairs),
        baseline=median(pair[1] for pair in pairs),
        ratio=median(pair[0] / pair[1] for pair in pairs),
        at_most=at_most,
    )


def _pair(ours: Act, baseline: Act, turn: int, before: Act | None) -> tuple[float, float]:
    if before is not None:
        before(turn)
    if turn % 2:  # each goes second half of the time, for who goes second finds warmer caches
        theirs = _seconds(baseline, turn)
        return _seconds(ours, turn), theirs
    return _seconds(ours, turn), _seconds(baseline, turn)


def _seconds(act: Act, turn: int) -> float:
    gc.collect()
    begun = perf_counter()
    act(turn)
    return perf_counter() - begun


def require(holds: bool, says: str) -> None:
    """Raise `Broken` with `says` where the work was not done as it must be."""
    if not holds:
        raise Broken(says)
