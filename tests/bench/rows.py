"""An office with many open requests: a thousand written row by row, then copied inside the database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import md5
from typing import Any

import sqlalchemy as sa

from mlat.domain.permissions import Actor
from mlat.domain.permissions import Role as RoleName
from mlat.model import Base, Case, Clock, Office, Request, Role, User, UserRole, db, new_id

NOW = datetime(2026, 3, 2, 13, 0, tzinfo=UTC)
FIRST = datetime(2021, 3, 1, 12, 0, tzinfo=UTC)
SEED = 1_000
"""Requests written row by row; more are their copies."""
CASE_SIZE = 10
"""Requests of one case."""
DUE_EVERY = 100
"""One clock in so many is due at `NOW`."""
COUNTRIES = ("MX", "US", "IE", "BR", "UY", "ES", "FR", "DE", "PT", "CL", "PE", "CO")
STANDING = (
    ("sent", "they_owe"),
    ("partly_answered", "they_owe"),
    ("acknowledged", "promised"),
    ("more_asked", "we_owe"),
)


def fill(size: int, closed: int = 0) -> Actor:
    """One office with `size` open requests, each with a running clock, and some closed ones; gives its prosecutor.

    Both numbers are whole thousands.
    """
    prosecutor = Actor(new_id(), new_id(), frozenset({RoleName.PROSECUTOR}))
    with db.engine.begin() as connection:
        _people(connection, prosecutor)
        seeds = _seed(connection, prosecutor)
        opened = size // SEED
        with _indexed_afterwards(connection):
            if opened > 1:
                _copy(connection, seeds, range(1, opened), {})
            if closed:
                _copy(connection, seeds, range(opened, opened + closed // SEED), CLOSED)
    if db.engine.dialect.name == "postgresql":
        # What its own housekeeping does soon after; without it the planner guesses.
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    return prosecutor


def _people(connection: sa.Connection, prosecutor: Actor) -> None:
    office = {
        "id": prosecutor.office_id,
        "code": "bench",
        "name": "Unidad Fiscal",
        "country": "AR",
        "zone": "America/Argentina/Buenos_Aires",
        "language": "es",
        "letterhead": [],
        "place": "Buenos Aires",
        "email": "office@example.org",
        "phone": "+54 11 0000 0000",
    }
    user = {
        "id": prosecutor.user_id,
        "office_id": prosecutor.office_id,
        "email": "ana@example.org",
        "name": "Ana Ejemplo",
        "fs_uniquifier": prosecutor.user_id,
    }
    connection.execute(sa.insert(Office), office)
    connection.execute(sa.insert(User), user)
    connection.execute(sa.insert(Role), {"id": 1, "name": RoleName.PROSECUTOR})
    connection.execute(sa.insert(UserRole), {"user_id": prosecutor.user_id, "role_id": 1})


Seeds = Mapping[type[Base], list[str]]
"""Ids of the rows that were written one by one."""


def _seed(connection: sa.Connection, prosecutor: Actor) -> Seeds:
    cases = [_case(n, prosecutor) for n in range(SEED // CASE_SIZE)]
    requests = [_request(n, cases[n // CASE_SIZE]) for n in range(SEED)]
    connection.execute(sa.insert(Case), cases)
    connection.execute(sa.insert(Request), requests)
    clocks = [_clock(n, request) for n, request in enumerate(requests)]
    connection.execute(sa.insert(Clock), clocks)
    return {model: [row["id"] for row in rows] for model, rows in ((Case, cases), (Request, requests), (Clock, clocks))}


def _case(n: int, prosecutor: Actor) -> dict[str, Any]:
    return {
        "id": new_id(),
        "office_id": prosecutor.office_id,
        "reference": f"C-{n}",
        "owner_id": prosecutor.user_id,
        "opened_at": FIRST + timedelta(days=n),
    }


def _request(n: int, case: dict[str, Any]) -> dict[str, Any]:
    country = COUNTRIES[n % len(COUNTRIES)]
    state, ball = STANDING[n % len(STANDING)]
    return {
        "id": new_id(),
        "office_id": case["office_id"],
        "case_id": case["id"],
        "code": f"R{n % CASE_SIZE}",
        "form": "mla_request",
        "measure": "mla_evidence",
        "instrument": "coe.185",
        "article": "25",
        "recipient_kind": "authority",
        "recipient_id": f"{country.lower()}.central",
        "recipient_name": f"Central authority of {country}",
        "requested_state": country,
        "language": "es",
        "data": ["subscriber"],
        "identifiers": ["A1"],
        "route": {"channel_kind": "authority"},
        "facts_version": "0" * 16,
        "number": f"MLA-{n}",
        "created_at": FIRST + timedelta(days=1.7 * n),
        "state": state,
        "ball": ball,
        "next_due": NOW + timedelta(hours=n),
    }


def _clock(n: int, request: dict[str, Any]) -> dict[str, Any]:
    apart = timedelta(hours=1 + n // DUE_EVERY)
    return {
        "id": new_id(),
        "office_id": request["office_id"],
        "case_id": request["case_id"],
        "request_id": request["id"],
        "kind": "answer",
        "party": "them",
        "rule": "plain",
        "period": "P30D",
        "started_at": request["created_at"],
        "zone": "UTC",
        "opened_event": n + 1,
        "safe_at": request["created_at"] + timedelta(days=30),
        "next_rung": "gentle",
        "next_rung_at": NOW + apart if n % DUE_EVERY else NOW - apart,
    }


CLOSED: Mapping[type[Base], Mapping[str, Any]] = {
    Request: {"state": "closed", "ball": "done", "next_due": None},
    Clock: {"ended_at": NOW - timedelta(days=90), "ended_why": "closed", "next_rung": None, "next_rung_at": None},
}
"""What a closed request and its clock say otherwise."""


FILLING_KIB = 2_000_000


@contextmanager
def _indexed_afterwards(connection: sa.Connection) -> Iterator[None]:
    """A million rows are copied in minutes, not in an hour, where each index is built once at the end."""
    indexes = [index for model in (Case, Request, Clock) for index in sorted(model.__table__.indexes, key=str)]
    for index in indexes:
        index.drop(connection)
    yield
    for index in indexes:
        index.create(connection)


def _copy(
    connection: sa.Connection, seeds: Seeds, numbers: range, otherwise: Mapping[type[Base], Mapping[str, Any]]
) -> None:
    """Every case, request and clock of the seed once more for each number, with ids of their own."""
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        driver.create_function("md5", 1, lambda text: md5(text.encode()).hexdigest(), deterministic=True)
        # Scattered ids touch every page of every index: in a small cache a million rows take an hour to write.
        before = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
        connection.exec_driver_sql(f"PRAGMA cache_size = -{FILLING_KIB}")
    copy = sa.select(sa.literal(numbers[0]).label("n")).cte("copy", recursive=True)
    copy = copy.union_all(sa.select(copy.c.n + 1).where(copy.c.n < numbers[-1]))
    number = sa.cast(copy.c.n, sa.String)

    def scattered(column: Any) -> Any:
        return sa.func.md5(column + number)

    changed: dict[type[Base], dict[str, Any]] = {
        Case: {"id": scattered(Case.id), "reference": Case.reference + "-" + number},
        Request: {"id": scattered(Request.id), "case_id": scattered(Request.case_id)},
        Clock: {
            "id": scattered(Clock.id),
            "case_id": scattered(Clock.case_id),
            "request_id": scattered(Clock.request_id),
        },
    }
    for model, new in changed.items():
        table = model.__table__
        said = {name: sa.literal(value, table.columns[name].type) for name, value in otherwise.get(model, {}).items()}
        columns = [(new | said).get(column.name, column) for column in table.columns]
        copies = sa.select(*columns).select_from(sa.join(table, copy, sa.true())).where(table.c.id.in_(seeds[model]))
        connection.execute(sa.insert(model).from_select(list(table.columns), copies, include_defaults=False))
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA cache_size = {before}")
