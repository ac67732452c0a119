"""Bytes in, a `Mail` out, whatever the bytes are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32
from hashlib import sha256

from mlat.domain.mail_kinds import Verdict, judge
from mlat.domain.mail_quotes import fresh_text
from mlat.domain.mail_reports import COPY_BELOW, is_machine
from mlat.domain.mail_seen import Seen
from mlat.domain.mailed import Mail, MailAddress, MailAttachment, MailKind
from mlat.facts.mail_words import load_mail_words
from mlat.mail.reading.guarding import LARGEST, STUMBLES, costs_too_much
from mlat.mail.reading.heads import ID, addresses, heads, ids, instant, raw, words
from mlat.mail.reading.parts import File, Parts, parts_of, returned_message

TO = (
    "to",
    "cc",
    "delivered-to",
    "x-original-to",
    "x-delivered-to",
    "envelope-to",
    "x-envelope-to",
    "x-forwarded-to",
    "apparently-to",
    "resent-to",
)
"""Where an address of ours may stand, with the token of a request."""
TELLS_A_MAIL = frozenset({"from", "to", "subject", "date", "message-id", "received", "return-path", "content-type"})
REPORTED = frozenset({MailKind.BOUNCE, MailKind.DELAYED, MailKind.READ_RECEIPT, MailKind.COMPLAINT_REPORT})
LIMITS = frozenset({"too_deep", "too_many_parts"})


def read_mail(raw_bytes: bytes) -> Mail:
    """What can be read of these bytes; of kind `unreadable`, with the reason, where that is too little.

    Never raises. What the parser of the standard library stumbles over is read again by its head alone.
    """
    return _read(raw_bytes)[0]


def attachments_of(raw_bytes: bytes) -> Iterator[tuple[str, str, bytes]]:
    """Name, declared type and bytes of each attachment, in the order of `Mail.attachments`. Never raises.

    The bytes are whatever a stranger sent: they go where `Mail` cannot, and nothing here looks into them.
    """
    for file in _read(raw_bytes)[1]:
        yield file.name, file.declared_type, file.data()


def _read(raw_bytes: bytes) -> tuple[Mail, list[File]]:
    given = raw_bytes.lstrip(b"\r\n\t \xef\xbb\xbf")
    if not given:
        return _unreadable(None, "empty"), []
    if len(raw_bytes) > LARGEST:
        return _unreadable(_head_only(given), "too_large"), []
    if costs_too_much(given):
        return _unreadable(_head_only(given), "too_many_parts"), []
    try:
        message = message_from_bytes(given, policy=compat32)
        if not TELLS_A_MAIL & {name.lower() for name in message.keys()}:  # noqa: SIM118  # a Message is no mapping
            return _unreadable(None, "no_head"), []
        return _whole(message)
    except STUMBLES as stumbled:
        why = "too_deep" if isinstance(stumbled, RecursionError) else "not_parsed"
        return _unreadable(_head_only(given), why), []


def _head_only(given: bytes) -> Message | None:
    try:
        return BytesHeaderParser(policy=compat32).parsebytes(given[:1_000_000])
    except STUMBLES:
        return None


def _whole(message: Message) -> tuple[Mail, list[File]]:
    parts = parts_of(message)
    text = "\n".join(each.strip("\n") for each in parts.texts).strip()
    known = load_mail_words()
    fresh = fresh_text(text, known)
    verdict = judge(_seen(message, parts, text, fresh))
    files = parts.files
    if verdict.kind in REPORTED:
        for file in files:
            if file.is_message and not file.within:
                returned_message(file, parts)
        files = [file for file in files if not file.is_message and not file.within]
        _returned_as_text(text, parts)
    over = [code for code in parts.defects if code in LIMITS]
    if over:
        verdict = Verdict(MailKind.UNREADABLE, tuple(over))
    return _mail(message, parts, text, fresh, files, verdict), files


def _seen(message: Message, parts: Parts, text: str, fresh: str) -> Seen:
    charset = parts.charset
    sender = _sender(message).address
    by_server = is_machine(sender) or "<>" in raw(message, "return-path")
    return Seen(
        heads=heads(message, charset),
        subject=words(next(raw(message, "subject"), ""), charset),
        sender=sender,
        text=text,
        fresh=fresh,
        addressed=tuple(each.address for each in addresses(message, *TO)),
        threaded=bool(ids(message, "in-reply-to") or ids(message, "references")),
        files=any(not file.decoration for file in parts.files),
        report=parts.report or (parts.loose_report if by_server else None),
        words=load_mail_words(),
    )


def _sender(message: Message, charset: str = "") -> MailAddress:
    return next(iter(addresses(message, "from", "sender", "return-path", charset=charset)), MailAddress(""))


def _returned_as_text(text: str, parts: Parts) -> None:
    """The copy of ours that a server wrote below its own words."""
    below = COPY_BELOW.search(text)
    if below and not parts.returned:
        copy = text[below.start() :]
        parts.returned.append(copy)
        for line in re.findall(r"(?im)^[ \t>]*message-id:\s*(\S+)", copy)[:20]:
            parts.returned_ids += ID.findall(line)


def _mail(message: Message, parts: Parts, text: str, fresh: str, files: list[File], verdict: Verdict) -> Mail:
    charset = parts.charset
    sender = _sender(message, charset)
    return Mail(
        kind=verdict.kind,
        reasons=verdict.reasons,
        is_bounce=verdict.kind is MailKind.BOUNCE,
        is_auto_reply=verdict.is_auto_reply,
        message_id=next(iter(ids(message, "message-id")), ""),
        in_reply_to=ids(message, "in-reply-to"),
        references=ids(message, "references"),
        subject=words(next(raw(message, "subject"), ""), charset),
        sender=sender,
        reply_to=addresses(message, "reply-to", charset=charset),
        recipients=addresses(message, *TO, charset=charset),
        sent_at=instant(message),
        text=text,
        fresh_text=fresh,
        attachments=tuple(map(_attachment, files)),
        failed_recipients=verdict.failed,
        delayed_recipients=verdict.delayed,
        original_message_ids=tuple(dict.fromkeys(parts.returned_ids)),
        original_text="\n".join(parts.returned),
        defects=tuple(parts.defects),
    )


def _attachment(file: File) -> MailAttachment:
    data = file.data()
    return MailAttachment(
        name=file.name,
        declared_type=file.declared_type,
        size=len(data),
        sha256=sha256(data).hexdigest(),
        within=file.within,
    )


def _unreadable(head: Message | None, why: str) -> Mail:
    """Only the head, if that much."""
    if head is None:
        return Mail(kind=MailKind.UNREADABLE, reasons=(why,))
    try:
        return _mail(head, Parts(), "", "", [], Verdict(MailKind.UNREADABLE, (why,)))
    except STUMBLES:
        return Mail(kind=MailKind.UNREADABLE, reasons=(why,))
