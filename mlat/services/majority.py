"""Eighteenth birthdays: a clock that holds no day of birth, neither in its event nor in its row.

The event names the person's id alone. The row holds the month in which the day lies, so that lists and reminders find
it, and is filled in from the sealed date of birth; the day itself is opened only where a reader may see the case.
See docs/decisions/006-birthdays.md.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from mlat.domain.clock_parts import MAJORITY_DAY
from mlat.domain.counting import local_day
from mlat.model import CaseKey, Clock, Office, Person
from mlat.services.ages import majority_of
from mlat.services.vault import key_of


def place_majority(session: Session, clock: Clock) -> None:
    """Fill in the month of a clock of majority from the sealed date of birth; nothing where the case was erased."""
    if clock.kind != MAJORITY_DAY:
        return
    person = session.get(Person, clock.about)
    wrapped = session.get(CaseKey, clock.case_id)
    if person is None or wrapped is None or wrapped.wrapped is None:
        return
    office = session.get_one(Office, clock.office_id)
    due = majority_of(person, key_of(session, clock.case_id), clock.started_at, office.country, office.zone)
    if due is None:
        return
    zone = ZoneInfo(office.zone)
    month = local_day(due.legal_due, zone).replace(day=1)
    clock.legal_at = clock.safe_at = datetime.combine(month, time(), zone).astimezone(UTC)


def forget_month(clock: Clock) -> None:
    """A clock of majority that has ended keeps no month: it was corrected, or dealt with."""
    if clock.kind == MAJORITY_DAY:
        clock.legal_at = clock.safe_at = None
