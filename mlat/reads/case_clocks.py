"""Every running clock of a case, its orders, and the dates ahead on a desk: our own duties first, then by safe date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import case as either
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from mlat.domain.clock_parts import MAJORITY_DAY, OF_THE_CASE, PROHIBITIONS
from mlat.domain.counting import written
from mlat.domain.permissions import Act, Actor, allowed
from mlat.keys import CaseKey
from mlat.model import Annex, Case, CaseText, Clock, Identifier, Office, Order, Person, Request, reading
from mlat.reads.clocks import ClockLine, clocks_of, left_days
from mlat.reads.duty import answers_for
from mlat.reads.requests import RequestLine, lines_of
from mlat.reads.timeline import people
from mlat.services.access import NotHere, find_case, own_requests, visible
from mlat.services.ages import majority_of
from mlat.services.vault import key_of

SHOWN = 15
HORIZON = timedelta(days=200)
"""How far ahead a desk looks; a birthday that is years away stands on the case page alone."""


@dataclass(frozen=True)
class OrderLine:
    """An order of secrecy or non-disclosure, in force until somebody lifted it."""

    id: str
    kind: str
    ordered_at: datetime
    zone: str
    issuer: str
    request: RequestLine | None
    entered_by: str
    lifted_at: datetime | None
    lifted_by: str


@dataclass(frozen=True)
class CaseClock:
    """A running clock of a case, with what it is about; `over` once its last day has passed at its place."""

    line: ClockLine
    who: str
    """Code of the person or account."""
    request: RequestLine | None
    order: OrderLine | None
    over: bool
    month: date | None
    """For a reader who may not see names, a birthday's month alone."""


@dataclass(frozen=True)
class CaseClocks:
    """The running clocks of a case in the order in which they want attention, and its orders."""

    clocks: tuple[CaseClock, ...]
    orders: tuple[OrderLine, ...]


@dataclass(frozen=True)
class DateAhead:
    """A date on the desk: a duty of ours, or a clock of a case itself."""

    kind: str
    case_id: str
    case_reference: str
    request: RequestLine | None
    due: str
    month: date | None
    over: bool
    prohibition: bool


def case_clocks(actor: Actor, now: datetime, case_id: str) -> CaseClocks:
    """Every running clock of a case, our own duties first, then by the earlier date; and all its orders."""
    with reading() as session:
        case = find_case(session, actor, case_id)
        if case.erased_at is not None:
            return CaseClocks((), ())
        key = key_of(session, case.id)
        rows = session.scalars(own_requests(actor).where(Request.case_id == case.id)).all()
        requests = {line.id: line for line in lines_of(session, rows)}
        orders = _orders(session, case, key, requests)
        names = _names(session, case)
        of_clock = _requests_of(session, case)
        lines = clocks_of(session, (Clock.case_id == case.id) & Clock.ended_at.is_(None))
        found = [
            _case_clock(session, actor, now, key, line, names, requests.get(of_clock.get(line.id, "")), orders)
            for line in lines
        ]
    ranked = sorted(
        found, key=lambda one: (one.line.party != "us", one.line.safe_due or _month_key(one), one.line.kind)
    )
    return CaseClocks(tuple(ranked), orders)


def order_line(actor: Actor, order_id: str) -> tuple[str, OrderLine]:
    """The id of its case and the order; `NotHere` where the case is not the actor's."""
    with reading() as session:
        order = session.get(Order, order_id)
        if order is None:
            raise NotHere("order")
        case = find_case(session, actor, order.case_id)
        rows = session.scalars(own_requests(actor).where(Request.id == order.request_id)).all()
        requests = {line.id: line for line in lines_of(session, rows)}
        orders = _orders(session, case, key_of(session, case.id), requests)
        return case.id, next(one for one in orders if one.id == order_id)


