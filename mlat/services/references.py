"""Every reference that any body uses, noted so that one search box finds it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.matching import fold
from mlat.model import Case, Reference, Request, new_id


def note_reference(session: Session, case: Case, request: Request | None, body: str, value: str) -> None:
    """Note that `body` (`office`, a platform or an authority id) calls this case or request `value`."""
    value = value.strip()
    if not value:
        return
    request_id = request.id if request else None
    known = select(Reference.id).where(
        Reference.case_id == case.id,
        Reference.request_id == request_id,
        Reference.body == body,
        Reference.value == value,
    )
    if session.scalar(known) is None:
        session.add(
            Reference(
                id=new_id(),
                office_id=case.office_id,
                case_id=case.id,
                request_id=request_id,
                body=body,
                value=value,
                folded=fold(value),
            )
        )
