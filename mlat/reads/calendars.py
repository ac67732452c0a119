"""What the calendar page shows: the office's settings, its own days, and what each change did to running clocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.permissions import Act, Actor, allowed
from mlat.domain.recounting import Moved
from mlat.model import Case, Event, Office, OfficeDayRow, Request, reading
from mlat.reads.timeline import people
from mlat.services.access import NotHere, require

CHANGES = ("days_added", "days_changed", "days_retired", "calendar_set", "calendar_recounted")
LATEST = 30


@dataclass(frozen=True)
class Settings:
    """What the office counts with."""

    country: str
    counting_rule: str
    subdivision: str
    tables: tuple[str, ...]
    version: int


@dataclass(frozen=True)
class DaysLine:
    """A row that the office entered, and who entered it."""

    id: str
    type: str
    name: str
    first: date
    last: date
    source: str
    by: str
    at: datetime


@dataclass(frozen=True)
class ChangeLine:
    """A change of the calendar: how many running clocks it counted anew, how many dates it moved, how many it left."""

    id: int
    kind: str
    at: datetime
    by: str
    data: dict[str, Any]

    @property
    def counted(self) -> int:
        """Clocks counted anew."""
        return int(self.data.get("counted", 0))

    @property
    def moved(self) -> int:
        """Clocks whose date is another one now."""
        return int(self.data.get("moved", 0))

    @property
    def left(self) -> int:
        """Clocks whose date no rule explains, so that it stayed."""
        return int(self.data.get("left", 0))


def settings(actor: Actor) -> Settings:
    """The office's country, counting rule and calendars."""
    require(actor, Act.SEE_FACTS)
    with reading() as session:
        office = session.get_one(Office, actor.office_id)
        return Settings(
            office.country, office.counting_rule, office.subdivision, tuple(office.calendars), office.version
        )


def own_days(actor: Actor) -> tuple[DaysLine, ...]:
    """The rows that hold, the latest days first."""
    require(actor, Act.SEE_FACTS)
    query = (
        select(OfficeDayRow)
        .where(OfficeDayRow.office_id == actor.office_id, OfficeDayRow.retired_at.is_(None))
        .order_by(OfficeDayRow.first.desc(), OfficeDayRow.id)
    )
    with reading() as session:
        names = people(session, actor.office_id)
        return tuple(
            DaysLine(
                row.id,
                row.type,
                row.name,
                row.first,
                row.last,
                row.source,
                names.get(row.entered_by or "", ""),
                row.entered_at,
            )
            for row in session.scalars(query)
        )


def days_line(actor: Actor, row_id: str) -> DaysLine:
    """One row that holds; `NotHere` for any other."""
    found = next((line for line in own_days(actor) if line.id == row_id), None)
    if found is None:
        raise NotHere("days")
    return found


def changes(actor: Actor) -> tuple[ChangeLine, ...]:
    """The latest changes of the calendar, newest first."""
    require(actor, Act.SEE_FACTS)
    with reading() as session:
        names = people(session, actor.office_id)
        return tuple(_change(event, names) for event in session.scalars(_changes(actor).limit(LATEST)))


def change(actor: Actor, number: int) -> tuple[ChangeLine, tuple[Moved, ...]]:
    """One change, and every date that it moved; `NotHere` for another office's."""
    require(actor, Act.SEE_FACTS)
    with reading() as session:
        event = session.scalar(_changes(actor).where(Event.id == number))
        if event is None:
            raise NotHere("change")
        line = _change(event, people(session, actor.office_id))
        told = session.scalars(select(Event).where(Event.id.in_(line.data.get("events", []))).order_by(Event.id))
        return line, tuple(moved for one in told for moved in _moved(session, actor, one))


def _changes(actor: Actor) -> Any:
    return (
        select(Event)
        .where(Event.chain == f"office:{actor.office_id}", Event.kind.in_(CHANGES))
        .order_by(Event.seq.desc())
    )


def _change(event: Event, names: Any) -> ChangeLine:
    return ChangeLine(event.id, event.kind, event.at, names.get(event.actor, ""), event.data)


def _moved(session: Session, actor: Actor, event: Event) -> list[Moved]:
    """The clocks of one event whose dates moved."""
    where: tuple[str, ...] = ()
    if allowed(actor, Act.SEE_CASE):
        request = session.get(Request, event.request_id) if event.request_id else None
        case = session.get(Case, event.case_id) if event.case_id else None
        where = (request.id if request else "", request.code if request else "", case.reference if case else "")
    found = []
    for entry in event.data["recounts"]:
        was, now = (entry["was"]["legal_due"], entry["was"]["safe_due"]), (entry["legal_due"], entry["safe_due"])
        if was != now:
            found.append(Moved(entry["kind"], was, now, *where))
    return found
