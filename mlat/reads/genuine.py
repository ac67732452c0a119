"""Whether a paper with this proof code left this house: reference, day, kind and hash, and nothing of the case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from mlat.model import Office, Paper, Request, transaction


@dataclass(frozen=True)
class Genuine:
    """What a recipient may compare with the paper in hand."""

    number: str
    measure: str
    office: str
    frozen_at: datetime
    zone: str
    sha256: str


def genuine(proof_code: str) -> Genuine | None:
    """The paper that carries the code; None where there is none. Open to anybody: it tells nothing else."""
    with transaction() as session:
        row = session.execute(
            select(Paper, Office, Request.measure)
            .join(Request, Request.id == Paper.request_id)
            .join(Office, Office.id == Request.office_id)
            .where(Request.proof_code == proof_code, Paper.number == Request.number, Paper.is_sent_one)
        ).first()
        if row is None:
            return None
        paper, office, measure = row
        return Genuine(paper.number, measure, office.name, paper.frozen_at, office.zone, paper.sha256)
