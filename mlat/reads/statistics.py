"""What an office did and got in a period: counted from its events, each figure by one definition."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median_low
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from mlat.domain.lifecycle import Kind, holding
from mlat.domain.permissions import Act, Actor
from mlat.domain.silence import ANSWERS, ENOUGH
from mlat.model import Event, Office, Request, Wait, reading
from mlat.reads.counted import counts
from mlat.services.access import own_requests, require
from mlat.services.pacing import DAY, owed

BRACKETS = (7, 30, 90, 180, 365)
"""Upper ends, in days, of the groups into which times to answer fall; the last group is longer."""
FIGURES = ("sent", "executed", "partly", "no_records", "refused", "returned", "withdrawn", "stalled")
"""What is counted, in the order of the page."""
OF_KIND = {
    Kind.SENT: "sent",
    Kind.TAKEN_OVER: "sent",
    Kind.ANSWERED: "executed",
    Kind.HOLD_CONFIRMED: "executed",
    Kind.REMOVED: "executed",
    Kind.PARTLY_ANSWERED: "partly",
    Kind.NO_RECORDS: "no_records",
    Kind.REFUSED: "refused",
    Kind.RETURNED: "returned",
    Kind.LEG_RETURNED: "returned",
    Kind.WITHDRAWN: "withdrawn",
}
"""The figure to which the first event of a kind counts its request."""


@dataclass(frozen=True)
class Times:
    """How long answers took: how many, by bracket, and the middle one from `ENOUGH` on."""

    answers: int
    brackets: tuple[int, ...]
    middle: int | None


@dataclass(frozen=True)
class Row:
    """The figures of one recipient and measure."""

    recipient: str
    name: str
    country: str
    measure: str
    figures: Counter[str]
    times: Times


@dataclass(frozen=True)
class Statistics:
    """A period (both days included, in the office's zone) with its rows, sums and grounds of refusal."""

    first: date
    last: date
    today: date
    rows: tuple[Row, ...]
    sums: Counter[str]
    times: Times
    grounds: tuple[tuple[str, int], ...]
    """(code, or nothing where none was given; how many)."""
    months: tuple[tuple[date, int, int], ...]
    """(first day, sent, executed) of each month of the period."""


_First = dict[tuple[str, str], datetime]
"""(request, kind of event) -> when it first happened."""


def statistics(actor: Actor, now: datetime, first: date, last: date) -> Statistics:
    """What happened from `first` to `last`; training cases count only in an office that trains."""
    require(actor, Act.SEE_CASE)
    with reading() as session:
        office = session.get_one(Office, actor.office_id)
        zone = ZoneInfo(office.zone)
        begin, end = _midnight(first, zone), _midnight(last + timedelta(days=1), zone)
        asked = _asked(session, actor)
        happened = _figures(_firsts(session, actor, end))
        counted: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        months: dict[str, Counter[date]] = defaultdict(Counter)
        for (request_id, figure), at in happened.items():
            if at >= begin and request_id in asked and figure != ANSWER:
                counted[asked[request_id][:2]][figure] += 1
                months[figure][at.astimezone(zone).date().replace(day=1)] += 1
        answered = {request_id for (request_id, figure), at in happened.items() if figure == ANSWER and at >= begin}
        times: dict[tuple[str, str], list[int]] = defaultdict(list)
        for request_id in answered & asked.keys():
            recipient, measure, took = asked[request_id]
            if took is not None:
                times[recipient, measure].append(took // DAY)
        for one in owed(session, actor.office_id, now):
            if one.stalled and one.request_id in asked:
                counted[one.key]["stalled"] += 1
        names = _names(session, actor)
        rows = [
            Row(key[0], *names[key[0]], key[1], counted[key], _times(times[key])) for key in sorted({*counted, *times})
        ]
        grounds = _grounds(session, actor, begin, end, asked)
    return Statistics(
        first,
        last,
        now.astimezone(zone).date(),
        tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.measure))),
        sum((row.figures for row in rows), Counter()),
        _times([days for each in times.values() for days in each]),
        tuple(sorted(grounds.items(), key=lambda pair: (-pair[1], pair[0]))),
        tuple((month, months["sent"][month], months["executed"][month]) for month in _months(first, last)),
    )


