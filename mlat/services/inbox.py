"""Mail that comes in: its bytes are stored first, then read in a guard, then laid before a person or filed.

A crash at any point loses nothing and doubles nothing: the same bytes are one message, and each step is done once.
"""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mlat.domain.mailed import Mail, MailKind
from mlat.domain.messages import N_
from mlat.domain.permissions import Actor
from mlat.domain.problems import Problem
from mlat.house import house
from mlat.keys import CaseKey
from mlat.mail.reading import read_mail
from mlat.model import Message, Office, new_id, transaction
from mlat.services import journal
from mlat.services.mail_by_itself import file_by_itself
from mlat.services.mail_clues import judged
from mlat.services.mail_seals import fingerprint, seal
from mlat.services.vault import key_of_message, place_of_key

log = logging.getLogger("mlat.act")
TRIES = 3
"""How often a message is read before it is shown as unreadable: a reader that brings its process down ends here."""
SHOWN = 12
"""Candidates that are kept with a message."""
HEADER = "header"
"""Source of a message whose whole was too large to take."""


def store(now: datetime, raw: bytes, source: str) -> str:
    """Keep the bytes of a mail, sealed under a key of their own; returns the message's id, of the same bytes the same.

    `source` is imap, file or header. Raises `Problem` where no office tends the mailbox.
    """
    digest = hashlib.sha256(raw).hexdigest()
    with transaction() as session:
        office_id = tending_office(session)
        known = _of_bytes(session, digest)
    if known:
        return known
    message_id = new_id()
    key, wrapped = house().keyring.new_own_key(place_of_key(message_id))
    blob = house().returned.put(key, raw)
    try:
        with transaction() as session:
            session.add(
                Message(
                    id=message_id, office_id=office_id, sha256=digest, source=source, size=len(raw), stored_at=now,
                    key_wrapped=wrapped, blob=blob,
                )
            )  # fmt: skip
            session.flush()
            data = {"message": message_id, "sha256": digest, "size": len(raw), "source": source}
            journal.write(session, now, Actor(office_id), "mail_stored", office_id=office_id, data=data)
    except IntegrityError:
        with transaction() as session:
            there = _of_bytes(session, digest)
        if there is None:
            raise
        return there
    return message_id


def tending_office(session: Session) -> str:
    """The office that tends mail nobody has matched: the one of the settings, or the only one of the house."""
    code = house().settings.mail_office
    query = select(Office.id).where(Office.code == code) if code else select(Office.id)
    found = session.scalars(query.limit(2)).all()
    if len(found) != 1:
        says, remedy = N_("names no office of this house."), N_("Give the code of the office that tends the mailbox.")
        raise Problem("settings", "mail_office", says, remedy)
    return found[0]


def _of_bytes(session: Session, digest: str) -> str | None:
    return session.scalar(select(Message.id).where(Message.sha256 == digest))


def read_waiting(now: datetime) -> int:
    """Read every message that is stored and not read yet; returns how many.

    Those that failed before come last, so that none of them keeps another from being read.
    """
    with transaction() as session:
        fresh = select(Message.id).where(Message.state.in_(("stored", "read")))
        ids = session.scalars(fresh.order_by(Message.tries, Message.stored_at, Message.id)).all()
    for message_id in ids:
        read_stored(now, message_id)
    return len(ids)


def read_stored(now: datetime, message_id: str) -> str:
    """Read one stored message, propose where it belongs, and file what files itself; returns its state.

    Done again, it changes nothing.
    """
    with transaction() as session:
        row = session.get_one(Message, message_id, with_for_update=True)
        fresh = row.state == "stored"
        row.tries += row.state in ("stored", "read")
        tries, source, blob, key = row.tries, row.source, row.blob, key_of_message(row) if fresh else None
    if key is not None:
        mail = _unread("gave_up") if tries > TRIES else _read(key, blob, whole=source != HEADER)
        try:
            _note(now, message_id, key, mail)
        except IntegrityError:
            return "stored"  # the same mail by another way is noted at this moment: the next round sees it
    return file_by_itself(now, message_id, give_up=tries > 2 * TRIES)


def _read(key: CaseKey, blob: str, *, whole: bool) -> Mail:
    """What the mail says; whatever is in it, this gives an answer."""
    try:
        mail = read_mail(house().returned.get(key, blob))
    except Exception as error:
        # A mail is hostile input to several parsers: none of their failures may keep the next mail from being read.
        log.warning(json.dumps({"act": "mail_unread", "failed": type(error).__name__}))
        return _unread("reader_failed")
    return mail if whole else replace(mail, kind=MailKind.UNREADABLE, reasons=("too_large",), attachments=())


def _unread(why: str) -> Mail:
    return Mail(kind=MailKind.UNREADABLE, reasons=(why,))


def _note(now: datetime, message_id: str, key: CaseKey, mail: Mail) -> None:
    """Keep what was read, sealed, with the proposed match; the same mail by another way is only noted as such."""
    with transaction() as session:
        row = session.get_one(Message, message_id, with_for_update=True)
        if row.state != "stored":
            return
        mark = fingerprint(mail)
        # Held: while it is handed to another office, its double must not stay behind in this one.
        same = select(Message).where(Message.fingerprint == mark).with_for_update(key_share=True)
        first = session.scalar(same) if mark else None
        data = {"message": row.id, "kind": mail.kind.value}
        if first:
            row.state, row.same_as, row.kind, row.office_id = "double", first.id, mail.kind, first.office_id
            data["same_as"] = first.id
        else:
            row.office_id, found = judged(session, mail, row.office_id)
            row.state, row.kind, row.verdict, row.fingerprint = "read", mail.kind, found.verdict, mark
            row.proposal = [[each.request_id, each.weight, list(each.reasons)] for each in found.candidates[:SHOWN]]
            data["verdict"] = found.verdict.value
        seal(row, key, mail)
        journal.write(session, now, Actor(row.office_id), "mail_read", office_id=row.office_id, data=data)
