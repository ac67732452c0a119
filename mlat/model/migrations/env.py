"""Runs the steps, each in one transaction; Alembic loads this file by itself."""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from mlat.domain.problems import Problem
from mlat.model import db


def run() -> None:
    """Run the steps on the database of the current application."""
    with db.engine.connect() as connection:
        _foreign_keys(connection, on=False)
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            # our SQLite begins its transactions itself (mlat.model.base), so its DDL is transactional too
            transactional_ddl=True,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
            _check_foreign_keys(connection)
        _foreign_keys(connection, on=True)


def _foreign_keys(connection: Connection, *, on: bool) -> None:
    """Batch mode drops and copies tables, which SQLite refuses for referenced ones unless keys are off."""
    if connection.dialect.name == "sqlite":
        # past SQLAlchemy, which would begin a transaction first: inside one the pragma does nothing
        connection.connection.cursor().execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise Problem(
            "schema",
            "database",
            "would hold rows that point nowhere after this step.",
            "Restore the backup and report it.",
        )


run()
