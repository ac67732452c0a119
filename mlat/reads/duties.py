"""Our own duties: what this office must do itself, the most urgent first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from mlat.domain.clock_parts import HOLD
from mlat.domain.duties import RENEW_WITHIN, urgency
from mlat.domain.lifecycle import ENDED
from mlat.domain.permissions import Actor
from mlat.domain.renewals import UNDER_WAY, ask_by
from mlat.model import Case, Clock, Office, Request, reading
from mlat.reads.clocks import left_days
from mlat.reads.duty import answers_for
from mlat.reads.requests import RequestLine, lines_of
from mlat.services.access import own_requests, visible
from mlat.services.knowledge import world_of

MOST = 200
"""Duties looked at; a desk shows fewer."""
EARLIEST_ASK = timedelta(days=60)
"""How long before its end a company may want to be asked for a renewal, at most."""


@dataclass(frozen=True)
class Duty:
    """Something that this office must do. `due` is empty where no law gives a date."""

    clock_id: str
    kind: str
    request: RequestLine
    due: str
    due_at: datetime | None
    """The UTC instant at which the due day is over at its place."""
    left: int | None
    """Days left at the place of the deadline; negative once it is over."""


def own_duties(actor: Actor, now: datetime, *, all_of_the_office: bool = False) -> tuple[Duty, ...]:
    """The duties of the actor's cases (and of those for whom the actor stands in), or of the whole office."""
    with reading() as session:
        return duties_in(session, actor, now, all_of_the_office=all_of_the_office)


def duties_in(session: Session, actor: Actor, now: datetime, *, all_of_the_office: bool) -> tuple[Duty, ...]:
    """The same inside a transaction that is open."""
    rows = [*_ours(session, actor, now, all_of_the_office), *_holds(session, actor, now, all_of_the_office)]
    asked = session.scalars(own_requests(actor).where(Request.id.in_([row.request_id for row in rows]))).all()
    lines = {line.id: line for line in lines_of(session, asked)}
    platforms = {row.id: row.platform for row in asked}
    found = [
        _duty(session, actor, row, lines[row.request_id or ""], platforms[row.request_id or ""], now)
        for row in rows
        if row.request_id in lines
    ]
    wanted = [one for one in found if one.kind != HOLD or (one.left or 0) <= RENEW_WITHIN]
    return tuple(sorted(wanted, key=lambda one: (urgency(one.kind, _left(one)), one.clock_id)))


def _left(one: Duty) -> int:
    return 10_000 if one.left is None else one.left


def _duty(session: Session, actor: Actor, row: Clock, line: RequestLine, platform: str | None, now: datetime) -> Duty:
    due = row.safe_due
    if row.kind == HOLD and due:
        known = world_of(session, actor.office_id).platforms.get(platform or "")
        due = ask_by(date.fromisoformat(due[:10]), known.preservation.ask_before_days if known else None).isoformat()
    left = left_days(due, row.zone, now) if due else None
    return Duty(row.id, row.kind, line, due, row.safe_at, left)


def _theirs(session: Session, actor: Actor, now: datetime, all_of_the_office: bool) -> Select[Clock]:
    """The running clocks of requests in open cases that are this actor's to look after."""
    cases = visible(actor).where(Case.closed_at.is_(None), Case.erased_at.is_(None))
    if not all_of_the_office:
        zone = ZoneInfo(session.get_one(Office, actor.office_id).zone)
        mine = answers_for(session, actor, now.astimezone(zone).date())
        cases = cases.where(or_(Case.owner_id.in_(mine), Case.deputy_id.in_(mine)))
    return select(Clock).where(
        Clock.office_id == actor.office_id,
        Clock.ended_at.is_(None),
        Clock.paused_at.is_(None),
        Clock.request_id.is_not(None),
        Clock.case_id.in_(cases.with_only_columns(Case.id)),
    )


def _ours(session: Session, actor: Actor, now: datetime, all_of_the_office: bool) -> Sequence[Clock]:
    mine = _theirs(session, actor, now, all_of_the_office).where(Clock.party == "us")
    dated = session.scalars(mine.where(Clock.safe_at.is_not(None)).order_by(Clock.safe_at).limit(MOST)).all()
    return [*dated, *session.scalars(mine.where(Clock.safe_at.is_(None)).order_by(Clock.id).limit(MOST))]


def _holds(session: Session, actor: Actor, now: datetime, all_of_the_office: bool) -> Sequence[Clock]:
    """Confirmed holds that end soon and of which no extension has left yet."""
    extended = select(Request.parent_id).where(
        Request.office_id == actor.office_id,
        Request.measure == "preservation_extension",
        Request.parent_id.is_not(None),
        Request.state.in_(UNDER_WAY),
    )
    ended = select(Request.id).where(Request.office_id == actor.office_id, Request.state.in_(ENDED))
    holds = _theirs(session, actor, now, all_of_the_office).where(
        Clock.party == "nobody",
        Clock.kind == HOLD,
        Clock.confirmed,
        Clock.safe_at > now,  # what is over cannot be renewed: its data are told of as unprotected
        Clock.safe_at <= now + timedelta(days=RENEW_WITHIN) + EARLIEST_ASK,
        Clock.request_id.not_in(extended),
        Clock.request_id.not_in(ended),
    )
    found = session.scalars(holds.order_by(Clock.safe_at).limit(MOST)).all()
    longer = _covered_longer(session, found)
    return [clock for clock in found if not set(clock.covers) <= longer[clock.id]]


def _covered_longer(session: Session, holds: Sequence[Clock]) -> dict[str, set[str]]:
    """The accounts that another confirmed hold of the same case keeps for longer than each of these, or without end."""
    others = session.scalars(
        select(Clock).where(
            Clock.case_id.in_({clock.case_id for clock in holds}),
            Clock.kind == HOLD,
            Clock.confirmed,
            Clock.ended_at.is_(None),
        )
    ).all()
    return {
        clock.id: {
            code
            for other in others
            if other.case_id == clock.case_id
            and (other.safe_at is None or clock.safe_at is None or other.safe_at > clock.safe_at)
            for code in other.covers
        }
        for clock in holds
    }
