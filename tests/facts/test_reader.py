"""The strict reader: every wrong key is named, with the file, its path and a remedy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import pytest

from mlat.domain.problems import Problem, Problems
from mlat.facts.reader import read_toml


@dataclass(frozen=True, kw_only=True)
class Inner:
    """A table within."""

    kind: Literal["a", "b"]
    day: date | None = None


@dataclass(frozen=True, kw_only=True)
class Outer:
    """A file."""

    name: str
    parts: tuple[Inner, ...] = ()
    from_day: bool | date = True


def read(tmp_path: Path, text: str) -> Outer:
    file = tmp_path / "outer.toml"
    file.write_text(text, encoding="utf-8")
    return read_toml(file, Outer)


def wrong(tmp_path: Path, text: str) -> list[Problem]:
    with pytest.raises(Problems) as caught:
        read(tmp_path, text)
    return list(caught.value.found)


def test_a_right_file_becomes_its_dataclass(tmp_path: Path) -> None:
    found = read(tmp_path, 'name = "x"\nfrom_day = 2026-08-18\n[[parts]]\nkind = "a"\nday = "2026-01-02"\n')
    assert found == Outer(name="x", parts=(Inner(kind="a", day=date(2026, 1, 2)),), from_day=date(2026, 8, 18))


@pytest.mark.parametrize(
    ("text", "code", "path"),
    [
        ('name = "x"\nnmae = "y"\n', "facts.unknown_key", "nmae"),
        ('name = "x"\n[[parts]]\nkind = "a"\ndya = 2026-01-02\n', "facts.unknown_key", "parts[0].dya"),
        ("[[parts]]\nkind = 'a'\n", "facts.missing_key", "name"),
        ('name = "x"\n[[parts]]\n', "facts.missing_key", "parts[0].kind"),
        ("name = 3\n", "facts.wrong_value", "name"),
        ('name = "x"\n[[parts]]\nkind = "c"\n', "facts.wrong_value", "parts[0].kind"),
        ('name = "x"\n[[parts]]\nkind = "a"\nday = "2026-02-30"\n', "facts.wrong_value", "parts[0].day"),
        ('name = "x"\nfrom_day = "soon"\n', "facts.wrong_value", "from_day"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, code: str, path: str) -> None:
    (problem,) = wrong(tmp_path, text)
    assert problem.code == code
    assert problem.where == f"{tmp_path / 'outer.toml'}: {path}"
    assert problem.remedy


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    assert len(wrong(tmp_path, "name = 3\nx = 1\nparts = 4\n")) == 3


def test_what_is_no_toml_names_the_line(tmp_path: Path) -> None:
    (problem,) = wrong(tmp_path, 'name = "x"\nname\n')
    assert problem.code == "facts.not_toml"
    assert "line 2" in problem.line()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Problems, match="nowhere.toml"):
        read_toml(tmp_path / "nowhere.toml", Outer)
