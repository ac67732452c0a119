"""Numbers without gaps per office, year and kind of paper."""

from __future__ import annotations

import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.model import NumberSeries, Office

PROOF_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def next_number(session: Session, office: Office, now: datetime, kind: str) -> str:
    """The next number of the series, for example `UFEDYCI/2026/REQ-0007`, in the office's own year.

    The office's row is held until commit: the first two of a year, too, queue for their numbers.
    """
    session.execute(select(Office.id).where(Office.id == office.id).with_for_update(key_share=True))
    year = now.astimezone(ZoneInfo(office.zone)).year
    series = session.get(NumberSeries, (office.id, year, kind), populate_existing=True)
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
