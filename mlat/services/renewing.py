"""How often a hold was renewed: the requests that extend one another, counted as the law and the company cap them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.renewals import beyond, refusal
from mlat.domain.routes import Routing
from mlat.model import Request

EXTENSION = "preservation_extension"
NOT_GIVEN = frozenset({"withdrawn", "refused", "returned", "no_records"})


def family(session: Session, row: Request) -> list[Request]:
    """The first request for preservation behind `row` and all its extensions, in the order of their making."""
    rows = session.scalars(
        select(Request)
        .where(Request.case_id == row.case_id, Request.measure.in_(("preservation", EXTENSION)))
        .order_by(Request.created_at, Request.id)
    ).all()
    first = _first(row, rows)
    return [each for each in rows if _first(each, rows) == first]


def _first(row: Request, rows: Iterable[Request]) -> str:
    """The id of the request at which a chain of extensions began."""
    by_id = {each.id: each for each in rows}
    seen = {row.id}
    while row.measure == EXTENSION and row.parent_id in by_id and row.parent_id not in seen:
        row = by_id[row.parent_id]
        seen.add(row.id)
    return row.id


def renewals(session: Session, row: Request, besides: str = "") -> int:
    """How often the hold behind `row` was renewed or is asked to be; drafts count, those refused do not."""
    return sum(
        each.measure == EXTENSION and each.state not in NOT_GIVEN and each.id != besides
        for each in family(session, row)
    )


def within_cap(session: Session, routing: Routing, parent: Request | None) -> Routing:
    """The routes by which a hold may be renewed once more; those beyond their cap are refused with the ground."""
    if parent is None:
        return routing
    used = renewals(session, parent)
    over = tuple(each for each in routing.routes if beyond(each.clocks, used))
    return replace(
        routing,
        routes=tuple(each for each in routing.routes if each not in over),
        refused=(*(refusal(each, used) for each in over), *routing.refused),
    )
