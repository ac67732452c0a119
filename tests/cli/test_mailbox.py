"""Mail taken in by hand, and what the database knows of one that is only read."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.cli.test_operator import OFFICE

MAIL = b"From: a@b.example\r\nSubject: hola\r\nMessage-ID: <1@b.example>\r\n\r\nhola\r\n"


def test_a_file_is_taken_once_and_a_reading_says_what_the_database_knows(run: Run, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "one.eml"
    file.write_bytes(MAIL)
    assert json.loads(run("inbox", "read", str(file), "--json").stdout)["matched"] is None
    (tmp_path / "office.toml").write_text(OFFICE)
    assert run("init").returncode == 0
    assert run("office", "add", str(tmp_path / "office.toml")).returncode == 0
    first, second = (json.loads(run("inbox", "store", str(file), "--json").stdout)["messages"][0] for _ in range(2))
    assert first["message"] == second["message"]
    assert first["state"] == "waiting"
    matched = json.loads(run("inbox", "read", str(file), "--json").stdout)["matched"]
    assert matched == {"verdict": "nothing", "candidates": []}
    folder = run("inbox", "store", str(tmp_path))
    assert (folder.returncode, "is a directory" in folder.stderr) == (2, True)
    ran = run("inbox", "fetch")
    assert ran.returncode == 3
    assert "imap_host" in ran.stderr
