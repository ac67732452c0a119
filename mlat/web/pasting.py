"""A pasted block, line by line: of which kind each line seems to be. A person confirms every line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address

MOST = 100
"""Lines of one block."""


@dataclass(frozen=True)
class Pasted:
    """One line exactly as pasted, the kind it seems to have, and whether that is a guess to look at."""

    given: str
    kind: str
    doubtful: bool


def lines_of(block: str) -> tuple[Pasted, ...]:
    """The lines of a block that hold something, each with its kind."""
    return tuple(_look(line) for line in block.split("\n") if line.strip())[:MOST]


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


def _look(line: str) -> Pasted:
    text = line.strip()
    host = text.rsplit(":", 1)[0].strip("[]") if text.count(":") == 1 or text.startswith("[") else text
    try:
        ip_address(host)
    except ValueError:
        pass
    else:
        return Pasted(line, "ip", False)
    for shape, kind, doubtful in SHAPES:
        if shape.fullmatch(text):
            return Pasted(line, kind, doubtful)
    return Pasted(line, "display_name" if len(text) < 60 else "unknown", True)
