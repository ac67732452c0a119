"""Taking mail out of the mailbox: stored and committed first, marked on the server only then.

A crash in between leaves the mail unseen: it is fetched again, and is the same message, because its bytes are.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from mlat.domain.problems import Problem
from mlat.house import house
from mlat.mail.fetching import mailbox
from mlat.model import Tick, transaction
from mlat.services.inbox import HEADER, store

AT_ONCE = 200
"""Mails that one round takes: the rest of a large pile comes in the next, after what else is due."""
LOOKED = "mailbox_read"
"""The tick that says when the mailbox was last read to its end."""


def fetch(now: Callable[[], datetime], stop: Callable[[], bool] = lambda: False) -> int:
    """Store the oldest unseen mails of the mailbox; returns how many were taken. No mailbox in the settings: none.

    Raises `NoMailbox` where it could not be read to its end; what was stored until then stays stored.
    """
    settings = house().settings
    if not settings.imap_host:
        return 0
    taken = 0
    with mailbox(settings) as box:
        unseen = box.unseen()
        for uid in unseen[:AT_ONCE]:
            if stop():
                return taken
            found = box.fetch(uid)
            if found is None:
                continue
            store(now(), found.raw, "imap" if found.whole else HEADER)
            box.mark_seen(uid)
            taken += 1
    if len(unseen) <= AT_ONCE:
        _looked(now())
    return taken


def last_looked() -> datetime | None:
    """When the mailbox was last read to its end; None where it never was."""
    with transaction() as session:
        tick = session.get(Tick, LOOKED)
        return tick.last if tick else None


def refuse_without_mailbox() -> None:
    """Raise `Problem` where the settings name no mailbox."""
    if not house().settings.imap_host:
        raise Problem("settings", "imap_host", "is empty: no mailbox is read.", "Name the mail server of the answers.")


def _looked(now: datetime) -> None:
    with transaction() as session:
        session.merge(Tick(name=LOOKED, last=now))
