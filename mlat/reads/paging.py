"""Lists by key, never by OFFSET: a page begins after the last row of the one before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, literal, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from mlat.model import UtcDateTime

T = TypeVar("T")
LINES = 50


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some lines of a list; `onward` is the key after which the next page begins, or nothing."""

    lines: tuple[T, ...]
    onward: str = ""


def after(
    column: InstrumentedAttribute[datetime], key: InstrumentedAttribute[str], cursor: str
) -> ColumnElement[bool] | None:
    """Rows older than the cursor `instant~id`; None where the cursor is empty or was tampered with."""
    instant, _, row_id = cursor.partition("~")
    try:
        moment = datetime.fromisoformat(instant)
    except ValueError:
        return None
    if moment.tzinfo is None or not row_id.isalnum():
        return None
    return tuple_(column, key) < tuple_(literal(moment, UtcDateTime()), literal(row_id))


def cursor(moment: datetime, row_id: str) -> str:
    """The cursor that stands for a row."""
    return f"{moment.isoformat()}~{row_id}"


def newest(
    session: Session,
    query: Select[Any],
    column: InstrumentedAttribute[datetime],
    key: InstrumentedAttribute[str],
    given: str,
    lines: int = LINES,
) -> tuple[list[Any], str]:
    """One page of rows, newest first, and the cursor of the next page."""
    beyond = after(column, key, given) if given else None
    if beyond is not None:
        query = query.where(beyond)
    rows = list(session.scalars(query.order_by(column.desc(), key.desc()).limit(lines + 1)))
    if len(rows) <= lines:
        return rows, ""
    last = rows[lines - 1]
    return rows[:lines], cursor(getattr(last, column.key), last.id)
