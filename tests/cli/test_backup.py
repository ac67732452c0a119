"""`mlat backup`: what an operator types from the day of the backup to the day it is needed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_operator import OFFICE, one_line


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    folder = tmp_path / "shelf"
    folder.mkdir()
    return folder


@pytest.fixture
def house(run: Run, empty_database: str, tmp_path: Path) -> dict[str, str]:
    """The environment of a house with one office, on both kinds of database."""
    where = {"MLAT_DATABASE_URL": empty_database}
    (tmp_path / "office.toml").write_text(OFFICE)
    assert run("init", **where).returncode == 0
    assert run("office", "add", tmp_path / "office.toml").returncode == 0
    return where


@pytest.fixture
def made(run: Run, house: dict[str, str], shelf: Path) -> Path:
    """A backup of that house."""
    ran = run("backup", "make", shelf, "--json")
    assert ran.returncode == 0, ran.stderr
    said = json.loads(ran.stdout)
    assert set(said) == {"file", "manifest", "rows", "files", "missing"}
    (file,) = shelf.iterdir()
    assert said["file"] == str(file)
    return file


def test_made_checked_and_put_back_in_a_new_place(run: Run, home: Path, made: Path, tmp_path: Path) -> None:
    checked = json.loads(run("backup", "check", made, "--json").stdout)
    assert (checked["holds"], checked["chains_walked"], checked["wrong"]) == (True, True, [])

    new = {"MLAT_HOME": str(tmp_path / "new"), "MLAT_DATABASE_URL": f"sqlite:///{tmp_path / 'new.sqlite'}"}
    assert run("init", **new).returncode == 0
    others = run("backup", "restore", made)
    assert others.returncode == 3
    assert "Put its `keys` folder back whole" in one_line(others)
    shutil.rmtree(tmp_path / "new" / "keys")
    shutil.copytree(home / "keys", tmp_path / "new" / "keys")

    put = run("backup", "restore", made)
    assert put.returncode == 0, put.stderr
    assert "Every chain holds" in put.stdout
    assert "returned/ is lost" in put.stdout
    again = run("backup", "restore", made)
    assert again.returncode == 2
    assert "mlat init" in one_line(again)
    assert run("audit", "verify").returncode == 0
    taken = run("office", "add", tmp_path / "office.toml")
    assert "is already an office" in one_line(taken)


def test_the_closing_line_says_where_the_keys_are_and_what_old_backups_can_still_open(
    run: Run, home: Path, house: dict[str, str], shelf: Path
) -> None:
    ran = run("backup", "make", shelf)
    assert f"keep {home / 'keys'} apart" in ran.stdout
    assert "throw those away" in ran.stdout


def test_a_damaged_one_is_a_no(run: Run, made: Path) -> None:
    whole = bytearray(made.read_bytes())
    whole[600] ^= 1
    made.write_bytes(whole)
    ran = run("backup", "check", made, "--json")
    assert ran.returncode == 1
    assert json.loads(ran.stdout)["wrong"] == ["rows/events/000001.jsonl: was changed"]
    one_line(ran)
    made.write_bytes(whole[:1000])
    ran = run("backup", "check", made, "--json")
    assert ran.returncode == 1
    assert json.loads(ran.stdout)["holds"] is False


def test_what_is_missing_in_storage_is_a_no_and_a_folder_that_is_not_there_wrong_use(
    run: Run, home: Path, house: dict[str, str], shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # a disk that is not mounted must not become a folder of this one
    assert run("backup", "make", shelf / "unmounted").returncode == 2
    assert not (shelf / "unmounted").exists()
    monkeypatch.setattr("mlat.services.rows.named", lambda *_: "0" * 64)
    ran = run("backup", "make", shelf)
    assert ran.returncode == 1
    assert "not whole in storage" in ran.stderr


def test_a_check_needs_no_house(run: Run, made: Path, tmp_path: Path) -> None:
    nowhere = {"MLAT_HOME": str(tmp_path / "nowhere"), "MLAT_DATABASE_URL": "postgresql+psycopg://x@127.0.0.1:1/x"}
    ran = run("backup", "check", made, **nowhere)
    assert ran.returncode == 0, ran.stderr
    assert not (tmp_path / "nowhere").exists()
