"""The facts as one office sees them: shipped, with its own confirmed corrections on top."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.world import Confirmation, World
from mlat.house import house
from mlat.model import FactCorrection


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
