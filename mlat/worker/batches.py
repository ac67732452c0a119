"""Issuing what batches have planted, with as many hands as cores: each hand has a child of the press to itself."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from flask import Flask

from mlat.services import batching
from mlat.worker.turns import Stop

HANDS = os.cpu_count() or 1


def issue_planted(app: Flask, stop: Stop, clock: Callable[[], datetime], hands: int = HANDS) -> int:
    """Work until nothing is planted or `stop` is set; how many requests were issued."""

    def hand(_number: int) -> int:
        issued = 0
        with app.app_context():
            while not stop.is_set() and (item := batching.take(clock())):
                issued += batching.work(clock(), item)
        return issued

    with ThreadPoolExecutor(hands) as pool:
        return sum(pool.map(hand, range(hands)))
