"""Laying a mail into the cases of the requests that it answers: sealed anew, files set aside, answers recorded."""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.casefile import ReplyInput
from mlat.domain.mailed import BY_MACHINES, Mail, MailKind
from mlat.domain.messages import N_
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.house import house
from mlat.keys import CaseKey
from mlat.mail.reading import attachments_of
from mlat.model import Case, Dispatch, Filing, Message, new_id, transaction
from mlat.services import journal
from mlat.services.access import find_message, find_request
from mlat.services.bouncing import WENT, bounced
from mlat.services.mail_seals import seal
from mlat.services.setting_aside import set_aside
from mlat.services.tracking import record_in
from mlat.services.vault import key_of, key_of_message, whole_of

log = logging.getLogger("mlat.act")
NOTE, BOUNCED = "note", "bounced"
"""Filed as no answer: it only lies with the request; or it says that our mail came back."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One request that a mail is about, and the answer that it is; none where it changes nothing."""

    request_id: str
    answer: ReplyInput | None = None


def match(
    actor: Actor,
    now: datetime,
    message_id: str,
    request_id: str,
    answer: ReplyInput | None = None,
    *,
    by_a_person: bool = False,
) -> str:
    """File a mail with one request, as an answer or (without one) as a note; returns the filing's id.

    Raises `Problem` where a machine wrote the mail and nobody says that a person did: that is never an answer.
    """
    return split(actor, now, message_id, [Part(request_id=request_id, answer=answer)], by_a_person=by_a_person)[0]


def split(
    actor: Actor, now: datetime, message_id: str, parts: Sequence[Part], *, by_a_person: bool = False
) -> list[str]:
    """File one mail with each request that it answers; returns the filings' ids, in the order of `parts`."""
    if not parts:
        raise Problem("empty", "requests", "is empty.", "Choose the requests that this mail answers.")
    if len({part.request_id for part in parts}) < len(parts):
        raise Problem("twice", "requests", "names a request twice.", "Name each request once.")
    with transaction() as session:
        row = find_message(session, actor, message_id)
        refuse_decided(row)
        if row.kind in BY_MACHINES and not by_a_person and any(part.answer for part in parts):
            says, remedy = (
                N_("was written by a machine, so it is no answer."),
                N_("File it as a note, or say who wrote it."),
            )
            raise Problem("machine", "kind", says, remedy)
        filed = lay(session, now, actor, row, parts)
        return [filing.id for filing in filed]


def match_bounce(actor: Actor, now: datetime, message_id: str, request_id: str) -> str:
    """A person says that this mail is our latest mail of a request come back; returns the filing's id."""
    with transaction() as session:
        row = find_message(session, actor, message_id)
        refuse_decided(row)
        request = find_request(session, actor, request_id, Act.RECORD)
        went = select(Dispatch).where(Dispatch.request_id == request.id, Dispatch.state.in_(WENT))
        mail = session.scalars(went.order_by(Dispatch.queued_at.desc()).limit(1)).first()
        if mail is None:
            raise Problem("state", "request", "has no mail that can have come back.", "Choose another request.")
        return lay_bounce(session, now, actor, row, mail).id


def refuse_decided(row: Message) -> None:
    """Raise `Problem` for a mail that does not wait for anybody."""
    if row.state != "waiting":
        raise Problem("state", "message", "is %(state)s.", "Look at the mailbox again.", state=row.state)


def lay(session: Session, now: datetime, actor: Actor, row: Message, parts: Sequence[Part]) -> list[Filing]:
    """Lay an undecided message into the cases of `parts`, inside a transaction that runs."""
    key, raw = key_of_message(row), house().returned.get(key_of_message(row), row.blob)
    mail = whole_of(row, key) or Mail(kind=MailKind.UNREADABLE, reasons=())
    files, filed = files_of(mail, raw), []
    for part in parts:
        request = find_request(session, actor, part.request_id, Act.RECORD)
        reply = None
        if part.answer is not None:
            reply = record_in(session, actor, now, request, part.answer, {"message": row.id})
        filed_as = part.answer.kind if part.answer else NOTE
        filed.append(_filing(session, now, actor, row, key, mail, request.case_id, request.id, reply, filed_as))
        for name, declared, data in files:
            set_aside(
                session, now, case_id=request.case_id, request_id=request.id, message_id=row.id, name=name,
                declared_type=declared, data=data, by=actor, reply_id=reply,
            )  # fmt: skip
    _leave_pile(row, now, actor)
    return filed


