"""Many suspects of one operation come in at once: each line of a file is an account, its user and the State."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.casefile import IdentifierInput, PersonInput
from mlat.domain.messages import N_
from mlat.domain.operations import SuspectLine
from mlat.domain.permissions import Actor
from mlat.domain.problems import Problem, Problems
from mlat.keys import CaseKey
from mlat.model import Case, Identifier, IdentifierPerson, Person
from mlat.services import journal
from mlat.services.accounts import check_identifier, enter_identifier
from mlat.services.caseclocks import follow_person
from mlat.services.people import enter_person
from mlat.services.vault import key_of

Known = set[tuple[str, str, str]]
"""Suspect, kind and account as received."""


def enter_lines(session: Session, now: datetime, actor: Actor, case: Case, lines: Sequence[SuspectLine]) -> None:
    """Enter these lines inside a transaction that runs, or raise `Problems` that name line and column.

    What stands in the case already is passed over, so the same file changes nothing a second time.
    """
    wrong: list[Problem] = []
    key = key_of(session, case.id)
    roles = _roles(session, case)
    taken = set(session.scalars(select(Identifier.code).where(Identifier.case_id == case.id)))
    known = _known(session, case, key, {line.suspect for line in lines})
    for line in lines:
        if (line.suspect, line.kind, line.identifier) in known:
            continue
        try:
            with session.begin_nested():
                _suspect(session, now, actor, case, key, line, roles)
                enter_identifier(session, now, actor, case, key, _account(case, line, taken))
            known.add((line.suspect, line.kind, line.identifier))
        except Problem as problem:
            wrong.append(_at(line, problem))
    if wrong:
        raise Problems(wrong)


def refuse_wrong(session: Session, case: Case, lines: Sequence[SuspectLine]) -> None:
    """Raise `Problems` for the lines that could not be entered, and enter none."""
    wrong: list[Problem] = []
    roles = _roles(session, case)
    for line in lines:
        try:
            _refuse_other(line, roles.get(line.suspect))
            check_identifier(case, _account(case, line, set()))
        except Problem as problem:
            wrong.append(_at(line, problem))
    if wrong:
        raise Problems(wrong)


def _roles(session: Session, case: Case) -> dict[str, str]:
    """{code: role} of everybody in the case."""
    people = session.execute(select(Person.code, Person.role).where(Person.case_id == case.id))
    return {row.code: row.role for row in people}


def _known(session: Session, case: Case, key: CaseKey, suspects: Collection[str]) -> Known:
    """What the case holds of these suspects; the others' accounts stay sealed."""
    rows = session.execute(
        select(Person.code, Identifier)
        .join(IdentifierPerson, IdentifierPerson.person_id == Person.id)
        .join(Identifier, Identifier.id == IdentifierPerson.identifier_id)
        .where(Identifier.case_id == case.id, Person.code.in_(suspects))
    )
    return {(code, each.kind, key.text(each.given_sealed, f"identifiers:{each.id}:given")) for code, each in rows}


def _suspect(
    session: Session, now: datetime, actor: Actor, case: Case, key: CaseKey, line: SuspectLine, roles: dict[str, str]
) -> None:
    role = roles.get(line.suspect)
    if role is None:
        row = enter_person(session, now, case, key, PersonInput(code=line.suspect, role="suspect"))
        journal.write(
            session, now, actor, "person_added", office_id=case.office_id, case_id=case.id,
            data={"person": row.id, "role": row.role},
        )  # fmt: skip
        follow_person(session, now, actor, case, row)
        roles[line.suspect] = "suspect"
    else:
        _refuse_other(line, role)


def _refuse_other(line: SuspectLine, role: str | None) -> None:
    if role not in (None, "suspect"):
        says, remedy = N_("%(code)s stands for somebody else in this case."), N_("Use another code.")
        raise Problem("taken", "suspect", says, remedy, code=line.suspect)


def _account(case: Case, line: SuspectLine, taken: set[str]) -> IdentifierInput:
    number = 1
    while (code := f"{line.suspect}-{number}") in taken:
        number += 1
    taken.add(code)
    return IdentifierInput(
        code=code, kind=line.kind, given=line.identifier, platform=line.platform or None, user_in=line.country,
        persons=((line.suspect, "probable"),), synthetic=case.training,
    )  # fmt: skip


def _at(line: SuspectLine, problem: Problem) -> Problem:
    return Problem(problem.code, f"line {line.line}, {problem.where}", problem.says, problem.remedy, **problem.values)
