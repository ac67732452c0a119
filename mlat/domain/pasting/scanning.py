"""What stands within one line: candidates of each kind, and the words beside them that say what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from mlat.domain.pasting.plain import Plain

MESSAGE = re.compile(
    r"(?:t|telegram)\.me/(?:c/)?\w+/\d+|discord(?:app)?\.com/channels/[\d@me]+/\d+/\d+|(?:x|twitter)\.com/\w+/status/\d+",
    re.IGNORECASE,
)
GROUP = re.compile(
    r"(?:t|telegram)\.me/(?:joinchat/|\+[\w-]*[a-z_-])|chat\.whatsapp\.com/|discord\.gg/|discord(?:app)?\.com/invite/",
    re.IGNORECASE,
)
"""Links to one message, and to a group, a server or an invitation."""
PIECE = re.compile(
    r"""
      (?P<onion>(?:https?://)?(?<![\w])(?:[\w-]+\.)?[a-z2-7]{16,56}\.onion\b[^\s"'<>,;]*)
    | (?P<url>https?://[^\s"'<>]+ | (?<![\w.@-])(?:[\w-]+\.){1,4}(?:com|net|org|me|gg|tv|app|ru|io|ee)/[^\s"'<>]+)
    | (?P<email>(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,5}[a-z]{2,24}\b)
    | (?P<ip>(?<![\w.:/-])(?:
        \d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5}|/\d{1,2})?
      | \[(?=[\da-f]{0,4}:)[\da-f:.]{2,45}\](?::\d{1,5})?
      | (?=[\da-f:]{0,39}::|(?:[\da-f]{1,4}:){7})[\da-f:]{2,39}(?:\d{1,3}(?:\.\d{1,3}){3})?(?:/\d{1,3})?)(?![\w:]))
    | (?P<phone>(?<![\w+])(?:\+|00(?=[1-9]))\d[\d\s().-]{6,18}\d(?!\w))
    | (?P<wallet>(?<!\w)(?:(?:bc1)[02-9ac-hj-np-z]{11,71}|0x[\da-f]{40}|[13T][1-9A-HJ-NP-Za-km-z]{25,34})(?!\w))
    | (?:cyber\s?tip\w*(?:\s+report)?\D{0,14})(?P<cybertip>\d{6,12})(?!\d)
    | (?P<username>(?<![\w.@/])@[\w.]{1,39}\w)
    | (?P<numeric_id>(?<![\w.:/+-])\d{7,20}(?![\w:/]|[.,-]\d))
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What may stand within a line, read from its beginning."""
LABELLED = re.compile(
    r"""(?<!\w)(?:
      (?P<imei>imei)
    | (?P<phone>tel[eé]fono|tel|cel(?:ular)?|m[oó]vil|phone|mobile|whatsapp|wsp|wpp)
    | (?P<username>(?:screen\s?/?\s?(?:user\s?)?name|user(?:\s?name)?|usuario|nick(?:name)?|handle|alias))
    | (?P<numeric_id>(?:esp\s)?(?:user|account|profile|member)\s?(?:id|number)|uid|user\s?[#]
      |id\sde\s(?:usuario|cuenta))
    | (?P<display_name>(?:display|profile)\sname|nombre\s(?:visible|mostrado))
    )\.?\s{0,3}[:=#]\s{0,3}["“]?""",
    re.VERBOSE | re.IGNORECASE,
)
"""A label, as forms and reports print it before a value."""
VALUES = {
    "imei": re.compile(r"[\d /-]{14,20}"),
    "phone": re.compile(r"[+(]?\d[\d ().-]{5,22}"),
    "username": re.compile(r"@?[\w.#-]{2,60}(?![\w/@:])"),
    "numeric_id": re.compile(r"(?=[\w-]{0,59}\d)[\w-]{3,60}"),
    "display_name": re.compile(r"[^,;|\"”]{2,60}"),
}
"""What may follow each label."""
PORT = re.compile(
    r"\b(?:src\s?|source\s|origen\s)?(?:port|puerto|porta)\b(?:\sde\sorigen)?\D{0,3}(?P<port>\d{1,5})\b", re.I
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Something found: what was received, its kind, where it stands, and whether a label beside it says what it is."""

    given: str
    kind: str
    start: int
    end: int
    labelled: bool = False


def pieces_in(plain: Plain, taken: list[tuple[int, int]]) -> Iterator[Piece]:
    """What stands in a line, in its order; `taken` are the places of its times, in which nothing else is looked for."""
    found = [*_labelled(plain, taken)]
    taken = [*taken, *((one.start, one.end) for one in found)]
    for match in PIECE.finditer(plain.text):
        kind = match.lastgroup or ""
        start, text = match.start(kind), match[kind].rstrip(".,;:)]}!?’'\"" if kind != "ip" else ".,;:")
        end = start + len(text)
        if _overlaps(start, end, taken):
            continue
        if kind == "ip" and not is_address(text):
            continue
        if kind == "url":
            kind = "message_link" if MESSAGE.search(text) else "channel_link" if GROUP.search(text) else "url"
        found.append(Piece(plain.given_at(start, end), kind, start, end, kind == "cybertip"))
    yield from sorted(found, key=lambda one: one.start)


def _labelled(plain: Plain, taken: list[tuple[int, int]]) -> Iterator[Piece]:
    for label in LABELLED.finditer(plain.text):
        kind = label.lastgroup or ""
        value = VALUES[kind].match(plain.text, label.end())
        if value is None or _overlaps(*value.span(), taken):
            continue
        text = value[0].rstrip(" .,;:)(-")
        end = value.start() + len(text)
        yield Piece(plain.given_at(value.start(), end), kind, value.start(), end, True)


def _overlaps(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    return any(start < one_end and one_start < end for one_start, one_end in taken)


def is_address(text: str) -> bool:
    """Whether a text is an IP address or a range of them, with or without a port."""
    host = text.rsplit(":", 1)[0] if text.count(":") == 1 or text.startswith("[") and "]:" in text else text
    host = host.strip("[]")
    try:
        ip_network(host, strict=False) if "/" in host else ip_address(host)
    except ValueError:
        return False
    return True
