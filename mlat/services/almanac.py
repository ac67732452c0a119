"""The counting rules and the calendars that one office counts with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.clock_parts import Almanac
from mlat.domain.office_days import DayType, Observed, OfficeDay
from mlat.house import house
from mlat.model import Office, OfficeDayRow


def almanac_of(session: Session, office_id: str) -> Almanac:
    """The almanac of an office: its domestic rule, and for its own country the days that it observes."""
    office = session.get_one(Office, office_id)
    return almanac_with(office, observed(session, office))


def almanac_with(office: Office, days: Observed) -> Almanac:
    """The almanac of an office if it observed these days."""
    return Almanac(
        tuple(house().world.counting.values()), days.around, office.country, office.counting_rule, office.zone
    )


def observed(session: Session, office: Office) -> Observed:
    """The days of rest that an office observes today: a table switched on, then the rows it entered itself."""
    return observed_with(office.country, office.subdivision, office.calendars, own_days(session, office.id))


def observed_with(country: str, subdivision: str, tables: Iterable[str], own: Iterable[OfficeDayRow]) -> Observed:
    """The days observed with these settings; a table that the facts no longer have adds nothing."""
    shipped = house().world.calendars
    days = [day for name in sorted(tables) if name in shipped for day in shipped[name].days]
    return Observed(country, subdivision, (*days, *(as_day(row) for row in own)))


def own_days(session: Session, office_id: str) -> list[OfficeDayRow]:
    """The rows that an office entered and has not retired, in the order in which they were entered."""
    rows = select(OfficeDayRow).where(OfficeDayRow.office_id == office_id, OfficeDayRow.retired_at.is_(None))
    return list(session.scalars(rows.order_by(OfficeDayRow.entered_at, OfficeDayRow.id)))


def as_day(row: OfficeDayRow) -> OfficeDay:
    """A row as the domain knows it."""
    return OfficeDay(row.first, row.last, cast(DayType, row.type), row.name, row.source, "confirmed")
