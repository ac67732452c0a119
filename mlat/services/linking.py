"""The link of a recipient's own page: which request it opens, and what is printed of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mlat.documents.forms import form
from mlat.domain.answering import PURPOSE, no_page, read_token, token
from mlat.domain.lifecycle import BEFORE_ISSUE, ENDED
from mlat.domain.problems import Problem
from mlat.house import house
from mlat.model import AskedAfter, Case, Office, RecipientLink, Request
from mlat.services.vault import key_of

INQUIRY = "status_inquiry"
CLOSED = BEFORE_ISSUE | ENDED


def opened_by(session: Session, given: str, now: datetime) -> tuple[RecipientLink, Request] | None:
    """The link with this token, and its request.

    One question answers for every other link: unknown, revoked, past, of a request that ended, or switched off.
    """
    found = session.execute(
        select(RecipientLink, Request)
        .join(Request, Request.id == RecipientLink.request_id)
        .join(Case, Case.id == RecipientLink.case_id)
        .join(Office, Office.id == Request.office_id)
        .where(
            RecipientLink.token_hash == hashed(given),
            RecipientLink.revoked_at.is_(None),
            RecipientLink.until > now,
            Request.state.not_in(CLOSED),
            Case.erased_at.is_(None),
            Office.recipient_page_days > 0,
        )
    ).first()
    return (found[0], found[1]) if found else None


def hashed(given: str) -> str:
    """The keyed hash under which a token is known."""
    return house().keyring.shared_lookup(f"{PURPOSE}:{read_token(given)}")


def token_of(session: Session, case_id: str, link_id: str) -> str:
    """The token of a link of a case; raises `Problem` when the case was erased."""
    return token(key_of(session, case_id).apart(PURPOSE).secret, link_id)


def live_link(session: Session, request_id: str, now: datetime) -> RecipientLink | None:
    """The link of a request that is open now."""
    links = select(RecipientLink).where(
        RecipientLink.request_id == request_id, RecipientLink.revoked_at.is_(None), RecipientLink.until > now
    )
    found: RecipientLink | None = session.scalar(links.order_by(RecipientLink.made_at.desc()).limit(1))
    return found


def spoken_of(session: Session, row: Request) -> Request | None:
    """The request on whose page its reader answers: its own, or the one that it asks the same authority after.

    None for a letter that asks after several: a link speaks for one of them.
    """
    if row.measure != INQUIRY:
        return row
    parent = session.get(Request, row.parent_id) if row.parent_id else None
    asked = session.scalar(select(func.count()).where(AskedAfter.inquiry_id == row.id)) or 0
    if asked > 1:
        return None
    return parent if parent is not None and parent.recipient_id == row.recipient_id else None


def ground(session: Session, row: Request) -> Problem | None:
    """Why a request has no page for its recipient; None where it may have one."""
    return no_page(row.recipient_kind, form(row.form), session.get_one(Office, row.office_id).recipient_page_days)


def page_url(session: Session, row: Request, now: datetime) -> str:
    """What a paper or mail of this request says of that page: where it is, or nothing."""
    about = spoken_of(session, row)
    if about is None or ground(session, row) or ground(session, about):
        return ""
    link = live_link(session, about.id, now)
    return f"{house().settings.public_url}/answer/{token_of(session, link.case_id, link.id)}" if link else ""
