"""Short lives of cases and requests, told through the services as an office would."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from threading import Barrier
from typing import Any, TypeVar

import pytest
from flask import Flask, current_app
from sqlalchemy import Select, select

from mlat.domain.casefile import (
    CaseInput,
    Choice,
    ContactInput,
    IdentifierInput,
    OffenceInput,
    PersonInput,
    ReplyInput,
    TextInput,
)
from mlat.domain.permissions import Actor, Role
from mlat.domain.problems import Problem, Problems, Stale
from mlat.model import Clock, Dispatch, Event, Leg, Reason, Request, StatusLetter, db, transaction
from mlat.services import addresses, approving, dispatch, drafting, erasing, intake, issuing, tracking, transit
from mlat.services.access import NotHere
from mlat.services.addresses import ways_to
from mlat.services.vault import key_of
from tests.conftest import ZONE, OfficeThere

CHILD = "Zoraida Quintela"
PACIFIC = "America/Los_Angeles"
MEXICO = "America/Mexico_City"

MOTHER = ContactInput(
    person="M1", language="es", wants_letters=True, greeting="feminine", no_news_days=60, custody="sole",
    child_wish="agrees",
)  # fmt: skip
GIVEN = CaseInput(
    reference="MPF-EJ 1/2026",
    training=True,
    offences=(OffenceInput(code="131", article="art. 131", law="Código Penal", title="Contacto", years=4),),
    persons=(
        PersonInput(code="V1", role="victim", name=CHILD, born=date(2014, 8, 15)),
        PersonInput(code="S1", role="suspect"),
        PersonInput(code="M1", role="contact", name="Madre de Ejemplo"),
    ),
    identifiers=(
        IdentifierInput(
            code="RBX",
            kind="numeric_id",
            platform="roblox",
            given="99999999999999999001",
            used_from=date(2026, 1, 19),
            used_until=date(2026, 2, 27),
            user_in="MX",
            persons=(("S1", "probable"),),
            synthetic=True,
        ),
    ),
    texts=(
        TextInput(language="es", text="Los hechos, con V1 y S1."),
        TextInput(language="en", text="The facts, with V1 and S1.", source_language="es", status="human"),
        TextInput(language="en", kind="summary", text="An adult contacted a child of 11."),
        TextInput(language="es", kind="summary", text="Un adulto contactó a una persona de 11 años."),
    ),
    contacts=(MOTHER,),
)
HOLD = Choice(
    measure="preservation",
    platform="roblox",
    identifiers=("RBX",),
    data=("subscriber", "login"),
    fields={
        "data_sought": "Account details and log-ins.",
        "legal_basis": "CPPF art. 151",
        "order": "Order of 2 March 2026",
        "necessity": "It can be deleted at any time.",
    },
)
EVIDENCE = Choice(
    measure="mla_evidence",
    requested="MX",
    instrument="ar_mx.mlat",
    identifiers=("RBX",),
    data=("subscriber",),
    fields={"measures_sought": "Obtener los datos de la cuenta."},
)


T = TypeVar("T")


def remembered(_name: str, lived: Callable[[], T]) -> T:
    """Live it; the tests of the services put in its place what remembers how it went (`tests.services.memory`)."""
    return lived()


def a_case(office: OfficeThere, now: datetime, given: CaseInput = GIVEN) -> str:
    """Open a case; returns its id."""
    return intake.open_case(office.prosecutor, now, given)


def a_draft(office: OfficeThere, now: datetime, case_id: str, choice: Choice = HOLD) -> str:
    """Draft a request; returns its id."""
    return drafting.draft(office.liaison, now, case_id, choice)


def approve(office: OfficeThere, now: datetime, request_id: str) -> None:
    """Approve a draft as it stands, with a reason for each warning, once the office knows where to send it."""
    reachable(office, now, request_id)
    why = {each.key: "It may stand." for each in drafting.findings(office.prosecutor, now, request_id)}
    approving.approve(office.prosecutor, now, request_id, the(request_id).version, why)


def erase(office: OfficeThere, now: datetime, case_id: str) -> None:
    """Erase a case, as two persons of its office."""
    erasing.ask_erasure(office.prosecutor, now, case_id)
    erasing.confirm_erasure(office.actors[Role.ADMINISTRATOR], now, case_id)


def reachable(office: OfficeThere, now: datetime, request_id: str) -> None:
    """See to a confirmed address, by portal or post, of whom the office itself sends the request to."""
    body = legs(request_id)[0].to_body
    with transaction() as session:
        known = any(way.usable for way in ways_to(session, office.id, body, now))
    if not known:
        of_company = the(request_id).recipient_kind == "provider"
        where = ("portal", "https://portal.example") if of_company else ("post", "Calle 1")
        knows(office, now, body, *where)


def an_issued(office: OfficeThere, now: datetime, case_id: str, choice: Choice = HOLD) -> str:
    """Draft, approve and issue; returns the request's id."""

    def lived() -> str:
        request_id = a_draft(office, now, case_id, choice)
        approve(office, now, request_id)
        issuing.issue(office.prosecutor, now, request_id)
        return request_id

    return remembered(f"issued {case_id} {now} {choice}", lived)


