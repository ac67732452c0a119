"""Every act is listed, and the set-up is honest where it may not install."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = re.findall(r"^([a-z][a-z-]*):", MAKEFILE, re.MULTILINE)


def test_make_help_lists_every_act() -> None:
    help_text = subprocess.run(["make", "help"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert re.findall(r"^  make (\S+)", help_text, re.MULTILINE) == TARGETS


def test_no_act_is_mistaken_for_a_file() -> None:
    phony = re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert sorted(" ".join(phony).split()) == sorted(TARGETS)


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A checkout on a machine with apt-get but without Pango, root or sudo."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "setup", tmp_path / "scripts" / "setup")
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "dirname"):
        (tools / name).symlink_to(str(shutil.which(name)))
    (tools / "python3").symlink_to(sys.executable)
    for name, body in {"ldconfig": ":", "id": "echo 1000", "apt-get": "exit 1"}.items():
        (tools / name).write_text(f"#!/bin/sh\n{body}\n")
        (tools / name).chmod(0o755)
    return tmp_path


def _setup(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", str(root / "scripts" / "setup"), *words],
        env={"PATH": str(root / "bin")},
        capture_output=True,
        text=True,
    )


def test_without_root_one_line_says_what_an_administrator_must_run(bare: Path) -> None:
    before = sorted(bare.rglob("*"))
    done = _setup(bare)
    assert done.returncode == 3
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("mlat set-up: an administrator must run: apt-get update && apt-get install")
    assert line.endswith(" libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0")
    assert sorted(bare.rglob("*")) == before, "nothing may be half done"


def test_the_tools_of_the_tests_are_asked_for_only_by_the_tests(bare: Path) -> None:
    line = _setup(bare, "--tests").stderr.strip()
    assert line.endswith("libharfbuzz-subset0 chromium poppler-utils gettext")


def test_an_unknown_word_is_refused(bare: Path) -> None:
    done = _setup(bare, "--everything")
    assert (done.returncode, done.stderr) == (2, "usage: scripts/setup [--tests | --matrix]\n")