def lay_bounce(session: Session, now: datetime, actor: Actor, row: Message, mail: Dispatch) -> Filing:
    """Lay a message with the dispatch that it reports on, and note that this one came back."""
    key = key_of_message(row)
    read = whole_of(row, key) or Mail(kind=MailKind.BOUNCE, reasons=())
    filing = _filing(session, now, actor, row, key, read, mail.case_id, mail.request_id, None, BOUNCED)
    bounced(session, now, actor, mail, moment(now, row, read), row.id)
    _leave_pile(row, now, actor)
    return filing


def moment(now: datetime, row: Message, mail: Mail) -> datetime:
    """When a mail was written, as far as it can be believed: never later than it was stored here."""
    return min(mail.sent_at or row.stored_at, row.stored_at, now)


def files_of(mail: Mail, raw: bytes) -> list[tuple[str, str, bytes]]:
    """(name, declared type, bytes) of what travels with a mail; what cannot be taken apart stays whole.

    Of an unreadable one some files may be known and others not: taken one by one, the others would go with the mail.
    """
    whole = [("message.eml", "message/rfc822", raw)]
    if mail.kind is MailKind.UNREADABLE:
        return whole
    try:
        return list(attachments_of(raw))
    except Exception as error:
        # As in reading it: hostile input. Nothing of it may get in unseen, so all of it goes to the custodian.
        log.warning(json.dumps({"act": "mail_unread", "failed": type(error).__name__}))
        return whole


def _filing(
    session: Session, now: datetime, actor: Actor, row: Message, key: CaseKey, mail: Mail,
    case_id: str, request_id: str | None, reply_id: str | None, filed_as: str,
) -> Filing:  # fmt: skip
    case_key, filing_id = key_of(session, case_id), new_id()
    filing = Filing(
        id=filing_id, message_id=row.id, case_id=case_id, request_id=request_id, reply_id=reply_id, filed_as=filed_as,
        reasons=_reasons(row, request_id), filed_by=actor.user_id, filed_at=now,
        key_sealed=case_key.seal(key.secret, f"filings:{filing_id}:key"),
    )  # fmt: skip
    seal(filing, case_key, mail)
    session.add(filing)
    session.flush()
    data = {"message": row.id, "filing": filing.id, "sha256": row.sha256, "filed_as": filed_as, "why": filing.reasons}
    journal.write(
        session, now, actor, "mail_filed", office_id=row.office_id, case_id=case_id, request_id=request_id, data=data
    )
    return filing


def _reasons(row: Message, request_id: str | None) -> list[str]:
    proposed: Mapping[str, list[str]] = {each[0]: each[2] for each in row.proposal}
    return proposed.get(request_id or "", [])


def _leave_pile(row: Message, now: datetime, actor: Actor) -> None:
    """From here on only the cases open it: its own key is no longer known outside them."""
    row.state, row.decided_by, row.decided_at = "filed", actor.user_id, now
    row.key_wrapped = row.head_sealed = row.text_sealed = None


def let_raw_go(session: Session, message_id: str, gone: Collection[str]) -> None:
    """The files of a message have left for the office's evidence store: so must the mail that carried them.

    Its head and text stay with the case; of the files that are `gone`, by hash, only size and hash do.
    """
    row = session.get(Message, message_id, with_for_update=True)
    if row is None or not row.blob or row.state != "filed":
        return
    for filing in session.scalars(select(Filing).where(Filing.message_id == row.id)):
        filing.key_sealed = None
        _forget_names(session, filing, gone)
    house().returned.erase(row.blob)
    row.blob = ""


def _forget_names(session: Session, filing: Filing, gone: Collection[str]) -> None:
    """Take the names and types of what is gone out of what was read of the mail."""
    if filing.text_sealed is None or session.get_one(Case, filing.case_id).erased_at is not None:
        return
    key = key_of(session, filing.case_id)
    mail = whole_of(filing, key)
    if mail is not None:
        kept = (
            replace(each, name="", declared_type="", within=()) if each.sha256 in gone else each
            for each in mail.attachments
        )
        seal(filing, key, replace(mail, attachments=tuple(kept)))