ANSWER = "answer"
"""The first answer of substance, of whatever kind."""


_Asked = dict[str, tuple[str, str, int | None]]
"""Request -> (recipient, measure, seconds that its answer took)."""


def _asked(session: Session, actor: Actor) -> _Asked:
    """The requests that count: they lay with a recipient, and an answer of their own is due."""
    require(actor, Act.SEE_CASE)
    rows = session.execute(
        select(Wait.request_id, Wait.recipient_id, Wait.measure, Wait.answer)
        .join(Office, Office.id == Wait.office_id)
        .where(Wait.office_id == actor.office_id, or_(Wait.training.is_(False), Office.training.is_(True)))
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def _names(session: Session, actor: Actor) -> dict[str, tuple[str, str]]:
    """Recipient -> (name, country) as its requests have them."""
    rows = session.execute(
        own_requests(actor)
        .with_only_columns(Request.recipient_id, func.max(Request.recipient_name), func.max(Request.requested_state))
        .group_by(Request.recipient_id)
    )
    return {row[0]: (row[1], row[2] or "") for row in rows}


def _firsts(session: Session, actor: Actor, end: datetime) -> _First:
    """When each kind of event first happened to each request of the office; answers taken back count for nothing."""
    mine = select(Event).where(Event.office_id == actor.office_id, Event.request_id.is_not(None), Event.at < end)
    mended = set(session.scalars(mine.where(Event.kind == Kind.TAKEN_BACK).with_only_columns(Event.request_id)))
    counted = mine.where(Event.kind.in_([*OF_KIND, *ANSWERS]))
    if mended:
        counted = counted.where(Event.request_id.not_in(mended))
    rows = session.execute(
        counted.with_only_columns(Event.request_id, Event.kind, func.min(Event.at)).group_by(
            Event.request_id, Event.kind
        )
    )
    found: _First = {(request_id or "", kind): at for request_id, kind, at in rows}
    for event in holding(session.scalars(mine.where(Event.request_id.in_(mended)))) if mended else ():
        key = (event.request_id or "", event.kind)
        found[key] = min(found.get(key, event.at), event.at)
    return found


def _figures(firsts: _First) -> _First:
    """(request, figure) -> when it first counted to that figure."""
    found: _First = {}
    for (request_id, kind), at in firsts.items():
        figures = [OF_KIND[Kind(kind)]] if kind in OF_KIND else []
        for figure in [*figures, *([ANSWER] if kind in ANSWERS else [])]:
            found[request_id, figure] = min(found.get((request_id, figure), at), at)
    return found


def _grounds(session: Session, actor: Actor, begin: datetime, end: datetime, asked: _Asked) -> Counter[str]:
    """The ground of each request's last refusal in the period; one that was taken back is none."""
    rows = session.scalars(
        select(Event)
        .where(Event.office_id == actor.office_id, Event.kind == Kind.REFUSED, Event.at >= begin, Event.at < end)
        .where(counts())
        .order_by(Event.at, Event.id)
    )
    last = {row.request_id or "": str(row.data.get("ground", "")) for row in rows}
    return Counter(ground for request_id, ground in last.items() if request_id in asked)


def _times(days: list[int]) -> Times:
    brackets = [sum(each <= most for each in days) for most in BRACKETS]
    parts = [upto - before for before, upto in zip([0, *brackets], [*brackets, len(days)], strict=True)]
    return Times(len(days), tuple(parts), median_low(days) if len(days) >= ENOUGH else None)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _months(first: date, last: date) -> list[date]:
    found, day = [], first.replace(day=1)
    while day <= last:
        found.append(day)
        day = (day + timedelta(days=31)).replace(day=1)
    return found
