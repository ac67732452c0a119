"""The record of a request as it stands: the case's own lines, the filled form, and the office's head."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Literal, cast
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.documents.forms import form
from mlat.domain.casefile import PersonRole
from mlat.domain.filling import values
from mlat.domain.record import (
    OWN_COPY,
    AnnexLine,
    Contact,
    Copy,
    IdentifierLine,
    OffenceLine,
    Party,
    PersonLine,
    Record,
    Signatory,
    Value,
)
from mlat.domain.routes import EXECUTING
from mlat.domain.world import World
from mlat.house import house
from mlat.keys import CaseKey
from mlat.model import Annex, AskedAfter, Case, CaseText, Identifier, Leg, Offence, Office, Person, Request, User
from mlat.services.ages import age_on, known_of
from mlat.services.indexing import indexed
from mlat.services.knowledge import world_of
from mlat.services.linking import page_url
from mlat.services.second_language import second_of
from mlat.services.vault import key_of

Signing = Literal["office_key", "token", "ink"]


def build(session: Session, row: Request, now: datetime, copy: Copy | None) -> Record:
    """The record of a request, dated today at the office; `copy` defaults to the recipient's own."""
    case = session.get_one(Case, row.case_id)
    office = session.get_one(Office, row.office_id)
    key = key_of(session, row.case_id)
    shape = form(row.form)
    draft = json.loads(key.text(row.draft_sealed, f"requests:{row.id}:draft") or "{}")
    copy = copy or OWN_COPY.get(row.recipient_kind, "authority")
    world = world_of(session, row.office_id)
    today = now.astimezone(ZoneInfo(office.zone)).date()
    return Record(
        form=row.form,
        copy=copy,
        language=row.language,
        title=shape.title,
        sender=sender_of(office),
        recipient=_recipient(session, row, world, key),
        contact=contact_of(session, case, office),
        place=office.place,
        on=today,
        number=row.number or "",
        proof_code=row.proof_code or "",
        case_reference=case.reference,
        instrument=_cited(row, world),
        article=_article(row, world),
        measure=row.measure,
        instrument_id=row.instrument,
        clauses=row.route.get("clauses", {}),
        tone=row.route.get("tone", "gentle"),
        fields=values(shape, draft)
        | _from_case(session, case, row, key, shape_ids={f.id for f in shape.fields()}, today=today),
        annexes=_annexes(session, row, copy, key),
        signatories=_signatories(session, row, case, office),
        legs=_between(session, row),
        marks=_marks(row, case),
        verify_url=_verify_url(row),
        page_url=page_url(session, row, now) if row.number and copy == "authority" else "",
        beside=second_of(row, draft, world) if copy in ("authority", "file") else None,
        never=tuple(
            name for each in _cases(session, row, case) for name in _victims(session, each, key_of(session, each.id))
        ),
    )


def sender_of(office: Office) -> Party:
    """The office's own head."""
    return Party(office.name, tuple(office.letterhead), office.country, office.zone)


def contact_of(session: Session, case: Case, office: Office) -> Contact:
    """Whom the recipient may call: the owner's function at the office's published numbers."""
    owner = session.get_one(User, case.owner_id)
    return Contact(owner.name, owner.function, office.email, office.phone, office.hours, office.zone)


def _recipient(session: Session, row: Request, world: World, key: CaseKey) -> Party:
    if row.recipient_kind == "translator" and (text := session.get(CaseText, row.recipient_id)) is not None:
        return Party(key.text(text.outside_sealed, f"case_texts:{text.id}:outside"))  # from outside: named here alone
    if row.recipient_kind == "provider":
        return Party(row.recipient_name, tuple(row.route.get("address_lines", ())), row.requested_state or "")
    authority = world.authorities.get(row.recipient_id)
    zone = authority.time_zone[0] if authority and authority.time_zone else ""
    country = authority.country if authority else row.requested_state
    return Party(row.recipient_name, (), country or "", zone)


def _cited(row: Request, world: World) -> str:
    instrument = world.instruments.get(row.instrument)
    return instrument.cited(row.language) if instrument else row.instrument


def _article(row: Request, world: World) -> str:
    instrument = world.instruments.get(row.instrument)
    same = instrument is not None and instrument.article == row.article
    return instrument.cited_article if instrument and same else row.article


