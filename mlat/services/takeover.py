"""Open work can be taken over: requests sent elsewhere, with their true dates; their clocks run from those."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.casefile import Choice, OpenRequest
from mlat.domain.lifecycle import Kind
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem, Problems
from mlat.domain.routing import Route
from mlat.domain.world import World
from mlat.model import Case, Leg, Office, Request, new_id, transaction
from mlat.services.access import find_case
from mlat.services.drafting import routing_of
from mlat.services.happening import happen
from mlat.services.knowledge import world_of
from mlat.services.references import note_reference

COLUMNS = (
    "code",
    "measure",
    "recipient",
    "instrument",
    "sent_at",
    "zone",
    "channel",
    "reference",
    "number",
    "identifiers",
    "data",
    "confirmed_at",
    "acknowledged_at",
)
"""Columns of the CSV file; lists are separated by blanks, instants are ISO and local times need `zone`."""


def take_over(actor: Actor, now: datetime, case_id: str, given: OpenRequest) -> str:
    """Record a request that was already sent; returns its id."""
    with transaction() as session:
        return _take_over(session, actor, now, find_case(session, actor, case_id, Act.RECORD), given)


def import_csv(actor: Actor, now: datetime, case_id: str, text: str) -> list[str]:
    """Take over every row of a CSV file, or none: `Problems` names each wrong row and column."""
    rows = _read(text)
    with transaction() as session:
        case = find_case(session, actor, case_id, Act.RECORD)
        return [_take_over(session, actor, now, case, row) for row in rows]


def _take_over(session: Session, actor: Actor, now: datetime, case: Case, given: OpenRequest) -> str:
    world = world_of(session, case.office_id)
    if given.instrument not in world.instruments:
        raise Problem(
            "unknown",
            "instrument",
            "%(id)s is no instrument that the facts know.",
            "Choose one of the list.",
            id=given.instrument,
        )
    if given.recipient not in world.platforms and given.recipient not in world.authorities:
        raise Problem(
            "unknown",
            "recipient",
            "%(id)s is no recipient that the facts know.",
            "Choose one of the list.",
            id=given.recipient,
        )
    if session.scalar(select(Request.id).where(Request.case_id == case.id, Request.code == given.code)):
        raise Problem(
            "taken",
            "code",
            "%(code)s already names a request of this case.",
            "Choose another code.",
            code=given.code,
        )
    row = _row(session, now, case, given, world, _route(session, now, case, given, world))
    leg = Leg(
        id=new_id(),
        request_id=row.id,
        seq=1,
        from_body="office",
        to_body=given.recipient,
        to_name=row.recipient_name,
        reaches_recipient=True,
        ours=True,
        channel=given.channel,
        state="sent",
        sent_at=given.sent_at,
        zone=given.zone,
    )
    session.add(leg)
    session.flush()
    note_reference(session, case, row, "office", given.number)
    note_reference(session, case, row, given.recipient, given.reference)
    happen(session, now, actor, row, Kind.TAKEN_OVER, at=given.sent_at, zone=given.zone, leg=leg)
    if given.acknowledged_at:
        happen(session, now, actor, row, Kind.ACKNOWLEDGED, at=given.acknowledged_at, zone=given.zone)
    if given.confirmed_at:
        happen(session, now, actor, row, Kind.HOLD_CONFIRMED, at=given.confirmed_at, zone=given.zone)
    return row.id


def _route(session: Session, now: datetime, case: Case, given: OpenRequest, world: World) -> Route | None:
    """The route as the law engine gives it on the day of sending, for its clocks; none where it gives none."""
    authority = world.authorities.get(given.recipient)
    choice = Choice(
        measure=given.measure,
        identifiers=given.identifiers,
        data=given.data,
        platform=given.recipient if given.recipient in world.platforms else None,
        requested=authority.country if authority else None,
    )
    routing = routing_of(session, given.sent_at, case, choice)
    return next((route for route in routing.routes if route.instrument == given.instrument), None)


def _row(session: Session, now: datetime, case: Case, given: OpenRequest, world: World, route: Route | None) -> Request:
    office = session.get_one(Office, case.office_id)
    provider = world.platforms.get(given.recipient)
    authority = world.authorities.get(given.recipient)
    row = Request(
        id=new_id(),
        office_id=case.office_id,
        case_id=case.id,
        code=given.code,
        form=route.form if route else "",
        measure=given.measure,
        instrument=given.instrument,
        article=world.instruments[given.instrument].article,
        recipient_kind="provider" if provider else "authority",
        recipient_id=given.recipient,
        recipient_name=route.recipient.name
        if route
        else provider.name
        if provider
        else authority.name_en
        if authority
        else given.recipient,
        requested_state=authority.country if authority else route.recipient.country if route else None,
        platform=given.recipient if provider else None,
        language=route.languages[0] if route and route.languages else office.language,
        data=list(given.data),
        identifiers=list(given.identifiers),
        route=route.to_json() if route else {"stated": []},
        facts_version=world.version,
        taken_over=True,
        number=given.number or None,
        created_by=None,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def _read(text: str) -> list[OpenRequest]:
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    unknown = set(reader.fieldnames or ()) - set(COLUMNS)
    missing = {"code", "measure", "recipient", "instrument", "sent_at", "zone", "channel"} - set(
        reader.fieldnames or ()
    )
    if unknown or missing:
        raise Problem(
            "columns",
            "first line",
            "does not name the columns that are read.",
            "Columns are: %(columns)s.",
            columns=", ".join(COLUMNS),
        )
    found, wrong = [], []
    for number, row in enumerate(reader, start=2):
        try:
            found.append(_open_request(row, f"line {number}"))
        except Problem as problem:
            wrong.append(problem)
    if wrong:
        raise Problems(wrong)
    if not found:
        raise Problem("empty", "file", "holds no requests.", "Give one line a request, below the line of columns.")
    return found


def _open_request(row: dict[str, str | None], where: str) -> OpenRequest:
    cell = {name: (value or "").strip() for name, value in row.items() if name}
    zone = _zone(cell["zone"], where)
    for name in ("code", "measure", "recipient", "instrument", "channel"):
        if not cell[name]:
            raise Problem("empty", f"{where}, {name}", "is empty.", "Fill it in.")
    instants = {
        name: _instant(cell.get(name, ""), zone, f"{where}, {name}")
        for name in ("sent_at", "confirmed_at", "acknowledged_at")
    }
    if instants["sent_at"] is None:
        raise Problem("empty", f"{where}, sent_at", "is empty.", "Give the instant of sending.")
    return OpenRequest(
        code=cell["code"],
        measure=cell["measure"],
        recipient=cell["recipient"],
        instrument=cell["instrument"],
        sent_at=instants["sent_at"],
        zone=zone.key,
        channel=cell["channel"],
        reference=cell.get("reference", ""),
        number=cell.get("number", ""),
        identifiers=tuple(cell.get("identifiers", "").split()),
        data=tuple(cell.get("data", "").split()),
        confirmed_at=instants["confirmed_at"],
        acknowledged_at=instants["acknowledged_at"],
    )


def _zone(name: str, where: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise Problem(
            "zone",
            f"{where}, zone",
            "%(zone)s is no time zone.",
            "Write it as America/Mexico_City.",
            zone=name,
        ) from error


def _instant(text: str, zone: ZoneInfo, where: str) -> datetime | None:
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise Problem(
            "instant", where, "%(text)s is no instant.", "Write it as 2026-03-02T10:30.", text=text
        ) from error
    return found if found.tzinfo else found.replace(tzinfo=zone)
