"""Case files: a wrong one is named by file, key path and remedy, and nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mlat import facts
from mlat.cli import mlat
from mlat.domain.problems import Problems
from mlat.facts.casefile import read_case_file
from mlat.i18n import locales
from mlat.play.live import script

SHORT = (Path(__file__).parents[2] / "docs" / "case-file.md").read_text().split("```toml\n")[1].split("```")[0]
"""The example of the document, which must be true."""


def written(folder: Path, text: str) -> Path:
    file = folder / "case.toml"
    file.write_text(text)
    return file


def run(folder: Path, text: str) -> Result:
    file = written(folder, text)
    return CliRunner().invoke(mlat, ["play", str(file), "--until", "2026-03-20", "--out", str(folder / "out")])


def test_the_example_of_the_document_is_read(tmp_path: Path) -> None:
    book = read_case_file(written(tmp_path, SHORT), facts.load(), locales())
    assert book.happening[0].kind == "acknowledged"
    assert [moment.at.isoformat() for moment in script(book)] == [
        "2026-03-02T15:00:00-03:00",
        "2026-03-09T12:00:00-03:00",
    ]


WRONG = [
    ("unknown key", 'code = "UFI"', 'code = "UFI"\ncolour = "red"', "office.colour"),
    ("missing key", 'place = "Buenos Aires"\n', "", "office.place"),
    ("wrong version", "schema_version = 1", "schema_version = 2", "schema_version"),
    ("unknown zone", "America/Argentina/Buenos_Aires", "America/Nowhere", "office.zone"),
    ("unknown role", '["prosecutor"]', '["judge"]', "user[0].roles[0]"),
    ("owner who may not", '["prosecutor"]', '["auditor"]', "case.owner"),
    ("unknown owner", 'owner = "ana"', 'owner = "eva"', "case.owner"),
    ("impossible day", "opened_at = 2026-03-02", 'opened_at = "2026-02-30"', "case.opened_at"),
    ("local time without zone", "at = 2026-03-09", "at = 2026-03-09T10:00:00", "happening[0].at"),
    ("unknown platform", 'platform = "instagram"', 'platform = "fotolog"', "identifier[0].platform"),
    ("unknown kind of identifier", 'kind = "numeric_id"', 'kind = "nickname"', "identifier[0].kind"),
    ("synthetic in a real case", "training = true\n", "", "identifier[0].synthetic"),
    ("unknown measure", 'measure = "preservation"', 'measure = "seizure"', "request[0].measure"),
    ("unknown identifier", 'identifiers = ["IG"]', 'identifiers = ["TW"]', "request[0].identifiers"),
    ("unknown category", '["subscriber", "login"]', '["gossip"]', "request[0].data"),
    ("unknown channel", 'send = "portal"', 'send = "pigeon"', "request[0].send"),
    ("unknown request", 'request = "hold"', 'request = "R9"', "happening[0].request"),
    ("unknown happening", 'kind = "acknowledged"', 'kind = "sighed"', "happening[0].kind"),
    ("before its request", "at = 2026-03-09", "at = 2026-03-01", "happening[0].at"),
    ("a promise without its day", 'kind = "acknowledged"', 'kind = "promised"', "happening[0].promised_on"),
    ("unknown language", 'language = "es"', 'language = "xx"', "office.language"),
    ("unknown kind of offence", 'code = "131"', 'code = "131"\nkind = "sadness"', "offence[0].kind"),
    ("not TOML", "schema_version = 1", "schema_version = ", "case.toml"),
]


@pytest.mark.parametrize(("old", "new", "path"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_a_wrong_file_is_named_with_its_key_and_remedy(tmp_path: Path, old: str, new: str, path: str) -> None:
    assert old in SHORT
    with pytest.raises(Problems) as wrong:
        read_case_file(written(tmp_path, SHORT.replace(old, new)), facts.load(), locales())
    lines = [problem.line() for problem in wrong.value.found]
    assert any(path in line for line in lines), lines
    assert all(str(tmp_path / "case.toml") in line for line in lines)
    assert all(problem.remedy for problem in wrong.value.found)


def test_a_wrong_file_writes_nothing(tmp_path: Path) -> None:
    ran = run(tmp_path, SHORT.replace("instagram", "fotolog"))
    assert not (tmp_path / "out").exists()
    assert isinstance(ran.exception, Problems)


@pytest.mark.parametrize("until", ["soon", "2026-01-01", "2026-02-30"])
def test_a_last_day_that_cannot_be_is_refused(tmp_path: Path, until: str) -> None:
    file = written(tmp_path, SHORT)
    ran = CliRunner().invoke(mlat, ["play", str(file), "--until", until, "--out", str(tmp_path / "out")])
    assert "--until" in str(ran.exception)
    assert not (tmp_path / "out").exists()


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    ran = run(tmp_path, SHORT)
    assert "is not an empty folder" in str(ran.exception)
    assert [child.name for child in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_an_error_on_the_way_leaves_nothing_in_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out").mkdir()
    monkeypatch.setattr("mlat.play.live._settle", lambda *_: 1 / 0)
    ran = run(tmp_path, SHORT)
    assert isinstance(ran.exception, ZeroDivisionError)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_file_with_nothing_to_do_is_lived_too(tmp_path: Path) -> None:
    ran = run(tmp_path, SHORT.split("[[request]]")[0])
    assert ran.exit_code == 0, ran.exception
    assert {child.name for child in (tmp_path / "out").iterdir()} == {"timeline.json", "clocks.json"}


def test_the_short_example_writes_its_paper(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    ran = run(tmp_path, SHORT)
    assert ran.exit_code == 0, ran.exception
    assert "1 papers, 0 mails, 0 letters" in ran.output
    assert [child.name for child in (tmp_path / "out" / "papers").iterdir()] == [
        "01-UFI-2026-REQ-0001-provider_preservation-en.pdf"
    ]
