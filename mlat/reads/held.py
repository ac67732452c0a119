"""Clock rows of holds as the domain's holds: who confirmed them when, what they name, and what may lengthen them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from mlat.domain.clock_parts import CYBERTIP, HOLD, MLA_DUTY, PENDING
from mlat.domain.offers import renewal_offer
from mlat.domain.protection import REPORTED, Hold
from mlat.domain.renewals import ask_by
from mlat.domain.world import World
from mlat.model import Clock, Identifier, Request

REPLACED = frozenset({"confirmed", "renewed", "extended", "moved", "kept_until_decision", "reset", "corrected"})
"""Ends of a row in whose place another stands."""

NOT_KEPT = frozenset({"refused", "no_records", "returned", "withdrawn", "closed"})


@dataclass(frozen=True)
class Rows:
    """What one case holds of clocks and requests, and when each clock was opened (event id -> instant)."""

    clocks: Sequence[Clock]
    requests: Mapping[str | None, Request]
    identifiers: Sequence[Identifier]
    opened: Mapping[int, datetime]
    left: Mapping[str, datetime | None]
    """Request id -> when its first leg left."""
    world: World
    country: str
    zone: ZoneInfo
    """Of the office that asks: what happened, happened on its day, as `today` is its day."""
    today: date

    def day(self, at: datetime) -> date:
        """The office's day of an instant."""
        return at.astimezone(self.zone).date()


def holds_in(rows: Rows) -> tuple[Hold, ...]:
    """Every hold of a case, also those that are over."""
    renewed = _renewed(rows)
    duties = {
        clock.request_id: date.fromisoformat(clock.safe_due[:10])
        for clock in rows.clocks
        if clock.kind == MLA_DUTY and clock.ended_at is None and clock.safe_due
    }
    made = [_hold(rows, clock, renewed, duties) for clock in rows.clocks if _stands(clock, rows)]
    reports = [_report(rows, clock) for clock in rows.clocks if clock.kind == CYBERTIP]
    return (*made, *reports, *_only_asked(rows))


def _only_asked(rows: Rows) -> Iterable[Hold]:
    """Requests for a hold that have left and have no clock: on their way, or no period is stated."""
    clocked = {clock.request_id for clock in rows.clocks if clock.kind == HOLD}
    for row in rows.requests.values():
        left = rows.left.get(row.id)
        if row.measure == "preservation" and left and row.id not in clocked and row.state not in NOT_KEPT:
            yield Hold(
                id=row.id,
                request_id=row.id,
                request=row.code,
                accounts=frozenset(row.identifiers),
                data=frozenset(row.data),
                asked_on=rows.day(left),
            )


def _stands(clock: Clock, rows: Rows) -> bool:
    return clock.kind == HOLD and clock.request_id in rows.requests


def _hold(rows: Rows, clock: Clock, renewed: Mapping[str, int], duties: Mapping[str | None, date]) -> Hold:
    request = rows.requests[clock.request_id]
    counted_from = clock.started_at.astimezone(ZoneInfo(clock.zone)).date()
    until = date.fromisoformat(clock.safe_due[:10]) if clock.safe_due else None
    # Kept until a request for evidence is decided, it still is the hold that was asked for at first.
    origin = rows.requests.get(clock.about, request) if clock.rule == PENDING else request
    offer = renewal_offer(rows.world, origin.instrument, origin.platform, rows.country, rows.today)
    used = renewed.get(_root(origin, rows.requests).id, 0)
    confirmed = rows.opened.get(clock.opened_event) if clock.confirmed else None
    return Hold(
        id=clock.id,
        request_id=request.id,
        request=request.code,
        accounts=frozenset(clock.covers),
        data=_data(origin, rows.requests),
        asked_on=rows.day(clock.started_at),
        confirmed_on=rows.day(confirmed) if confirmed else None,
        until=until,
        pending=clock.rule == PENDING,
        ended_on=rows.day(clock.ended_at) if clock.ended_at else None,
        replaced=clock.ended_why in REPLACED,
        renewals_left=None if offer.most is None else max(0, offer.most - used),
        renewal_days=offer.days,
        ask_by=ask_by(until, offer.ask_before) if until else None,
        at_most=counted_from + timedelta(days=offer.at_most) if offer.at_most else None,
        duty_by=duties.get(request.id),
        verification=clock.verification,
        source=clock.source,
    )


def _report(rows: Rows, clock: Clock) -> Hold:
    """A CyberTip's year: it covers what the provider reported of its accounts, and nothing else."""
    tip = next((row for row in rows.identifiers if row.id == clock.about), None)
    codes = {row.code for row in rows.identifiers if tip and tip.platform and row.platform == tip.platform}
    return Hold(
        id=clock.id,
        request_id="",
        request=tip.code if tip else "",
        accounts=frozenset(codes - {tip.code if tip else ""}),
        data=frozenset({REPORTED}),
        asked_on=rows.day(clock.started_at),
        confirmed_on=rows.day(clock.started_at),
        until=date.fromisoformat(clock.safe_due[:10]) if clock.safe_due else None,
        ended_on=rows.day(clock.ended_at) if clock.ended_at else None,
        replaced=clock.ended_why in REPLACED,
        verification=clock.verification,
        source=clock.source,
    )


def _root(row: Request, requests: Mapping[str | None, Request]) -> Request:
    """The first request for preservation behind a chain of extensions."""
    seen = {row.id}
    while row.measure == "preservation_extension" and row.parent_id in requests and row.parent_id not in seen:
        row = requests[row.parent_id]
        seen.add(row.id)
    return row


def _data(row: Request, requests: Mapping[str | None, Request]) -> frozenset[str]:
    """The data that a hold names: a renewal keeps what was preserved, it adds nothing."""
    own, first = frozenset(row.data), frozenset(_root(row, requests).data)
    return own & first if own and first else own or first


def _renewed(rows: Rows) -> dict[str, int]:
    """First request -> how many of its extensions were confirmed."""
    granted = {
        clock.request_id
        for clock in rows.clocks
        if _stands(clock, rows)
        and clock.confirmed
        and rows.requests[clock.request_id].measure == "preservation_extension"
    }
    found: dict[str, int] = {}
    for request_id in granted:
        root = _root(rows.requests[request_id], rows.requests).id
        found[root] = found.get(root, 0) + 1
    return found
