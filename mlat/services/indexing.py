"""The index of a package of suspects: who is in it, and which numbers of the list of accounts are theirs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.documents.phrases import ACCOUNTS_OF, wording_of
from mlat.domain.record import PersonLine
from mlat.model import Case, Identifier, IdentifierPerson, Person, Request


def indexed(session: Session, case: Case, row: Request, people: Iterable[PersonLine]) -> tuple[PersonLine, ...]:
    """Of these people the suspects whose accounts the request names, each with the numbers of the accounts."""
    numbers = _numbers(session, case, row)
    wording = wording_of(row.language)
    return tuple(
        replace(each, note=wording.say(ACCOUNTS_OF, numbers=", ".join(str(number) for number in numbers[each.code])))
        for each in people
        if each.role == "suspect" and each.code in numbers
    )


def _numbers(session: Session, case: Case, row: Request) -> dict[str, list[int]]:
    """Code of a person -> places of the accounts in the list, which is in the order of their codes."""
    place = {code: number for number, code in enumerate(sorted(row.identifiers), start=1)}
    linked = session.execute(
        select(Person.code, Identifier.code)
        .join(IdentifierPerson, IdentifierPerson.person_id == Person.id)
        .join(Identifier, Identifier.id == IdentifierPerson.identifier_id)
        .where(Identifier.case_id == case.id)
    )
    found: dict[str, list[int]] = {}
    for person, account in linked:
        if account in place:
            found.setdefault(person, []).append(place[account])
    return {person: sorted(numbers) for person, numbers in found.items()}
