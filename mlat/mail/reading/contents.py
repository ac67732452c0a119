"""What one part of a mail holds: its name, its bytes, its words, and the parts within it."""

from __future__ import annotations

from email.message import Message
from email.utils import unquote
from itertools import islice

from mlat.mail.reading.charsets import decode
from mlat.mail.reading.guarding import MOST_PARTS
from mlat.mail.reading.heads import file_name, raw, unescaped, words
from mlat.mail.reading.hypertext import text_of


def charset_of(message: Message) -> str:
    """What the mail declares for its text, in the first part that declares any: its raw heads were written in it."""
    declared = (part.get_param("charset") for part in islice(message.walk(), MOST_PARTS))
    return next((each for each in declared if isinstance(each, str)), "")


def mend(part: Message, charset: str = "") -> None:
    """Give the parser the two heads that it needs as text: raw eight bits it would throw away."""
    for name in ("Content-Type", "Content-Disposition"):
        value = next(raw(part, name), "")
        if any("\udc80" <= c <= "\udcff" for c in value):
            part.replace_header(name, unescaped(value, charset))


def children(part: Message) -> list[Message]:
    """The parts within, or the message within; none where it holds bytes."""
    payload = part.get_payload()
    return [each for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []


def payload(part: Message) -> bytes:
    """Its bytes, decoded."""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def whole(part: Message) -> bytes:
    """The message within as bytes; the part's own where the parser found none in it."""
    inside = children(part)
    return inside[0].as_bytes() if inside else payload(part)


def name_of(part: Message) -> str:
    """The file name: RFC 2231 in all its pieces, RFC 2047 where it does not belong, or bare eight bits."""
    for header, key in (("content-disposition", "filename"), ("content-type", "name")):
        given = [value for name, value in part.get_params([], header) if name.lower() == key]
        # Where both stand, the plain one is for programs that cannot read the other.
        value = next((each for each in given if isinstance(each, tuple)), next(iter(given), ""))
        if isinstance(value, tuple):
            charset, _, text = value
            data = unquote(text or "").encode("latin-1", "replace")
            return file_name(decode(data, charset or "utf-8")[0])
        if value:
            return file_name(words(str(value)))
    return ""


def is_text(part: Message, kind: str) -> bool:
    """Whether it is there to be read, and not to be saved."""
    if not kind.startswith("text/") or kind in ("text/calendar", "text/vcard", "text/x-vcard", "text/csv"):
        return False
    return part.get_content_disposition() != "attachment" and not name_of(part)


def text_in(part: Message, kind: str) -> tuple[str, str]:
    """Its words, and what was wrong with its charset (as `decode` has it)."""
    charset = part.get_param("charset")
    declared = charset[2] if isinstance(charset, tuple) else charset
    data = payload(part)
    if kind == "text/html" and not declared:
        declared = _charset_of_page(data)
    text, wrong = decode(data, declared)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text_of(text) if kind == "text/html" else text, wrong


def _charset_of_page(data: bytes) -> str:
    _, found, after = data[:2_000].lower().partition(b"charset=")
    return (
        after.lstrip(b"\"' ")[:30].split(b'"')[0].split(b"'")[0].split(b">")[0].strip(b" ;/").decode("ascii", "ignore")
        if found
        else ""
    )
