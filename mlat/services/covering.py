"""The note that hands a request to the body through which the office must send it."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.documents.forms import form
from mlat.domain.record import Party, Record
from mlat.model import Leg, Office, Request
from mlat.services.knowledge import world_of

COVERING = "covering_note"


def first_leg(session: Session, row: Request) -> Leg:
    """The leg that our office itself sends."""
    leg: Leg = session.scalars(select(Leg).where(Leg.request_id == row.id).order_by(Leg.seq).limit(1)).one()
    return leg


def goes_through_own_authority(session: Session, row: Request) -> bool:
    """Whether the first body on the way is not the recipient, so that a covering note is needed."""
    return not first_leg(session, row).reaches_recipient and row.recipient_kind != "provider"


def covering_record(session: Session, row: Request, request: Record, number: str) -> Record:
    """The covering note to the own transmitting authority, in the office's language."""
    office = session.get_one(Office, row.office_id)
    leg = first_leg(session, row)
    authority = world_of(session, row.office_id).authorities.get(leg.to_body)
    zone = authority.time_zone[0] if authority and authority.time_zone else office.zone
    name = authority.name_local if authority and authority.name_local_language == office.language else leg.to_name
    return replace(
        request,
        form=COVERING,
        copy="authority",
        language=office.language,
        title=form(COVERING).title,
        recipient=Party(name, (), office.country, zone),
        number=number,
        proof_code="",
        verify_url="",
        page_url="",
        fields={
            name: value
            for name, value in request.fields.items()
            if name in {each.id for each in form(COVERING).fields()} and name != "facts"
        }
        | {
            "own_reference": request.number,
            "case_number": request.case_reference,
            "custodian": request.recipient.name,
        },
        legs=(),
        beside=None,
    )
