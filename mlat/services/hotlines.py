"""Addresses reported to hotlines: each once, and again only after its removal was recorded."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.documents.forms import form, forms
from mlat.domain.identifiers import examine
from mlat.domain.instants import read_zone
from mlat.domain.lifecycle import Kind
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.model import Case, Event, Identifier, Request, transaction
from mlat.services.access import find_request
from mlat.services.accounts import lookups
from mlat.services.happening import happen
from mlat.services.vault import key_of

ADDRESSES = frozenset({"url", "onion", "message_link", "channel_link"})
"""Kinds of identifier that a hotline can look up."""


def record_removal(actor: Actor, now: datetime, request_id: str, at: datetime, zone: str) -> None:
    """Record that what stood at a reported address was removed; only then may it be reported again."""
    zone = read_zone(zone).key
    with transaction() as session:
        row = find_request(session, actor, request_id, Act.RECORD)
        if not form(row.form).one_address:
            says = "reports no address."
            raise Problem("no_address", "request", says, "Record what the recipient answered.")
        happen(session, now, actor, row, Kind.REMOVED, at=at, zone=zone)


def reported_before(session: Session, case: Case, code: str) -> str:
    """The latest report of the same address by this office with the day of its removal; empty where there is none.

    Raises `Problem` for what is no address, and for one whose latest report saw no removal. Addresses are the same
    where they are written the same: what a host treats alike is not guessed.
    """
    mine = session.scalars(select(Identifier).where(Identifier.case_id == case.id, Identifier.code == code)).one()
    if mine.kind not in ADDRESSES:
        says = "%(code)s is no internet address."
        raise Problem("no_address", "identifiers", says, "Report the address itself.", code=code)
    report = _latest(session, case, _given(session, mine))
    if report is None:
        return ""
    removed = session.scalars(select(Event).where(Event.request_id == report.id, Event.kind == Kind.REMOVED)).all()
    if not removed:
        raise Problem(
            "reported",
            "identifiers",
            "%(code)s was reported already, as %(number)s, and its removal has not been recorded.",
            "Record the removal first. A second report of what is still online only delays the first.",
            code=code,
            number=report.number or report.code,
        )
    day = removed[-1].at.astimezone(ZoneInfo(removed[-1].zone)).date()
    return f"{report.number or report.code} ({day.isoformat()})"


def _latest(session: Session, case: Case, address: str) -> Request | None:
    """The office's latest report of the address; one that was given up before it had a number does not count.

    Only what may be the same is opened: its keyed hash is that of the address, read as any of the kinds.
    """
    alike = {lookups(case.office_id, kind, examine(kind, address).normal, None)[0] for kind in ADDRESSES}
    of_addresses = [each.id for each in forms().values() if each.one_address]
    rows = session.execute(
        select(Request, Identifier)
        .join(Case, Case.id == Request.case_id)
        .join(Identifier, Identifier.case_id == Request.case_id)
        .where(
            Request.office_id == case.office_id,
            Request.form.in_(of_addresses),
            Request.number.is_not(None) | Request.state.not_in(("withdrawn", "closed")),
            Case.training == case.training,
            Case.erased_at.is_(None),
            Identifier.office_id == case.office_id,
            Identifier.kind.in_(ADDRESSES),
            Identifier.lookup.in_(alike) | Identifier.lookup.is_(None),
        )
        .order_by(Request.created_at.desc(), Request.id)
    )
    same = (row for row, known in rows if known.code in row.identifiers and _given(session, known) == address)
    return next(same, None)


def _given(session: Session, row: Identifier) -> str:
    return key_of(session, row.case_id).text(row.given_sealed, f"identifiers:{row.id}:given").strip()
