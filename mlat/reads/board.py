"""Everything that is owed, by us and by them, by country: the liaison officer's board."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session

from mlat.domain.permissions import Actor
from mlat.domain.silence import Silence
from mlat.domain.world import World
from mlat.model import Case, Clock, Request, UtcDateTime, reading
from mlat.reads.clocks import late_days
from mlat.reads.duty import answers_for
from mlat.reads.paging import Page
from mlat.reads.requests import RequestLine, lines_of
from mlat.reads.silence import silences_of
from mlat.services.access import own_requests, visible
from mlat.services.knowledge import world_of

Side = Literal["us", "them"]
SIDES: dict[Side, tuple[str, ...]] = {"us": ("we_owe",), "them": ("they_owe", "promised")}
LINES = 25
UNDATED = "none"


@dataclass(frozen=True)
class Wanted:
    """What the board is narrowed to; what is empty does not narrow. `country` `-` means: of no country."""

    country: str = ""
    recipient: str = ""
    measure: str = ""
    late: bool = False
    mine: bool = False

    def __bool__(self) -> bool:
        return bool(self.country or self.recipient or self.measure or self.late or self.mine)


@dataclass(frozen=True)
class Owed:
    """A request on the board. `late` counts days at the place of the deadline, 0 up to the end of the due day."""

    line: RequestLine
    recipient_id: str
    due: str
    late: int
    zone: str
    """Of the place where it lies; empty where nobody knows it."""
    silence: Silence | None = None
    """How long it has been silent, against what is usual there; none where it is ours, or no answer is ever due."""


@dataclass(frozen=True)
class CountryLine:
    """How much is open with one country. `zones` are those of its authorities."""

    country: str
    us: int = 0
    them: int = 0
    late: int = 0
    zones: tuple[str, ...] = field(default=())


def owed_page(
    actor: Actor, now: datetime, today: date, side: Side, wanted: Wanted, after: str = "", lines: int = LINES
) -> Page[Owed]:
    """What one side owes: what is due first, then what has no date; `after` is the cursor of the page before."""
    with reading() as session:
        query = _narrowed(session, actor, now, today, wanted)
        rows = _walk(session, query, SIDES[side], after, lines + 1, dated_only=wanted.late)
        onward = _cursor(rows[lines - 1]) if len(rows) > lines else ""
        return Page(_owed(session, actor, rows[:lines], side, now), onward)


def countries(actor: Actor, now: datetime, today: date, wanted: Wanted) -> tuple[CountryLine, ...]:
    """What is open by country, where most is late first; the country itself does not narrow."""
    with reading() as session:
        query = _narrowed(session, actor, now, today, Wanted("", wanted.recipient, wanted.measure, False, wanted.mine))
        open_ = query.where(Request.ball.in_([ball for balls in SIDES.values() for ball in balls]))
        counted = session.execute(
            open_.with_only_columns(Request.requested_state, Request.ball, func.count()).group_by(
                Request.requested_state, Request.ball
            )
        ).all()
        late: dict[str | None, int] = dict(
            session.execute(
                open_.where(_late(now)).with_only_columns(Request.requested_state, func.count())
                .group_by(Request.requested_state)
            ).all()
        )  # fmt: skip
        zones = _zones(world_of(session, actor.office_id))
    found: dict[str | None, CountryLine] = {}
    for country, ball, number in counted:
        one = found.get(
            country, CountryLine(country or "", late=late.get(country, 0), zones=zones.get(country or "", ()))
        )
        us = number if ball in SIDES["us"] else 0
        found[country] = CountryLine(one.country, one.us + us, one.them + number - us, one.late, one.zones)
    return tuple(sorted(found.values(), key=lambda one: (-one.late, -one.us, -one.them, one.country)))


def totals(actor: Actor) -> dict[str, int]:
    """How many requests lie with each side."""
    with reading() as session:
        counted = dict(
            session.execute(
                own_requests(actor).with_only_columns(Request.ball, func.count()).group_by(Request.ball)
            ).all()
        )
        return {side: sum(counted.get(ball, 0) for ball in balls) for side, balls in SIDES.items()}


def _narrowed(session: Session, actor: Actor, now: datetime, today: date, wanted: Wanted) -> Select[Request]:
    query = own_requests(actor)
    if wanted.country:
        query = query.where(
            Request.requested_state.is_(None) if wanted.country == "-" else Request.requested_state == wanted.country
        )
    if wanted.recipient:
        query = query.where(Request.recipient_id == wanted.recipient)
    if wanted.measure:
        query = query.where(Request.measure == wanted.measure)
    if wanted.late:
        query = query.where(_late(now))
    if wanted.mine:
        mine = answers_for(session, actor, today)
        owned = visible(actor).where(or_(Case.owner_id.in_(mine), Case.deputy_id.in_(mine)))
        query = query.where(Request.case_id.in_(owned.with_only_columns(Case.id)))
    return query


def _late(now: datetime) -> ColumnElement[bool]:
    """A date has passed: ours by its earliest reading, theirs by its most generous one.

    The next date of a request is never later than any of them, so the index gives the few that can be late.
    """
    over = exists().where(
        Clock.request_id == Request.id,
        Clock.ended_at.is_(None),
        or_(and_(Clock.party == "us", Clock.safe_at <= now), and_(Clock.party == "them", Clock.legal_at <= now)),
    )
    return and_(Request.next_due <= now, over)


# -- walking along the index


def _walk(
    session: Session, query: Select[Request], balls: Sequence[str], after: str, number: int, *, dated_only: bool
) -> list[Request]:
    """The next rows: those with a date by date, then those without by id. One walk along the index for each ball."""
    due, _, row_id = after.partition("~")
    found: list[Request] = []
    if due != UNDATED:
        dated = query.where(Request.next_due.is_not(None))
        if (beyond := _beyond(due, row_id)) is not None:
            dated = dated.where(beyond)
        for ball in balls:
            found += session.scalars(
                dated.where(Request.ball == ball).order_by(Request.next_due, Request.id).limit(number)
            )
        found.sort(key=lambda row: (row.next_due, row.id))
    if len(found) < number and not dated_only:
        undated = query.where(Request.next_due.is_(None))
        if due == UNDATED and row_id.isalnum():
            undated = undated.where(Request.id > row_id)
        rest: list[Request] = []
        for ball in balls:
            rest += session.scalars(undated.where(Request.ball == ball).order_by(Request.id).limit(number))
        found += sorted(rest, key=lambda row: row.id)
    return found[:number]


def _beyond(due: str, row_id: str) -> ColumnElement[bool] | None:
    try:
        moment = datetime.fromisoformat(due)
    except ValueError:
        return None
    if moment.tzinfo is None or not row_id.isalnum():
        return None
    return tuple_(Request.next_due, Request.id) > tuple_(literal(moment, UtcDateTime()), literal(row_id))


def _cursor(row: Request) -> str:
    return f"{row.next_due.isoformat() if row.next_due else UNDATED}~{row.id}"


# -- what stands on a line


def _owed(session: Session, actor: Actor, rows: Sequence[Request], side: Side, now: datetime) -> tuple[Owed, ...]:
    world = world_of(session, actor.office_id)
    clocks = session.scalars(
        select(Clock)
        .where(
            Clock.request_id.in_([row.id for row in rows]),
            Clock.ended_at.is_(None),
            Clock.party == side,
            Clock.legal_at.is_not(None),
        )
        .order_by((Clock.safe_at if side == "us" else Clock.legal_at).desc())
    )
    first = {clock.request_id: clock for clock in clocks}
    owing = [row.id for row in rows if row.ball == "they_owe"]
    silences = silences_of(session, actor.office_id, owing, now)
    return tuple(
        _line(line, row, first.get(row.id), silences.get(row.id), side, now, world)
        for line, row in zip(lines_of(session, rows), rows, strict=True)
    )


def _line(
    line: RequestLine,
    row: Request,
    clock: Clock | None,
    silence: Silence | None,
    side: Side,
    now: datetime,
    world: World,
) -> Owed:
    due = "" if clock is None else clock.safe_due if side == "us" else clock.legal_due
    late = late_days(due, clock.zone, now) if clock is not None else 0
    authority = world.authorities.get(row.recipient_id)
    zone = authority.time_zone[0] if authority and authority.time_zone else row.route.get("zone", "")
    return Owed(line, row.recipient_id, due, late, zone, silence)


def _zones(world: World) -> dict[str, tuple[str, ...]]:
    """The zones of each country's authorities, the one of most of them first."""
    found: dict[str, list[str]] = {}
    for authority in world.authorities.values():
        found.setdefault(authority.country, []).extend(authority.time_zone[:1])
    return {
        country: tuple(sorted(set(zones), key=lambda zone: (-zones.count(zone), zone)))
        for country, zones in found.items()
    }
