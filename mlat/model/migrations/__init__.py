"""The schema's steps: which one a database stands at, and how to bring it to the newest."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import Migrate
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from mlat.domain.problems import Problem
from mlat.model.base import db

FOLDER = Path(__file__).resolve().parent


def config(app: Flask) -> Config:
    """Alembic's configuration for the database of `app`."""
    steps = Migrate(directory=str(FOLDER), compare_type=True, render_as_batch=True)
    steps.init_app(app, db)
    return cast(Config, steps.get_config())


def upgrade(app: Flask, revision: str = "head") -> None:
    """Bring the database of `app` up to `revision`; harmless when it is there already."""
    with app.app_context():
        command.upgrade(config(app), revision)


def downgrade(app: Flask, revision: str) -> None:
    """Take the database of `app` down to `revision` (`base` empties it)."""
    with app.app_context():
        command.downgrade(config(app), revision)


def head() -> str:
    """The newest step."""
    found = ScriptDirectory(str(FOLDER)).get_current_head()
    if found is None:
        raise Problem("schema", str(FOLDER), "holds no migration.", "Install the program again.")
    return found


def current(engine: Engine) -> str | None:
    """The step that the database stands at; None where it has none."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def refuse_unless_head(engine: Engine) -> None:
    """Raise `Problem` naming `mlat init` unless the database is reachable and at the newest step."""
    try:
        found = current(engine)
    except OperationalError as error:
        raise Problem(
            "database", "database_url", "cannot be reached.", "Start the database or mend the setting."
        ) from error
    if found != head():
        raise Problem(
            "schema",
            "database",
            "is at step %(found)s, and this program needs %(head)s.",
            "Run `mlat init`.",
            found=found or "none",
            head=head(),
        )
