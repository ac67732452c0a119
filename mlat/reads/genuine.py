"""Whether a paper left this house: reference, day, kind and hash, and nothing of the case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select

from mlat.model import Leg, Office, Paper, Request, reading


@dataclass(frozen=True)
class Genuine:
    """What a recipient may compare with the paper in hand."""

    number: str
    measure: str
    frozen_at: datetime
    zone: str
    """Of the office: the day is its own."""
    sha256: str
    """Of the bytes that left."""

    @property
    def on(self) -> date:
        """The day on which it was issued, at the office."""
        return self.frozen_at.astimezone(ZoneInfo(self.zone)).date()


def genuine(proof_code: str) -> Genuine | None:
    """The paper that carries the code; None where there is none. Open to anybody: it tells nothing else."""
    return _found(Request.proof_code == proof_code, Paper.number == Request.number)


def genuine_bytes(sha256: str) -> Genuine | None:
    """The paper of exactly these bytes; None where there is none. Open to anybody, like the other."""
    return _found(Paper.sha256 == sha256)


def _found(*which: ColumnElement[bool]) -> Genuine | None:
    """A paper that was given up before it left is answered like one that never was; one that left stays ours."""
    left = select(Leg.id).where(Leg.request_id == Request.id, Leg.ours, Leg.sent_at.is_not(None)).exists()
    with reading() as session:
        row = session.execute(
            select(Paper, Office.zone, Request.measure)
            .join(Request, Request.id == Paper.request_id)
            .join(Office, Office.id == Request.office_id)
            .where(*which, Paper.is_sent_one, (Request.state != "withdrawn") | left)
        ).first()
    if row is None:
        return None
    paper, zone, measure = row
    return Genuine(paper.number, measure, paper.frozen_at, zone, paper.sha256)
