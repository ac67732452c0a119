"""`mlat render` and `mlat check`: a paper from a file, without settings and without a database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from mlat.documents.recordfile import dump
from mlat.domain.record import Party
from tests.cli.conftest import Run
from tests.documents.records import record


def write(folder: Path, **changes: Any) -> Path:
    file = folder / "record.json"
    file.write_text(json.dumps(dump(record("provider_preservation")) | changes), encoding="utf-8")
    return file


def test_a_pdf_with_stable_keys(run: Run, home: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    ran = run("render", write(tmp_path), "--lang", "pt", "--out", out, "--json", "--sheet")
    assert ran.returncode == 0, ran.stderr
    answer = json.loads(ran.stdout)
    assert {"file", "form", "language", "copy", "pages", "bytes", "sha256", "made_from", "sheet"} == answer.keys()
    assert (answer["language"], answer["bytes"]) == ("pt", out.stat().st_size)
    with pikepdf.open(out) as opened:
        assert len(opened.pages) == answer["pages"]
    assert not home.exists()


def test_a_docx(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out.docx"
    assert run("render", write(tmp_path), "--docx", "--out", out).returncode == 0
    assert out.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("arguments", "changes", "says"),
    [
        (["--lang", "tlh"], {}, "tlh"),
        (["--form", "nope"], {}, "nope"),
        (["--copy", "nobody"], {}, "nobody"),
        ([], {"surprise": 1}, "surprise"),
        ([], {"fields": {"deadline_wish": "soon"}}, "deadline_wish"),
    ],
)
def test_wrong_use_is_one_line_and_writes_nothing(
    run: Run, tmp_path: Path, arguments: list[str], changes: dict[str, Any], says: str
) -> None:
    out = tmp_path / "out.pdf"
    ran = run("render", write(tmp_path, **changes), *arguments, "--out", out)
    assert ran.returncode == 2
    assert says in ran.stderr
    assert len(ran.stderr.strip().splitlines()) == 1
    assert not out.exists()


def test_a_folder_that_is_not_there(run: Run, tmp_path: Path) -> None:
    ran = run("render", write(tmp_path), "--out", tmp_path / "no" / "out.pdf")
    assert ran.returncode == 2
    assert "Choose a folder" in ran.stderr


KEYS = {
    "code", "level", "field", "says", "remedy", "values", "prevents", "source", "verification", "blocks", "line",
    "ground",
}  # fmt: skip


def test_a_draft_that_is_blocked(run: Run, tmp_path: Path) -> None:
    ran = run("check", write(tmp_path, signatories=[]), "--on", "2026-03-05", "--json")
    assert ran.returncode == 1, ran.stderr
    findings = json.loads(ran.stdout)["findings"]
    assert all(each.keys() == KEYS for each in findings)
    assert [each["code"] for each in findings if each["blocks"]] == ["signatory.missing"]
    assert "1 finding(s) block" in ran.stderr


def test_a_draft_with_warnings_may_go(run: Run, tmp_path: Path) -> None:
    ran = run("check", write(tmp_path), "--platform", "instagram", "--on", "2026-03-05", "--json")
    assert ran.returncode == 0, ran.stderr
    found = {each["code"]: each for each in json.loads(ran.stdout)["findings"]}
    assert {"language.unread", "entity.place_unknown"} <= found.keys()
    assert found["language.unread"]["verification"] in ("read", "unverified")


def test_the_way_stands_in_the_draft_itself(run: Run, tmp_path: Path) -> None:
    draft = write(
        tmp_path,
        language="en",
        instrument_id="us.sca.2703f.preservation",
        route={"platform": "instagram", "user_in": "MX"},
        recipient={"name": "Meta Platforms Ireland Limited", "country": "IE"},
    )
    ran = run("check", draft, "--on", "2026-03-05", "--json")
    found = {each["code"]: each for each in json.loads(ran.stdout)["findings"]}
    assert found["entity.wrong"]["values"]["right"] == "Meta Platforms, Inc."
    assert found["entity.wrong"]["verification"] == "read"
    there = run("check", draft, "--user-in", "DE", "--on", "2026-03-05", "--json")
    assert "entity.wrong" not in {each["code"] for each in json.loads(there.stdout)["findings"]}


def test_a_way_that_the_law_does_not_give_is_said(run: Run, tmp_path: Path) -> None:
    made = dump(record("mla_request", recipient=Party("Autoridad central", (), "PE")))
    file = tmp_path / "mla.json"
    file.write_text(json.dumps(made | {"instrument_id": "ar_mx.mlat"}), encoding="utf-8")
    ran = run("check", file, "--on", "2026-03-05", "--json")
    assert ran.returncode == 0, ran.stderr
    file.write_text(json.dumps(made | {"instrument_id": "2ap.art10.emergency_mla", "measure": "emergency_mla"}))
    ran = run("check", file, "--on", "2026-03-05")
    assert "draft it anew" in ran.stdout
    assert "prevents: No valid legal basis is cited." in ran.stdout


def test_a_draft_that_may_go(run: Run, tmp_path: Path) -> None:
    draft = write(tmp_path, language="en", checks={"official_domains": ["fiscalia.example"]})
    ran = run("check", draft, "--on", "2026-03-05")
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_a_word_that_the_way_does_not_have_is_refused(run: Run, tmp_path: Path) -> None:
    ran = run("check", write(tmp_path, route={"surprise": 1}))
    assert (ran.returncode, "surprise" in ran.stderr) == (2, True)


def test_an_unknown_platform_is_named_with_those_known(run: Run, tmp_path: Path) -> None:
    ran = run("check", write(tmp_path), "--platform", "orkut")
    assert ran.returncode == 2
    assert "instagram" in ran.stderr
