"""The parts of a mail, sorted: what is said, what travels with it, what a machine reports, what it returns."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.utils import unquote
from itertools import islice
from mimetypes import MimeTypes

from asn1crypto import cms

from mlat.domain.mail_reports import About, Fields, Report
from mlat.mail.reading.charsets import decode
from mlat.mail.reading.guarding import DEEPEST, MOST_PARTS, STUMBLES, costs_too_much
from mlat.mail.reading.heads import file_name, heads, ids, one_line, raw, unescaped, words
from mlat.mail.reading.hypertext import text_of

REPORTS: Mapping[str, About] = {
    "message/delivery-status": "delivery",
    "message/global-delivery-status": "delivery",
    "message/disposition-notification": "disposition",
    "message/global-disposition-notification": "disposition",
    "message/feedback-report": "feedback",
}
REPORT_TYPES: Mapping[str, About] = {
    "delivery-status": "delivery",
    "disposition-notification": "disposition",
    "feedback-report": "feedback",
}
MESSAGES = frozenset({"message/rfc822", "message/global", "message/news"})
RETURNED_HEADS = frozenset({"text/rfc822-headers", "message/rfc822-headers", "message/global-headers"})
SIGNED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
DECORATION = ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature", "text/vcard")
ENDINGS = MimeTypes(filenames=())


@dataclass
class File:
    """Something that travels with a mail; its bytes are made only when asked for."""

    name: str
    declared_type: str
    within: tuple[str, ...]
    part: Message
    is_message: bool = False
    decoration: bool = False
    """A picture within the text, a card or a seal: no answer is in it."""

    def data(self) -> bytes:
        """The bytes, decoded; of an attached message the message itself. Never raises."""
        try:
            return _message_bytes(self.part) if self.is_message else _payload(self.part)
        except STUMBLES:
            return str(self.part.get_payload()).encode("utf-8", "surrogateescape")


@dataclass
class Parts:
    """What was found, in order."""

    texts: list[str] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    report: Report | None = None
    loose_report: Report | None = None
    """Beside a text, not in a multipart/report: counts only where a server wrote the mail."""
    returned_ids: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)
    count: int = 0

    def defect(self, code: str) -> None:
        """Note what was broken, once."""
        if code and code not in self.defects:
            self.defects.append(code)


class _TooMuch(Exception):
    """A limit: what was found until here stands."""


def parts_of(message: Message) -> Parts:
    """Walk the tree within the limits of `guarding`; passing one is a defect, `too_deep` or `too_many_parts`."""
    parts = Parts()
    try:
        _walk(message, parts, _At())
    except _TooMuch as limit:
        parts.defect(str(limit))
    return parts


@dataclass(frozen=True)
class _At:
    """Where in the tree we are."""

    depth: int = 0
    within: tuple[str, ...] = ()
    in_report: bool = False

    def deeper(self, *, within: str = "", in_report: bool = False) -> _At:
        inner = (*self.within, within) if within else self.within
        return _At(self.depth + 1, inner, self.in_report or in_report)


def _walk(part: Message, parts: Parts, at: _At) -> None:
    parts.count += 1
    if parts.count > MOST_PARTS:
        raise _TooMuch("too_many_parts")
    if at.depth > DEEPEST:
        raise _TooMuch("too_deep")
    _mend(part)
    kind = one_line(part.get_content_type())
    if about := REPORTS.get(kind):
        _report(part, about, parts, at)
    elif kind in RETURNED_HEADS and (at.in_report or not _name(part)):
        _returned(_unwrapped(_payload_or_text(part)), parts, at)
    elif kind in MESSAGES:
        _message(part, parts, at)
    elif part.is_multipart():
        _several(part, kind, parts, at)
    elif kind in SIGNED and (inner := _signed(part)):
        _walk(_unwrapped(inner), parts, at.deeper())
    elif kind.startswith("multipart/"):
        # It promised parts and has none: what stands there was meant to be read.
        parts.defect("no_parts")
        parts.texts += [] if at.within else [_text(part, "text/plain", parts)]
    elif not at.within and _is_text(part, kind):
        parts.texts.append(_text(part, kind, parts))
    elif not at.in_report and (at.within == () or not _is_text(part, kind)):
        parts.files.append(_file(part, kind, at))


def _unwrapped(data: bytes) -> Message:
    """A message that stood encoded in a part, so that nobody has counted its lines and parts yet."""
    if costs_too_much(data):
        raise _TooMuch("too_many_parts")
    return message_from_bytes(data)


def _several(part: Message, kind: str, parts: Parts, at: _At) -> None:
    told = REPORT_TYPES.get(words(str(part.get_param("report-type") or "")).lower())
    is_report = kind == "multipart/report"
    if is_report and told and not at.within and parts.report is None and not _said(parts):
        parts.report = Report(about=told)
    inner = at.deeper(in_report=is_report)
    before = len(parts.texts)
    shown: list[str] = []
    for each in _children(part):
        mark = len(parts.texts)
        _walk(each, parts, inner)
        if kind == "multipart/alternative" and len(parts.texts) > mark:
            said = "\n".join(parts.texts[mark:])
            del parts.texts[mark:]
            # The plain version where it says anything, else the one that a program would show.
            shown = [said] if not any(map(str.strip, shown)) else shown
    if kind == "multipart/alternative":
        parts.texts[before:] = shown


def _signed(part: Message) -> bytes:
    """What an S/MIME seal wraps around; empty where it is encrypted or broken. The seal itself is not judged here."""
    try:
        sealed = cms.ContentInfo.load(_payload(part))
        if sealed["content_type"].native != "signed_data":
            return b""
        content = sealed["content"]["encap_content_info"]["content"].native
    except STUMBLES:
        return b""
    return content if isinstance(content, bytes) else b""


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [each for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []


def _said(parts: Parts) -> bool:
    return any(map(str.strip, parts.texts))


def _report(part: Message, about: About, parts: Parts, at: _At) -> None:
    """A machine's part counts where the mail is the report, not where a person attached or forwarded one."""
    if at.within:
        return
    blocks = tuple(islice(_blocks(part), MOST_PARTS))
    found = Report(about=about, blocks=blocks)
    if not at.in_report and _said(parts):
        parts.loose_report = found
        return
    parts.report = found
    for block in blocks:
        for name in ("original-message-id", "x-original-message-id"):
            if name in block and block[name].strip("<> "):
                parts.returned_ids.append(f"<{block[name].strip('<> ')}>")


