"""The dates of one person for a calendar outside: what kind of date it is, and nothing of the case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from mlat.domain.clock_parts import CYBERTIP, PROHIBITIONS
from mlat.domain.feed_days import day_here
from mlat.domain.permissions import Act, Actor, allowed
from mlat.model import Case, Clock, FeedToken, Office, Request, RotaTurn, reading
from mlat.reads.duties import duties_in
from mlat.reads.duty import answers_for
from mlat.reads.waking import waking_in
from mlat.services.access import own_requests, visible

MOST = 300
PAST, AHEAD = timedelta(days=30), timedelta(days=400)


@dataclass(frozen=True)
class Entry:
    """One date: a local day, or an instant in UTC (`until`: the end of a stretch of time)."""

    uid: str
    """Stable: the id of the row that it stands for."""
    kind: str
    """duty, answer, case, wake or rota."""
    at: date | datetime
    until: datetime | None
    path: str
    names: str
    """Case and request where the office lets feeds name them; else empty."""


def feed_made(actor: Actor) -> datetime | None:
    """Since when the reader's feed stands open; None where there is none."""
    with reading() as session:
        return session.scalar(
            select(FeedToken.made_at).where(FeedToken.user_id == actor.user_id, FeedToken.revoked_at.is_(None))
        )


def names_cases(actor: Actor) -> bool:
    """Whether the office lets feeds name case and request."""
    with reading() as session:
        return session.get_one(Office, actor.office_id).feed_references


def entries(actor: Actor, now: datetime) -> tuple[Entry, ...]:
    """The dates of `actor` from a month ago to a year ahead, through the gate as it stands now."""
    with reading() as session:
        office = session.get_one(Office, actor.office_id)
        found: list[Entry] = []
        if allowed(actor, Act.SEE_CASE):
            found += _duties(session, actor, now)
            found += _awaited(session, actor, now, office.zone)
            found += _wakes(session, actor, now)
        # Last, where there are too many: a rota of a year of days leaves no duty out.
        found += _rota(session, actor, now)
        if not office.feed_references:
            found = [Entry(one.uid, one.kind, one.at, one.until, one.path, "") for one in found]
        return tuple(found[:MOST])


def _duties(session: Session, actor: Actor, now: datetime) -> Iterator[Entry]:
    here = ZoneInfo(actor.zone)
    for one in duties_in(session, actor, now, all_of_the_office=False):
        if one.due and one.due_at:
            at = day_here(one.due, one.due_at, here, ours=True)
            names = f"{one.request.code}, {one.request.case_reference}"
            yield Entry(f"clock-{one.clock_id}", "duty", at, None, f"/requests/{one.request.id}", names)


def _awaited(session: Session, actor: Actor, now: datetime, zone: str) -> Iterator[Entry]:
    """What others owe, and the ends of orders and reports; never a birthday."""
    mine = answers_for(session, actor, now.astimezone(ZoneInfo(zone)).date())
    cases = visible(actor).where(
        or_(Case.owner_id.in_(mine), Case.deputy_id.in_(mine)), Case.closed_at.is_(None), Case.erased_at.is_(None)
    )
    rows = session.execute(
        select(Clock, Case.reference)
        .join(Case, Case.id == Clock.case_id)
        .where(
            Clock.office_id == actor.office_id,
            Clock.ended_at.is_(None),
            Clock.legal_at.between(now - PAST, now + AHEAD),
            or_(Clock.party == "them", Clock.kind.in_([*PROHIBITIONS, CYBERTIP])),
            Clock.case_id.in_(cases.with_only_columns(Case.id)),
        )
        .order_by(Clock.legal_at, Clock.id)
        .limit(MOST)
    ).all()
    asked = own_requests(actor).where(Request.id.in_([row.request_id for row, _ in rows if row.request_id]))
    codes = dict(session.execute(asked.with_only_columns(Request.id, Request.code)).all())
    for row, reference in rows:
        if row.legal_at is None or (row.request_id and row.request_id not in codes):
            continue
        at = day_here(row.legal_due, row.legal_at, ZoneInfo(actor.zone), ours=False)
        path = f"/requests/{row.request_id}" if row.request_id else f"/cases/{row.case_id}"
        names = ", ".join(part for part in (codes.get(row.request_id or "", ""), reference) if part)
        yield Entry(f"clock-{row.id}", "answer" if row.party == "them" else "case", at, None, path, names)


def _wakes(session: Session, actor: Actor, now: datetime) -> Iterator[Entry]:
    for one in waking_in(session, actor, now):
        path = f"/requests/{one.request.id}" if one.request else f"/cases/{one.case_id}"
        names = ", ".join(part for part in (one.request.code if one.request else "", one.case_reference) if part)
        yield Entry(f"wake-{one.id}", "wake", one.on, None, path, names)


def _rota(session: Session, actor: Actor, now: datetime) -> Iterator[Entry]:
    turns = session.scalars(
        select(RotaTurn)
        .where(RotaTurn.office_id == actor.office_id, RotaTurn.user_id == actor.user_id, RotaTurn.ends_at > now - PAST)
        .order_by(RotaTurn.starts_at)
    )
    for turn in turns:
        yield Entry(f"turn-{turn.id}", "rota", turn.starts_at, turn.ends_at, "/rota", "")
