"""The office's own days of rest and its counting rule; a change counts the running clocks anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, get_args

from sqlalchemy.orm import Session

from mlat.domain.calendars import SENSIBLE_YEARS, subdivisions
from mlat.domain.clock_parts import Almanac
from mlat.domain.messages import N_
from mlat.domain.office_days import DayType, Observed
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem, Problems, Stale
from mlat.house import house
from mlat.model import Office, OfficeDayRow, new_id, transaction
from mlat.services import journal, recounting
from mlat.services.access import NotHere, require
from mlat.services.almanac import almanac_with, observed, observed_with, own_days

LONGEST = 366
"""Days of one row: a closure that lasts longer is a slip of the pen."""


@dataclass(frozen=True, kw_only=True)
class DaysInput:
    """A row of days as a person enters it; both days are included."""

    type: str
    name: str
    first: date
    last: date
    source: str


@dataclass(frozen=True, kw_only=True)
class Habits:
    """What an office counts with: its domestic rule, the part of its country, and the shipped tables it observes."""

    counting_rule: str
    subdivision: str
    tables: tuple[str, ...]
    version: int
    """The version of the office that the person saw."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """What is to change. `retire` names a row that no longer holds; an edit retires one row and adds the next.

    With nothing in it, the running clocks are counted anew with the holiday set of today.
    """

    retire: str = ""
    add: DaysInput | None = None
    habits: Habits | None = None


def preview(actor: Actor, change: Change) -> recounting.Effect:
    """What `change` would do to the running clocks; nothing is written.

    Raises `Problems` with the field and the remedy of everything that is wrong with it, `NotHere` for a row that
    the office does not have, `Stale` where its settings were changed in between.
    """
    require(actor, Act.ADMINISTER)
    with transaction() as session:
        office = session.get_one(Office, actor.office_id)
        _check(session, office, change)
        was, will = _before_and_after(session, office, change)
        return recounting.effect_of(session, actor, recounting.plan(session, office, was, will))


def make(actor: Actor, now: datetime, change: Change) -> int:
    """Make the change and count the running clocks anew; returns the number of its event. Raises as `preview`."""
    require(actor, Act.ADMINISTER)
    with transaction() as session:
        office = session.get_one(Office, actor.office_id, with_for_update=True)
        _check(session, office, change)
        was, will = _before_and_after(session, office, change)
        said = _write(session, now, actor, office, change)
        recounting.hold(session, office)
        found = recounting.plan(session, office, was, will)
        effect = recounting.effect_of(session, actor, found)
        events = recounting.carry_out(session, now, actor, office, found)
        event = journal.write(
            session,
            now,
            actor,
            _kind(change),
            office_id=office.id,
            data=said | {"counted": effect.counted, "moved": len(effect.moved), "left": effect.left, "events": events},
        )
        return event.id


def observed_by(actor: Actor) -> Observed:
    """The days that the actor's office observes, for its calendar page."""
    require(actor, Act.SEE_FACTS)
    with transaction() as session:
        return observed(session, session.get_one(Office, actor.office_id))


# -- what may change


def _check(session: Session, office: Office, change: Change) -> None:
    found: list[Problem] = []
    if change.retire and change.retire not in {row.id for row in own_days(session, office.id)}:
        raise NotHere("days")
    if change.add:
        found += _wrong_days(session, office, change.add, change.retire)
    if change.habits:
        if change.habits.version != office.version:
            raise Stale("office", _shown(change.habits), _shown(_habits(office)), office.version)
        found += _wrong_habits(office, change.habits)
    if found:
        raise Problems(found)


