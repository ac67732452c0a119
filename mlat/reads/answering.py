"""The page of a recipient abroad as officers see it: its link, and what was entered there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.documents.forms import form
from mlat.domain.answering import PURPOSE, no_page, token
from mlat.domain.lifecycle import BEFORE_ISSUE, ENDED
from mlat.domain.permissions import Actor
from mlat.domain.problems import Problem
from mlat.house import house
from mlat.model import Case, Office, Proposal, RecipientLink, Request, User, reading
from mlat.reads.requests import RequestLine, lines_of
from mlat.services.access import NotHere, find_request, own_requests
from mlat.services.vault import key_of

SHOWN = 15


@dataclass(frozen=True)
class ProposalLine:
    """What was entered, opened for an officer of the office."""

    id: str
    request: RequestLine
    kind: str
    at: datetime
    zone: str
    on: date | None
    reference: str
    text: str
    state: str
    mailed: bool
    """Whether a code went to the confirmed address."""
    code_given_at: datetime | None
    decided_at: datetime | None
    by: str
    """The officer who decided; empty where the code did."""


@dataclass(frozen=True)
class LinkLine:
    """The link that is open now."""

    url: str
    made_at: datetime
    until: datetime
    uses: int
    used_at: datetime | None


@dataclass(frozen=True)
class AnswerPage:
    """The page of one request: why it has none, or its link and what was entered, the latest first."""

    ground: Problem | None
    closed: bool
    """Whether its paper has not gone out, or it has ended."""
    link: LinkLine | None
    proposals: tuple[ProposalLine, ...]


def answer_page(actor: Actor, now: datetime, request_id: str) -> AnswerPage:
    """The page of a request of the actor's own office."""
    with reading() as session:
        row = find_request(session, actor, request_id)
        office = session.get_one(Office, row.office_id)
        ground = no_page(row.recipient_kind, form(row.form), office.recipient_page_days)
        if session.get_one(Case, row.case_id).erased_at is not None:
            return AnswerPage(ground, True, None, ())
        entered = (
            select(Proposal).where(Proposal.request_id == row.id).order_by(Proposal.entered_at.desc(), Proposal.id)
        )
        return AnswerPage(
            ground,
            row.state in BEFORE_ISSUE | ENDED,
            _link(session, row, now),
            _lines(session, session.scalars(entered.limit(SHOWN)).all()),
        )


def waiting(actor: Actor) -> tuple[ProposalLine, ...]:
    """What was entered on any page of the office and waits for a decision, the oldest first."""
    mine = own_requests(actor).with_only_columns(Request.id)
    with reading() as session:
        rows = session.scalars(
            select(Proposal)
            .join(Case, Case.id == Proposal.case_id)
            .where(Proposal.state == "waiting", Proposal.request_id.in_(mine), Case.erased_at.is_(None))
            .order_by(Proposal.entered_at, Proposal.id)
            .limit(SHOWN)
        ).all()
        return _lines(session, rows)


def proposal(actor: Actor, request_id: str, proposal_id: str) -> ProposalLine:
    """One proposal on a request of the actor's own office, or `NotHere`."""
    with reading() as session:
        row = find_request(session, actor, request_id)
        here = select(Proposal).where(Proposal.id == proposal_id, Proposal.request_id == row.id)
        found = session.scalar(here) if row.office_id == actor.office_id else None
        if found is None:
            raise NotHere("proposal")
        return _lines(session, [found])[0]


def office_days(actor: Actor) -> int:
    """For how many days the office keeps a link open; 0 where it has no such pages."""
    with reading() as session:
        return session.get_one(Office, actor.office_id).recipient_page_days


def _link(session: Session, row: Request, now: datetime) -> LinkLine | None:
    links = select(RecipientLink).where(
        RecipientLink.request_id == row.id, RecipientLink.revoked_at.is_(None), RecipientLink.until > now
    )
    link = session.scalar(links.order_by(RecipientLink.made_at.desc()).limit(1))
    if link is None:
        return None
    secret = key_of(session, row.case_id).apart(PURPOSE).secret
    url = f"{house().settings.public_url}/answer/{token(secret, link.id)}"
    return LinkLine(url, link.made_at, link.until, link.uses, link.used_at)


def _lines(session: Session, rows: Sequence[Proposal]) -> tuple[ProposalLine, ...]:
    requests = session.scalars(select(Request).where(Request.id.in_([row.request_id for row in rows]))).all()
    lines = {line.id: line for line in lines_of(session, requests)}
    names = dict(session.execute(select(User.id, User.name).where(User.id.in_([row.decided_by for row in rows]))).all())
    return tuple(_line(session, row, lines[row.request_id], names.get(row.decided_by or "", "")) for row in rows)


def _line(session: Session, row: Proposal, request: RequestLine, by: str) -> ProposalLine:
    said = json.loads(key_of(session, row.case_id).text(row.said_sealed, f"proposals:{row.id}:said"))
    return ProposalLine(
        row.id,
        request,
        row.kind,
        row.entered_at,
        row.zone,
        row.promised_on,
        said["reference"],
        said["text"],
        row.state,
        row.code_until is not None,
        row.code_given_at,
        row.decided_at,
        by,
    )
