"""What each kind of user needs to see first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from mlat.domain.horizon import Shortfall
from mlat.domain.lifecycle import REPLIES
from mlat.domain.permissions import Actor
from mlat.domain.protection import danger
from mlat.domain.silence import Silence
from mlat.model import Case, Clock, Event, Identifier, Reminder, Request, reading
from mlat.reads.cases import MOST
from mlat.reads.clocks import late_days
from mlat.reads.counted import counts
from mlat.reads.duty import answers_for
from mlat.reads.holds import Protection, bars_of
from mlat.reads.requests import RequestLine, lines_of
from mlat.reads.shown import shown
from mlat.reads.silence import silences_of
from mlat.services.access import own_requests, visible
from mlat.services.vault import key_of

SHOWN = 15
INQUIRY = "status_inquiry"
"""An inquiry waits with the request that it asks after."""


@dataclass(frozen=True)
class Vanishing:
    """An account whose data will vanish, with what protects it."""

    case_id: str
    case_reference: str
    given: str
    protection: Protection


@dataclass(frozen=True)
class Early:
    """A hold that ends before an answer can be expected."""

    case_id: str
    case_reference: str
    shortfall: Shortfall


@dataclass(frozen=True)
class Danger:
    """What can vanish: the accounts in the greatest danger, and holds that end before an answer can come."""

    accounts: tuple[Vanishing, ...] = ()
    early: tuple[Early, ...] = ()


@dataclass(frozen=True)
class Waiting:
    """A request that waits, with the last day on which something came from the recipient or left for it."""

    line: RequestLine
    since: datetime | None
    legal_due: str
    late: int
    """Days late at the recipient's place; 0 up to the end of the due day."""
    silence: Silence | None = None
    """How long it has been silent, against what is usual there; none where no answer of its own is ever due."""


@dataclass(frozen=True)
class Prompt:
    """A reminder that waits for a click."""

    id: str
    act: str
    rung: str
    request: RequestLine | None
    case_id: str
    case_reference: str
    """Of a notice about the case itself; empty where a request is named."""
    made_request_id: str
    due_at: datetime
    note: str = ""
    """Why nothing was prepared: the code of the refusal."""


@dataclass(frozen=True)
class Arrived:
    """A reply that was recorded lately."""

    request: RequestLine
    kind: str
    at: datetime
    zone: str


def vanishing(actor: Actor, today: date) -> Danger:
    """What can vanish in the open cases, as it stands on `today` (a local day); the greatest danger first."""
    with reading() as session:
        cases = session.scalars(
            visible(actor)
            .where(Case.closed_at.is_(None), Case.erased_at.is_(None))
            .order_by(Case.opened_at.desc())
            .limit(MOST)
        ).all()
        bars = bars_of(session, cases, today, drawn=False)
        references = {case.id: case.reference for case in cases}
        worst = sorted(
            (one for found in bars.values() for one in found.accounts),
            key=lambda one: (danger(one.standing, today), one.code),
        )[:SHOWN]
        given = {
            row.id: row
            for row in session.scalars(
                select(Identifier).where(Identifier.id.in_([one.identifier_id for one in worst]))
            )
        }
        early = [Early(case.id, case.reference, each) for case in cases for each in bars[case.id].shortfalls]
        return Danger(
            tuple(
                Vanishing(one.case_id, references[one.case_id], _given(session, actor, given[one.identifier_id]), one)
                for one in worst
            ),
            tuple(sorted(early, key=lambda one: one.shortfall.last_possible)[:SHOWN]),
        )


def _given(session: Session, actor: Actor, row: Identifier) -> str:
    key = key_of(session, row.case_id)
    return shown(actor, row.kind, key.text(row.given_sealed, f"identifiers:{row.id}:given"))


def yours(actor: Actor, today: date, *, all_of_the_office: bool = False) -> tuple[RequestLine, ...]:
    """Requests whose next step is ours, of the actor's cases (and of those for whom the actor stands in)."""
    query = own_requests(actor).where(Request.ball == "we_owe")
    with reading() as session:
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


