"""Header lines as people wrote them: raw eight bits, broken encoded words, broken ids. Nothing here raises."""

from __future__ import annotations

import binascii
import quopri
import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from mlat.domain.mailed import MailAddress
from mlat.mail.reading.charsets import decode
from mlat.mail.reading.guarding import LONGEST_HEAD, MOST_ADDRESSES, MOST_IDS, STUMBLES

ENCODED_WORD = re.compile(r"=\?([^?\s*]{1,60})(?:\*[^?]{0,20})?\?([bBqQ])\?([^?]*)\?=")
ID = re.compile(r"<[^<>\s]{1,900}>")
SHIFT = re.compile(r"\x1b\$[@B]")
"""ISO 2022 tells by itself that Japanese follows."""
ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{1,255}")


def raw(part: Message, name: str) -> Iterator[str]:
    """The values of a header as they came, bytes above 127 still escaped."""
    lower = name.lower()
    for key, value in part.raw_items():
        if key.lower() == lower:
            yield str(value)[:LONGEST_HEAD]


def heads(part: Message, charset: str = "") -> dict[str, tuple[str, ...]]:
    """Every header by lower-case name, decoded, each on one line."""
    found: dict[str, list[str]] = {}
    for key, value in part.raw_items():
        found.setdefault(key.lower(), []).append(words(str(value)[:LONGEST_HEAD], charset))
    return {key: tuple(values) for key, values in found.items()}


def unescaped(value: str, charset: str = "") -> str:
    """A raw value as text: bytes that came unencoded are read as UTF-8, as the body's charset, or guessed."""
    if SHIFT.search(value) and value.isascii():
        return decode(value.encode(), "iso-2022-jp")[0]
    if not any("\udc80" <= c <= "\udcff" for c in value):
        return value
    try:
        data = value.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return value
    return decode(data, "" if _is_utf8(data) else charset)[0]


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def words(value: str, charset: str = "") -> str:
    """A raw value decoded (RFC 2047), on one line: no control character survives."""
    value = unescaped(value, charset)
    pieces: list[str] = []
    pending: list[bytes] = []
    pending_charset = ""
    last = 0
    for match in ENCODED_WORD.finditer(value):
        between = value[last : match.start()]
        name = match[1].lower()
        if between.strip() or not last or name != pending_charset:
            # Half a character may end one encoded word and begin the next, so equal ones are joined as bytes.
            pieces.append(_flushed(pending, pending_charset))
            pieces.append(between if between.strip() or not last else "")
        pending_charset = name
        pending.append(_bytes(match[2], match[3]))
        last = match.end()
    pieces += [_flushed(pending, pending_charset), value[last:]]
    return one_line("".join(pieces))


def _flushed(pending: list[bytes], charset: str) -> str:
    text = decode(b"".join(pending), charset)[0] if pending else ""
    pending.clear()
    return text


def _bytes(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    if encoding in "qQ":
        return quopri.decodestring(data.replace(b" ", b"_"), header=True)
    kept = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    kept = kept[: len(kept) - (len(kept) % 4 == 1)]
    try:
        return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))
    except binascii.Error:
        return data


def one_line(text: str) -> str:
    """Without control characters, line and paragraph separators, or lone surrogates; single spaces."""
    return " ".join("".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp", "Cs") else c for c in text).split())


def file_name(text: str) -> str:
    """A name without folders, control characters and marks that turn the direction; at most 200 characters."""
    bare = "".join(c for c in one_line(text) if unicodedata.category(c) != "Cf")
    steps = [step.strip() for step in re.split(r"[/\\]", bare) if step.strip(". ")]
    name = steps[-1] if steps else ""
    return name if len(name) <= 200 else f"{name[:150]}…{name[-45:]}"


def ids(part: Message, name: str) -> tuple[str, ...]:
    """The Message-IDs of a header, with their brackets, each once; one without brackets gets them."""
    found: dict[str, None] = {}
    for value in raw(part, name):
        text = one_line(unescaped(value))
        several = ID.findall(text)
        if not several and "@" in text and " " not in text and len(text) < 900:
            several = [f"<{text.strip('<>')}>"]
        # Of an endless thread its root and what came last: ours is one of them.
        found |= dict.fromkeys(several if len(several) <= MOST_IDS else several[:20] + several[20 - MOST_IDS :])
    return tuple(found)


def addresses(part: Message, *names: str, charset: str = "") -> tuple[MailAddress, ...]:
    """Everybody in these headers, each address once."""
    found: dict[str, MailAddress] = {}
    for name in names:
        for value in raw(part, name):
            for each in _addresses(unescaped(value, charset)):
                found.setdefault(each.address, each)
    return tuple(found.values())[:MOST_ADDRESSES]


def _addresses(value: str) -> Iterator[MailAddress]:
    line = " ".join(value.split())
    try:
        pairs = getaddresses([line])
    except STUMBLES:
        pairs = []
    good = [(name, address) for name, address in pairs if ADDRESS.fullmatch(address)]
    if not good:
        # Commas in bare names, missing brackets: whatever looks like an address, with what stands before it.
        good = [
            (line[: match.start()].strip(' "<') if not at else "", match.group())
            for at, match in enumerate(ADDRESS.finditer(line))
        ]
    for name, address in good[:MOST_ADDRESSES]:
        yield MailAddress(address.lower().rstrip("."), words(name)[:200])
    if not good and line:
        yield MailAddress("", words(line)[:200])


def instant(part: Message) -> datetime | None:
    """When it says that it was sent, in UTC; None where it says nothing that can be read."""
    for value in raw(part, "date"):
        try:
            read = parsedate_to_datetime(one_line(unescaped(value)))
            return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
        except STUMBLES:
            continue
    return None
