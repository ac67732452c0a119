"""What protects the accounts of cases, and until when: built for many cases at once, with a handful of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session, load_only

from mlat.domain import danger as says
from mlat.domain.clock_parts import CYBERTIP, HOLD, MLA_DUTY
from mlat.domain.follow_up import ASSISTANCE
from mlat.domain.horizon import Awaited, Shortfall, shortfall
from mlat.domain.lifecycle import DONE, ENDED
from mlat.domain.permissions import Actor
from mlat.domain.protection import (
    Account,
    Hold,
    Span,
    Standing,
    danger,
    renewable,
    reported,
    retained,
    spans,
    standings,
)
from mlat.domain.routes import Reason
from mlat.model import Case, Clock, Event, Identifier, Leg, Office, Request, reading
from mlat.reads.held import Rows, holds_in
from mlat.services.access import find_request
from mlat.services.knowledge import world_of

BACK, AHEAD, LONGEST = timedelta(days=14), timedelta(days=90), timedelta(days=3 * 365)
"""How far a bar shows at least before and after today, and at most after it."""
OF_IDENTIFIERS = (
    Identifier.case_id,
    Identifier.code,
    Identifier.kind,
    Identifier.platform,
    Identifier.instants,
    Identifier.used_until,
)
OF_REQUESTS = (
    Request.case_id,
    Request.parent_id,
    Request.code,
    Request.measure,
    Request.instrument,
    Request.platform,
    Request.state,
    Request.data,
    Request.identifiers,
)
OF_CLOCKS = (
    Clock.case_id,
    Clock.request_id,
    Clock.kind,
    Clock.rule,
    Clock.started_at,
    Clock.zone,
    Clock.safe_due,
    Clock.covers,
    Clock.confirmed,
    Clock.about,
    Clock.opened_event,
    Clock.ended_at,
    Clock.ended_why,
    Clock.source,
    Clock.verification,
)
"""What is read of each row: routes, drafts and workings are long, and say nothing here."""
_Row = TypeVar("_Row", Identifier, Request, Clock)
HOLDING = frozenset({"preservation", "preservation_extension", "status_inquiry"})
"""Measures that ask for no data."""
NO_ACCOUNT = frozenset({"cybertip"})


@dataclass(frozen=True)
class Protection:
    """How one account stands on a day, with what a bar and its table show."""

    case_id: str
    identifier_id: str
    code: str
    platform: str
    standing: Standing
    left: int | None
    """Days until its data can vanish: 0 is any day, None that no day can be named."""
    retained: Standing | None
    """What is unprotected, but kept by the platform itself for a time that is known."""
    spans: tuple[Span, ...]
    renewable: Span | None
    reported: Hold | None
    reasons: tuple[Reason, ...]
    shortfalls: tuple[Shortfall, ...]

    @property
    def protected(self) -> bool:
        """Whether a confirmed hold keeps everything that is wanted of it."""
        return self.standing.protected


@dataclass(frozen=True)
class Bars:
    """The bars of a case share one axis, from `first` to `last`."""

    first: date
    today: date
    last: date
    accounts: tuple[Protection, ...]

    @property
    def shortest(self) -> Protection | None:
        """The account whose data can vanish first."""
        return self.accounts[0] if self.accounts else None

    @property
    def shortfalls(self) -> tuple[Shortfall, ...]:
        """Holds that end before an answer can be expected."""
        return tuple(each for one in self.accounts for each in one.shortfalls)


def bars_of(session: Session, cases: Sequence[Case], today: date, *, drawn: bool = True) -> Mapping[str, Bars]:
    """Case id -> how its accounts stand on `today` (a local day), the most endangered first.

    The cases are rows that the access gate gave; the number of queries does not grow with them. A list that
    draws no bars does without `drawn`: no stretches and no reasons then.
    """
    found = _Found(session, cases)
    return {case.id: _bars(found, case, today, drawn) for case in cases}


def early_of(actor: Actor, today: date, request_id: str) -> tuple[Shortfall, ...]:
    """Holds of this request, or behind it, that end before an answer can be expected.

    Nothing for an office that only transmits it. `NotHere` where the actor may not see it.
    """
    with reading() as session:
        row = find_request(session, actor, request_id)
        case = session.get_one(Case, row.case_id)
        if row.office_id != actor.office_id or case.erased_at is not None:
            return ()
        found = bars_of(session, [case], today, drawn=False)[case.id].shortfalls
        return tuple(each for each in found if request_id in (each.hold.request_id, each.awaited.request_id))


class _Found:
    """Everything of these cases that holds depend on, each kind read once."""

    def __init__(self, session: Session, cases: Sequence[Case]) -> None:
        ids = [case.id for case in cases]
        offices = {case.office_id for case in cases}
        self.worlds = {office: world_of(session, office) for office in offices}
        self.offices = {office: session.get_one(Office, office) for office in offices}
        identifiers = select(Identifier).options(load_only(*OF_IDENTIFIERS)).where(Identifier.case_id.in_(ids))
        requests = select(Request).options(load_only(*OF_REQUESTS)).where(Request.case_id.in_(ids))
        kinds = Clock.kind.in_((HOLD, CYBERTIP, MLA_DUTY))
        clocks = select(Clock).options(load_only(*OF_CLOCKS)).where(Clock.case_id.in_(ids), kinds)
        self.identifiers = _by_case(session.scalars(identifiers))
        self.requests = _by_case(session.scalars(requests))
        self.clocks = _by_case(session.scalars(clocks))
        opened = {clock.opened_event for rows in self.clocks.values() for clock in rows if clock.confirmed}
        moments = select(Event.id, Event.at).where(Event.id.in_(opened))
        self.opened: dict[int, datetime] = dict(session.execute(moments).all())
        awaited = ASSISTANCE | {"preservation"}
        asked = [row.id for rows in self.requests.values() for row in rows if row.measure in awaited]
        departures = (
            select(Leg.request_id, func.min(Leg.sent_at))
            .where(Leg.request_id.in_(asked), Leg.sent_at.is_not(None))
            .group_by(Leg.request_id)
        )
        self.left: dict[str, datetime | None] = dict(session.execute(departures).all())


def _by_case(rows: Iterable[_Row]) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = {}
    for row in rows:
        found.setdefault(row.case_id, []).append(row)
    return found


def _bars(found: _Found, case: Case, today: date, drawn: bool) -> Bars:
    requests: dict[str | None, Request] = {row.id: row for row in found.requests.get(case.id, [])}
    identifiers = found.identifiers.get(case.id, [])
    office = found.offices[case.office_id]
    clocks = found.clocks.get(case.id, [])
    rows = Rows(
        clocks,
        requests,
        identifiers,
        found.opened,
        found.left,
        found.worlds[office.id],
        office.country,
        ZoneInfo(office.zone),
        today,
    )
    holds = holds_in(rows)
    accounts = {row.id: _account(row, rows) for row in identifiers if _shown(row, holds)}
    last = _last(holds, today)
    first = min([today, *(hold.asked_on for hold in holds if hold.asked_on >= today - LONGEST)]) - BACK
    lines = [
        _protection(rows, row, accounts[row.id], holds, first, last, drawn) for row in identifiers if row.id in accounts
    ]
    return Bars(first, today, last, tuple(sorted(lines, key=lambda one: (danger(one.standing, today), one.code))))


def _shown(row: Identifier, holds: Sequence[Hold]) -> bool:
    """Accounts that a platform keeps, and whatever a hold names."""
    return row.kind not in NO_ACCOUNT and (bool(row.platform) or any(row.code in hold.accounts for hold in holds))


def _last(holds: Sequence[Hold], today: date) -> date:
    ends = [day for hold in holds for day in (hold.last_possible,) if day]
    return min(max([today, *ends]) + BACK, today + LONGEST) if ends else today + AHEAD


def _protection(
    rows: Rows, row: Identifier, account: Account, holds: Sequence[Hold], first: date, last: date, drawn: bool
) -> Protection:
    today = rows.today
    each = standings(account, holds, today)
    now = each[0]
    return Protection(
        row.case_id,
        row.id,
        row.code,
        row.platform or "",
        now,
        now.days_left(today),
        retained(each),
        spans(account, holds, first, last) if drawn else (),
        renewable(now),
        reported(account, holds, today),
        says.reasons(account, holds, today) if drawn else (),
        tuple(_shortfalls(rows, account, now)),
    )


def _shortfalls(rows: Rows, account: Account, now: Standing) -> Iterable[Shortfall]:
    expected = rows.world.expected.get("mla_evidence")
    if expected is None:
        return
    named = [row for row in rows.requests.values() if account.code in row.identifiers]
    for row in named:
        if row.measure not in ASSISTANCE or row.state in DONE:
            continue
        left = rows.left.get(row.id)
        awaited = Awaited(request_id=row.id, request=row.code, sent_on=rows.day(left) if left else None)
        if short := shortfall(account.code, now, awaited, expected, rows.today):
            yield short
    if all(row.measure in HOLDING for row in named if row.state not in ENDED):
        nobody = Awaited(request_id="", request="", sent_on=None)
        if short := shortfall(account.code, now, nobody, expected, rows.today):
            yield short


def _account(row: Identifier, rows: Rows) -> Account:
    platform = rows.world.platforms.get(row.platform or "")
    wanted = [
        category
        for request in rows.requests.values()
        if row.code in request.identifiers and request.state not in ENDED
        for category in request.data
    ]
    return Account(
        code=row.code,
        platform=platform.name if platform else "",
        wanted=tuple(dict.fromkeys(wanted)),
        last_used=_last_used(row),
        kept=platform.kept if platform else (),
        source=platform.source if platform else (),
        protect_within_days=platform.protect_within_days if platform else None,
    )


def _last_used(row: Identifier) -> date | None:
    """The last day on which the account is known to have been used."""
    days = [datetime.fromisoformat(text).date() for text in row.instants]
    return max([*days, *([row.used_until] if row.used_until else [])], default=None)
