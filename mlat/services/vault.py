"""The key of a case, fetched inside the transaction that needs it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from mlat.house import house
from mlat.keys import CaseKey
from mlat.model import CaseKey as CaseKeyRow


def key_of(session: Session, case_id: str) -> CaseKey:
    """The key that opens what belongs to the case; raises `Problem` when the case was erased."""
    row = session.get_one(CaseKeyRow, case_id)
    return house().keyring.case_key(case_id, row.wrapped)
