"""Numbers without gaps per office, year and kind of paper."""

from __future__ import annotations

import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.model import NumberSeries, Office

PROOF_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def next_number(session: Session, office: Office, year: int, kind: str) -> str:
    """The next number of the series, for example `UFEDYCI/2026/REQ-0007`; the row is locked until commit."""
    series = session.scalar(
        select(NumberSeries)
        .where(NumberSeries.office_id == office.id, NumberSeries.year == year, NumberSeries.kind == kind)
        .with_for_update()
    )
    if series is None:
        series = NumberSeries(office_id=office.id, year=year, kind=kind, last=0)
        session.add(series)
    series.last += 1
    session.flush()
    return f"{office.code}/{year}/{kind}-{series.last:04d}"


def new_proof_code() -> str:
    """Twelve unguessable characters without look-alikes, in three groups."""
    letters = [secrets.choice(PROOF_LETTERS) for _ in range(12)]
    return "-".join("".join(letters[i : i + 4]) for i in (0, 4, 8))
