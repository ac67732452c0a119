"""What every room's tests share: both databases, an application on them, two offices with their people."""

from __future__ import annotations

import functools
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar

import pytest
from flask import Flask
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from mlat.domain.permissions import Actor, Role
from mlat.domain.playbook import OfficeGiven
from tests.ground import (
    Ground,
    PostgresGround,
    SqliteGround,
    autocommitting,
    make_tables,
    postgres_database,
    postgres_server,
)
from tests.mail_server import MailServer, serving

NOW = datetime(2026, 3, 2, 13, 0, tzinfo=UTC)
ZONE = "America/Argentina/Buenos_Aires"
PASSWORD = "a password of a test"

settings.register_profile("house", deadline=None)
"""How long one example takes says more of what else the machine does than of the rule: no property has a time limit."""
settings.load_profile("house")


ROOMS_OF_ONE_WORKER = frozenset({"browser", "documents", "play", "web"})
"""Their sites and lives take seconds to make: one worker makes them and runs all that looks at them."""


class ByRoom(LoadScopeScheduling):
    """Gives a worker a whole room where making it is dear, else a whole file."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        room = Path(file).parts[1]
        if room == "soak":
            return nodeid  # the whole life takes half an hour: nothing else waits behind it
        return room if room in ROOMS_OF_ONE_WORKER else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling | None:
    """What `--dist loadscope` means here."""
    return ByRoom(config, log) if config.getvalue("dist") == "loadscope" else None


@pytest.fixture
def now() -> datetime:
    """The instant at which every test stands unless it says otherwise: a Monday, 10:00 in Buenos Aires."""
    return NOW


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a PostgreSQL server on which databases may be made."""
    with postgres_server(tmp_path_factory.mktemp("runtime")) as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the schema."""
    file = tmp_path_factory.mktemp("sqlite") / "template.sqlite"
    make_tables(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def sqlite_ground(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """The SQLite database of the run."""
    return SqliteGround(sqlite_template, tmp_path_factory.mktemp("ground"))


@pytest.fixture(scope="session")
def postgres_ground(postgres: str) -> Iterator[Ground]:
    """The PostgreSQL database of the run."""
    with postgres_database(postgres, "ground") as url:
        make_tables(url)
        with autocommitting(url) as connection:
            yield PostgresGround(url, connection)


@pytest.fixture(params=["sqlite", "postgres"])
def kind(request: pytest.FixtureRequest) -> str:
    """Every test of a database runs on both kinds."""
    found: str = request.param
    return found


@pytest.fixture
def ground(request: pytest.FixtureRequest, kind: str) -> Ground:
    """The database of this kind, as the last test left it."""
    found: Ground = request.getfixturevalue(f"{kind}_ground")
    return found


@pytest.fixture
def empty_database(request: pytest.FixtureRequest, kind: str, tmp_path: Path) -> Iterator[str]:
    """URL of a database without any table, of both kinds."""
    if kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite'}"
        return
    with postgres_database(request.getfixturevalue("postgres"), "empty") as url:
        yield url


@pytest.fixture(scope="session", autouse=True)
def facts_read_once() -> Iterator[None]:
    """The shipped facts do not change during a run, and reading them takes a second."""
    from mlat import facts

    read = facts.load
    facts.load = functools.cache(read)  # type: ignore[assignment]
    yield
    facts.load = read


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The one installation of the run: its keys seal whatever is sown."""
    from mlat.keys import Keyring

    folder = tmp_path_factory.mktemp("home")
    Keyring.create(folder / "keys")
    return folder


@pytest.fixture(scope="session")
def application(home: Path) -> Iterator[Callable[[str], Flask]]:
    """The application on the database of a URL: one for the run, so that statements are compiled once."""
    from mlat import create_core
    from mlat.model import db
    from mlat.settings import Settings

    made: dict[str, Flask] = {}

    def on(url: str) -> Flask:
        if url not in made:
            made[url] = create_core(Settings(home=home, database_url=url))
        return made[url]

    yield on
    for each in made.values():
        with each.app_context():
            db.engine.dispose()


def folders_of(home: Path) -> tuple[Path, ...]:
    """Where an installation keeps what belongs to the rows of its database."""
    return home / "files", home / "mail", home / "returned"


@pytest.fixture
def app(ground: Ground, home: Path, application: Callable[[str], Flask]) -> Iterator[Flask]:
    """The application without pages, its context pushed, its database and its folders empty; on both databases."""
    for folder in folders_of(home):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    ground.restore()
    found = application(ground.url)
    with found.app_context():
        yield found
        ground.leave()


Sown = TypeVar("Sown")


class Sow(Protocol):
    """Puts the test's database to what `make` leaves in an empty one, and returns what `make` gave back."""

    def __call__(self, name: str, make: Callable[[], Sown]) -> Sown: ...


@pytest.fixture(scope="session")
def granary() -> dict[tuple[str, str], Any]:
    """What each making gave back, by database and name."""
    return {}


@pytest.fixture
def sow(app: Flask, ground: Ground, granary: dict[tuple[str, str], Any]) -> Sow:
    """Makes rows once in a run; every later test finds them as they were."""

    def sown(name: str, make: Callable[[], Sown]) -> Sown:
        ground.leave()
        if (ground.url, name) in granary:
            ground.restore(name)
        else:
            granary[ground.url, name] = make()
            ground.leave()
            ground.keep(name)
        found: Sown = granary[ground.url, name]
        return found

    return sown


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

    given = OfficeGiven(
        code=code,
        name=f"Fiscalía de ejemplo {code}",
        country="AR",
        zone=ZONE,
        language="es",
        place="Buenos Aires",
        email=f"oficina@{code.lower()}.example",
        phone="+54 11 0000 0000",
        signing="office_key",
    )
    office_id = admin.create_office(now, given, training=True)
    actors = {}
    for role in Role:
        email = f"{role.value}@{code.lower()}.example"
        user_id = admin.add_user(
            now, office_id, email, f"{role.value} {code}", (role.value,), PASSWORD, "Cargo", "es", role.value
        )
        actors[role] = Actor(office_id, user_id, frozenset({role}), "es", ZONE)
    return OfficeThere(office_id, actors)


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Passwords hashed as in service, but with little work: hundreds are made in a run."""
    import argon2

    make = argon2.PasswordHasher.__init__

    def quick(self: argon2.PasswordHasher) -> None:
        make(self, time_cost=1, memory_cost=8, parallelism=1)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(argon2.PasswordHasher, "__init__", quick)
        yield


@pytest.fixture
def office(sow: Sow) -> OfficeThere:
    """An office with one person of each role."""
    return sow("office", lambda: an_office(NOW, "ONE"))


@pytest.fixture
def other_office(office: OfficeThere, now: datetime) -> OfficeThere:
    """A second office: what belongs to the first does not exist for it."""
    return an_office(now, "TWO")


@pytest.fixture
def mail_server(tmp_path: Path) -> Iterator[MailServer]:
    """A mail server that speaks only over TLS, with a certificate of our own."""
    with serving(tmp_path) as server:
        yield server
