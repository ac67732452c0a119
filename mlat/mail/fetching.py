"""Reading the office's mailbox: unseen mail by UID, whole or (too large) by its head; marked seen only when told."""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls
from imap_tools.errors import ImapToolsError

from mlat.mail.reading.guarding import LARGEST
from mlat.settings import Settings

PATIENCE = 60
"""Seconds that the server may take for one step."""
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
FAILURES = (OSError, imaplib.IMAP4.error, ImapToolsError)


class NoMailbox(Exception):
    """The mailbox could not be reached, or the connection broke; holds the kind of failure, no text of the server."""


@dataclass(frozen=True)
class Fetched:
    """The bytes of one mail; `whole` is false where they are the head of one that is too large to be read."""

    raw: bytes
    whole: bool = True


class Box:
    """An open mailbox folder."""

    def __init__(self, client: imaplib.IMAP4, box: BaseMailBox) -> None:
        self._client, self._box = client, box

    def unseen(self) -> list[str]:
        """UIDs of the mails that nobody has marked as seen, oldest first."""
        return sorted(self._box.uids("UNSEEN", charset=None), key=int)

    def fetch(self, uid: str) -> Fetched | None:
        """The mail as the server holds it, byte for byte, without marking it; None where it is gone."""
        size = SIZE.search(b" ".join(_lines(self._client.uid("FETCH", uid, "(RFC822.SIZE)"))))
        if size is None:
            return None
        whole = int(size[1]) <= LARGEST
        raw = _literal(self._client.uid("FETCH", uid, "(BODY.PEEK[])" if whole else "(BODY.PEEK[HEADER])"))
        return Fetched(raw, whole) if raw is not None else None

    def mark_seen(self, uid: str) -> None:
        """Mark the mail as seen: it was stored. Nothing is moved or deleted here."""
        # Not imap-tools' own `flag`: that one also expunges what somebody else has marked as deleted.
        status, _ = self._client.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen)")
        if status != "OK":
            raise NoMailbox("STORE")


@contextmanager
def mailbox(settings: Settings) -> Iterator[Box]:
    """The folder of the settings, over TLS. Raises `NoMailbox` where it cannot be reached, or breaks off."""
    try:
        box = _connect(settings)
    except FAILURES as error:
        raise NoMailbox(type(error).__name__) from error
    try:
        yield Box(box.client, box)
    except FAILURES as error:
        raise NoMailbox(type(error).__name__) from error
    finally:
        _leave(box)


def _connect(settings: Settings) -> BaseMailBox:
    tls = ssl.create_default_context(cafile=settings.imap_ca_file or None)
    kind = MailBox if settings.imap_tls == "ssl" else MailBoxStartTls
    box = kind(settings.imap_host, settings.imap_port, timeout=PATIENCE, ssl_context=tls)
    try:
        box.login(settings.imap_user, settings.imap_password, initial_folder=settings.imap_folder)
    except FAILURES:
        _leave(box)
        raise
    return box


def _leave(box: BaseMailBox) -> None:
    try:
        box.logout()
    except FAILURES:
        box.client.shutdown()


def _lines(answer: tuple[str, list[object]]) -> list[bytes]:
    status, found = answer
    if status != "OK":
        raise NoMailbox("FETCH")
    return [part if isinstance(part, bytes) else part[0] for part in found if isinstance(part, (bytes, tuple))]


def _literal(answer: tuple[str, list[object]]) -> bytes | None:
    """The bytes that the server sent in one piece."""
    _lines(answer)
    return next((part[1] for part in answer[1] if isinstance(part, tuple)), None)
