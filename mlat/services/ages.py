"""A person's age on a day, from the sealed birth date or the sealed estimate."""

from __future__ import annotations

from datetime import date

from mlat.domain.ages import years_between
from mlat.keys import CaseKey
from mlat.model import Person


def age_on(row: Person, key: CaseKey, day: date) -> str:
    """Whole years as text on `day`; an estimate carries a leading `~`; empty where nothing is known."""
    born = key.text(row.born_sealed, f"persons:{row.id}:born")
    if born:
        return str(years_between(date.fromisoformat(born), day))
    estimate = key.text(row.age_sealed, f"persons:{row.id}:age")
    if not estimate:
        return ""
    age, _, on = estimate.partition("@")
    return f"~{int(age) + (years_between(date.fromisoformat(on), day) if on else 0)}"
