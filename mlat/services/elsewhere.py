"""The same account in another file: of this office, or of another office of the house."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mlat.domain.permissions import Actor
from mlat.model import Case, Identifier, Leg, Office, Request
from mlat.services.access import visible


@dataclass(frozen=True)
class Asked:
    """A request of the other file about the account; `at` is when it left, None while it has not."""

    id: str
    code: str
    number: str
    measure: str
    recipient: str
    state: str
    at: datetime | None


@dataclass(frozen=True)
class Twin:
    """The account in another file of the office. Where the actor may not see that file, all of it is empty."""

    case_id: str = ""
    case_reference: str = ""
    code: str = ""
    requests: tuple[Asked, ...] = ()


@dataclass(frozen=True)
class Neighbour:
    """Another office that has a file about the account: whom to call, and nothing of the file."""

    name: str
    phone: str
    email: str


@dataclass(frozen=True)
class Elsewhere:
    """Where else an account stands; false where it stands nowhere else."""

    here: tuple[Twin, ...] = ()
    there: tuple[Neighbour, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.here or self.there)


def seen_elsewhere(session: Session, actor: Actor, identifier: Identifier) -> Elsewhere:
    """Other files that hold the account of a row of the actor's own office."""
    return elsewhere_of(session, actor, (identifier,)).get(identifier.id, Elsewhere())


def elsewhere_of(session: Session, actor: Actor, identifiers: Iterable[Identifier]) -> Mapping[str, Elsewhere]:
    """The same for several rows at once, by their ids; rows of other offices are left out.

    A training case never meets a real one, and an erased case meets none.
    """
    mine = [one for one in identifiers if one.office_id == actor.office_id]
    training = dict(
        session.execute(select(Case.id, Case.training).where(Case.id.in_({one.case_id for one in mine}))).all()
    )
    twins, neighbours = _twins(session, actor, mine, training), _neighbours(session, mine, training)
    found = {one.id: Elsewhere(twins.get(one.id, ()), neighbours.get(one.id, ())) for one in mine}
    return {key: value for key, value in found.items() if value}


def _twins(
    session: Session, actor: Actor, mine: list[Identifier], training: Mapping[str, bool]
) -> Mapping[str, tuple[Twin, ...]]:
    wanted = {one.lookup for one in mine if one.lookup}
    others = session.execute(
        select(Identifier, Case)
        .join(Case, Case.id == Identifier.case_id)
        .where(Identifier.office_id == actor.office_id, Identifier.lookup.in_(wanted), Case.erased_at.is_(None))
        .order_by(Case.opened_at, Identifier.code)
    ).all()
    cases = {case.id for _, case in others}
    seen = set(session.scalars(visible(actor).where(Case.id.in_(cases)).with_only_columns(Case.id)))
    asked = _requests(session, seen)
    return {
        one.id: tuple(
            dict.fromkeys(
                _twin(row, case, asked) if case.id in seen else Twin()
                for row, case in others
                if row.lookup == one.lookup and case.id != one.case_id and case.training == training[one.case_id]
            )
        )
        for one in mine
        if one.lookup
    }


def _twin(row: Identifier, case: Case, asked: Mapping[str, list[tuple[list[str], Asked]]]) -> Twin:
    mine = tuple(request for codes, request in asked.get(case.id, ()) if row.code in codes)
    return Twin(case.id, case.reference, row.code, mine)


def _requests(session: Session, cases: set[str]) -> Mapping[str, list[tuple[list[str], Asked]]]:
    """(codes of the accounts that it names, request) of each case."""
    left = select(Leg.request_id, func.min(Leg.sent_at).label("at")).group_by(Leg.request_id).subquery()
    rows = session.execute(
        select(Request, left.c.at)
        .outerjoin(left, left.c.request_id == Request.id)
        .where(Request.case_id.in_(cases))
        .order_by(Request.created_at, Request.code)
    )
    found: dict[str, list[tuple[list[str], Asked]]] = {}
    for row, at in rows:
        one = Asked(row.id, row.code, row.number or "", row.measure, row.recipient_name, row.state, at)
        found.setdefault(row.case_id, []).append((row.identifiers, one))
    return found


def _neighbours(
    session: Session, mine: list[Identifier], training: Mapping[str, bool]
) -> Mapping[str, tuple[Neighbour, ...]]:
    wanted = {one.shared_lookup for one in mine if one.shared_lookup}
    rows = session.execute(
        select(Identifier.shared_lookup, Identifier.office_id, Case.training, Office.name, Office.phone, Office.email)
        .join(Case, Case.id == Identifier.case_id)
        .join(Office, Office.id == Identifier.office_id)
        .where(Identifier.shared_lookup.in_(wanted), Case.erased_at.is_(None))
        .distinct()
        .order_by(Office.name)
    ).all()
    return {
        one.id: tuple(
            Neighbour(name, phone, email)
            for lookup, office_id, drill, name, phone, email in rows
            if lookup == one.shared_lookup and office_id != one.office_id and drill == training[one.case_id]
        )
        for one in mine
    }
