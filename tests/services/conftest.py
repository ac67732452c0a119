"""What the tests of the services share: quick papers, and databases with an office and its case in them already."""

from __future__ import annotations

import io
import shutil
import uuid
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
from tests.conftest import NOW, OfficeThere, _postgres_database, _run, an_office
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
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The one installation of the run: its keys seal whatever is sown."""
    folder = tmp_path_factory.mktemp("services")
    Keyring.create(folder / "keys")
    return folder


@pytest.fixture(scope="session")
def sow(home: Path, sqlite_template: Path, postgres: str, postgres_template: str) -> Iterator[Sow]:
    """Sows an office, with its case or without, in a database of one kind; once in a run."""
    ends: list[Iterator[str]] = []

    @cache
    def sown(kind: str, with_case: bool) -> Sown:
        if kind == "sqlite":
            file = home / f"sown-{with_case}.sqlite"
            shutil.copy(sqlite_template, file)
            url = f"sqlite:///{file}"
        else:
            made = _postgres_database(postgres, postgres_template)
            url = next(made)
            ends.append(made)
        with create_core(Settings(home=home, database_url=url)).app_context():
            office = an_office(NOW, "ONE")
            case_id = lives.a_case(office, NOW) if with_case else ""
            db.session.remove()
            db.engine.dispose()
        return Sown(url, office, case_id)

    yield sown
    for made in ends:
        next(made, None)


@pytest.fixture(scope="session")
def applications(home: Path, postgres: str) -> Iterator[Callable[[str], Flask]]:
    """One application for each kind of database: statements are then compiled once in a run, not in every test."""
    name = f"mlat_services_{uuid.uuid4().hex[:8]}"
    urls = {
        "sqlite": f"sqlite:///{home / 'services.sqlite'}",
        "postgres": make_url(postgres).set(database=name).render_as_string(hide_password=False),
    }
    yield cache(lambda kind: create_core(Settings(home=home, database_url=urls[kind])))
    _run(postgres, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def kind(request: pytest.FixtureRequest) -> str:
    """Both kinds of database in turn."""
    found: str = request.param
    return found


@pytest.fixture
def sown(request: pytest.FixtureRequest, kind: str, sow: Sow) -> Sown:
    """Who and what is in this test's database at its start."""
    return sow(kind, "case_id" in request.fixturenames)


@pytest.fixture
def app(kind: str, sown: Sown, postgres: str, home: Path, applications: Callable[[str], Flask]) -> Iterator[Flask]:
    """The application on a fresh copy of what was sown, its folders empty."""
    found = applications(kind)
    for folder in (home / "files", home / "mail"):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    with found.app_context():
        there, here = str(make_url(sown.url).database), str(db.engine.url.database)
        if kind == "sqlite":
            for file in (f"{here}-wal", f"{here}-shm"):
                Path(file).unlink(missing_ok=True)
            shutil.copy(there, here)
        else:
            _run(postgres, f"DROP DATABASE IF EXISTS {here} WITH (FORCE)")
            _run(postgres, f"CREATE DATABASE {here} TEMPLATE {there}")
        yield found
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def office(app: Flask, sown: Sown) -> OfficeThere:
    """An office with one person of each role."""
    return sown.office


@pytest.fixture
def case_id(app: Flask, sown: Sown) -> str:
    """A training case with one account, a child, a suspect and a mother who asked for news."""
    return sown.case_id
