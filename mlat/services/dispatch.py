"""Sending a request: by a mail that waits in the outbox, or through a portal with a sheet to copy."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.documents import sheet
from mlat.documents.mailtext import covering_mail
from mlat.domain.lifecycle import Kind, permit
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.domain.record import OWN_COPY
from mlat.house import house
from mlat.model import Case, Dispatch, Leg, Office, Paper, Request, transaction
from mlat.services import outbox
from mlat.services.access import find_request
from mlat.services.addresses import Way, ways_to
from mlat.services.annexing import annex_bytes, annexes_for
from mlat.services.covering import COVERING, first_leg
from mlat.services.happening import happen
from mlat.services.linking import page_url
from mlat.services.recording import build
from mlat.services.vault import key_of


def ways(actor: Actor, now: datetime, request_id: str) -> list[Way]:
    """How the first own leg of a request can travel: the office's own address book, for its own requests only."""
    with transaction() as session:
        row = find_request(session, actor, request_id, Act.SEND)
        return ways_to(session, row.office_id, first_leg(session, row).to_body, now)


def field_sheet(actor: Actor, now: datetime, request_id: str) -> tuple[tuple[str, str], ...]:
    """What to copy into a portal, label and value, in the request's language."""
    with transaction() as session:
        return sheet.fields(build(session, find_request(session, actor, request_id), now, None))


def send_mail(actor: Actor, now: datetime, request_id: str) -> str:
    """Queue the first leg as a mail; returns the dispatch's id. Nothing is on the wire yet.

    Raises `Problem` where no usable address is known, or the letter does not fit a mail.
    """
    with transaction() as session:
        row = find_request(session, actor, request_id, Act.SEND)
        permit(Kind.QUEUED, row.state)
        leg = first_leg(session, row)
        way = _mail_way(session, row, leg, now)
        leg.channel, leg.state = "mail", "queued"
        dispatch = _queue(session, row, leg, way, now)
        happen(
            session,
            now,
            actor,
            row,
            Kind.QUEUED,
            zone=leg.zone,
            leg=leg,
            data={"dispatch": dispatch.id, "sha256": dispatch.sha256},
        )
        return dispatch.id


def _mail_way(session: Session, row: Request, leg: Leg, now: datetime) -> Way:
    mails = [way for way in ways_to(session, row.office_id, leg.to_body, now) if way.channel == "mail"]
    usable = [way for way in mails if way.usable]
    if usable:
        return usable[0]
    if mails:
        raise Problem("address", "address", mails[0].why_not, "Look at the address book.")
    raise Problem(
        "address",
        "address",
        "no mail address of %(name)s is known.",
        "Enter one in the address book, or record another way.",
        name=leg.to_name,
    )


def _queue(session: Session, row: Request, leg: Leg, way: Way, now: datetime) -> Dispatch:
    office = session.get_one(Office, row.office_id)
    key = key_of(session, row.case_id)
    papers = session.scalars(
        select(Paper)
        .where(
            Paper.request_id == row.id, Paper.is_sent_one, Paper.copy == OWN_COPY.get(row.recipient_kind, "authority")
        )
        .order_by(Paper.form == COVERING, Paper.number)
    ).all()
    annexes = annexes_for(session, row)
    language = office.language if leg.to_body != row.recipient_id else row.language
    page = page_url(session, row, now) if leg.to_body == row.recipient_id else ""
    numbers = [paper.number for paper in papers]
    subject, text = covering_mail(language, row.number or "", office.name, numbers, len(annexes), page)
    attachments = [outbox.attached(paper.number, house().blobs.get(key, paper.blob)) for paper in papers]
    attachments += [outbox.attached(f"annex-{annex.number}", annex_bytes(key, annex)) for annex in annexes]
    case = session.get_one(Case, row.case_id)
    return outbox.put(session, now, case, way.address, subject, text, attachments, request_id=row.id, leg_id=leg.id)
