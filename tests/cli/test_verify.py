"""`mlat verify` and `mlat batch`: their answers and their exit codes."""

from __future__ import annotations

import json
from pathlib import Path

from mlat.documents import pdf, sign
from mlat.documents.recordfile import dump
from tests.cli.conftest import Run
from tests.conftest import NOW
from tests.documents.records import record


def test_of_a_strange_file_only_its_hash_is_said(run: Run, tmp_path: Path) -> None:
    assert run("init").returncode == 0
    file = tmp_path / "paper.pdf"
    key, certificate = sign.new_office_key("Un impostor", NOW)
    file.write_bytes(sign.seal(pdf.write(record("status_inquiry", language="en")), key, certificate, NOW))
    ran = run("verify", file, "--json")
    assert ran.returncode == 1
    said = json.loads(ran.stdout)
    assert said.keys() == {"verdict", "sha256", "paper", "signatures", "strangers", "claims"}
    assert (said["verdict"], said["paper"], said["signatures"], said["strangers"]) == ("unknown", None, [], 1)
    assert "impostor" not in run("verify", file).stdout


def test_what_is_no_pdf_is_wrong_use(run: Run, tmp_path: Path) -> None:
    assert run("init").returncode == 0
    (tmp_path / "x.pdf").write_text(json.dumps(dump(record("status_inquiry"))))
    ran = run("verify", tmp_path / "x.pdf")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "not a readable PDF" in ran.stderr


def test_a_batch_with_nothing_to_do_and_by_nobody(run: Run) -> None:
    assert run("init").returncode == 0
    assert json.loads(run("batch", "run", "--json").stdout) == {"issued": 0}
    ran = run("batch", "start", "--by", "nobody@x.example")
    assert ran.returncode == 2
    assert "no account" in ran.stderr