def _blocks(part: Message) -> Iterator[Fields]:
    """Blocks of fields between empty lines, also where the part is encoded, or a type that the parser does not know."""
    for each in _children(part) or [part]:
        if each is not part and (found := heads(each)):
            yield {name: values[0] for name, values in found.items()}
        payload = each.get_payload()
        text = payload if isinstance(payload, str) else ""
        encoding = words(next(raw(part, "content-transfer-encoding"), "")).lower()
        if encoding == "base64" and text.strip():
            try:
                text = base64.b64decode(text).decode("utf-8", "replace")
            except (binascii.Error, ValueError):
                text = ""
        for block in text.replace("\r\n", "\n").split("\n\n")[:MOST_PARTS]:
            if found := heads(message_from_bytes(block.strip().encode("utf-8", "surrogateescape") + b"\n\n")):
                yield {name: values[0] for name, values in found.items()}


def _message(part: Message, parts: Parts, at: _At) -> None:
    """A message within: returned by a machine, or attached by a person. What it says is not what the mail says."""
    inside = next(iter(_children(part)), None)
    if inside is None:
        parts.files.append(_file(part, part.get_content_type(), at))
        return
    if at.in_report and not at.within:
        _returned(inside, parts, at)
        return
    subject = words(next(raw(inside, "subject"), ""))
    name = _name(part) or file_name(f"{subject or 'message'}.eml")
    if not at.in_report:
        parts.files.append(File(name, part.get_content_type(), at.within, part, is_message=True))
    _walk(inside, parts, at.deeper(within=name))


def _returned(inside: Message, parts: Parts, at: _At) -> None:
    """What a report returns of the mail that it is about."""
    parts.returned_ids += ids(inside, "message-id")
    if len(parts.returned) < 5:
        found = heads(inside)
        lines = [f"{name}: {value}" for name, values in found.items() for value in values]
        parts.returned.append("\n".join([*lines, "", *_first_text(inside)]))


def _first_text(message: Message) -> Iterator[str]:
    for each in message.walk():
        if each.get_content_maintype() == "text" and not each.is_multipart():
            yield _text(each, each.get_content_type(), Parts())
            return


def returned_message(file: File, parts: Parts) -> None:
    """Take an attached message for what a server returned without calling it a report."""
    for inside in _children(file.part):
        _returned(inside, parts, _At())


def _mend(part: Message) -> None:
    """Give the parser the two heads that it needs as text: raw eight bits it would throw away."""
    for name in ("Content-Type", "Content-Disposition"):
        value = next(raw(part, name), "")
        if any("\udc80" <= c <= "\udcff" for c in value):
            part.replace_header(name, unescaped(value))


def _is_text(part: Message, kind: str) -> bool:
    if not kind.startswith("text/") or kind in ("text/calendar", "text/vcard", "text/x-vcard", "text/csv"):
        return False
    return part.get_content_disposition() != "attachment" and not _name(part)


def _text(part: Message, kind: str, parts: Parts) -> str:
    charset = part.get_param("charset")
    declared = charset[2] if isinstance(charset, tuple) else charset
    data = _payload(part)
    if kind == "text/html" and not declared:
        declared = _charset_of_page(data)
    text, wrong = decode(data, declared)
    parts.defect(wrong)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text_of(text) if kind == "text/html" else text


def _charset_of_page(data: bytes) -> str:
    _, found, after = data[:2_000].lower().partition(b"charset=")
    return (
        after.lstrip(b"\"' ")[:30].split(b'"')[0].split(b"'")[0].split(b">")[0].strip(b" ;/").decode("ascii", "ignore")
        if found
        else ""
    )


def _payload(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _payload_or_text(part: Message) -> bytes:
    inside = _children(part)
    return inside[0].as_bytes() if inside else _payload(part)


def _message_bytes(part: Message) -> bytes:
    inside = _children(part)
    return inside[0].as_bytes() if inside else _payload(part)


def _file(part: Message, kind: str, at: _At) -> File:
    name = _name(part) or f"unnamed{ENDINGS.guess_extension(kind) or ''}"
    inline = part.get_content_disposition() != "attachment"
    decoration = kind in DECORATION or (kind.startswith("image/") and inline and part["Content-ID"] is not None)
    return File(name, kind, at.within, part, decoration=decoration)


def _name(part: Message) -> str:
    """The file name: RFC 2231 in all its pieces, RFC 2047 where it does not belong, or bare eight bits."""
    for header, key in (("content-disposition", "filename"), ("content-type", "name")):
        value = part.get_param(key, header=header)
        if isinstance(value, tuple):
            charset, _, text = value
            data = unquote(text or "").encode("latin-1", "replace")
            return file_name(decode(data, charset or "utf-8")[0])
        if value:
            return file_name(words(str(value)))
    return ""