def _wrong_days(session: Session, office: Office, given: DaysInput, retired: str) -> Iterable[Problem]:
    if given.type not in get_args(DayType):
        yield Problem("type", "type", N_("is not chosen."), N_("Choose one of the list."))
    for where, text in (("name", given.name), ("source", given.source)):
        if not text.strip():
            yield Problem("empty", where, N_("is empty."), N_("Fill it in."))
    for where, day in (("first", given.first), ("last", given.last)):
        if day.year not in SENSIBLE_YEARS:
            yield Problem("range", where, N_("is no day that a period of today can meet."), N_("Correct the year."))
    if given.last < given.first:
        yield Problem("range", "last", N_("lies before the first day."), N_("Give the later day."))
    elif (given.last - given.first).days >= LONGEST:
        says = N_("lies more than a year after the first day.")
        yield Problem("range", "last", says, N_("Correct the year, or enter one row for each year."))
    same = (given.type, given.first, given.last)
    for row in own_days(session, office.id):
        if row.id != retired and (row.type, row.first, row.last) == same:
            says = N_("These days are entered already, as “%(name)s”.")
            yield Problem("twice", "first", says, N_("Change that row, or correct the days."), name=row.name)


def _wrong_habits(office: Office, given: Habits) -> Iterable[Problem]:
    world = house().world
    if given.counting_rule not in world.counting:
        yield Problem("rule", "counting_rule", N_("is no rule that the facts know."), N_("Choose one of the list."))
    if given.subdivision and given.subdivision not in subdivisions(office.country):
        says = N_("is no part of the country with holidays of its own.")
        yield Problem("subdivision", "subdivision", says, N_("Choose one of the list."))
    if any(name not in world.calendars or world.calendars[name].country != office.country for name in given.tables):
        yield Problem("tables", "tables", N_("is no table of this country."), N_("Choose one of the list."))


def _habits(office: Office) -> Habits:
    return Habits(
        counting_rule=office.counting_rule,
        subdivision=office.subdivision,
        tables=tuple(office.calendars),
        version=office.version,
    )


def _shown(habits: Habits) -> dict[str, str]:
    """Settings as a person compares them."""
    return {
        "counting_rule": habits.counting_rule,
        "subdivision": habits.subdivision,
        "tables": ", ".join(sorted(habits.tables)),
    }


def _before_and_after(session: Session, office: Office, change: Change) -> tuple[Almanac, Almanac]:
    habits = change.habits or _habits(office)
    rows = [row for row in own_days(session, office.id) if row.id != change.retire]
    if change.add:
        rows.append(_row(office, change.add))
    will = observed_with(office.country, habits.subdivision, habits.tables, rows)
    return almanac_with(office, observed(session, office)), almanac_with(office, will)


# -- writing it down


def _row(office: Office, given: DaysInput) -> OfficeDayRow:
    return OfficeDayRow(
        id=new_id(),
        office_id=office.id,
        first=given.first,
        last=given.last,
        type=given.type,
        name=given.name.strip(),
        source=given.source.strip(),
    )


def _write(session: Session, now: datetime, actor: Actor, office: Office, change: Change) -> dict[str, Any]:
    """Write the change itself; returns what the office's event says of it (codes and days, no free text)."""
    said: dict[str, Any] = {}
    if change.retire:
        old = session.get_one(OfficeDayRow, change.retire)
        old.retired_by, old.retired_at = actor.user_id, now
        said["retired"] = _days_said(old)
    if change.add:
        row = _row(office, change.add)
        row.entered_by, row.entered_at = actor.user_id, now
        session.add(row)
        said["added"] = _days_said(row)
    if change.habits:
        before, after = _habits(office), change.habits
        office.counting_rule, office.subdivision = after.counting_rule, after.subdivision
        office.calendars = sorted(after.tables)
        office.version += 1
        said |= {
            name: [getattr(before, name), getattr(after, name)]
            for name in ("counting_rule", "subdivision")
            if getattr(before, name) != getattr(after, name)
        }
        if set(before.tables) != set(after.tables):
            said["tables"] = [sorted(before.tables), sorted(after.tables)]
    session.flush()
    return said


def _days_said(row: OfficeDayRow) -> dict[str, str]:
    return {"id": row.id, "type": row.type, "first": row.first.isoformat(), "last": row.last.isoformat()}


def _kind(change: Change) -> str:
    if change.habits:
        return "calendar_set"
    if change.add:
        return "days_changed" if change.retire else "days_added"
    return "days_retired" if change.retire else "calendar_recounted"
