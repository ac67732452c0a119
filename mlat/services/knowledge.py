"""The facts as one office sees them: shipped, with its own confirmed corrections on top."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.domain.route_table import RouteTable, table
from mlat.domain.world import Confirmation, World
from mlat.house import house
from mlat.model import FactCorrection, new_id, transaction
from mlat.services import journal
from mlat.services.access import require


def world_of(session: Session, office_id: str) -> World:
    """The world with the office's corrections; the office's version wins and is marked."""
    rows = session.scalars(
        select(FactCorrection)
        .where(FactCorrection.office_id == office_id, FactCorrection.retired_at.is_(None))
        .order_by(FactCorrection.at)
    )
    corrections = {
        row.fact_id: Confirmation(value=row.value["value"], source=row.source, on=row.dated, by=row.by) for row in rows
    }
    return house().world.with_corrections(corrections) if corrections else house().world


@dataclass(frozen=True)
class _Known:
    """A world told apart by what it says: the files it was read from, and the office's own words on top."""

    world: World = field(compare=False)
    version: str
    confirmed: str


def table_of(world: World, home: str, on: date) -> RouteTable:
    """Every route of `home` on the day; kept, as it takes seconds and changes only with the facts and the day."""
    confirmed = repr(sorted(world.confirmed.items(), key=lambda pair: pair[0]))
    return _table(_Known(world, world.version, confirmed), home, on)


@lru_cache(maxsize=8)
def _table(known: _Known, home: str, on: date) -> RouteTable:
    return table(known.world, home, on)


def correct_fact(actor: Actor, now: datetime, fact_id: str, value: Any, source: str, dated: date) -> str:
    """Confirm, correct or add a fact for this office; its version wins and is marked. Returns the row's id."""
    require(actor, Act.ENTER_FACT)
    if not source.strip():
        raise Problem("empty", "source", "is empty.", "Say where you read it.")
    house().world.with_corrections({fact_id: Confirmation(value=value, source=source, on=dated, by=actor.name)})
    with transaction() as session:
        for old in session.scalars(
            select(FactCorrection).where(
                FactCorrection.office_id == actor.office_id,
                FactCorrection.fact_id == fact_id,
                FactCorrection.retired_at.is_(None),
            )
        ):
            old.retired_at = now
        row = FactCorrection(
            id=new_id(),
            office_id=actor.office_id,
            fact_id=fact_id,
            value={"value": value},
            source=source.strip(),
            dated=dated,
            by=actor.user_id or "",
            at=now,
        )
        session.add(row)
        session.flush()
        journal.write(
            session,
            now,
            actor,
            "fact_corrected",
            office_id=actor.office_id,
            data={"correction": row.id, "fact": fact_id},
        )
        return row.id
