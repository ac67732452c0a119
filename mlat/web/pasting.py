"""A pasted block: what each line holds, and of which kind it seems to be. A person confirms every piece."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from ipaddress import ip_address

MOST, LINES, LONGEST = 100, 500, 2000
"""Pieces that are shown, lines of a block and characters of a line in which they are looked for."""
NAME_WORDS = 5
"""A line of more words in which nothing is found tells a story; a shorter one may be somebody's name."""


@dataclass(frozen=True)
class Pasted:
    """A piece exactly as pasted, its line, what it seems to be, and whether that is a guess to look at."""

    given: str
    kind: str
    doubtful: bool
    line: str = ""
    platform: str = ""
    instants: tuple[str, ...] = ()
    keep: bool = True


SHAPES = (
    (re.compile(r"\S+\.onion\b\S*", re.I), "onion", False),
    (re.compile(r"https?://(t\.me|chat\.whatsapp\.com|discord\.(gg|com))/\S+", re.I), "channel_link", True),
    (re.compile(r"https?://\S+", re.I), "url", False),
    (re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"), "email", False),
    (re.compile(r"\+[\d\s().-]{7,20}"), "phone", False),
    (re.compile(r"\d{15}"), "imei", True),
    (re.compile(r"\d{5,20}"), "numeric_id", True),
    (re.compile(r"@?[\w.]{2,40}"), "username", True),
)
"""What a whole line may be."""
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)")
PIECE = re.compile(
    r"""
      (?P<onion>(?<!\w)[a-z2-7]{16,56}\.onion\b\S*)
    | (?P<channel_link>https?://(?:t\.me|chat\.whatsapp\.com|discord\.(?:gg|com))/\S+)
    | (?P<url>https?://\S+ | (?<![\w.-])(?:[\w-]+\.)+(?:com|net|org|me|gg|tv|app)/\S+)
    | (?P<email>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)
    | (?P<instant>\d{4}-\d\d-\d\d[T\s]\d\d:\d\d\S*)
    | (?P<ip>(?<![\w.:])
        (?:\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})? | \[[\da-f:]+\](?::\d{1,5})? | [\da-f]*(?::[\da-f]*){2,7})(?!\w))
    | (?P<phone>(?<!\w)\+\d[\d\s().-]{6,18}\d)
    | (?:cyber\s?tip\w*\D{0,12})(?P<cybertip>\d{6,12})
    | (?P<username>(?<!\w)@[\w.]{1,39}\w)
    | (?P<numeric_id>(?<![\w.-])\d{7,20}(?![\w-]))
    """,
    re.X | re.I,
)
"""What may stand within a line, scanned from its beginning; an instant is kept for the others."""
SURE = frozenset({"ip", "email", "phone", "url", "onion", "cybertip"})
ON_A_PLATFORM = frozenset({"username", "numeric_id", "url", "phone", "channel_link", "display_name"})


def pieces_of(block: str, platforms: Mapping[str, str]) -> tuple[Pasted, ...]:
    """What the lines of a block hold, each piece once; `platforms` holds {id: name} of those to be recognised."""
    named = _named(platforms)
    found = (piece for line in block.split("\n")[:LINES] if line.strip() for piece in _pieces(line, named))
    return tuple(dict.fromkeys(found))[:MOST]


def _named(platforms: Mapping[str, str]) -> Mapping[str, str]:
    """{lower-case word: id} of the platforms whose name cannot be mistaken for a word or a letter."""
    words = {re.split(r"\W", name, maxsplit=1)[0].casefold(): code for code, name in platforms.items()}
    return {word: code for word, code in words.items() if len(word) > 3 and not code.endswith("-generic")}


def _pieces(line: str, named: Mapping[str, str]) -> Iterator[Pasted]:
    whole = _whole(line)
    if whole:
        yield whole if whole.kind not in ON_A_PLATFORM else replace(whole, platform=_platform(line, len(line), named))
        return
    found = list(_within(line, named))
    if found:
        yield from found
    elif len(line.split()) <= NAME_WORDS:
        yield Pasted(line, "display_name", True, platform=_platform(line, len(line), named))
    else:
        yield Pasted(line, "unknown", True, keep=False)


def _whole(line: str) -> Pasted | None:
    """The line as one thing, or None where it is more or less than that."""
    text = line.strip()
    if len(text) > LONGEST:
        return None
    if _is_ip(text):
        return Pasted(line, "ip", False)
    for shape, kind, doubtful in SHAPES:
        if shape.fullmatch(text):
            return Pasted(line, kind, doubtful)
    return None


def _within(line: str, named: Mapping[str, str]) -> Iterator[Pasted]:
    instants = tuple(INSTANT.findall(line[:LONGEST]))
    for match in PIECE.finditer(line[:LONGEST]):
        kind = match.lastgroup or ""
        text = match[kind].rstrip(".,;)")
        if kind == "instant" or (kind == "ip" and not _is_ip(text)):
            continue
        yield Pasted(
            text,
            kind,
            kind not in SURE,
            line,
            _platform(line, match.start(), named) if kind in ON_A_PLATFORM else "",
            instants if kind == "ip" else (),
        )


def _platform(line: str, place: int, named: Mapping[str, str]) -> str:
    """The platform whose name stands last before `place`, else the first after it."""
    mentions = [
        (word.start(), named[key]) for word in re.finditer(r"\w+", line) if (key := word[0].casefold()) in named
    ]
    before = [code for start, code in mentions if start <= place]
    return before[-1] if before else mentions[0][1] if mentions else ""


def _is_ip(text: str) -> bool:
    host = text.rsplit(":", 1)[0] if text.count(":") == 1 or text.startswith("[") else text
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
