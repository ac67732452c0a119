"""The operator's commands: what they answer, with stable keys, and with which exit code."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, Run
from tests.conftest import PASSWORD

OFFICE = """
code = "UFI"
name = "Oficina"
country = "AR"
zone = "America/Argentina/Buenos_Aires"
language = "es"
place = "Buenos Aires"
email = "oficina@fiscalia.example"
phone = "+54 11 0000 0000"
"""


def one_line(ran: Ran) -> str:
    """The error, which is one line and no traceback."""
    (line,) = ran.stderr.splitlines()
    assert line.startswith("mlat: ")
    return line


def test_the_program_is_started_by_its_name(home: Path) -> None:
    """In a process of its own, with every warning an error."""
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-m", "mlat.cli", "init", "--json"],
        env={**os.environ, "MLAT_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["home"] == str(home)


def test_init_makes_everything_and_is_harmless_when_repeated(run: Run, home: Path) -> None:
    first, second = run("init", "--json"), run("init", "--json")
    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    assert json.loads(first.stdout) == json.loads(second.stdout)
    assert set(json.loads(first.stdout)) == {"home", "database", "keys", "schema"}
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in (home / "keys").glob("*.*")} == {0o600}


def test_an_office_its_people_and_its_proofs(run: Run, home: Path, tmp_path: Path) -> None:
    (tmp_path / "office.toml").write_text(OFFICE)
    assert run("init").returncode == 0
    assert run("office", "add", str(tmp_path / "office.toml")).returncode == 0
    add = ("user", "add", "fiscal@fiscalia.example", "--office", "UFI", "--name", "Fiscal", "--role", "prosecutor")

    added = run(*add, "--json")
    assert set(json.loads(added.stdout)) == {"user", "email", "password"}
    again = run(*add)
    assert (again.returncode, again.stdout) == (2, "")
    assert "already has an account" in one_line(again)

    changed = run("user", "password", "fiscal@fiscalia.example", "--password-file", "-", "--json", given=PASSWORD)
    assert json.loads(changed.stdout) == {"email": "fiscal@fiscalia.example"}
    assert run("user", "password", "nobody@fiscalia.example").returncode == 2

    assert json.loads(run("audit", "verify", "--json").stdout) == {"holds": True, "bad": []}
    assert json.loads(run("rebuild", "--check", "--json").stdout) == {"same": True, "differences": []}
    assert set(json.loads(run("keys", "rotate", "--json").stdout)) == {"wrapped"}
    assert run("audit", "verify").returncode == 0

    _forge(home)
    forged = run("audit", "verify", "--json")
    assert forged.returncode == 1
    assert json.loads(forged.stdout)["holds"] is False
    assert "row 2" in json.loads(forged.stdout)["bad"][0]
    assert "do not hold" in one_line(forged)


def test_a_case_file_is_opened_in_the_office_that_it_names(run: Run, tmp_path: Path) -> None:
    example = Path(__file__).parents[2] / "docs" / "case-file.md"
    (tmp_path / "case.toml").write_text(example.read_text().split("```toml\n")[1].split("```")[0])
    (tmp_path / "office.toml").write_text(OFFICE)
    run("init")
    nowhere = run("case", "import", str(tmp_path / "case.toml"))
    assert nowhere.returncode == 2
    assert "mlat office add" in one_line(nowhere)
    run("office", "add", str(tmp_path / "office.toml"))
    nobody = run("case", "import", str(tmp_path / "case.toml"))
    assert "mlat user add --code" in one_line(nobody)
    add = ("user", "add", "ana@fiscalia.example", "--office", "UFI", "--name", "Ana", "--role", "prosecutor")
    assert run(*add, "--code", "ana").returncode == 0
    opened = run("case", "import", str(tmp_path / "case.toml"), "--json")
    assert opened.returncode == 0, opened.stderr
    assert json.loads(opened.stdout)["reference"] == "1042/2026"
    again = run("case", "import", str(tmp_path / "case.toml"))
    assert again.returncode == 2
    assert "already a case here" in one_line(again)
    assert json.loads(run("worker", "--once", "--json").stdout)["planted"] == 0


def _forge(home: Path) -> None:
    """Someone with the file and time takes the guard away and changes a row."""
    import sqlite3

    database = sqlite3.connect(home / "mlat.sqlite")
    with database:
        database.execute("DROP TRIGGER events_no_update")
        database.execute("UPDATE events SET actor = 'somebody' WHERE seq = 2")
    database.close()


@pytest.mark.parametrize(
    ("words", "environment", "code", "says"),
    [
        (["nonsense"], {}, 2, "No such command"),
        (["init", "--nonsense"], {}, 2, "No such option"),
        (["user", "add", "a@b.example"], {}, 2, "Missing option"),
        (["init"], {"MLAT_MAIL": "pigeon"}, 3, "mail: is pigeon"),
        (["init"], {"MLAT_DATABASE_URL": "postgresql+psycopg://x@127.0.0.1:1/x"}, 3, "database"),
        (["audit", "verify"], {}, 3, "mlat init"),
        (["worker", "--once"], {}, 3, "mlat init"),
        (["serve"], {}, 3, "mlat init"),
        (["case", "import", "nowhere.toml"], {}, 2, "nowhere.toml"),
    ],
)
def test_what_goes_wrong_is_one_line_and_its_code(
    run: Run, words: list[str], environment: dict[str, str], code: int, says: str
) -> None:
    ran = run(*words, **environment)
    assert ran.returncode == code, ran.stderr
    assert says in one_line(ran)
    assert "Traceback" not in ran.stderr


def test_a_schema_that_is_not_the_newest_is_refused_by_name(run: Run, home: Path) -> None:
    import sqlite3

    run("init")
    database = sqlite3.connect(home / "mlat.sqlite")
    with database:
        database.execute("UPDATE alembic_version SET version_num = '0000'")
    database.close()
    for words in (["serve"], ["worker", "--once"], ["audit", "verify"]):
        ran = run(*words)
        assert ran.returncode == 3
        assert "mlat init" in one_line(ran)


def test_help_names_every_command(run: Run) -> None:
    ran = run("--help")
    assert ran.returncode == 0, ran.stderr
    for name in (
        "init",
        "serve",
        "worker",
        "play",
        "case",
        "route",
        "count",
        "check",
        "render",
        "facts",
        "audit",
        "rebuild",
        "keys",
        "user",
    ):
        assert f"  {name} " in ran.stdout
