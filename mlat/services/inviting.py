"""Opening a page for a recipient abroad: the link is made with the number, renewed or revoked by an officer."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from mlat.documents.mailtext import link_mail
from mlat.domain.answering import DAYS, MOST_DAYS
from mlat.domain.messages import N_
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.model import Case, Office, RecipientLink, Request, new_id, transaction
from mlat.services import journal, outbox
from mlat.services.access import find_request, require
from mlat.services.addresses import ways_to
from mlat.services.linking import CLOSED, ground, hashed, live_link, page_url, spoken_of, token_of


def set_page(actor: Actor, now: datetime, days: int) -> None:
    """Switch the page on for the whole office, each link for so many days, or off with 0: then every link is closed."""
    require(actor, Act.ADMINISTER)
    if not 0 <= days <= MOST_DAYS:
        says, remedy = N_("is no number of days that a link can last."), N_("Give a number from 0 to %(most)s.")
        raise Problem("days", "days", says, remedy, most=MOST_DAYS)
    with transaction() as session:
        office = session.get_one(Office, actor.office_id, with_for_update=True)
        if office.recipient_page_days == days:
            return
        office.recipient_page_days = days
        journal.write(session, now, actor, "recipient_page_set", office_id=office.id, data={"days": days})


def suggested(days: int) -> int:
    """The days that an administrator is offered: the office's own, else what is sensible."""
    return days or DAYS


def invite(session: Session, actor: Actor, now: datetime, row: Request) -> None:
    """Make the link that a paper carries, before it is printed; a link that is open already lasts as long as a new one.

    Nothing where the request has no page for its recipient: `linking.ground` says why.
    """
    about = spoken_of(session, row)
    if about is None or ground(session, row) or ground(session, about):
        return
    link = live_link(session, about.id, now)
    if link is None:
        _make(session, actor, now, about)
    elif link.until < (until := _until(session, about, now)):
        link.until = until
        _note(session, actor, now, "link_prolonged", about, link)


def make_link(actor: Actor, now: datetime, request_id: str) -> str:
    """A new link for a request whose paper went out, in the place of the one it has; returns its id."""
    with transaction() as session:
        row = find_request(session, actor, request_id, Act.SEND)
        _refuse(session, row)
        _revoke(session, actor, now, row)
        return _make(session, actor, now, row).id


def revoke_link(actor: Actor, now: datetime, request_id: str) -> None:
    """Close the page of a request. Raises `Problem` where none is open."""
    with transaction() as session:
        row = find_request(session, actor, request_id, Act.SEND)
        if not _revoke(session, actor, now, row):
            raise Problem("page.none", "request", "has no open link.", "Make one if you need it.")


def mail_link(actor: Actor, now: datetime, request_id: str) -> str:
    """Mail the open link to the confirmed address of the authority; returns the dispatch's id."""
    with transaction() as session:
        row = find_request(session, actor, request_id, Act.SEND)
        _refuse(session, row)
        link, to = live_link(session, row.id, now), confirmed_mail(session, row, now)
        if link is None:
            raise Problem("page.none", "request", "has no open link.", "Make one if you need it.")
        if not to:
            says = "is with an authority of which no confirmed mail address is known."
            raise Problem("address", "request", says, "Enter one in the address book.")
        office, case = session.get_one(Office, row.office_id), session.get_one(Case, row.case_id)
        last = link.until.astimezone(ZoneInfo(office.zone)).date()
        subject, text = link_mail(row.language, row.number or "", office.name, page_url(session, row, now), last)
        mail = outbox.put(session, now, case, to, subject, text, (), request_id=row.id)
        _note(session, actor, now, "link_mailed", row, link, dispatch=mail.id)
        return mail.id


def confirmed_mail(session: Session, row: Request, now: datetime) -> str:
    """The mail address of the recipient that two persons confirmed, not too long ago; empty where none is known."""
    ways = ways_to(session, row.office_id, row.recipient_id, now)
    return next((way.address for way in ways if way.usable and way.channel == "mail"), "")


def _refuse(session: Session, row: Request) -> None:
    why = ground(session, row)
    if why is not None:
        raise why
    if row.state in CLOSED:
        says = "is %(state)s: its recipient has nothing to answer."
        raise Problem("state", "request", says, "Issue it first, or leave it closed.", state=row.state)


def _make(session: Session, actor: Actor, now: datetime, row: Request) -> RecipientLink:
    link = RecipientLink(
        id=new_id(), case_id=row.case_id, request_id=row.id, made_at=now, until=_until(session, row, now)
    )
    link.token_hash = hashed(token_of(session, row.case_id, link.id))
    session.add(link)
    session.flush()
    _note(session, actor, now, "link_made", row, link)
    return link


def _revoke(session: Session, actor: Actor, now: datetime, row: Request) -> bool:
    link = live_link(session, row.id, now)
    if link is None:
        return False
    link.revoked_at = now
    _note(session, actor, now, "link_revoked", row, link)
    return True


def _until(session: Session, row: Request, now: datetime) -> datetime:
    return now + timedelta(days=session.get_one(Office, row.office_id).recipient_page_days)


def _note(
    session: Session, actor: Actor, now: datetime, kind: str, row: Request, link: RecipientLink, **more: str
) -> None:
    data = {"link": link.id, "until": link.until.isoformat()} | more
    journal.write(session, now, actor, kind, office_id=row.office_id, case_id=row.case_id, request_id=row.id, data=data)
