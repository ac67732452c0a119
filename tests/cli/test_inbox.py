"""`mlat inbox read`: one line a file, and a file that cannot be read stops none of the others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mlat.domain.mailed import Mail, MailKind
from mlat.mail import reading
from tests.cli.conftest import Run
from tests.mail.corpus.building import RETURNED, attached, delivery_report, parts, recipient, said, status

KEYS = ["file", "kind", "is_bounce", "is_auto_reply", "subject", "from", "attachments", "failed_recipients"] + [
    "matched",
    "reasons",
]


def _file(folder: Path, name: str, raw: bytes) -> Path:
    (folder / name).write_bytes(raw)
    return folder / name


def test_one_object_a_line_without_settings_or_database(run: Run, tmp_path: Path, home: Path) -> None:
    letter = _file(tmp_path, "1.eml", parts(said("The reply."), attached("filename*=utf-8''Se%C3%B1al.pdf")))
    report = delivery_report(said("-"), status(recipient("a@x.example", "failed", "5.1.1")), RETURNED)
    ran = run("inbox", "read", letter, _file(tmp_path, "2.eml", report), "--json")
    assert (ran.returncode, ran.stderr) == (0, "")
    one, two = map(json.loads, ran.stdout.splitlines())
    assert list(one) == list(two) == KEYS
    assert (one["file"], one["kind"], one["attachments"], one["matched"]) == (str(letter), "reply", ["Señal.pdf"], None)
    assert (two["kind"], two["is_bounce"], two["attachments"]) == ("bounce", True, [])
    assert two["failed_recipients"] == ["a@x.example"]
    assert two["reasons"] == ["report_failed"]
    assert not home.exists()


def test_what_cannot_be_read_gets_its_line_and_the_others_go_on(run: Run, tmp_path: Path) -> None:
    broken = _file(tmp_path, "broken.eml", b"\x00\x01\x02")
    good = _file(tmp_path, "good.eml", parts(said("The judge signed.")))
    ran = run("inbox", "read", broken, good, "--json")
    assert ran.returncode == 1
    assert [json.loads(line)["kind"] for line in ran.stdout.splitlines()] == ["unreadable", "reply"]
    ran = run("inbox", "read", tmp_path / "missing.eml", good, "--json")
    assert ran.returncode == 2
    first, second = map(json.loads, ran.stdout.splitlines())
    assert (first["kind"], first["reasons"], second["kind"]) == (
        "unreadable",
        ["file: No such file or directory"],
        "reply",
    )
    assert "missing.eml" in ran.stderr


def test_no_more_is_read_of_a_file_than_of_a_mail(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[int] = []

    def read(raw: bytes) -> Mail:
        given.append(len(raw))
        return Mail(kind=MailKind.UNREADABLE, reasons=("too_large",))

    monkeypatch.setattr(reading, "LARGEST", 10)
    monkeypatch.setattr(reading, "read_mail", read)
    ran = run("inbox", "read", _file(tmp_path, "endless.eml", b"x" * 1000), "--json")
    assert (ran.returncode, given) == (1, [11])
    assert json.loads(ran.stdout)["reasons"] == ["too_large"]


def test_in_words(run: Run, tmp_path: Path) -> None:
    ran = run("inbox", "read", _file(tmp_path, "x.eml", parts(said("The judge signed."), attached("filename=a.pdf"))))
    assert ran.returncode == 0
    assert "x.eml: reply\n" in ran.stdout
    assert "a.pdf" in ran.stdout
    assert run("inbox", "read").returncode == 2
