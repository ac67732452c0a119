"""From a wish to a filled form: the route is worked out, and the form takes what the case knows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mlat.documents import docx, press
from mlat.documents.forms import form
from mlat.domain.casefile import Choice
from mlat.domain.filling import SECOND_LANGUAGE, refuse_unknown, values
from mlat.domain.findings import Finding
from mlat.domain.lifecycle import Kind
from mlat.domain.permissions import Act, Actor
from mlat.domain.preflight import preflight
from mlat.domain.problems import Problem, Stale
from mlat.domain.record import Copy, Record
from mlat.domain.renewals import capped_by
from mlat.domain.routing import Route, Routing, route
from mlat.domain.world import World
from mlat.i18n import locale
from mlat.model import Case, Identifier, Leg, Office, Request, new_id, transaction
from mlat.services import asking, journal
from mlat.services.access import NotHere, find_case, find_request
from mlat.services.annexing import add_required_forms
from mlat.services.checking import checks_of
from mlat.services.closing import refuse_closed
from mlat.services.filling import first_draft
from mlat.services.knowledge import world_of
from mlat.services.recording import build
from mlat.services.renewing import EXTENSION, within_cap
from mlat.services.second_language import by_itself, on_change
from mlat.services.second_reader import as_second_reader
from mlat.services.vault import key_of


def options(actor: Actor, now: datetime, case_id: str, choice: Choice) -> Routing:
    """Every route and every refusal for what is wanted, best first."""
    with transaction() as session:
        case = find_case(session, actor, case_id)
        return routing_of(session, now, case, choice)


def draft(actor: Actor, now: datetime, case_id: str, choice: Choice) -> str:
    """Draft a request on the best route (or the chosen one); returns its id.

    The forms that its instrument requires as annexes are made with it. Raises `Problem` with the ground where the
    law gives no route, or not the one that was named.
    """
    with transaction() as session:
        made = draft_in(session, actor, now, case_id, choice)
    add_required_forms(actor, now, made)
    return made


def draft_in(session: Session, actor: Actor, now: datetime, case_id: str, choice: Choice) -> str:
    """Like `draft`, inside a transaction that runs."""
    case = find_case(session, actor, case_id, Act.DRAFT)
    refuse_closed(case)
    parent = _parent(session, case, choice)
    chosen = _choose(routing_of(session, now, case, choice), choice, parent)
    office = session.get_one(Office, case.office_id)
    if form(chosen.form).tones and form(chosen.form).in_tone(choice.tone).to_own_authority:
        chosen = _to_own_authority(chosen, world_of(session, case.office_id), office)
    row = Request(
        id=new_id(),
        office_id=case.office_id,
        case_id=case.id,
        parent_id=parent.id if parent else None,
        code=_code(session, case, choice),
        form=_form(chosen, choice),
        measure=choice.measure,
        instrument=chosen.instrument,
        article=chosen.article,
        recipient_kind=chosen.recipient.kind,
        recipient_id=chosen.recipient.id,
        recipient_name=chosen.recipient.name,
        requested_state=chosen.recipient.country,
        platform=choice.platform,
        language=_language(chosen, choice, office),
        data=list(choice.data),
        identifiers=known_accounts(session, case, choice.identifiers),
        route=chosen.to_json() | {"tone": choice.tone},
        facts_version=world_of(session, case.office_id).version,
        created_by=actor.user_id,
        created_at=now,
    )
    session.add(row)
    session.flush()
    _plan_legs(session, row, chosen, office)
    begin(session, actor, now, case, row, parent, choice.fields)
    return row.id


def begin(
    session: Session,
    actor: Actor,
    now: datetime,
    case: Case,
    row: Request,
    parent: Request | None,
    given: Mapping[str, str],
) -> None:
    """Fill the form of a new request from the case and the request it follows, under what is `given`; record it."""
    key = key_of(session, case.id)
    fields = {**first_draft(session, case, row, key, parent), **given}
    fields |= {} if SECOND_LANGUAGE in fields else by_itself(session, case, row, key, parent, fields)
    refuse_unknown(form(row.form), fields)
    values(form(row.form), fields)
    row.draft_sealed = key.seal(json.dumps(fields, ensure_ascii=False), f"requests:{row.id}:draft")
    journal.write(
        session,
        now,
        actor,
        Kind.DRAFTED,
        office_id=row.office_id,
        case_id=case.id,
        request_id=row.id,
        zone=session.get_one(Office, row.office_id).zone,
        data={
            "measure": row.measure,
            "instrument": row.instrument,
            "recipient": row.recipient_id,
            "facts": row.facts_version,
        },
    )


def save(actor: Actor, now: datetime, request_id: str, version: int, fields: dict[str, str]) -> int:
    """Save the filled form; returns the new version. Raises `Stale` with both texts, `Problems` per field."""
    with transaction() as session:
        row = find_request(session, actor, request_id, Act.DRAFT)
        if row.state != "draft":
            raise Problem(
                "state",
                "request",
                "is %(state)s: only a draft can be changed.",
                "Take the approval back first.",
                state=row.state,
            )
        key = key_of(session, row.case_id)
        theirs = draft_of(row, key.text(row.draft_sealed, f"requests:{row.id}:draft"))
        if version != row.version:
            raise Stale("request", fields, theirs, row.version)
        refuse_unknown(form(row.form), fields)
        values(form(row.form), fields)
        fields |= on_change(session, row, key, theirs, fields)
        row.draft_sealed = key.seal(json.dumps(theirs | fields, ensure_ascii=False), f"requests:{row.id}:draft")
        row.version += 1
        journal.write(
            session,
            now,
            actor,
            Kind.REVISED,
            office_id=row.office_id,
            case_id=row.case_id,
            request_id=row.id,
            data={"version": row.version},
        )
        return row.version


def draft_of(row: Request, text: str) -> dict[str, str]:
    """The filled form of a request from its opened text."""
    found: dict[str, str] = json.loads(text or "{}")
    return found


def record(actor: Actor, now: datetime, request_id: str, copy: Copy | None = None) -> Record:
    """The record as it would be printed now, in the copy asked for (the recipient's by default)."""
    with transaction() as session:
        return build(session, find_request(session, actor, request_id), now, copy)


def findings(actor: Actor, now: datetime, request_id: str) -> tuple[Finding, ...]:
    """What the recipient would object to."""
    with transaction() as session:
        return findings_of(session, actor, find_request(session, actor, request_id), now)


def findings_of(session: Session, actor: Actor, row: Request, now: datetime) -> tuple[Finding, ...]:
    """Preflight of the request as it stands."""
    return preflight(build(session, row, now, None), form(row.form), checks_of(session, actor, row, now))


def preview(actor: Actor, now: datetime, request_id: str, copy: Copy | None = None) -> bytes:
    """The very PDF that would go out, marked as a draft while it is one."""
    return press.write(_shown(actor, now, request_id, copy))


def editable(actor: Actor, now: datetime, request_id: str, copy: Copy | None = None) -> bytes:
    """The same paper as an editable DOCX, for an office that finishes its papers outside."""
    return docx.write(_shown(actor, now, request_id, copy))


def _shown(actor: Actor, now: datetime, request_id: str, copy: Copy | None) -> Record:
    """The record of a copy; of the one beside the recipient's own, as its other reader gets it."""
    built = record(actor, now, request_id, copy)
    return as_second_reader(built) if copy and copy == form(built.form).second_copy else built


def routing_of(session: Session, now: datetime, case: Case, choice: Choice) -> Routing:
    """Every route and refusal on the day of `now`, with the office's corrections applied."""
    world = world_of(session, case.office_id)
    parent = _parent(session, case, choice)
    found = route(world, asking.of_choice(session, now, world, case, choice, parent))
    return within_cap(session, found, parent) if choice.measure == EXTENSION else found


def _choose(routing: Routing, choice: Choice, parent: Request | None) -> Route:
    wanted = choice.instrument or (parent.instrument if parent and choice.measure == "status_inquiry" else None)
    lawful = [each for each in routing.routes if wanted is None or wanted in (each.instrument, each.status_of)]
    lawful = [each for each in lawful if choice.recipient in (None, each.recipient.name)]
    if parent and choice.measure == EXTENSION:
        # Only whoever holds the data can hold them longer: a State is no second way to a company's hold.
        lawful = [each for each in lawful if each.recipient.kind == parent.recipient_kind]
    for candidate in lawful:
        if candidate.form:
            return candidate
    if (capped := capped_by(routing)) is not None:
        remedy = "Or ask outside, and record what they grant with the day on which it ends."
        raise Problem("renewals_used", "measure", capped.says, remedy, **capped.values)
    if lawful:
        raise Problem(
            "no_form",
            "instrument",
            "%(instrument)s gives a way, but this program has no form for it yet.",
            "Write that request outside, and record it as open work.",
            instrument=lawful[0].instrument,
        )
    for refusal in routing.refused:
        if wanted == refusal.instrument:
            raise Problem(
                "refused",
                "instrument",
                "%(instrument)s: " + refusal.says,
                "Choose another route.",
                instrument=wanted,
                **refusal.values,
            )
    raise Problem(
        "refused",
        "measure",
        "No law gives a route for this.",
        "Look at the refused routes and their grounds.",
    )


def _to_own_authority(chosen: Route, world: World, office: Office) -> Route:
    """The same inquiry, addressed to the authority of our own through which it would go."""
    first = chosen.legs[0]
    authority = world.authorities.get(first.to)
    if authority is None or first.to == chosen.recipient.id:
        says = "goes straight to its recipient: no authority of our own transmits it."
        raise Problem("no_own_authority", "tone", says, "Ask the recipient itself.")
    whom = replace(chosen.recipient, id=authority.id, name=authority.name_local, zone=first.zone)
    return replace(chosen, recipient=whom, legs=(first,), languages=(office.language,), clocks=())


def _language(chosen: Route, choice: Choice, office: Office) -> str:
    if choice.language:
        return locale(choice.language).code
    return chosen.languages[0] if chosen.languages else office.language


def _form(chosen: Route, choice: Choice) -> str:
    """The form that the route names, or another one that serves the same measure."""
    if choice.form and choice.measure not in form(choice.form).measures:
        raise Problem("form", "form", "does not serve this measure.", "Leave it to the route.")
    return choice.form or chosen.form


def _parent(session: Session, case: Case, choice: Choice) -> Request | None:
    """The request of this very case that is extended or asked after; `NotHere` for any other."""
    if choice.parent is None:
        return None
    parent = session.scalar(select(Request).where(Request.id == choice.parent, Request.case_id == case.id))
    if parent is None:
        raise NotHere("request")
    return parent


def _code(session: Session, case: Case, choice: Choice) -> str:
    """The code that was chosen, or the next free one."""
    if choice.code in _codes(session, case):
        says = "%(code)s already names a request of this case."
        raise Problem("taken", "code", says, "Choose another code.", code=choice.code)
    return choice.code or free_code(session, case)


def free_code(session: Session, case: Case) -> str:
    """The next code that names no request of the case."""
    taken = _codes(session, case)
    free = (f"R{number}" for number in count(len(taken) + 1))
    return next(code for code in free if code not in taken)


def _codes(session: Session, case: Case) -> set[str]:
    return set(session.scalars(select(Request.code).where(Request.case_id == case.id)))


def child_code(session: Session, row: Request, letter: str) -> str:
    """The next free code of a request that follows `row`: its own code, a letter for what it is, and a number."""
    begun = select(func.count()).where(Request.code.startswith(f"{row.code}-{letter}"), Request.case_id == row.case_id)
    return f"{row.code}-{letter}{(session.scalar(begun) or 0) + 1}"


def first_body(session: Session, row: Request) -> str:
    """Whom the office itself sends a request to: the recipient, or the body of our own on the way."""
    first = select(Leg.to_body).where(Leg.request_id == row.id).order_by(Leg.seq).limit(1)
    return session.scalars(first).one()


def known_accounts(session: Session, case: Case, codes: Sequence[str]) -> list[str]:
    """The codes, all of them identifiers of the case; raises `Problem` for the first that is not."""
    known = set(session.scalars(select(Identifier.code).where(Identifier.case_id == case.id)))
    for code in codes:
        if code not in known:
            raise Problem("unknown", "identifiers", "%(code)s is no account of this case.", "Add it first.", code=code)
    return list(codes)


def _plan_legs(session: Session, row: Request, chosen: Route, office: Office) -> None:
    for seq, leg in enumerate(chosen.legs, start=1):
        session.add(
            Leg(
                id=new_id(),
                request_id=row.id,
                seq=seq,
                from_body=leg.sender,
                to_body=leg.to,
                to_name=leg.to_name,
                reaches_recipient=leg.to == row.recipient_id,
                ours=seq == 1,
                zone=leg.zone or office.zone,
            )
        )
