"""`python -m tests.soak [--requests N] [--days N] [--seed N] [--on KIND ...]`: a life on each kind of database."""

from __future__ import annotations

import argparse
import logging
import sys
import time
from dataclasses import replace

from tests.bench.databases import KINDS, application
from tests.conftest import NOW, an_office
from tests.soak.life import TWO_YEARS, Span, Told, live


def main(arguments: list[str]) -> int:
    """Live the life on each kind of database; 0 where everything held on every day."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description="Two simulated years, workers killed.")
    parser.add_argument("--requests", type=int, default=TWO_YEARS.requests)
    parser.add_argument("--days", type=int, default=TWO_YEARS.days)
    parser.add_argument("--seed", type=int, default=TWO_YEARS.seed)
    parser.add_argument("--on", nargs="*", choices=KINDS, default=list(KINDS))
    asked = parser.parse_args(arguments)
    span = replace(
        TWO_YEARS, requests=asked.requests, days=asked.days, seed=asked.seed, mailed=max(1, asked.requests // 50)
    )
    for kind in asked.on:
        began = time.monotonic()
        told = a_life(kind, span)
        print(
            f"{kind}: {span.requests} requests, {span.days} days, {told.happened} happenings, {told.bounced} bounces, "
            f"{told.killed} workers killed: everything held ({time.monotonic() - began:.0f} s)",
            flush=True,
        )
    return 0


def a_life(kind: str, span: Span) -> Told:
    """One life on a fresh database of that kind."""
    with application(kind) as app, app.app_context():
        logging.disable(logging.INFO)
        return live(an_office(NOW, "ONE"), NOW, span, say=lambda line: print(f"{kind}: {line}", flush=True))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
