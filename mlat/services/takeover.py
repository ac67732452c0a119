"""Open work can be taken over: requests sent elsewhere, with their true dates; their clocks run from those."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.casefile import Choice, OpenRequest
from mlat.domain.channels import check_channel
from mlat.domain.instants import read_instant, read_zone
from mlat.domain.lifecycle import Kind
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem, Problems
from mlat.domain.routing import Route
from mlat.domain.world import World
from mlat.model import Case, Leg, Office, Request, new_id, transaction
from mlat.services.access import find_case
from mlat.services.closing import refuse_closed
from mlat.services.drafting import known_accounts, routing_of
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
NEEDED = ("code", "measure", "recipient", "instrument", "sent_at", "zone", "channel")
"""Those that no row may leave empty."""


def take_over(actor: Actor, now: datetime, case_id: str, given: OpenRequest) -> str:
    """Record a request that was already sent; returns its id."""
    with transaction() as session:
        return _take_over(session, actor, now, find_case(session, actor, case_id, Act.RECORD), given)


def import_csv(actor: Actor, now: datetime, case_id: str, text: str) -> list[str]:
    """Take over every row of a CSV file, or none: `Problems` names each wrong line and column."""
    rows = _read(text)
    made: list[str] = []
    wrong: list[Problem] = []
    with transaction() as session:
        case = find_case(session, actor, case_id, Act.RECORD)
        for line, row in rows:
            try:
                with session.begin_nested():
                    made.append(_take_over(session, actor, now, case, row))
            except Problem as problem:
                wrong.append(_at(line, problem))
            except Problems as problems:
                wrong += [_at(line, problem) for problem in problems.found]
        if wrong:
            raise Problems(wrong)
    return made


def _at(line: int, problem: Problem) -> Problem:
    return Problem(problem.code, f"line {line}, {problem.where}", problem.says, problem.remedy, **problem.values)


def _take_over(session: Session, actor: Actor, now: datetime, case: Case, given: OpenRequest) -> str:
    refuse_closed(case)
    world = world_of(session, case.office_id)
    _check(session, now, case, given, world)
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


def _check(session: Session, now: datetime, case: Case, given: OpenRequest, world: World) -> None:
    """Raise `Problem` for the first thing that cannot be."""
    if not given.code:
        raise Problem("empty", "code", "is empty.", "Give the request a code of its own in this case.")
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
    check_channel(given.channel)
    read_zone(given.zone)
    sent = read_instant(given.sent_at, None, "sent_at")
    if sent > now:
        raise Problem("future", "sent_at", "lies in the future.", "Give the day on which it happened.")
    for name, told in (("acknowledged_at", given.acknowledged_at), ("confirmed_at", given.confirmed_at)):
        if told is not None and read_instant(told, None, name) < sent:
            raise Problem("order", name, "lies before the sending.", "Correct one of the two.")
    known_accounts(session, case, given.identifiers)
    if session.scalar(select(Request.id).where(Request.case_id == case.id, Request.code == given.code)):
        raise Problem(
            "taken",
            "code",
            "%(code)s already names a request of this case.",
            "Choose another code.",
            code=given.code,
        )


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


def _read(text: str) -> list[tuple[int, OpenRequest]]:
    """The rows of a CSV file, each with the number of its line."""
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    found: list[tuple[int, OpenRequest]] = []
    wrong: list[Problem] = []
    try:
        _check_columns(reader.fieldnames or ())
        for row in reader:
            try:
                found.append((reader.line_num, _open_request(row, f"line {reader.line_num}")))
            except Problem as problem:
                wrong.append(problem)
    except csv.Error as error:
        raise Problem("csv", f"line {reader.line_num + 1}", "cannot be read as CSV.", "Save the file again.") from error
    if wrong:
        raise Problems(wrong)
    if not found:
        raise Problem("empty", "file", "holds no requests.", "Give one line a request, below the line of columns.")
    return found


def _check_columns(named: Sequence[str]) -> None:
    if set(named) - set(COLUMNS) or set(NEEDED) - set(named):
        says = "does not name the columns that are read."
        raise Problem("columns", "first line", says, "Columns are: %(columns)s.", columns=", ".join(COLUMNS))


def _open_request(row: dict[str, str | None], where: str) -> OpenRequest:
    cell = {name: (value or "").strip() for name, value in row.items() if name}
    for name in NEEDED:
        if not cell[name]:
            raise Problem("empty", f"{where}, {name}", "is empty.", "Fill it in.")
    zone = read_zone(cell["zone"], f"{where}, zone")
    sent, confirmed, acknowledged = (
        read_instant(cell[name], zone, f"{where}, {name}") if cell.get(name) else None
        for name in ("sent_at", "confirmed_at", "acknowledged_at")
    )
    if sent is None:
        raise Problem("empty", f"{where}, sent_at", "is empty.", "Give the instant of sending.")
    return OpenRequest(
        code=cell["code"],
        measure=cell["measure"],
        recipient=cell["recipient"],
        instrument=cell["instrument"],
        sent_at=sent,
        zone=zone.key,
        channel=cell["channel"],
        reference=cell.get("reference", ""),
        number=cell.get("number", ""),
        identifiers=tuple(cell.get("identifiers", "").split()),
        data=tuple(cell.get("data", "").split()),
        confirmed_at=confirmed,
        acknowledged_at=acknowledged,
    )
