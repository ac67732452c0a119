"""What each kind of user needs to see first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from mlat.domain.lifecycle import REPLIES
from mlat.domain.permissions import Actor
from mlat.model import Case, Clock, Event, Identifier, Reminder, Request, transaction
from mlat.reads.accounts import HOLDS
from mlat.reads.duty import answers_for
from mlat.reads.requests import RequestLine, lines_of
from mlat.reads.shown import shown
from mlat.services.access import own_requests, visible
from mlat.services.vault import key_of

SHOWN = 15
INQUIRY = "status_inquiry"
"""An inquiry waits with the request that it asks after."""
ASKED = ("preservation", "preservation_extension")


@dataclass(frozen=True)
class Vanishing:
    """An account whose data will vanish: when the hold ends, or that nothing holds it."""

    case_id: str
    case_reference: str
    code: str
    platform: str
    kind: str
    given: str
    request_id: str
    ends: str
    """`safe_due` of the hold; empty where nothing is held."""
    ends_at: datetime | None
    started_at: datetime | None
    asked: bool
    confirmed: bool


@dataclass(frozen=True)
class Waiting:
    """A request that waits, with the last day on which something came from the recipient or left for it."""

    line: RequestLine
    since: datetime | None
    legal_at: datetime | None


@dataclass(frozen=True)
class Prompt:
    """A reminder that waits for a click."""

    id: str
    act: str
    rung: str
    request: RequestLine | None
    made_request_id: str
    due_at: datetime


@dataclass(frozen=True)
class Arrived:
    """A reply that was recorded lately."""

    request: RequestLine
    kind: str
    at: datetime
    zone: str


def vanishing(actor: Actor) -> tuple[Vanishing, ...]:
    """Accounts of open cases, those that nothing holds first, then by the end of the hold."""
    with transaction() as session:
        cases = {
            case.id: case
            for case in session.scalars(
                visible(actor)
                .where(Case.closed_at.is_(None), Case.erased_at.is_(None))
                .order_by(Case.opened_at.desc())
                .limit(200)
            )
        }
        holds = session.scalars(
            select(Clock)
            .where(
                Clock.office_id == actor.office_id,
                Clock.ended_at.is_(None),
                Clock.kind.in_(HOLDS),
                Clock.case_id.in_(list(cases)),
            )
            .order_by(Clock.safe_at)
            .limit(200)
        ).all()
        asked = _asked(session, list(cases))
        accounts = session.scalars(
            select(Identifier).where(Identifier.case_id.in_(list(cases)), Identifier.platform.is_not(None))
        ).all()
        found = [
            _vanishing(
                session,
                actor,
                cases[one.case_id],
                one,
                [h for h in holds if h.case_id == one.case_id and one.code in h.covers],
                asked,
            )
            for one in accounts
        ]
    return tuple(
        sorted(
            found,
            key=lambda one: (
                one.confirmed,
                one.asked,
                one.ends_at.timestamp() if one.ends_at else 9e12,
                one.code,
            ),
        )[:SHOWN]
    )


def _asked(session: Session, cases: list[str]) -> frozenset[tuple[str, str]]:
    rows = session.execute(
        select(Request.case_id, Request.identifiers).where(
            Request.case_id.in_(cases),
            Request.measure.in_(ASKED),
            Request.state.not_in(("draft", "approved", "withdrawn")),
        )
    )
    return frozenset((case_id, code) for case_id, codes in rows for code in codes)


def _vanishing(
    session: Session,
    actor: Actor,
    case: Case,
    one: Identifier,
    holds: list[Clock],
    asked: frozenset[tuple[str, str]],
) -> Vanishing:
    hold = max(holds, key=lambda h: (h.confirmed, h.safe_due), default=None)
    given = key_of(session, case.id).text(one.given_sealed, f"identifiers:{one.id}:given")
    return Vanishing(
        case.id,
        case.reference,
        one.code,
        one.platform or "",
        one.kind,
        shown(actor, one.kind, given),
        (hold.request_id or "") if hold else "",
        hold.safe_due if hold else "",
        hold.safe_at if hold else None,
        hold.started_at if hold else None,
        (case.id, one.code) in asked,
        bool(hold and hold.confirmed),
    )


def yours(actor: Actor, today: date, *, all_of_the_office: bool = False) -> tuple[RequestLine, ...]:
    """Requests whose next step is ours, of the actor's cases (and of those for whom the actor stands in)."""
    query = own_requests(actor).where(Request.ball == "we_owe")
    with transaction() as session:
        if not all_of_the_office:
            mine = answers_for(session, actor, today)
            owned = (
                visible(actor).where(or_(Case.owner_id.in_(mine), Case.deputy_id.in_(mine))).with_only_columns(Case.id)
            )
            query = query.where(Request.case_id.in_(owned))
        # Two walks along the index: an order that puts what has no date last would sort every request first.
        dated = query.where(Request.next_due.is_not(None)).order_by(Request.next_due, Request.id)
        undated = query.where(Request.next_due.is_(None)).order_by(Request.id)
        rows = list(session.scalars(dated.limit(SHOWN)))
        if len(rows) < SHOWN:
            rows += session.scalars(undated.limit(SHOWN - len(rows)))
        return lines_of(session, rows)


