"""Clocks of a case itself, opened by what it holds: eighteenth birthdays, and the year after a CyberTipline report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.clock_parts import CYBERTIP, MAJORITY_DAY, ORDER_ENDS, Opening, counted_as
from mlat.domain.counting import local_day
from mlat.domain.instants import read_instant
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.house import house
from mlat.model import Case, Clock, Event, Identifier, Office, Person, transaction
from mlat.services import journal
from mlat.services.access import NotHere, find_case
from mlat.services.ages import majority_of
from mlat.services.almanac import almanac_of
from mlat.services.happening import apply, opening_entry
from mlat.services.reasons import digest, keep_reason, needed
from mlat.services.rungs import set_case_rung
from mlat.services.vault import key_of

REPORT_LAW = "us.2258A.h.preservation"
REPORT_ZONE = "America/Los_Angeles"
"""Where the providers that report are: their day is the earliest reading of when the year begins."""
SETTLED = frozenset({MAJORITY_DAY, CYBERTIP, ORDER_ENDS})
"""Clocks that a person ends once they were looked at; an order of secrecy is lifted instead."""


def turn_case(
    session: Session,
    now: datetime,
    actor: Actor,
    case: Case,
    kind: str,
    opens: Iterable[Opening] = (),
    ends: Iterable[tuple[str, str]] = (),
    *,
    at: datetime | None = None,
    zone: str = "UTC",
    data: dict[str, Any] | None = None,
) -> Event:
    """One event of a case with the clocks that it opens and ends; each new one gets its first rung."""
    entries = [opening_entry(each) for each in opens]
    over = [list(each) for each in ends]
    event = journal.write(
        session,
        now,
        actor,
        kind,
        office_id=case.office_id,
        case_id=case.id,
        at=at,
        zone=zone,
        data=(data or {}) | ({"opens": entries} if entries else {}) | ({"ends": over} if over else {}),
    )
    apply(session, event)
    for entry in entries:
        set_case_rung(session, session.get_one(Clock, entry["id"]), now)
    return event


def running_about(session: Session, case: Case, kinds: Iterable[str], about: str) -> tuple[Clock, ...]:
    """The running clocks of a case of these kinds that are about one order, person or account."""
    clocks = select(Clock).where(
        Clock.case_id == case.id, Clock.kind.in_(list(kinds)), Clock.about == about, Clock.ended_at.is_(None)
    )
    return tuple(session.scalars(clocks))


def follow_person(session: Session, now: datetime, actor: Actor, case: Case, person: Person) -> None:
    """Open the clock of a victim's majority, or open it anew after the date of birth or the role was changed.

    Nothing is opened for who is of age already. No date is written down: see `mlat.services.majority`.
    """
    office = session.get_one(Office, case.office_id)
    zone = ZoneInfo(office.zone)
    key = key_of(session, case.id)
    due = majority_of(person, key, now, office.country, office.zone) if person.role == "victim" else None
    ends = [(clock.id, "corrected") for clock in running_about(session, case, (MAJORITY_DAY,), person.id)]
    opens = []
    if due is not None and local_day(due.legal_due, zone) > now.astimezone(zone).date():
        known = person.born_sealed is not None
        opens.append(
            Opening(
                MAJORITY_DAY,
                "nobody",
                now,
                office.zone,
                "majority",
                source="date of birth" if known else "estimated age",
                verification="read" if known else "unverified",
                about=person.id,
            )
        )
    if opens or ends:
        turn_case(session, now, actor, case, "majority_noted", opens, ends)


def follow_report(session: Session, now: datetime, actor: Actor, case: Case, row: Identifier) -> None:
    """Open the year of a CyberTipline report whose instant is known, or open it anew where the instant changed."""
    if row.kind != "cybertip":
        return
    almanac = almanac_of(session, case.office_id)
    law = house().world.instruments[REPORT_LAW]
    (year,) = (period for period in law.periods.values() if period.kind == "hold")
    running = running_about(session, case, (CYBERTIP,), row.id)
    at = min((read_instant(text) for text in row.instants), default=None)
    if at is not None and [clock.started_at for clock in running] == [at]:
        return
    opens = []
    if at is not None:
        due = almanac.due(year.rule, year.value, at, REPORT_ZONE, "US", counted_as(CYBERTIP))
        opens.append(
            Opening(
                CYBERTIP,
                "nobody",
                at,
                REPORT_ZONE,
                year.rule,
                year.value,
                due,
                law.article,
                law.verification,
                (row.code,),
                confirmed=True,
                about=row.id,
            )
        )
    if opens or running:
        turn_case(session, now, actor, case, "report_noted", opens, [(clock.id, "corrected") for clock in running])


def settle_clock(actor: Actor, now: datetime, clock_id: str, reason: str) -> None:
    """A birthday was looked at, or the reported content was asked for: the clock ends, with what was done."""
    reason = needed(reason)
    with transaction() as session:
        clock = session.get(Clock, clock_id)
        if clock is None or clock.request_id is not None:
            raise NotHere("clock")
        case = find_case(session, actor, clock.case_id, Act.RECORD)
        session.refresh(clock)
        if clock.ended_at is not None:
            raise Problem("state", "clock", "has ended.", "Look at the one that runs.")
        if clock.kind not in SETTLED:
            raise Problem(
                "of_an_order", "clock", "is none that is settled.", "Lift the order, or fill the translation."
            )
        event = turn_case(
            session, now, actor, case, "clock_settled", ends=[(clock.id, "settled")],
            data={"reason_sha256": digest(reason)},
        )  # fmt: skip
        keep_reason(session, event, reason)
