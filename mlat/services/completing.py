"""What becomes known of an account later: its times, port, country, platform and user. What was received stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mlat.domain.casefile import Certainty, IdentifierInput
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem, Stale
from mlat.model import Case, Identifier, IdentifierPerson, Person, Request, transaction
from mlat.services import journal
from mlat.services.access import NotHere, find_case
from mlat.services.accounts import check_identifier, examine_input, kept_findings, lookups
from mlat.services.caseclocks import follow_report
from mlat.services.vault import key_of


@dataclass(frozen=True, kw_only=True)
class Details:
    """All that may be said of an account besides what was received; `instants` carry their zone."""

    kind: str
    platform: str | None = None
    port: int | None = None
    instants: tuple[str, ...] = ()
    used_from: date | None = None
    used_until: date | None = None
    user_in: str | None = None
    persons: tuple[tuple[str, Certainty], ...] = ()


def complete_identifier(
    actor: Actor, now: datetime, case_id: str, identifier_id: str, given: Details, version: int
) -> int:
    """Replace the details of an account; returns its new version. Drafts that name it get a new version too.

    Raises `Stale` when `version` has passed, and `Problem` for what cannot be or while an approved request names it.
    """
    with transaction() as session:
        case = find_case(session, actor, case_id, Act.EDIT_CASE)
        row = session.scalar(select(Identifier).where(Identifier.case_id == case.id, Identifier.id == identifier_id))
        if row is None:
            raise NotHere("account")
        if version != row.version:
            raise Stale("account", _shown(given), _shown(_details(session, row)), row.version)
        key = key_of(session, case.id)
        whole = IdentifierInput(
            code=row.code, given=key.text(row.given_sealed, f"identifiers:{row.id}:given"), synthetic=row.synthetic,
            kind=given.kind, platform=given.platform, port=given.port, instants=given.instants,
            used_from=given.used_from, used_until=given.used_until, user_in=given.user_in, persons=given.persons,
        )  # fmt: skip
        check_identifier(case, whole)
        _revise_drafts(session, case, row.code)
        seen = examine_input(whole)
        row.kind, row.platform, row.port, row.instants = whole.kind, whole.platform, whole.port, list(whole.instants)
        row.used_from, row.used_until, row.user_in = whole.used_from, whole.used_until, whole.user_in
        row.findings = kept_findings(seen)
        row.normal_sealed = key.seal(seen.normal, f"identifiers:{row.id}:normal") if seen.normal else None
        row.lookup, row.shared_lookup = lookups(case.office_id, row.kind, seen.normal, row.platform)
        row.version += 1
        _link(session, case, row, given)
        journal.write(
            session, now, actor, "identifier_completed", office_id=case.office_id, case_id=case.id,
            data={"identifier": row.id, "kind": row.kind, "platform": row.platform, "version": row.version},
        )  # fmt: skip
        follow_report(session, now, actor, case, row)
        return row.version


def _revise_drafts(session: Session, case: Case, code: str) -> None:
    """Whoever read a draft before must read it again; what was approved is not changed behind the approval."""
    waiting = session.scalars(
        select(Request).where(Request.case_id == case.id, Request.state.in_(("draft", "approved")))
    )
    for request in waiting:
        if code not in request.identifiers:
            continue
        if request.state == "approved":
            raise Problem(
                "approved",
                "account",
                "is named by %(request)s, which is approved.",
                "Take that approval back first.",
                request=request.code,
            )
        request.version += 1


def _link(session: Session, case: Case, row: Identifier, given: Details) -> None:
    session.execute(delete(IdentifierPerson).where(IdentifierPerson.identifier_id == row.id))
    for code, certainty in given.persons:
        person = session.scalar(select(Person.id).where(Person.case_id == case.id, Person.code == code))
        if person is None:
            raise Problem("unknown", "persons", "%(code)s is nobody in this case.", "Add the person first.", code=code)
        session.add(IdentifierPerson(identifier_id=row.id, person_id=person, certainty=certainty))


def _details(session: Session, row: Identifier) -> Details:
    linked = session.execute(
        select(Person.code, IdentifierPerson.certainty)
        .join(Person, Person.id == IdentifierPerson.person_id)
        .where(IdentifierPerson.identifier_id == row.id)
    )
    return Details(
        kind=row.kind,
        platform=row.platform,
        port=row.port,
        instants=tuple(row.instants),
        used_from=row.used_from,
        used_until=row.used_until,
        user_in=row.user_in,
        persons=tuple((code, cast("Certainty", certainty)) for code, certainty in linked),
    )


def _shown(given: Details) -> dict[str, str]:
    """The details as rows of text, to be laid side by side."""
    return {
        "kind": given.kind, "platform": given.platform or "", "port": str(given.port or ""),
        "instants": "\n".join(given.instants), "used_from": str(given.used_from or ""),
        "used_until": str(given.used_until or ""), "user_in": given.user_in or "",
        "persons": ", ".join(f"{code} ({certainty})" for code, certainty in given.persons),
    }  # fmt: skip
