"""The parts of a mail, sorted: what is said, what travels with it, what a machine reports, what it returns."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from itertools import islice
from mimetypes import MimeTypes

from asn1crypto import cms

from mlat.domain.mail_reports import About, Fields, Report
from mlat.mail.reading.contents import charset_of, children, is_text, mend, name_of, payload, text_in, whole
from mlat.mail.reading.guarding import DEEPEST, MOST_PARTS, STUMBLES, costs_too_much
from mlat.mail.reading.heads import file_name, heads, ids, one_line, raw, words

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
            return whole(self.part) if self.is_message else payload(self.part)
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
    charset: str = ""
    """Of its text: in it stand file names whose bytes were never encoded."""

    def defect(self, code: str) -> None:
        """Note what was broken, once."""
        if code and code not in self.defects:
            self.defects.append(code)


class _TooMuch(Exception):
    """A limit: what was found until here stands."""


def parts_of(message: Message) -> Parts:
    """Walk the tree within the limits of `guarding`; passing one is a defect, `too_deep` or `too_many_parts`."""
    parts = Parts(charset=charset_of(message))
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
    mend(part, parts.charset)
    kind = one_line(part.get_content_type())
    if about := REPORTS.get(kind):
        _report(part, about, parts, at)
    elif kind in RETURNED_HEADS and (at.in_report or not name_of(part)):
        _returned(_unwrapped(whole(part)), parts, at)
    elif kind in MESSAGES:
        _message(part, parts, at)
    elif part.is_multipart():
        _several(part, kind, parts, at)
    elif kind in SIGNED and (inner := _signed(part)):
        _walk(_unwrapped(inner), parts, at.deeper())
    elif kind.startswith("multipart/"):
        # It promised parts and has none: what stands there was meant to be read.
        parts.defect("no_parts")
        parts.texts += [] if at.within else [_words(part, "text/plain", parts)]
    elif not at.within and is_text(part, kind):
        parts.texts.append(_words(part, kind, parts))
    elif not at.in_report and (at.within == () or not is_text(part, kind)):
        parts.files.append(_file(part, kind, at))


def _unwrapped(data: bytes) -> Message:
    """A message that stood encoded in a part, so that nobody has counted its lines and parts yet."""
    if costs_too_much(data):
        raise _TooMuch("too_many_parts")
    return message_from_bytes(data)


def _words(part: Message, kind: str, parts: Parts) -> str:
    text, wrong = text_in(part, kind)
    parts.defect(wrong)
    return text


def _several(part: Message, kind: str, parts: Parts, at: _At) -> None:
    told = REPORT_TYPES.get(words(str(part.get_param("report-type") or "")).lower())
    is_report = kind == "multipart/report"
    if is_report and told and not at.within and parts.report is None and not _said(parts):
        parts.report = Report(about=told)
    inner = at.deeper(in_report=is_report)
    before = len(parts.texts)
    shown: list[str] = []
    for each in children(part):
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
        sealed = cms.ContentInfo.load(payload(part))
        if sealed["content_type"].native != "signed_data":
            return b""
        content = sealed["content"]["encap_content_info"]["content"].native
    except STUMBLES:
        return b""
    return content if isinstance(content, bytes) else b""


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
    for each in children(part) or [part]:
        if each is not part and (found := heads(each)):
            yield {name: values[0] for name, values in found.items()}
        held = each.get_payload()
        text = held if isinstance(held, str) else ""
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
    inside = next(iter(children(part)), None)
    if inside is None:
        parts.files.append(_file(part, part.get_content_type(), at))
        return
    if at.in_report and not at.within:
        _returned(inside, parts, at)
        return
    subject = words(next(raw(inside, "subject"), ""))
    name = name_of(part) or file_name(f"{subject or 'message'}.eml")
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
            yield text_in(each, each.get_content_type())[0]
            return


def returned_message(file: File, parts: Parts) -> None:
    """Take an attached message for what a server returned without calling it a report."""
    for inside in children(file.part):
        _returned(inside, parts, _At())


def _file(part: Message, kind: str, at: _At) -> File:
    name = name_of(part) or f"unnamed{ENDINGS.guess_extension(kind) or ''}"
    inline = part.get_content_disposition() != "attachment"
    decoration = kind in DECORATION or (kind.startswith("image/") and inline and part["Content-ID"] is not None)
    return File(name, kind, at.within, part, decoration=decoration)