def _from_case(
    session: Session, case: Case, row: Request, key: CaseKey, shape_ids: set[str], today: date
) -> dict[str, Value]:
    found: dict[str, Value] = {}
    if "offences" in shape_ids:
        found["offences"] = tuple(
            OffenceLine(o.article, o.law, o.title, o.penalty, o.text)
            for o in session.scalars(select(Offence).where(Offence.case_id == case.id).order_by(Offence.code))
        )
    if "identifiers" in shape_ids:
        rows = session.scalars(
            select(Identifier)
            .where(Identifier.case_id == case.id, Identifier.code.in_(row.identifiers))
            .order_by(Identifier.code)
        ).all()
        found["identifiers"] = tuple(_identifier_line(i, key) for i in sorted(rows, key=lambda each: each.code))
    if "persons" in shape_ids:
        people = session.scalars(
            select(Person)
            .where(Person.case_id == case.id, Person.role.in_(("victim", "suspect")))
            .order_by(Person.code)
        )
        lines = tuple(_person_line(p, key, today) for p in people)
        found["persons"] = indexed(session, case, row, lines) if form(row.form).persons_of_accounts else lines
    return {name: value for name, value in found.items() if value}


def _cases(session: Session, row: Request, case: Case) -> tuple[Case, ...]:
    """The request's own case, and those of the other requests that the letter asks after, as far as they are kept."""
    named = select(AskedAfter.request_id).where(AskedAfter.inquiry_id == row.id)
    others = (
        select(Case)
        .where(Case.id.in_(select(Request.case_id).where(Request.id.in_(named))), Case.id != case.id)
        .where(Case.erased_at.is_(None))
        .order_by(Case.id)
    )
    return (case, *session.scalars(others))


def _victims(session: Session, case: Case, key: CaseKey) -> tuple[str, ...]:
    """Every name under which a victim of the case is known here: no copy of any form may hold one."""
    rows = session.scalars(
        select(Person).where(Person.case_id == case.id, Person.role == "victim").order_by(Person.code)
    )
    victims = [known_of(each, key) for each in rows]
    return tuple(name for each in victims for name in (each.name, each.latin) if name)


def _identifier_line(row: Identifier, key: CaseKey) -> IdentifierLine:
    platform = house().world.platforms.get(row.platform or "")
    used = "/".join(day.isoformat() for day in (row.used_from, row.used_until) if day)
    return IdentifierLine(
        label=row.kind,
        given=key.text(row.given_sealed, f"identifiers:{row.id}:given"),
        platform=platform.name if platform else "",
        instants=tuple(_in_utc(instant) for instant in row.instants),
        used=used,
        port=row.port,
        synthetic=row.synthetic,
    )


def _in_utc(instant: str) -> str:
    return datetime.fromisoformat(instant).astimezone(UTC).isoformat().replace("+00:00", "Z")


def _person_line(row: Person, key: CaseKey, today: date) -> PersonLine:
    return PersonLine(
        code=row.code,
        role=cast(PersonRole, row.role),
        age=age_on(row, key, today),
        name=key.text(row.name_sealed, f"persons:{row.id}:name"),
        latin=key.text(row.latin_sealed, f"persons:{row.id}:latin"),
    )


def _annexes(session: Session, row: Request, copy: Copy, key: CaseKey) -> tuple[AnnexLine, ...]:
    rows = session.scalars(select(Annex).where(Annex.request_id == row.id).order_by(Annex.number))
    return tuple(
        AnnexLine(
            a.number,
            a.kind,
            a.pages,
            a.sha256,
            a.language,
            a.audience,
            a.sealed,
            a.translation_of or 0,
            key.text(a.issuer_sealed, f"annexes:{a.id}:issuer"),
            a.issued_on,
        )
        for a in rows
        if copy == "file" or a.audience == "provider" or (copy == "authority" and a.audience == "authority")
    )


def _signatories(session: Session, row: Request, case: Case, office: Office) -> tuple[Signatory, ...]:
    signer = session.get_one(User, row.route.get("approved_by") or case.owner_id)
    return (Signatory(signer.name, signer.function, cast(Signing, office.signing)),)


def _marks(row: Request, case: Case) -> tuple[str, ...]:
    marks = []
    if case.training:
        marks.append("training")
    if not row.number:
        marks.append("draft")
    if row.route.get("verification") == "unverified":
        marks.append("unverified_route")
    return tuple(marks)


def _between(session: Session, row: Request) -> tuple[str, ...]:
    """The bodies through which the request goes, without the one to which it is addressed."""
    legs = session.scalars(select(Leg).where(Leg.request_id == row.id).order_by(Leg.seq))
    return tuple(leg.to_name for leg in legs if not leg.reaches_recipient and leg.to_body != EXECUTING)


def _verify_url(row: Request) -> str:
    return f"{house().settings.public_url}/verify/{row.proof_code}" if row.proof_code else ""
