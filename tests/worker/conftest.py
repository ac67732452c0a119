"""Worker processes of their own on the test's database."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from mlat.house import house

Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def start_worker(app: Flask) -> Iterator[Start]:
    """Starts `mlat worker` as a process of its own on the test's database; all are ended at the end."""
    running: list[subprocess.Popen[bytes]] = []
    settings = house().settings

    def start(*arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        own = {
            "MLAT_HOME": str(settings.home),
            "MLAT_DATABASE_URL": settings.database,
            "MLAT_TICK_SECONDS": "1",
            "MLAT_LEASE_SECONDS": "1",
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "mlat.cli", "worker", *arguments],
            env=os.environ | own | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        running.append(process)
        return process

    yield start
    for process in running:
        if process.poll() is None:
            process.kill()
        process.communicate()
