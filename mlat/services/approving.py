"""Approving a draft: nothing stops it, each warning is passed with a reason, and what was read is fixed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from mlat.domain.lifecycle import Kind, permit
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem, Problems
from mlat.model import Office, Request, transaction
from mlat.services.access import find_request
from mlat.services.approved import PARTS, digest, parts
from mlat.services.drafting import findings_of
from mlat.services.happening import happen
from mlat.services.recording import build
from mlat.services.vault import key_of


def approve(actor: Actor, now: datetime, request_id: str, version: int) -> None:
    """Approve the draft as it was read in `version`. Raises `Problems` for findings that stop it."""
    with transaction() as session:
        row = find_request(session, actor, request_id, Act.APPROVE)
        permit(Kind.APPROVED, row.state)
        if version != row.version:
            raise Problem("stale", "version", "was changed since you read it.", "Read the new version, then approve.")
        stops = [f for f in findings_of(session, row, now) if f.level == "stop"]
        if stops:
            raise Problems([Problem(f.code, f.field, f.says, f.remedy, **f.values) for f in stops])
        row.route = row.route | {"approved_by": actor.user_id}
        record = build(session, row, now, None)
        row.approved_hash = digest(record)
        row.route = row.route | {PARTS: parts(record, key_of(session, row.case_id))}
        data = {"version": row.version, "record": row.approved_hash}
        happen(session, now, actor, row, Kind.APPROVED, zone=_zone(session, row), data=data)


def withdraw_approval(actor: Actor, now: datetime, request_id: str) -> None:
    """Take an approval back; the draft can be changed again."""
    with transaction() as session:
        row = find_request(session, actor, request_id, Act.APPROVE)
        happen(session, now, actor, row, Kind.APPROVAL_WITHDRAWN, zone=_zone(session, row))
        row.approved_hash = None
        row.route = {name: value for name, value in row.route.items() if name not in ("approved_by", PARTS)}


def _zone(session: Session, row: Request) -> str:
    return session.get_one(Office, row.office_id).zone
