"""The second person of an emergency request: it is issued only when somebody else than its approver confirmed it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mlat.documents.forms import form
from mlat.domain.instants import read_instant, read_zone
from mlat.domain.lifecycle import Kind, permit
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.domain.two_persons import CONFIRMED, is_confirmed, may_confirm
from mlat.model import Event, Office, Request, User, transaction
from mlat.services.access import NotHere, actor_of, find_request
from mlat.services.addresses import check_address
from mlat.services.happening import happen
from mlat.services.reasons import digest, keep_reason


def confirm(actor: Actor, now: datetime, request_id: str, version: int) -> None:
    """Confirm an approved request as its second person, as it was read in `version`.

    Raises `Problem` where the form needs no second person, or the actor is the one who approved it.
    """
    with transaction() as session:
        row = _waiting(session, actor, request_id)
        if version != row.version:
            raise Problem("stale", "version", "was changed since you read it.", "Read the new version, then confirm.")
        if actor.user_id is None:
            raise NotHere("person")
        _refuse_approver(row, actor.user_id, "request")
        zone = session.get_one(Office, row.office_id).zone
        _keep(row, {"by": actor.user_id, "how": "in_person", "at": now.isoformat()})
        happen(
            session, now, actor, row, Kind.CONFIRMED, zone=zone,
            data={"how": "in_person", "by": actor.user_id, "record": row.approved_hash},
        )  # fmt: skip


def record_call(
    actor: Actor, now: datetime, request_id: str, user_id: str, called_at: datetime, zone: str, number: str
) -> None:
    """Record that the second person, `user_id`, confirmed by telephone: when, and at which number we called.

    The number is sealed beside the event. Raises `Problem` for the approver, for whoever may not confirm, for a
    number that is none, and for a call before the approval or in the future.
    """
    called_at, zone = read_instant(called_at), read_zone(zone).key
    called = check_address("telephone", number, "number")
    with transaction() as session:
        row = _waiting(session, actor, request_id)
        _refuse_approver(row, user_id, "second")
        if user_id == actor.user_id:
            says = "is you: nobody calls themselves."
            raise Problem("second", "second", says, "Confirm it yourself, or name whom you called.")
        second = session.get(User, user_id)
        if second is None or second.office_id != row.office_id or not may_confirm(actor_of(second), row.route):
            raise Problem("second", "second", "cannot confirm here.", "Choose somebody of the list.")
        if called_at < _approved_at(session, row):
            raise Problem("early", "at", "lies before the approval.", "Call again: what was approved is confirmed.")
        _keep(row, {"by": user_id, "how": "telephone", "at": called_at.isoformat()})
        event = happen(
            session, now, actor, row, Kind.CONFIRMED, at=called_at, zone=zone,
            data={
                "how": "telephone", "by": user_id, "record": row.approved_hash, "reason_sha256": digest(called),
            },
        )  # fmt: skip
        keep_reason(session, event, called)


def lacks_second_person(row: Request) -> bool:
    """Whether an approved request waits for somebody else's confirmation."""
    return form(row.form).needs_two(row.measure) and not is_confirmed(row.route, row.approved_hash)


def refuse_unconfirmed(row: Request) -> None:
    """Raise `Problem` where the form needs two persons and only one has spoken, or not of this very record."""
    if lacks_second_person(row):
        raise Problem(
            "second_person",
            "request",
            "needs a second person before it is issued.",
            "Have somebody else than the approver confirm it, here or by telephone.",
        )


def _waiting(session: Session, actor: Actor, request_id: str) -> Request:
    row = find_request(session, actor, request_id, Act.RECORD)
    permit(Kind.CONFIRMED, row.state)
    if not form(row.form).needs_two(row.measure):
        raise Problem("one_person", "request", "needs no second person.", "Issue it.")
    if is_confirmed(row.route, row.approved_hash):
        raise Problem("confirmed", "request", "was confirmed already.", "Issue it.")
    return row


def _keep(row: Request, kept: dict[str, Any]) -> None:
    row.route = row.route | {CONFIRMED: kept | {"record": row.approved_hash}}


def _refuse_approver(row: Request, user_id: str, where: str) -> None:
    if user_id == row.route.get("approved_by"):
        says = "cannot be confirmed by the one who approved it."
        raise Problem("same_person", where, says, "Have a second person confirm it.")


def _approved_at(session: Session, row: Request) -> datetime:
    approvals = select(func.max(Event.at)).where(Event.request_id == row.id, Event.kind == Kind.APPROVED)
    return session.scalars(approvals).one()
