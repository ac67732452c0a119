"""Papers that no law routes: a person names the body of the facts to which the office writes directly."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from mlat.documents.forms import form
from mlat.domain.forms import Form
from mlat.domain.parties import Authority
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.domain.routes import OFFICE
from mlat.domain.world import World
from mlat.model import Case, Leg, Office, Request, new_id, transaction
from mlat.services.access import find_case
from mlat.services.drafting import begin, free_code, known_accounts
from mlat.services.hotlines import reported_before
from mlat.services.knowledge import world_of


def write(
    actor: Actor, now: datetime, case_id: str, form_id: str, recipient_id: str, identifiers: Sequence[str] = ()
) -> list[str]:
    """Draft a paper to a body that its form may be written to; returns the ids, one for each address where it is so.

    Raises `Problem` for another body, and for an address that is no address or was reported and not removed since.
    """
    with transaction() as session:
        case = find_case(session, actor, case_id, Act.DRAFT)
        office = session.get_one(Office, case.office_id)
        world, shape = world_of(session, case.office_id), form(form_id)
        body = _body(world, shape, recipient_id, office.country)
        codes = known_accounts(session, case, identifiers)
        if not shape.one_address:
            return [_draft(session, actor, now, case, shape, body, codes, {})]
        if not codes:
            raise Problem("empty", "identifiers", "is empty.", "Choose the address to be reported.")
        return [_report(session, actor, now, case, shape, body, code) for code in codes]


def bodies(world: World, shape: Form, home: str) -> list[Authority]:
    """The authorities of the facts to whom this form may be written by an office of the State `home`."""
    found = (each for each in world.authorities.values() if each.role in shape.written_to)
    return sorted(
        (each for each in found if not shape.at_home or each.country == home), key=lambda each: (each.country, each.id)
    )


def _body(world: World, shape: Form, recipient_id: str, home: str) -> Authority:
    known = {each.id: each for each in bodies(world, shape, home)}
    if recipient_id not in known:
        says, remedy = "is no body to whom this is written.", "Choose one of the list."
        raise Problem("unknown", "recipient", says, remedy)
    return known[recipient_id]


def _report(session: Session, actor: Actor, now: datetime, case: Case, shape: Form, body: Authority, code: str) -> str:
    earlier = reported_before(session, case, code)
    return _draft(session, actor, now, case, shape, body, [code], {"previous_report": earlier} if earlier else {})


def _draft(
    session: Session, actor: Actor, now: datetime, case: Case, shape: Form, body: Authority,
    identifiers: list[str], given: dict[str, str],
) -> str:  # fmt: skip
    office = session.get_one(Office, case.office_id)
    zone = body.time_zone[0] if body.time_zone else office.zone
    row = Request(
        id=new_id(), office_id=case.office_id, case_id=case.id, code=free_code(session, case), form=shape.id,
        measure=shape.measures[0], instrument="", article="", recipient_kind="authority", recipient_id=body.id,
        recipient_name=body.name_local, requested_state=body.country, language=_language(body, office), data=[],
        identifiers=identifiers, route={"verification": body.verification, "zone": zone, "clauses": {}},
        facts_version=world_of(session, case.office_id).version, created_by=actor.user_id, created_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    session.add(
        Leg(
            id=new_id(), request_id=row.id, seq=1, from_body=OFFICE, to_body=body.id, to_name=body.name_local,
            reaches_recipient=True, ours=True, zone=zone,
        )
    )  # fmt: skip
    begin(session, actor, now, case, row, None, given)
    return row.id


def _language(body: Authority, office: Office) -> str:
    """The office's own language where the body reads it, else the first that it reads."""
    read = body.languages_accepted
    return office.language if office.language in read or not read else read[0]
