"""Approving a draft: nothing stops it, each warning is passed with a reason, and what was read is fixed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from mlat.domain.lifecycle import Kind, permit
from mlat.domain.messages import Labels
from mlat.domain.permissions import Act, Actor
from mlat.domain.preflight.overriding import Passed, overridden, refuse_blocked
from mlat.domain.problems import Problem
from mlat.domain.two_persons import CONFIRMED
from mlat.model import Office, Override, Request, new_id, transaction
from mlat.services.access import find_request
from mlat.services.approved import PARTS, changed_since, digest, parts
from mlat.services.drafting import findings_of
from mlat.services.happening import happen
from mlat.services.recording import build
from mlat.services.vault import key_of


def approve(
    actor: Actor, now: datetime, request_id: str, version: int, reasons: Mapping[str, str] | None = None
) -> None:
    """Approve the draft as it was read in `version`.

    `reasons` go over the warnings: by the key of each finding, or one under `ALL` for what must leave today.
    Raises `Problems` for what blocks, and at each warning that lacks its reason.
    """
    with transaction() as session:
        row = find_request(session, actor, request_id, Act.APPROVE)
        permit(Kind.APPROVED, row.state)
        if version != row.version:
            raise Problem("stale", "version", "was changed since you read it.", "Read the new version, then approve.")
        found = findings_of(session, actor, row, now)
        refuse_blocked(found)
        passed = overridden(found, row.measure, reasons or {})
        row.route = row.route | {"approved_by": actor.user_id or actor.ordered_by}
        record = build(session, row, now, None)
        row.approved_hash = digest(record)
        row.route = row.route | {PARTS: parts(record, key_of(session, row.case_id))}
        _keep(session, now, actor, row, passed)
        data = {
            "version": row.version,
            "record": row.approved_hash,
            "overridden": sorted({each.code for each in passed}),
        } | ({"ordered_by": actor.ordered_by} if actor.ordered_by else {})
        happen(session, now, actor, row, Kind.APPROVED, zone=_zone(session, row), data=data)


def _keep(session: Session, now: datetime, actor: Actor, row: Request, passed: Sequence[Passed]) -> None:
    """The reasons of this approval, in the place of those of an earlier one of the same version."""
    key = key_of(session, row.case_id)
    session.execute(delete(Override).where(Override.request_id == row.id, Override.request_version == row.version))
    for each in passed:
        override_id = new_id()
        session.add(
            Override(
                id=override_id,
                request_id=row.id,
                request_version=row.version,
                code=each.code,
                field=each.field,
                reason_sealed=key.seal(each.reason, f"overrides:{override_id}:reason"),
                by=actor.user_id or actor.ordered_by,
                at=now,
            )
        )


def withdraw_approval(actor: Actor, now: datetime, request_id: str) -> None:
    """Take an approval back; the draft can be changed again."""
    with transaction() as session:
        row = find_request(session, actor, request_id, Act.APPROVE)
        happen(session, now, actor, row, Kind.APPROVAL_WITHDRAWN, zone=_zone(session, row))
        row.approved_hash = None
        row.route = {name: value for name, value in row.route.items() if name not in ("approved_by", CONFIRMED)}


def changed(actor: Actor, now: datetime, request_id: str) -> Labels:
    """What changed in a draft since its last approval was taken back; empty where there was none."""
    with transaction() as session:
        row = find_request(session, actor, request_id, Act.APPROVE)
        record = build(session, row, now, None)
        return changed_since(record, key_of(session, row.case_id), row.route.get(PARTS, {}))


def _zone(session: Session, row: Request) -> str:
    return session.get_one(Office, row.office_id).zone
