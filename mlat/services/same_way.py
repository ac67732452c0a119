"""A paper of our own on the very way of the request that it follows: nothing is routed or required anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.permissions import Act, Actor
from mlat.model import Leg, Office, Request, new_id
from mlat.services.access import find_case
from mlat.services.drafting import begin
from mlat.services.knowledge import world_of

KEPT = ("name", "recipient", "channel", "channel_kind", "language", "languages", "zone", "verification", "source")
"""What such a request keeps of the route of the one it follows: no clock, no annex, no duty."""
SAYS = ("confidentiality",)
"""Clauses of the instrument that hold for it as well."""


def on_the_way_of(parent: Request, form: str, measure: str, code: str) -> Request:
    """The row of a paper under the same law to the same recipient; who drafts it is not said yet (`begun_on_it`)."""
    return Request(
        id=new_id(),
        office_id=parent.office_id,
        case_id=parent.case_id,
        parent_id=parent.id,
        code=code,
        form=form,
        measure=measure,
        instrument=parent.instrument,
        article=parent.article,
        recipient_kind=parent.recipient_kind,
        recipient_id=parent.recipient_id,
        recipient_name=parent.recipient_name,
        requested_state=parent.requested_state,
        language=parent.language,
        data=[],
        identifiers=[],
        route={name: parent.route[name] for name in KEPT if name in parent.route}
        | {"clauses": {name: text for name, text in parent.route.get("clauses", {}).items() if name in SAYS}},
    )


def begun_on_it(
    session: Session, actor: Actor, now: datetime, row: Request, parent: Request, given: Mapping[str, str]
) -> str:
    """Keep the row and its legs, and fill its form from the case, the parent and what is `given`; returns its id."""
    case = find_case(session, actor, parent.case_id, Act.DRAFT)
    row.facts_version = world_of(session, parent.office_id).version
    row.created_by, row.created_at = actor.user_id, now
    session.add(row)
    session.flush()
    _same_legs(session, parent, row)
    begin(session, actor, now, case, row, parent, given)
    return row.id


def _same_legs(session: Session, parent: Request, row: Request) -> None:
    """The same way again, on which nothing has happened yet."""
    zone = session.get_one(Office, row.office_id).zone
    for leg in session.scalars(select(Leg).where(Leg.request_id == parent.id).order_by(Leg.seq)):
        session.add(
            Leg(
                id=new_id(), request_id=row.id, seq=leg.seq, from_body=leg.from_body, to_body=leg.to_body,
                to_name=leg.to_name, reaches_recipient=leg.reaches_recipient, ours=leg.ours, zone=leg.zone or zone,
            )
        )  # fmt: skip
