"""Emergency requests that wait for their second person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from mlat.documents.forms import forms
from mlat.domain.permissions import Actor
from mlat.domain.two_persons import is_confirmed, may_confirm
from mlat.model import Case, Office, Request, User, reading
from mlat.reads.requests import RequestLine, lines_of
from mlat.services.access import actor_of, own_requests


@dataclass(frozen=True)
class Second:
    """A request that waits for a second person."""

    request: RequestLine
    approver: str
    version: str
    """Hash of the record that was approved: another one must be confirmed anew."""


def seconds_for(actor: Actor) -> tuple[Second, ...]:
    """What waits for this very actor: approved by somebody else, confirmed by nobody."""
    with reading() as session:
        return seconds_in(session, actor)


def seconds_in(session: Session, actor: Actor) -> tuple[Second, ...]:
    """The same inside a transaction that is open."""
    rows = [
        row
        for row in session.scalars(own_requests(actor).where(*_approved()).order_by(Request.created_at, Request.id))
        if _waits(row) and may_confirm(actor, row.route)
    ]
    approvers = [row.route.get("approved_by") or "" for row in rows]
    names = dict(session.execute(select(User.id, User.name).where(User.id.in_(approvers))).all())
    lines = lines_of(session, rows)
    return tuple(
        Second(line, names.get(approver, ""), row.approved_hash or "")
        for line, approver, row in zip(lines, approvers, rows, strict=True)
    )


def waiting_everywhere(session: Session) -> Sequence[Request]:
    """Of all offices, every request that waits for a second person: for the worker that alerts them."""
    # Office by office, along the index: the worker asks at every tick.
    offices = Request.office_id.in_(select(Office.id))
    rows = session.scalars(select(Request).where(offices, *_approved()).order_by(Request.id))
    return [row for row in rows if _waits(row)]


def able(session: Session, row: Request) -> Sequence[User]:
    """Who of the office can be the second person of a request."""
    users = session.scalars(
        select(User).where(User.office_id == row.office_id, User.active.is_(True)).order_by(User.name)
    )
    return [user for user in users if may_confirm(actor_of(user), row.route)]


def _approved() -> tuple[ColumnElement[bool], ...]:
    """Approved on a form that may want two persons, in a case that was not erased."""
    kept = Request.case_id.in_(select(Case.id).where(Case.erased_at.is_(None)))
    return Request.state == "approved", Request.form.in_(_forms()), kept


def _waits(row: Request) -> bool:
    needs = forms()[row.form].needs_two(row.measure)
    return needs and not is_confirmed(row.route, row.approved_hash)


def _forms() -> list[str]:
    return [form.id for form in forms().values() if form.two_persons or form.two_persons_in]
