"""Worker processes of their own on the test's database."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from time import monotonic, sleep

import pytest
from flask import Flask

from mlat.house import house
from tests.worker.process import work


@dataclass(frozen=True)
class Worker:
    """A process that works, and the file with what it said."""

    process: ForkServerProcess
    said: Path

    def began(self, patience: float = 60) -> bool:
        """Whether it works, and so hears signals, within `patience` seconds."""
        until, errors = monotonic() + patience, self.said.with_suffix(".errors")
        while not errors.exists() or "worker_began" not in errors.read_text():
            if monotonic() > until or not self.process.is_alive():
                return False
            sleep(0.05)
        return True

    def ended(self, patience: float = 60) -> int | None:
        """Its exit code once it has ended; None where it still runs after `patience` seconds."""
        self.process.join(patience)
        return self.process.exitcode


Start = Callable[..., Worker]


@pytest.fixture(scope="session")
def processes() -> multiprocessing.context.ForkServerContext:
    """Where processes come from: a server that has imported the program once, which takes seconds."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["mlat.cli.worker", "mlat.worker.loop", "mlat.facts"])
    return context


@pytest.fixture
def start_worker(app: Flask, tmp_path: Path, processes: multiprocessing.context.ForkServerContext) -> Iterator[Start]:
    """Starts `mlat worker` on the test's database; every process has ended at the end."""
    running: list[Worker] = []
    settings = house().settings
    own = {
        "MLAT_HOME": str(settings.home),
        "MLAT_DATABASE_URL": settings.database,
        "MLAT_TICK_SECONDS": "1",
    }

    def start(*arguments: str, **environment: str) -> Worker:
        said = tmp_path / f"worker-{len(running)}.txt"
        process = processes.Process(target=work, args=(arguments, own | environment, said))
        process.start()
        running.append(Worker(process, said))
        return running[-1]

    yield start
    for worker in running:
        worker.process.kill()
        worker.process.join()
        worker.process.close()
