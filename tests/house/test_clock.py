"""Only the doors read a clock: the linter's rule is in force and knows the doors."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUFF = Path(sys.executable).with_name("ruff")
CODE = """\
import time
from datetime import UTC, date, datetime

from sqlalchemy import func

datetime.now(UTC)
date.today()
time.time()
func.now()
"""


def _clocks_refused(module: str) -> list[int]:
    done = subprocess.run(
        [RUFF, "check", "--select", "TID251", "--output-format", "concise", "--stdin-filename", module, "-"],
        cwd=ROOT,
        input=CODE,
        capture_output=True,
        text=True,
    )
    return [int(line.split(":")[1]) for line in done.stdout.splitlines() if "TID251" in line]


@pytest.mark.parametrize("room", ["domain", "model", "services", "reads", "documents", "mail"])
def test_below_the_doors_no_clock_is_read(room: str) -> None:
    assert _clocks_refused(f"mlat/{room}/x.py") == [6, 7, 8, 9]


@pytest.mark.parametrize("door", ["web", "cli", "worker"])
def test_the_doors_may_look_at_the_clock(door: str) -> None:
    assert _clocks_refused(f"mlat/{door}/x.py") == []


def test_no_module_is_excused_from_the_rule() -> None:
    excused = [file for file in (ROOT / "mlat").rglob("*.py") if "noqa: TID251" in file.read_text()]
    assert excused == []
