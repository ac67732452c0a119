"""`mlat serve`: the pages, the worker beside them, and both gone at the end."""

from __future__ import annotations

import http.client
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

PATIENCE = 240
"""Seconds after which what does not answer, or does not end, has failed."""


@pytest.fixture
def port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def served(tmp_path: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """`mlat serve --sample` on a home that does not exist yet."""
    with subprocess.Popen(
        [sys.executable, "-m", "mlat.cli", "serve", "--sample", "--json", "--port", str(port)],
        env={**os.environ, "MLAT_HOME": str(tmp_path / "home")},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        yield process
        process.kill()


def answer_of(port: int) -> int:
    """The status of /healthz; whoever is listened to waits until it is answered."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", "/healthz")
    status = connection.getresponse().status
    connection.close()
    return status


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def said_at_start(served: subprocess.Popen[str]) -> dict[str, Any]:
    """What it says in one line once it listens."""
    assert served.stdout
    said: dict[str, Any] = json.loads(served.stdout.readline())
    return said


@pytest.mark.matrix
@pytest.mark.parametrize("ended_by", [signal.SIGTERM, signal.SIGKILL])
def test_the_sample_is_served_with_its_worker_and_both_end(
    served: subprocess.Popen[str], port: int, ended_by: signal.Signals
) -> None:
    said = said_at_start(served)
    assert answer_of(port) == 200
    children = [os.pidfd_open(child) for child in children_of(served.pid)]
    assert children, "the worker"
    served.send_signal(ended_by)
    for child in children:  # the worker, and the process that lays out papers
        assert select.select([child], [], [], PATIENCE) == ([child], [], [])
        os.close(child)
    assert said["address"] == f"http://127.0.0.1:{port}"
    assert set(said["logins"]) == {
        "prosecutor", "liaison", "family_officer", "translator", "auditor", "administrator", "custodian",
    }  # fmt: skip
    assert len({login["password"] for login in said["logins"].values()}) == 7
