"""What strangers may cost us: the limits of a mail, and what a parser raises when it stumbles."""

from __future__ import annotations

from email.errors import MessageError

LARGEST = 64 * 1024 * 1024
"""Bytes of one mail; of a larger one only the head is read, and only that is fetched from the mailbox."""
MOST_PARTS = 1_000
DEEPEST = 50
"""Levels of parts within parts."""
USUAL_MULTIPARTS = 20
MOST_WORK = 2_000_000
"""Lines times multiparts, where there are more than usual: the parser looks for every open boundary at every line."""
LONGEST_HEAD = 100_000
"""Characters of one header line."""
MOST_ADDRESSES = 500
MOST_IDS = 200
"""Message-IDs of one header."""

STUMBLES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MessageError,
    NameError,
    RuntimeError,  # RecursionError among them
    TypeError,
    ValueError,
)
"""What the standard library's mail parser was seen to raise on a mail, beside what it promises to."""


def costs_too_much(data: bytes) -> bool:
    """Whether these bytes would keep the parser busy for minutes."""
    multiparts = data.lower().count(b"multipart/")
    return multiparts > USUAL_MULTIPARTS and multiparts * data.count(b"\n") > MOST_WORK