def a_sent(office: OfficeThere, now: datetime, case_id: str, choice: Choice = HOLD, channel: str = "portal") -> str:
    """Issue a request and record its first leg as sent; returns the request's id."""

    def lived() -> str:
        request_id = an_issued(office, now, case_id, choice)
        transit.record_sent(office.liaison, now, legs(request_id)[0].id, channel, now, ZONE)
        return request_id

    return remembered(f"sent {case_id} {now} {choice} {channel}", lived)


def a_queued(office: OfficeThere, now: datetime, case_id: str) -> tuple[str, str]:
    """An evidence request queued as a mail to the own authority; returns the request's and the mail's id."""

    def lived() -> tuple[str, str]:
        knows(office, now, "ar-central", "mail", "central@cancilleria.example")
        request_id = an_issued(office, now, case_id, EVIDENCE)
        return request_id, dispatch.send_mail(office.liaison, now, request_id)

    return remembered(f"queued {case_id} {now}", lived)


def knows(
    office: OfficeThere, now: datetime, recipient: str, channel: str, address: str, dated: date | None = None
) -> str:
    """An address entered by the liaison and confirmed by the prosecutor; returns its id."""
    address_id = addresses.add_address(
        office.liaison, now, recipient, channel, address, "A circular", dated or now.date()
    )
    addresses.confirm_address(office.prosecutor, now, address_id)
    return address_id


def replies(office: OfficeThere, now: datetime, request_id: str, kind: str, **more: object) -> str:
    """Record an answer that came now; returns the reply's id."""
    given = replace(ReplyInput(kind=kind, at=now, zone=PACIFIC), **more)  # type: ignore[arg-type]
    return tracking.record_reply(office.liaison, now, request_id, given)


def the(request_id: str) -> Request:
    """The request's row as it stands."""
    with transaction() as session:
        return session.get_one(Request, request_id)


def the_mail(dispatch_id: str) -> Dispatch:
    """The mail's row as it stands."""
    with transaction() as session:
        return session.get_one(Dispatch, dispatch_id)


def legs(request_id: str) -> list[Leg]:
    """The legs of a request, in order."""
    with transaction() as session:
        return list(session.scalars(select(Leg).where(Leg.request_id == request_id).order_by(Leg.seq)))


def clocks(request_id: str, *, ended: bool = False) -> dict[str, Clock]:
    """The running (or the ended) clocks of a request, by kind; the latest of each kind."""
    with transaction() as session:
        rows = session.scalars(select(Clock).where(Clock.request_id == request_id).order_by(Clock.opened_event))
        return {row.kind: row for row in rows if (row.ended_at is not None) is ended}


def letters(case_id: str) -> list[StatusLetter]:
    """The family letters of a case, in the order of their proposal."""
    with transaction() as session:
        rows = select(StatusLetter).where(StatusLetter.case_id == case_id)
        return list(session.scalars(rows.order_by(StatusLetter.proposed_at, StatusLetter.id)))


def reasons(case_id: str) -> list[tuple[str, str]]:
    """What people did in a case with a reason, and the reason as its event holds it: sealed, with its hash."""
    with transaction() as session:
        key = key_of(session, case_id)
        rows = session.execute(
            select(Event, Reason).join(Reason, Reason.event_id == Event.id).where(Event.case_id == case_id)
        ).all()
        found = [(event, key.text(row.text_sealed, f"reasons:{event.id}:text")) for event, row in rows]
    assert all(event.data["reason_sha256"] == sha256(text.encode()).hexdigest() for event, text in found)
    return [(event.kind, text) for event, text in found]


def refused(act: Callable[[], object]) -> tuple[Problem, ...]:
    """What is wrong with an act that must be refused, every line of it with a remedy."""
    try:
        act()
    except Problem as problem:
        found: tuple[Problem, ...] = (problem,)
    except Problems as problems:
        found = problems.found
    else:
        pytest.fail("nothing was refused")
    assert all(problem.remedy for problem in found), found
    return found


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do the acts in threads of their own, released together; what each gave back or raised, in their order."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    start = Barrier(len(acts))

    def do(act: Callable[[], object]) -> object:
        with app.app_context():
            start.wait(timeout=30)
            try:
                return act()
            except (Problem, Stale, NotHere) as refused:
                return refused

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(do, acts))


def seen(gate: Callable[[Actor], Select[Any]], actor: Actor) -> list[str]:
    """The ids that a gate shows to an actor."""
    with transaction() as session:
        return sorted(row.id for row in session.scalars(gate(actor)))


def whole_database() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, to see that nothing was changed."""
    with db.engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in db.metadata.sorted_tables
        }
