"""Doing what operations have planted, one step after the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from mlat.services import referring
from mlat.worker.turns import Stop

BREATH = 0.15
"""Seconds between two steps, so that pages get at the embedded database too."""


def refer_planted(stop: Stop, clock: Callable[[], datetime], breath: float = 0) -> int:
    """Work until nothing is planted or `stop` is set; how many steps were done. Call it inside an app's context."""
    steps = 0
    while not stop.is_set() and (taken := referring.take(clock())):
        more = True
        while more and not stop.is_set():
            more = referring.work(clock(), taken)
            steps += 1
            stop.wait(breath)
        referring.let_go(taken)
    return steps
