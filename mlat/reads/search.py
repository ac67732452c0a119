"""Finding a case or a request by any reference of any body, or an account by what it is."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from mlat.domain.permissions import Actor
from mlat.model import Case, Reference, Request, transaction
from mlat.services.access import handed_requests, visible

SHOWN = 30
BEYOND = "\U0010ffff"


@dataclass(frozen=True)
class Hit:
    """One reference found; `body` is who uses it. For a handed request there is no case."""

    value: str
    body: str
    case_id: str
    case_reference: str
    request_id: str
    recipient: str
    exact: bool


def find(actor: Actor, folded: str) -> tuple[Hit, ...]:
    """References that begin with `folded` (lower case, letters and digits only), exact ones first."""
    if not folded:
        return ()
    with transaction() as session:
        mine = visible(actor).with_only_columns(Case.id)
        rows = session.execute(
            select(Reference, Case.reference, Request.recipient_name)
            .join(Case, Case.id == Reference.case_id)
            .outerjoin(Request, Request.id == Reference.request_id)
            .where(
                Reference.office_id == actor.office_id,
                Reference.case_id.in_(mine),
                Reference.folded >= folded,
                Reference.folded < folded + BEYOND,
            )
            .order_by(Reference.folded, Reference.id)
            .limit(SHOWN)
        ).all()
        hits = [
            Hit(
                ref.value,
                ref.body,
                ref.case_id,
                case,
                ref.request_id or "",
                recipient or "",
                ref.folded == folded,
            )
            for ref, case, recipient in rows
        ]
        handed = session.execute(
            handed_requests(actor)
            .join(Reference, Reference.request_id == Request.id)
            .with_only_columns(Reference, Request.recipient_name)
            .where(Reference.folded >= folded, Reference.folded < folded + BEYOND)
            .limit(SHOWN)
        ).all()
        hits += [
            Hit(ref.value, ref.body, "", "", ref.request_id or "", recipient, ref.folded == folded)
            for ref, recipient in handed
        ]
    return tuple(sorted(hits, key=lambda hit: (not hit.exact, hit.value)))
