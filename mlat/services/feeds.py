"""The calendar feed of each person: its secret address, and how often an entry of it was changed."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mlat.domain.permissions import Act, Actor
from mlat.house import house
from mlat.model import FeedEntry, FeedToken, Office, User, new_id, transaction
from mlat.services import journal
from mlat.services.access import NotHere, actor_of, require


def make_feed(actor: Actor, now: datetime) -> str:
    """A new secret for the actor's feed, told this once; the one before no longer opens anything."""
    require(actor, Act.SEE_DESK)
    token = secrets.token_urlsafe(32)
    with transaction() as session:
        _revoke(session, actor, now)
        row = FeedToken(id=new_id(), user_id=actor.user_id or "", token_hash=_hash(token), made_at=now)
        session.add(row)
        session.flush()
        journal.write(session, now, actor, "feed_made", office_id=actor.office_id, data={"feed": row.id})
    return token


def revoke_feed(actor: Actor, now: datetime) -> None:
    """Close the actor's feed: its address answers like one that never was."""
    require(actor, Act.SEE_DESK)
    with transaction() as session:
        if _revoke(session, actor, now):
            journal.write(session, now, actor, "feed_revoked", office_id=actor.office_id)


def name_cases(actor: Actor, now: datetime, allowed: bool) -> None:
    """Whether the feeds of the office name case and request in their titles."""
    require(actor, Act.ADMINISTER)
    with transaction() as session:
        office = session.get_one(Office, actor.office_id)
        if office.feed_references != allowed:
            office.feed_references = allowed
            data = {"allowed": allowed}
            journal.write(session, now, actor, "feed_references_set", office_id=office.id, data=data)


def reader_of(token: str) -> Actor:
    """Whose feed it is; `NotHere` for a token that is unknown or revoked, or of somebody switched off."""
    with transaction() as session:
        user = session.scalar(
            select(User)
            .join(FeedToken, FeedToken.user_id == User.id)
            .where(FeedToken.token_hash == _hash(token), FeedToken.revoked_at.is_(None), User.active.is_(True))
        )
        if user is None:
            raise NotHere("feed")
        return actor_of(user)


def numbered(actor: Actor, now: datetime, entries: Mapping[str, str]) -> Mapping[str, tuple[int, datetime]]:
    """(sequence number, instant of the last change) of each entry, by its uid; `entries` holds what each says.

    What says something else than at the last look gets the next number; nothing is written where nothing changed.
    """
    with transaction() as session:
        # Held until commit: two programs that fetch the feed at once queue.
        live = select(FeedToken.id).where(FeedToken.user_id == actor.user_id, FeedToken.revoked_at.is_(None))
        session.execute(live.with_for_update())
        known = {row.uid: row for row in session.scalars(select(FeedEntry).where(FeedEntry.user_id == actor.user_id))}
        found = {}
        for uid, says in entries.items():
            fingerprint = hashlib.sha256(says.encode()).hexdigest()
            row = known.get(uid)
            if row is None:
                row = FeedEntry(
                    user_id=actor.user_id or "", uid=uid, fingerprint=fingerprint, sequence=0, changed_at=now
                )
                session.add(row)
            elif row.fingerprint != fingerprint:
                row.fingerprint, row.sequence, row.changed_at = fingerprint, row.sequence + 1, now
            found[uid] = (row.sequence, row.changed_at)
        return found


def _revoke(session: Session, actor: Actor, now: datetime) -> bool:
    live = update(FeedToken).where(FeedToken.user_id == actor.user_id, FeedToken.revoked_at.is_(None))
    return bool(session.execute(live.values(revoked_at=now).returning(FeedToken.id)).all())


def _hash(token: str) -> str:
    return house().keyring.lookup("feed", token)
