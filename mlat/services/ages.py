"""What the sealed row of a person says: as it was entered, the age on a day, and the day of majority."""

from __future__ import annotations

from datetime import date, datetime
from typing import cast
from zoneinfo import ZoneInfo

from mlat.domain.ages import earliest_birth, years_between
from mlat.domain.casefile import PersonInput, PersonRole
from mlat.domain.counting import Due
from mlat.domain.deadlines import coming_of_age, perhaps_of_age
from mlat.keys import CaseKey
from mlat.model import Person


def known_of(row: Person, key: CaseKey) -> PersonInput:
    """What is known of a person, as somebody entered it."""
    born = key.text(row.born_sealed, f"persons:{row.id}:born")
    age, _, on = key.text(row.age_sealed, f"persons:{row.id}:age").partition("@")
    return PersonInput(
        code=row.code,
        role=cast("PersonRole", row.role),
        name=key.text(row.name_sealed, f"persons:{row.id}:name"),
        latin=key.text(row.latin_sealed, f"persons:{row.id}:latin"),
        born=date.fromisoformat(born) if born else None,
        estimated_age=int(age) if age else None,
        estimated_on=date.fromisoformat(on) if on else None,
        age_source=row.age_source,
        note=key.text(row.note_sealed, f"persons:{row.id}:note"),
        same_as=row.identity,
    )


def age_on(row: Person, key: CaseKey, day: date) -> str:
    """Whole years as text on `day`; an estimate carries a leading `~`; empty where nothing is known."""
    born = _born(row, key)
    if born:
        return str(years_between(born, day))
    estimate = key.text(row.age_sealed, f"persons:{row.id}:age")
    if not estimate:
        return ""
    age, _, on = estimate.partition("@")
    return f"~{int(age) + (years_between(date.fromisoformat(on), day) if on else 0)}"


def majority_of(row: Person, key: CaseKey, noted: datetime, country: str, zone: str) -> Due | None:
    """The day of majority in `country`; of an estimated age the earliest possible one; None where nothing is known.

    An estimate without its day counts from the local day on which it was `noted`.
    """
    place = ZoneInfo(zone)
    born = _born(row, key)
    if born:
        return coming_of_age(born, country, place)
    estimate = key.text(row.age_sealed, f"persons:{row.id}:age")
    if not estimate:
        return None
    age, _, on = estimate.partition("@")
    day = date.fromisoformat(on) if on else noted.astimezone(place).date()
    return perhaps_of_age(int(age), day, country, place)


def birth_of(row: Person, key: CaseKey, noted: datetime, zone: str) -> date | None:
    """The day of birth; of an estimated age the earliest possible one, counted as in `majority_of`."""
    born = _born(row, key)
    estimate = key.text(row.age_sealed, f"persons:{row.id}:age")
    if born or not estimate:
        return born
    age, _, on = estimate.partition("@")
    return earliest_birth(int(age), date.fromisoformat(on) if on else noted.astimezone(ZoneInfo(zone)).date())


def _born(row: Person, key: CaseKey) -> date | None:
    born = key.text(row.born_sealed, f"persons:{row.id}:born")
    return date.fromisoformat(born) if born else None
