"""Worker processes that work at the instant they are told, and can be killed at any moment."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from multiprocessing.connection import Connection, wait
from random import Random

from mlat.settings import Settings

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["mlat", "mlat.worker.loop", "mlat.facts", "tests.soak.workers"])


def keep_working(environment: dict[str, str], calls: Connection) -> None:
    """Work a round at each instant that `calls` gives, until it gives none: the target of a process."""
    os.environ.update(environment)
    from threading import Event

    from mlat import create_core
    from mlat.settings import load
    from mlat.worker.loop import round_of_work

    settings = load()
    app = create_core(settings)

    def at(instant: datetime) -> Callable[[], datetime]:
        return lambda: instant

    while told := calls.recv():
        round_of_work(app, settings, Event(), at(told))
        calls.send("done")


class Workers:
    """Some workers on one database; a killed one is replaced, as the service manager would."""

    def __init__(self, settings: Settings, how_many: int) -> None:
        self._environment = {"MLAT_HOME": str(settings.home), "MLAT_DATABASE_URL": settings.database}
        self._hired = [self._hire() for _ in range(how_many)]
        self.killed = 0

    def _hire(self) -> tuple[multiprocessing.process.BaseProcess, Connection]:
        ours, theirs = PROCESSES.Pipe()
        process = PROCESSES.Process(target=keep_working, args=(self._environment, theirs))
        process.start()
        theirs.close()
        return process, ours

    def work(self, now: datetime) -> None:
        """Every worker works a round at `now`; returns when all are done."""
        for _, calls in self._hired:
            calls.send(now)
        for _, calls in self._hired:
            assert calls.recv() == "done"

    def work_and_die(self, now: datetime, chance: Random) -> None:
        """Every worker begins a round at `now`; one of them is killed within it (SIGKILL) and replaced."""
        for _, calls in self._hired:
            calls.send(now)
        doomed = chance.randrange(len(self._hired))
        process, calls = self._hired[doomed]
        wait([calls], chance.random() * 0.08)
        process.kill()
        process.join()
        self.killed += 1
        calls.close()
        for number, (_, other) in enumerate(self._hired):
            if number != doomed:
                assert other.recv() == "done"
        self._hired[doomed] = self._hire()

    def dismiss(self) -> None:
        """End every worker."""
        for process, calls in self._hired:
            with suppress(OSError):
                calls.send(None)
            process.join(30)
            process.kill()
            calls.close()
