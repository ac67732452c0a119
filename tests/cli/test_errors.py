"""An operator gets one line and an exit code; the traceback goes where nobody trips over it."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from mlat.cli.errors import No, report
from mlat.domain.problems import Problem, Problems
from mlat.services.access import NotHere


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (No("no."), 1),
        (Problem("unknown", "platform", "is unknown.", "Choose another."), 2),
        (Problem("facts.unknown_key", "x.toml: a", "is unknown."), 2),
        (click.UsageError("wrong"), 2),
        (click.Abort(), 2),
        (Problem("settings", "mail", "is wrong."), 3),
        (Problem("keys", "folder", "is empty."), 3),
        (Problem("schema", "database", "is old."), 3),
        (Problem("resource.missing", "file", "is missing."), 3),
        (Problems([Problem("unknown", "a", "is wrong."), Problem("keys", "b", "is wrong.")]), 3),
        (NotHere("batch"), 2),
        (ZeroDivisionError("secret"), 3),
        (click.exceptions.Exit(0), 0),
    ],
)
def test_each_kind_of_error_has_its_code(
    error: BaseException, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLAT_HOME", str(tmp_path))
    assert report(error) == code


def test_an_unexpected_error_is_named_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MLAT_HOME", str(tmp_path))
    report(ZeroDivisionError("name of a child"))
    line = capsys.readouterr().err
    name = line.partition("(error ")[2].partition(")")[0]
    assert line.count("\n") == 1
    assert "name of a child" not in line
    assert name in (tmp_path / "errors.log").read_text()


def test_without_a_home_the_line_says_how_to_keep_the_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MLAT_HOME", str(tmp_path / "none"))
    assert report(ZeroDivisionError()) == 3
    assert "Set MLAT_HOME" in capsys.readouterr().err


def test_a_problem_of_many_lines_is_said_in_one(capsys: pytest.CaptureFixture[str]) -> None:
    report(Problem("unknown", "a", "first\nsecond", "remedy"))
    assert capsys.readouterr().err == "mlat: a: first second remedy\n"
