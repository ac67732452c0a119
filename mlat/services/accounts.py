"""Accounts, numbers and addresses of a case: kept exactly as received, compared by their normal form."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.casefile import IdentifierInput
from mlat.domain.identifiers import Examined, compared, examine
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.house import house
from mlat.keys import CaseKey
from mlat.model import Case, Identifier, IdentifierPerson, Person, new_id, transaction
from mlat.services import journal
from mlat.services.access import find_case
from mlat.services.caseclocks import follow_report
from mlat.services.people import need_code
from mlat.services.vault import key_of


def add_identifier(actor: Actor, now: datetime, case_id: str, given: IdentifierInput) -> str:
    """Add an identifier exactly as received; returns its id. What is doubtful about it is kept as findings."""
    with transaction() as session:
        case = find_case(session, actor, case_id, Act.EDIT_CASE)
        return enter_identifier(session, now, actor, case, key_of(session, case.id), given).id


def enter_identifier(
    session: Session, now: datetime, actor: Actor, case: Case, key: CaseKey, given: IdentifierInput
) -> Identifier:
    """Keep an identifier of a case, with what is doubtful about it; raises `Problem` for what cannot be."""
    need_code(given.code)
    check_identifier(case, given)
    if session.scalar(select(Identifier.id).where(Identifier.case_id == case.id, Identifier.code == given.code)):
        raise Problem(
            "taken",
            "code",
            "%(code)s already names an account in this case.",
            "Choose another code.",
            code=given.code,
        )
    seen = examine_input(given)
    row = Identifier(
        id=new_id(),
        office_id=case.office_id,
        case_id=case.id,
        code=given.code,
        platform=given.platform,
        kind=given.kind,
        given_sealed=b"",
        port=given.port,
        instants=list(given.instants),
        used_from=given.used_from,
        used_until=given.used_until,
        user_in=given.user_in,
        synthetic=given.synthetic,
        findings=kept_findings(seen),
    )
    row.given_sealed = key.seal(given.given, f"identifiers:{row.id}:given")
    if seen.normal:
        row.normal_sealed = key.seal(seen.normal, f"identifiers:{row.id}:normal")
    row.lookup, row.shared_lookup = lookups(case.office_id, given.kind, seen.normal, given.platform)
    session.add(row)
    session.flush()
    for code, certainty in given.persons:
        person = session.scalar(select(Person).where(Person.case_id == case.id, Person.code == code))
        if person is None:
            raise Problem("unknown", "persons", "%(code)s is nobody in this case.", "Add the person first.", code=code)
        session.add(IdentifierPerson(identifier_id=row.id, person_id=person.id, certainty=certainty))
    journal.write(
        session,
        now,
        actor,
        "identifier_added",
        office_id=case.office_id,
        case_id=case.id,
        data={"identifier": row.id, "kind": row.kind, "platform": row.platform},
    )
    follow_report(session, now, actor, case, row)
    return row


def check_identifier(case: Case, given: IdentifierInput) -> None:
    """Raise `Problem` for a country, platform or mark that an identifier of this case cannot have."""
    if given.user_in is not None and not re.fullmatch(r"[A-Z]{2}", given.user_in):
        says, remedy = "%(country)s is no country code.", "Use two capital letters, such as MX."
        raise Problem("country", "user_in", says, remedy, country=given.user_in)
    if given.synthetic and not case.training:
        raise Problem(
            "synthetic",
            "synthetic",
            "stands in a case that is not for training.",
            "Take the mark away, or mark the case as training.",
        )
    if given.platform and given.platform not in house().world.platforms:
        raise Problem(
            "unknown",
            "platform",
            "%(platform)s is not a platform that the facts know.",
            "Choose one of the list.",
            platform=given.platform,
        )


def kept_findings(seen: Examined) -> list[dict[str, object]]:
    """What is doubtful about an identifier, as its row keeps it."""
    return [
        {"code": f.code, "level": f.level, "field": f.field, "says": f.says, "remedy": f.remedy, "values": f.values}
        for f in seen.findings
    ]


def examine_input(given: IdentifierInput) -> Examined:
    """What the rules say of an identifier as it was given, at each of its instants: every doubt once.

    Raises `Problem` for an impossible or zoneless instant.
    """
    examined = [
        examine(
            given.kind,
            given.given,
            port=given.port,
            at=instant,
            used_from=given.used_from,
            used_until=given.used_until,
            synthetic_allowed=given.synthetic,
            platform=house().world.platforms.get(given.platform or ""),
        )
        for instant in (given.instants or (None,))
    ]
    found = {finding.line(): finding for one in examined for finding in one.findings}
    return replace(examined[0], findings=tuple(found.values()))


def known_in(actor: Actor, case_id: str) -> Callable[[str, str, str], str]:
    """Answers (kind, given, platform) with the code under which the case has that account already, or nothing."""
    with transaction() as session:
        case = find_case(session, actor, case_id)
        rows = session.execute(select(Identifier.lookup, Identifier.code).where(Identifier.case_id == case.id))
        codes = {lookup: code for lookup, code in rows if lookup}

    def known(kind: str, given: str, platform: str) -> str:
        seen = examine(kind, given, platform=house().world.platforms.get(platform))
        lookup, _ = lookups(case.office_id, kind, seen.normal, platform or None)
        return codes.get(lookup or "", "")

    return known


def lookups(office_id: str, kind: str, normal: str | None, platform: str | None) -> tuple[str | None, str | None]:
    """Keyed hashes by which the same account is found again: in its office, and over all offices of this house."""
    same = compared(kind, normal, platform, house().world.platforms) if normal else None
    if same is None:
        return None, None
    keyring = house().keyring
    return keyring.lookup(office_id, same), keyring.shared_lookup(same)
