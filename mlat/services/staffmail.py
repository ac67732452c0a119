"""Mails to our own people: written down first, taken by one worker, and sent again when that one was lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from mlat.domain.digests import Item
from mlat.domain.permissions import Actor
from mlat.house import house
from mlat.mail import staffwords
from mlat.mail.composing import compose
from mlat.mail.sending import NotSent, Unsure
from mlat.model import Case, DigestLine, Request, StaffMail, User, new_id, transaction
from mlat.services.access import actor_of, visible

TRIES = 5
"""A mail that could not be handed over so often is given up; what it would have said is said in the next one."""


@dataclass(frozen=True)
class Taken:
    """A mail in hand: for whom, about which request (an alert) or about everything, and whether it is written."""

    id: str
    actor: Actor
    request_id: str
    written: bool


def plant(session: Session, now: datetime, user_id: str, occasion: str, request_id: str | None = None) -> bool:
    """Note that `user_id` is to be told on `occasion`; False where that was noted before."""
    known = select(StaffMail.id).where(StaffMail.user_id == user_id, StaffMail.occasion == occasion)
    if session.scalar(known) is not None:
        return False
    session.add(StaffMail(id=new_id(), user_id=user_id, occasion=occasion, request_id=request_id, planted_at=now))
    return True


def take(now: datetime) -> Taken | None:
    """Claim one mail for this worker; one whose worker was lost is claimed again."""
    with transaction() as session:
        row = session.scalar(
            select(StaffMail)
            .where(or_(StaffMail.state == "planted", (StaffMail.state == "taken") & (StaffMail.lease_until < now)))
            .order_by(StaffMail.planted_at, StaffMail.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if row is None:
            return None
        row.state, row.lease_until = "taken", now + timedelta(seconds=house().settings.lease_seconds)
        row.tries += 1
        actor = actor_of(session.get_one(User, row.user_id))
        return Taken(row.id, actor, row.request_id or "", row.raw_sealed is not None)


def write(now: datetime, mail_id: str, items: Sequence[Item]) -> bool:
    """Compose a taken mail of what was not said before; False where nothing is left to say, and no mail is sent.

    What is said is written down in the same transaction, before anything is on the wire.
    """
    with transaction() as session:
        row = session.get_one(StaffMail, mail_id, with_for_update=True)
        if row.state != "taken" or row.raw_sealed is not None:
            return row.state == "taken"
        user = session.get_one(User, row.user_id)
        fresh = [item for item in _unsaid(session, user, items) if user.active]
        if not fresh:
            _settle(row, now, "empty")
            return False
        for item in fresh:
            session.add(
                DigestLine(
                    id=new_id(),
                    user_id=user.id,
                    mail_id=row.id,
                    case_id=item.case_id or None,
                    item=item.key,
                    said=item.said,
                )
            )
        settings = house().settings
        reader = staffwords.Reader(user.language, user.zone or user.office.zone, now, settings.public_url)
        row.message_id = f"<{new_id()}@{settings.mail_from.partition('@')[2]}>"
        raw = compose(
            sender=settings.mail_from,
            to=user.email,
            subject=staffwords.subject(reader, urgent=row.request_id is not None),
            text=staffwords.body(reader, fresh),
            message_id=row.message_id,
            at=now,
        )
        row.raw_sealed = house().keyring.wrap(raw, _place(row))
        return True


def deliver(now: datetime, mail_id: str) -> str:
    """Put a written mail on the wire; returns its state. What may have gone, or could not go, is tried again later.

    It is the same mail with the same Message-ID then, and goes only while its reader may still see what it names.
    """
    with transaction() as session:
        row = session.get_one(StaffMail, mail_id)
        if row.state != "taken" or row.raw_sealed is None:
            return row.state
        user = session.get_one(User, row.user_id)
        if not user.active or not _still_seen(session, row, user):
            _settle(row, now, "failed", "no longer theirs to see")
            return row.state
        raw = house().keyring.unwrap(row.raw_sealed, _place(row))
        post, to = house().drop if user.office.training else house().post, user.email
    try:
        post.send(raw, to, needs_tls=True)
    except NotSent as refused:
        return _again(now, mail_id, str(refused), went=False)
    except Unsure as doubt:
        return _again(now, mail_id, str(doubt), went=True)
    with transaction() as session:
        row = session.get_one(StaffMail, mail_id)
        _settle(row, now, "sent")
        return row.state


def forget(session: Session, case_id: str) -> None:
    """Mails about a case that wait to leave never do: it belongs to somebody else now, or to nobody."""
    requests = select(Request.id).where(Request.case_id == case_id)
    about = StaffMail.request_id.in_(requests) & StaffMail.state.in_(("planted", "taken"))
    session.execute(update(StaffMail).where(about).values(state="empty", raw_sealed=None, lease_until=None))


def _again(now: datetime, mail_id: str, error: str, *, went: bool) -> str:
    """Leave it to the next worker once its lease is over, or give it up."""
    with transaction() as session:
        row = session.get_one(StaffMail, mail_id)
        row.error = error
        if row.tries >= TRIES:
            _settle(row, now, "failed", error)
            if not went:
                session.execute(delete(DigestLine).where(DigestLine.mail_id == row.id))
        return row.state


def _settle(row: StaffMail, now: datetime, state: str, error: str = "") -> None:
    row.state, row.settled_at, row.lease_until, row.raw_sealed, row.error = state, now, None, None, error


def _unsaid(session: Session, user: User, items: Sequence[Item]) -> list[Item]:
    """What was not said to this person yet, or stands otherwise than when it was said; each once."""
    keys = [item.key for item in items]
    rows = session.execute(
        select(DigestLine.item, DigestLine.said).where(DigestLine.user_id == user.id, DigestLine.item.in_(keys))
    )
    said = {(item, how) for item, how in rows}
    once = {(item.key, item.said): item for item in items}
    return [item for pair, item in once.items() if pair not in said]


def _still_seen(session: Session, row: StaffMail, user: User) -> bool:
    named = set(
        session.scalars(
            select(DigestLine.case_id).where(DigestLine.mail_id == row.id, DigestLine.case_id.is_not(None)).distinct()
        )
    )
    if not named:
        return True
    seen = visible(actor_of(user)).where(Case.id.in_(named)).with_only_columns(func.count())
    return session.scalar(seen) == len(named)


def _place(row: StaffMail) -> str:
    return f"staff_mails:{row.id}:raw"
