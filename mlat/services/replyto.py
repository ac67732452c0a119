"""Our own addresses: the reply address of each request, and those from which nothing may come back to us."""

from __future__ import annotations

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.messages import N_
from mlat.domain.problems import Problem
from mlat.house import house
from mlat.model import Office, ReplyToken

LOCAL_PART = 64
"""Characters that the part before the @ may have (RFC 5321)."""


def reply_address(session: Session, request_id: str) -> str:
    """The request's own reply address; empty where the settings name no mailbox that would take it.

    The token is made of the request's id by a key of the house: unguessable, and the same in every mail of the
    request. The database knows only its hash.
    """
    name, _, place = house().settings.reply_address.partition("@")
    if not name:
        return ""
    token = house().keyring.reply_token(request_id)
    local = f"{name}+{token}"
    if len(local) > LOCAL_PART:
        return ""
    if session.get(ReplyToken, _digest(token)) is None:
        session.add(ReplyToken(hash=_digest(token), request_id=request_id))
        session.flush()
    return f"{local}@{place}"


def request_of(session: Session, address: str) -> str | None:
    """The request whose reply address this is; None for any other address."""
    _, plus, token = address.partition("@")[0].partition("+")
    return (
        session.scalar(select(ReplyToken.request_id).where(ReplyToken.hash == _digest(token.lower()))) if plus else None
    )


def is_own(address: str, *more: str) -> bool:
    """Whether an address is one from which this house writes or at which it reads mail, or one of `more`."""
    settings = house().settings
    own = {_bare(each) for each in (settings.mail_from, settings.reply_address, settings.imap_user, *more)}
    return _bare(address) in own - {""}


def refuse_own(session: Session, office_id: str, address: str, where: str) -> None:
    """Raise `Problem` at `where` for an address of our own: a mail to it would come back to us for ever."""
    if is_own(address, session.get_one(Office, office_id).email):
        says, remedy = N_("%(address)s is an address of our own."), N_("Give the address of the recipient.")
        raise Problem("own_address", where, says, remedy, address=address)


def _bare(address: str) -> str:
    """The address in lower case without what stands behind a plus; empty where it is none."""
    local, at, place = address.strip().casefold().rpartition("@")
    return f"{local.partition('+')[0]}@{place}" if at else ""


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
