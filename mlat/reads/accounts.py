"""The accounts of a case: as received, what was asked about each, and what protects it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.permissions import Actor
from mlat.keys import CaseKey
from mlat.model import Case, Identifier, IdentifierPerson, Person, Request
from mlat.reads.holds import Bars, Protection
from mlat.reads.requests import RequestLine
from mlat.reads.shown import shown
from mlat.services.elsewhere import Elsewhere, elsewhere_of


@dataclass(frozen=True)
class AccountLine:
    """An account as received (as far as the actor may see it), what was asked about it, and what protects it."""

    id: str
    version: int
    code: str
    kind: str
    platform: str
    given: str
    port: int | None
    instants: tuple[str, ...]
    used_from: date | None
    used_until: date | None
    user_in: str
    synthetic: bool
    findings: tuple[dict[str, Any], ...]
    persons: tuple[tuple[str, str], ...]
    """(person code, certainty)."""
    requests: tuple[RequestLine, ...]
    protection: Protection | None
    """What keeps its data; None for what no platform keeps."""
    elsewhere: Elsewhere
    """Other files that hold the same account."""


def accounts_of(
    session: Session, actor: Actor, case: Case, key: CaseKey, requests: tuple[RequestLine, ...], bars: Bars
) -> tuple[AccountLine, ...]:
    """The accounts of a case, by platform, as the actor may see them; `bars` tell what protects each."""
    named = _named(session, case)
    protections = {one.identifier_id: one for one in bars.accounts}
    linked: dict[str, list[tuple[str, str]]] = {}
    for identifier_id, code, certainty in session.execute(
        select(IdentifierPerson.identifier_id, Person.code, IdentifierPerson.certainty)
        .join(Person, Person.id == IdentifierPerson.person_id)
        .where(Person.case_id == case.id)
    ):
        linked.setdefault(identifier_id, []).append((code, certainty))
    rows = session.scalars(
        select(Identifier).where(Identifier.case_id == case.id).order_by(Identifier.platform, Identifier.code)
    ).all()
    elsewhere = elsewhere_of(session, actor, rows)
    return tuple(
        AccountLine(
            i.id,
            i.version,
            i.code,
            i.kind,
            i.platform or "",
            shown(actor, i.kind, key.text(i.given_sealed, f"identifiers:{i.id}:given")),
            i.port,
            tuple(i.instants),
            i.used_from,
            i.used_until,
            i.user_in or "",
            i.synthetic,
            tuple(i.findings),
            tuple(linked.get(i.id, ())),
            tuple(one for one in requests if i.code in named.get(one.id, ())),
            protections.get(i.id),
            elsewhere.get(i.id, Elsewhere()),
        )
        for i in rows
    )


def _named(session: Session, case: Case) -> Mapping[str, list[Any]]:
    return dict(session.execute(select(Request.id, Request.identifiers).where(Request.case_id == case.id)).all())
