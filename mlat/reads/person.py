"""One person of a case, whole: for those who may see names."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from mlat.domain.casefile import PersonInput
from mlat.domain.permissions import Act, Actor
from mlat.model import Person, reading
from mlat.services.access import NotHere, find_case, require
from mlat.services.ages import known_of
from mlat.services.vault import key_of


@dataclass(frozen=True)
class PersonView:
    """A person as entered, and the version that a correction must name."""

    given: PersonInput
    version: int


def person_view(actor: Actor, case_id: str, person_id: str) -> PersonView:
    """The person; `NotHere` where the case is not the actor's or the actor may not see names."""
    require(actor, Act.SEE_NAMES)
    with reading() as session:
        case = find_case(session, actor, case_id)
        row = session.scalar(select(Person).where(Person.case_id == case.id, Person.id == person_id))
        if row is None:
            raise NotHere("person")
        return PersonView(known_of(row, key_of(session, case.id)), row.version)
