"""The schema's steps, up and down with rows in the tables, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from mlat.domain.problems import Problem
from mlat.model import db, migrations, teach_sqlite

STEPS = [step.revision for step in ScriptDirectory(str(migrations.FOLDER)).walk_revisions()][::-1]
EARLIER_IN_THE_MATRIX = [*(pytest.param(step, marks=pytest.mark.matrix) for step in STEPS[:-1]), STEPS[-1]]
AT = datetime(2026, 3, 2, 13, 0, tzinfo=UTC)


@pytest.fixture
def bare(empty_database: str) -> Iterator[Flask]:
    """An application with an empty database and nothing else."""
    app = Flask("migrations")
    app.config["SQLALCHEMY_DATABASE_URI"] = empty_database
    db.init_app(app)
    with app.app_context():
        teach_sqlite(db.engine)
    yield app
    with app.app_context():
        db.engine.dispose()


def engine_of(app: Flask) -> Engine:
    with app.app_context():
        return db.engine


def fill(connection: Connection) -> None:
    """One row in every table, parents first, as the database itself describes its columns."""
    reflected = sa.MetaData()
    reflected.reflect(connection)
    for table in reflected.sorted_tables:
        if table.name != "alembic_version":
            connection.execute(table.insert().values({column.name: value(column) for column in table.columns}))


def value(column: sa.Column[object]) -> object:
    if column.foreign_keys:
        target = next(iter(column.foreign_keys)).column
        return value(target) if target.table is not column.table else None
    kind = column.type
    if isinstance(kind, sa.Boolean):
        return False
    if isinstance(kind, sa.Integer):
        return 1
    if isinstance(kind, sa.DateTime):
        return AT
    if isinstance(kind, sa.Date):
        return date(2026, 3, 2)
    if isinstance(kind, sa.JSON):
        return {}
    return b"x" if isinstance(kind, sa.LargeBinary) else "x"


def count_rows(connection: Connection) -> int:
    reflected = sa.MetaData()
    reflected.reflect(connection)
    tables = (table for table in reflected.sorted_tables if table.name != "alembic_version")
    return sum(connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0 for table in tables)


def test_the_steps_are_one_line_and_numbered() -> None:
    assert [f"{number:04}" for number in range(1, len(STEPS) + 1)] == STEPS


def test_the_schema_after_all_steps_is_the_models(bare: Flask) -> None:
    migrations.upgrade(bare)
    with engine_of(bare).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []


def test_the_guards_of_the_steps_are_those_of_the_models(bare: Flask) -> None:
    migrations.upgrade(bare)
    engine = engine_of(bare)
    catalog = {
        "sqlite": "SELECT sql FROM sqlite_master WHERE type = 'trigger' ORDER BY 1",
        "postgresql": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
    }[engine.dialect.name]
    with engine.connect() as connection:
        migrated = connection.exec_driver_sql(catalog).scalars().all()
    migrations.downgrade(bare, "base")
    with engine.begin() as connection:
        db.metadata.create_all(connection)
        made = connection.exec_driver_sql(catalog).scalars().all()
    assert migrated
    assert migrated == made


@pytest.mark.parametrize("step", EARLIER_IN_THE_MATRIX)
def test_up_and_down_with_rows_in_the_tables(bare: Flask, step: str) -> None:
    migrations.upgrade(bare, step)
    engine = engine_of(bare)
    with engine.begin() as connection:
        fill(connection)
        filled = count_rows(connection)
    migrations.upgrade(bare)
    with engine.connect() as connection:
        assert count_rows(connection) >= filled
    migrations.downgrade(bare, step)
    with engine.connect() as connection:
        assert count_rows(connection) == filled
    migrations.downgrade(bare, "base")
    assert sa.inspect(engine).get_table_names() == ["alembic_version"]
    migrations.upgrade(bare)
    assert migrations.current(engine) == STEPS[-1]


def test_going_back_before_the_evidence_keeps_what_is_outside_and_calls_nothing_else_so(bare: Flask) -> None:
    migrations.upgrade(bare, "0006")
    engine = engine_of(bare)
    with engine.begin() as connection:
        fill(connection)
        items = sa.Table("evidence_items", sa.MetaData(), autoload_with=connection)
        row = connection.execute(sa.select(items)).mappings().one()
        for state in ("outside", "aside", "waiting", "filed"):
            connection.execute(items.insert().values({**row, "id": state, "state": state}))
    migrations.downgrade(bare, "0005")
    migrations.upgrade(bare)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT id, state FROM evidence_items").all() == [("outside", "outside")]


FORGERIES = {
    "sqlite": (
        "UPDATE events SET kind = 'forged'",
        "DELETE FROM events",
        "REPLACE INTO events SELECT * FROM events",
        "INSERT OR REPLACE INTO events SELECT * FROM events",
    ),
    "postgresql": (
        "UPDATE events SET kind = 'forged'",
        "DELETE FROM events",
        "TRUNCATE events",
        "TRUNCATE offices CASCADE; TRUNCATE events CASCADE",
    ),
}


@pytest.mark.parametrize("step", EARLIER_IN_THE_MATRIX)
def test_events_are_only_added_after_every_step(bare: Flask, step: str) -> None:
    migrations.upgrade(bare, step)
    engine = engine_of(bare)
    with engine.begin() as connection:
        fill(connection)
    for forgery in FORGERIES[engine.dialect.name]:
        with pytest.raises(DBAPIError, match="events are only added"), engine.begin() as connection:
            connection.exec_driver_sql(forgery)
        with engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT kind FROM events").scalars().all() == ["x"], forgery


def test_foreign_keys_hold_again_after_migrating(bare: Flask) -> None:
    migrations.upgrade(bare)
    insert = "INSERT INTO case_keys (case_id, wrapped) VALUES ('nowhere', NULL)"
    with pytest.raises(DBAPIError), engine_of(bare).begin() as connection:
        connection.exec_driver_sql(insert)


def test_a_database_without_the_newest_step_is_refused_by_name(bare: Flask) -> None:
    with pytest.raises(Problem, match="at step none") as refusal:
        migrations.refuse_unless_head(engine_of(bare))
    assert "mlat init" in refusal.value.remedy
    migrations.upgrade(bare)
    migrations.refuse_unless_head(engine_of(bare))
