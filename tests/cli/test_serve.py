"""`mlat serve`: the pages, the worker beside them, and both gone at the end."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

PATIENCE = timedelta(seconds=240)


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
    """The status of /healthz; 0 while nobody listens."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status
    except ConnectionRefusedError:
        return 0
    finally:
        connection.close()


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def wait_for(what: Callable[[], bool]) -> None:
    end = datetime.now(UTC) + PATIENCE
    while not what():
        assert datetime.now(UTC) < end
        time.sleep(0.1)


@pytest.mark.matrix
@pytest.mark.parametrize("ended_by", [signal.SIGTERM, signal.SIGKILL])
def test_the_sample_is_served_with_its_worker_and_both_end(
    served: subprocess.Popen[str], port: int, ended_by: signal.Signals
) -> None:
    wait_for(lambda: answer_of(port) == 200)
    (worker,) = children_of(served.pid)
    served.send_signal(ended_by)
    out, _ = served.communicate()
    wait_for(lambda: not Path(f"/proc/{worker}").exists())
    said = json.loads(out)
    assert said["address"] == f"http://127.0.0.1:{port}"
    assert set(said["logins"]) == {
        "prosecutor", "liaison", "family_officer", "translator", "auditor", "administrator",
    }  # fmt: skip
    assert len({login["password"] for login in said["logins"].values()}) == 6