def dates_ahead(
    actor: Actor, now: datetime, *, all_of_the_office: bool = False, duties: bool = True
) -> tuple[DateAhead, ...]:
    """Our own duties (where `duties`), then the clocks of the cases themselves, each by its earlier date.

    Of the actor's cases, or of all of the office.
    """
    cases = visible(actor).where(Case.closed_at.is_(None), Case.erased_at.is_(None))
    of_cases = Clock.kind.in_(list(OF_THE_CASE))
    with reading() as session:
        office = session.get_one(Office, actor.office_id)
        if not all_of_the_office:
            mine = answers_for(session, actor, now.astimezone(ZoneInfo(office.zone)).date())
            cases = cases.where(or_(Case.owner_id.in_(mine), Case.deputy_id.in_(mine)))
        rows = session.scalars(
            select(Clock)
            .where(
                Clock.office_id == actor.office_id,
                Clock.ended_at.is_(None),
                Clock.safe_at.is_not(None),
                Clock.safe_at <= now + HORIZON,
                or_(Clock.party == "us", of_cases) if duties else of_cases,
                Clock.case_id.in_(cases.with_only_columns(Case.id)),
            )
            .order_by(either((Clock.party == "us", 0), else_=1), Clock.safe_at, Clock.id)
            .limit(SHOWN)
        ).all()
        asked = session.scalars(
            own_requests(actor).where(Request.id.in_([row.request_id for row in rows if row.request_id]))
        ).all()
        requests = {line.id: line for line in lines_of(session, asked)}
        about = select(Case.id, Case.reference).where(Case.id.in_([row.case_id for row in rows]))
        references = dict(session.execute(about).all())
    return tuple(
        DateAhead(
            row.kind,
            row.case_id,
            references[row.case_id],
            requests.get(row.request_id or ""),
            row.legal_due if row.kind in PROHIBITIONS else row.safe_due,
            _month(row.kind, row.safe_at, row.zone),
            bool(row.safe_due) and left_days(row.safe_due, row.zone, now) < 0,
            row.kind in PROHIBITIONS,
        )
        for row in rows
    )


def _case_clock(
    session: Session,
    actor: Actor,
    now: datetime,
    key: CaseKey,
    line: ClockLine,
    names: dict[str, str],
    request: RequestLine | None,
    orders: Sequence[OrderLine],
) -> CaseClock:
    order = next((one for one in orders if one.id == line.about), None)
    month = None
    if line.kind == MAJORITY_DAY:
        if allowed(actor, Act.SEE_NAMES):
            line = _dated(session, actor, key, line)
        else:
            month = _month(line.kind, line.safe_at, line.zone)
    over = bool(line.safe_due) and left_days(line.safe_due, line.zone, now) < 0
    return CaseClock(line, names.get(line.about, ""), request or (order.request if order else None), order, over, month)


def _dated(session: Session, actor: Actor, key: CaseKey, line: ClockLine) -> ClockLine:
    """A birthday with its day and its working, opened for this reader alone."""
    person = session.get_one(Person, line.about)
    office = session.get_one(Office, actor.office_id)
    due = majority_of(person, key, line.started_at, office.country, office.zone)
    if due is None:
        return line
    working = tuple(step.to_json() for step in due.working)
    return replace(line, legal_due=written(due.legal_due), safe_due=written(due.safe_due), working=working)


def _month(kind: str, at: datetime | None, zone: str) -> date | None:
    return at.astimezone(ZoneInfo(zone)).date() if kind == MAJORITY_DAY and at else None


def _month_key(one: CaseClock) -> str:
    return one.month.isoformat() if one.month else "9"


def _names(session: Session, case: Case) -> dict[str, str]:
    """Codes of what a clock can be about, by id: people, accounts, translations, and annexes that are orders."""
    people_ = session.execute(select(Person.id, Person.code).where(Person.case_id == case.id)).all()
    accounts = session.execute(select(Identifier.id, Identifier.code).where(Identifier.case_id == case.id)).all()
    texts = session.execute(select(CaseText.id, CaseText.language).where(CaseText.case_id == case.id)).all()
    orders = session.execute(
        select(Annex.id, Request.code, Annex.number).join(Request, Request.id == Annex.request_id)
        .where(Annex.case_id == case.id, Annex.ends_on.is_not(None))
    ).all()  # fmt: skip
    named = {row[0]: row[1] for row in (*people_, *accounts, *texts)}
    return named | {annex: f"{code} · {number}" for annex, code, number in orders}


def _requests_of(session: Session, case: Case) -> dict[str, str]:
    rows = session.execute(select(Clock.id, Clock.request_id).where(Clock.case_id == case.id, Clock.ended_at.is_(None)))
    return {clock: request for clock, request in rows if request}


def _orders(session: Session, case: Case, key: CaseKey, requests: dict[str, RequestLine]) -> tuple[OrderLine, ...]:
    names = people(session, case.office_id)
    rows = session.scalars(select(Order).where(Order.case_id == case.id).order_by(Order.ordered_at, Order.id))
    return tuple(
        OrderLine(
            row.id,
            row.kind,
            row.ordered_at,
            row.zone,
            key.text(row.issuer_sealed, f"orders:{row.id}:issuer"),
            requests.get(row.request_id or ""),
            names.get(row.entered_by or "", ""),
            row.lifted_at,
            names.get(row.lifted_by or "", ""),
        )
        for row in rows
    )
