"""Rows as plain lines that either kind of database reads back, and the sealed files that they name."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Date, LargeBinary, Table, select
from sqlalchemy.orm import Session

from mlat.model import Base, UtcDateTime

LEFT_OUT = frozenset({"once_tokens"})
"""What is worth nothing an hour later."""
FILES = {
    "annexes": "blob",
    "case_texts": "scan",
    "dispatches": "blob",
    "evidence_items": "blob",
    "papers": "blob",
    "removed_annexes": "blob",
}
"""The columns that name a file in storage. `messages.blob` and `evidence_items.apart` name what was returned: never."""
PROOF = "proof_blob"
"""What an event calls the file that proves it."""
AT_ONCE = 500
"""Rows that are fetched together."""


def tables() -> list[Table]:
    """Every table of a backup, those that others point to first."""
    return [table for table in Base.metadata.sorted_tables if table.name not in LEFT_OUT]


def all_of(session: Session, table: Table) -> Iterator[dict[str, Any]]:
    """Every row of a table, in the order of its key, a few in memory at a time."""
    query = select(table).order_by(*table.primary_key.columns)
    for row in session.execute(query, execution_options={"yield_per": AT_ONCE}).mappings():
        yield dict(row)


def named(table: str, row: dict[str, Any]) -> str:
    """The file in storage that a row names; empty where it names none."""
    return (row["data"].get(PROOF) if table == "events" else row.get(FILES.get(table, ""))) or ""


def line(row: dict[str, Any]) -> bytes:
    """A row as one line of JSON."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"), default=_plain).encode() + b"\n"


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, date):  # or an instant
        return value.isoformat()
    raise TypeError(type(value).__name__)


def read_line(table: Table, text: bytes) -> dict[str, Any]:
    """The row of a line. Raises `ValueError` where it is not a row of this table."""
    row = json.loads(text)
    if not isinstance(row, dict) or set(row) != set(table.columns.keys()):
        raise ValueError("other columns")
    try:
        return {name: _typed(table.columns[name], value) for name, value in row.items()}
    except TypeError as error:
        raise ValueError("another kind of value") from error


def _typed(column: Column[Any], value: Any) -> Any:
    kind = column.type
    if isinstance(kind, JSON):
        return value
    if value is None:
        if not column.nullable:
            raise ValueError("nothing where something must be")
        return None
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value, validate=True)
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value
