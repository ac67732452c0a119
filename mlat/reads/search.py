"""Finding a case or a request by any reference of any body, or an account by what it is."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.identifiers.notations import notations
from mlat.domain.permissions import Actor
from mlat.house import house
from mlat.model import Case, Identifier, Reference, Request, reading
from mlat.reads.shown import shown
from mlat.services.access import handed_requests, visible
from mlat.services.vault import key_of

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


@dataclass(frozen=True)
class AccountHit:
    """An account of a case of the actor's office, as far as the actor may see it."""

    case_id: str
    case_reference: str
    code: str
    kind: str
    platform: str
    given: str


def find_accounts(actor: Actor, text: str) -> tuple[AccountHit, ...]:
    """Accounts that the text names in any notation: a number with spaces, a link instead of the name in it ..."""
    office = house()
    wanted = {office.keyring.lookup(actor.office_id, one) for one in notations(text, office.world.platforms)}
    if not wanted:
        return ()
    with reading() as session:
        rows = session.execute(
            visible(actor)
            .join(Identifier, Identifier.case_id == Case.id)
            .where(Identifier.office_id == actor.office_id, Identifier.lookup.in_(wanted), Case.erased_at.is_(None))
            .with_only_columns(Identifier, Case.reference)
            .order_by(Case.opened_at.desc(), Identifier.code)
            .limit(SHOWN)
        ).all()
        return tuple(_account(session, actor, row, reference) for row, reference in rows)


def _account(session: Session, actor: Actor, row: Identifier, reference: str) -> AccountHit:
    given = key_of(session, row.case_id).text(row.given_sealed, f"identifiers:{row.id}:given")
    return AccountHit(row.case_id, reference, row.code, row.kind, row.platform or "", shown(actor, row.kind, given))


def find(actor: Actor, folded: str) -> tuple[Hit, ...]:
    """References that begin with `folded` (lower case, letters and digits only), exact ones first."""
    if not folded:
        return ()
    with reading() as session:
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