def silent(actor: Actor) -> tuple[Waiting, ...]:
    """Requests on which others owe an answer, the longest silence first."""
    with transaction() as session:
        rows = session.scalars(
            own_requests(actor)
            .where(Request.ball == "they_owe", Request.measure != INQUIRY)
            .order_by(Request.created_at, Request.id)
            .limit(SHOWN * 4)
        ).all()
        ids = [row.id for row in rows]
        heard = dict(
            session.execute(
                select(Event.request_id, func.max(Event.at))
                .where(Event.request_id.in_(ids), Event.kind.in_([*REPLIES, "sent", "taken_over"]))
                .group_by(Event.request_id)
            ).all()
        )
        due = dict(
            session.execute(
                select(Clock.request_id, func.min(Clock.legal_at))
                .where(Clock.request_id.in_(ids), Clock.ended_at.is_(None), Clock.party == "them")
                .group_by(Clock.request_id)
            ).all()
        )
        found = [Waiting(line, heard.get(line.id), due.get(line.id)) for line in lines_of(session, rows)]
    return tuple(sorted(found, key=lambda one: one.since or one.line.created_at)[:SHOWN])


def prompts(actor: Actor) -> tuple[Prompt, ...]:
    """Reminders that wait for a click, the oldest first."""
    mine = own_requests(actor).with_only_columns(Request.id)
    with transaction() as session:
        rows = session.scalars(
            select(Reminder)
            .where(
                Reminder.office_id == actor.office_id,
                Reminder.state == "waiting",
                or_(Reminder.request_id.in_(mine), Reminder.request_id.is_(None)),
            )
            .order_by(Reminder.planted_at, Reminder.id)
            .limit(SHOWN)
        ).all()
        requests = session.scalars(
            own_requests(actor).where(Request.id.in_([row.request_id for row in rows if row.request_id]))
        ).all()
        lines = {line.id: line for line in lines_of(session, requests)}
        return tuple(
            Prompt(
                row.id,
                row.act,
                row.rung,
                lines.get(row.request_id or ""),
                row.made_request_id or "",
                row.due_at,
            )
            for row in rows
        )


def arrived(actor: Actor, now: datetime) -> tuple[Arrived, ...]:
    """Replies that were recorded since yesterday."""
    mine = own_requests(actor).with_only_columns(Request.id)
    with transaction() as session:
        rows = session.execute(
            select(Event.request_id, Event.kind, Event.at, Event.zone)
            .where(
                Event.request_id.in_(mine),
                Event.kind.in_(list(REPLIES)),
                Event.recorded_at >= now - timedelta(days=1),
            )
            .order_by(Event.id.desc())
            .limit(SHOWN)
        ).all()
        requests = session.scalars(own_requests(actor).where(Request.id.in_([row[0] for row in rows]))).all()
        lines = {line.id: line for line in lines_of(session, requests)}
        return tuple(Arrived(lines[row[0]], row[1], row[2], row[3]) for row in rows if row[0])