def silent(actor: Actor, now: datetime) -> tuple[Waiting, ...]:
    """Requests on which others owe an answer: what is late first, then what is stalled, then the longest silence."""
    waiting = own_requests(actor).where(Request.ball == "they_owe", Request.measure != INQUIRY)
    with reading() as session:
        oldest = session.scalars(waiting.order_by(Request.created_at, Request.id).limit(SHOWN * 4)).all()
        late = session.scalars(waiting.where(Request.id.in_(_overdue(actor, now)))).all()
        rows = list({row.id: row for row in (*late, *oldest)}.values())
        ids = [row.id for row in rows]
        heard = dict(
            session.execute(
                select(Event.request_id, func.max(Event.at))
                .where(Event.request_id.in_(ids), Event.kind.in_([*REPLIES, "sent", "taken_over"]), counts())
                .group_by(Event.request_id)
            ).all()
        )
        due = {clock.request_id: clock for clock in _owed(session, ids)}
        silences = silences_of(session, actor.office_id, ids, now)
        found = [
            _waiting(line, heard.get(line.id), due.get(line.id), silences.get(line.id), now)
            for line in lines_of(session, rows)
        ]
    return tuple(sorted(found, key=_worst_first)[:SHOWN])


def _worst_first(one: Waiting) -> tuple[bool, bool, datetime]:
    stalled = one.silence is not None and one.silence.stalled
    return not one.late, not stalled, one.since or one.line.created_at


def _overdue(actor: Actor, now: datetime) -> Select[str | None]:
    """The requests of which somebody's date has passed, the earliest first; along the index of open clocks."""
    clocks = select(Clock.request_id).where(
        Clock.office_id == actor.office_id, Clock.ended_at.is_(None), Clock.safe_at < now, Clock.party == "them"
    )
    return clocks.order_by(Clock.safe_at).limit(SHOWN * 4)


def _owed(session: Session, requests: Sequence[str]) -> Sequence[Clock]:
    """Their running clocks that have a date, the earliest of each request last."""
    clocks = select(Clock).where(
        Clock.request_id.in_(requests), Clock.ended_at.is_(None), Clock.party == "them", Clock.legal_at.is_not(None)
    )
    return session.scalars(clocks.order_by(Clock.legal_at.desc())).all()


def _waiting(
    line: RequestLine, since: datetime | None, clock: Clock | None, silence: Silence | None, now: datetime
) -> Waiting:
    due, zone = (clock.legal_due, clock.zone) if clock else ("", "UTC")
    return Waiting(line, since, due, late_days(due, zone, now), silence)


def prompts(actor: Actor) -> tuple[Prompt, ...]:
    """Reminders that wait for a click, the oldest first."""
    mine = own_requests(actor).with_only_columns(Request.id)
    cases = visible(actor).with_only_columns(Case.id)
    with reading() as session:
        rows = session.scalars(
            select(Reminder)
            .where(
                Reminder.office_id == actor.office_id,
                Reminder.state == "waiting",
                or_(Reminder.request_id.in_(mine), Reminder.request_id.is_(None) & Reminder.case_id.in_(cases)),
            )
            .order_by(Reminder.planted_at, Reminder.id)
            .limit(SHOWN)
        ).all()
        requests = session.scalars(
            own_requests(actor).where(Request.id.in_([row.request_id for row in rows if row.request_id]))
        ).all()
        lines = {line.id: line for line in lines_of(session, requests)}
        about = [row.case_id for row in rows if row.request_id is None]
        names = dict(session.execute(select(Case.id, Case.reference).where(Case.id.in_(about))).all())
        return tuple(
            Prompt(
                row.id,
                row.act,
                row.rung,
                lines.get(row.request_id or ""),
                row.case_id,
                names.get(row.case_id, ""),
                row.made_request_id or "",
                row.due_at,
                row.note,
            )
            for row in rows
        )


def arrived(actor: Actor, now: datetime) -> tuple[Arrived, ...]:
    """Replies that were recorded since yesterday."""
    mine = own_requests(actor).with_only_columns(Request.id)
    with reading() as session:
        rows = session.execute(
            select(Event.request_id, Event.kind, Event.at, Event.zone)
            .where(
                Event.request_id.in_(mine),
                Event.kind.in_(list(REPLIES)),
                counts(),
                Event.recorded_at >= now - timedelta(days=1),
            )
            .order_by(Event.id.desc())
            .limit(SHOWN)
        ).all()
        requests = session.scalars(own_requests(actor).where(Request.id.in_([row[0] for row in rows]))).all()
        lines = {line.id: line for line in lines_of(session, requests)}
        return tuple(Arrived(lines[row[0]], row[1], row[2], row[3]) for row in rows if row[0])
