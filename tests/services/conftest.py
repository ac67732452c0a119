"""What the tests of the services share: quick papers, and databases with an office and its case in them already."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import make_url

from mlat import create_core
from mlat.keys import Keyring
from mlat.model import db
from mlat.settings import Settings
from tests.conftest import NOW, OfficeThere, _postgres_database, an_office
from tests.services import lives


def a_pdf(pages: int = 1) -> bytes:
    """A small real PDF without words."""
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page()
    held = io.BytesIO()
    made.save(held, deterministic_id=True)
    return held.getvalue()


@pytest.fixture
def real_papers() -> None:
    """Asked for by tests that read what a paper says: papers are then laid out in full."""


@pytest.fixture(autouse=True)
def quick_papers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """How papers look and are signed is shown elsewhere: here a blank page stands for each."""
    if "real_papers" not in request.fixturenames:
        blank = a_pdf()
        monkeypatch.setattr("mlat.documents.pdf.write", lambda _record: blank)
        monkeypatch.setattr("mlat.documents.sign.seal", lambda data, *_: data)


@dataclass(frozen=True)
class Sown:
    """A database that is copied for each test: its URL, and who and what is in it."""

    url: str
    office: OfficeThere
    case_id: str


Sow = Callable[[str, bool], Sown]


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The master keys under which everything sown is sealed."""
    return Keyring.create(tmp_path_factory.mktemp("sown") / "keys").folder


@pytest.fixture(scope="session")
def sow(keys: Path, sqlite_template: Path, postgres: str, postgres_template: str) -> Iterator[Sow]:
    """Sows an office, with its case or without, in a database of one kind; once in a run."""
    ends: list[Iterator[str]] = []

    @cache
    def sown(kind: str, with_case: bool) -> Sown:
        if kind == "sqlite":
            file = keys.parent / f"{with_case}.sqlite"
            shutil.copy(sqlite_template, file)
            url = f"sqlite:///{file}"
        else:
            made = _postgres_database(postgres, postgres_template)
            url = next(made)
            ends.append(made)
        with create_core(Settings(home=keys.parent, database_url=url)).app_context():
            office = an_office(NOW, "ONE")
            case_id = lives.a_case(office, NOW) if with_case else ""
            db.session.remove()
            db.engine.dispose()
        return Sown(url, office, case_id)

    yield sown
    for made in ends:
        next(made, None)


@pytest.fixture(params=["sqlite", "postgres"])
def kind(request: pytest.FixtureRequest) -> str:
    """Both kinds of database in turn."""
    found: str = request.param
    return found


@pytest.fixture
def sown(request: pytest.FixtureRequest, kind: str, sow: Sow, keys: Path, tmp_path: Path) -> Sown:
    """What is in this test's database; its keys are put where the application looks for them."""
    shutil.copytree(keys, tmp_path / "home" / "keys")
    return sow(kind, "case_id" in request.fixturenames)


@pytest.fixture
def database(kind: str, sown: Sown, postgres: str, tmp_path: Path) -> Iterator[str]:
    """URL of a copy of what was sown."""
    there = str(make_url(sown.url).database)
    if kind == "sqlite":
        shutil.copy(there, tmp_path / "mlat.sqlite")
        yield f"sqlite:///{tmp_path / 'mlat.sqlite'}"
    else:
        yield from _postgres_database(postgres, there)


@pytest.fixture
def office(app: Flask, sown: Sown) -> OfficeThere:
    """An office with one person of each role."""
    return sown.office


@pytest.fixture
def case_id(app: Flask, sown: Sown) -> str:
    """A training case with one account, a child, a suspect and a mother who asked for news."""
    return sown.case_id
