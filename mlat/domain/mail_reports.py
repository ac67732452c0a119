"""What a mail server reports of a mail: RFC 3464 by its fields, and the older ones by their text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Fields = Mapping[str, str]
"""One block of a report: names in lower case."""

ADDRESS = re.compile(r"[\w.+=%'&/-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
About = Literal["delivery", "disposition", "feedback"]
"""Of which of the three a report speaks (RFC 3464, 8098, 5965)."""
MACHINES = ("mailer-daemon", "postmaster", "mail-daemon", "maildaemon", "mdaemon", "mailerdaemon", "mail-delivery")
"""How the mailboxes are called from which servers write."""
COPY_BELOW = re.compile(
    r"^[ \t]{0,40}-{2,120}.{0,40}"
    r"(?:copy of|original message|returned message|message header|headers? follow|unsent message)"
    r"|^[ \t]{0,40}(?:return-path|received|dkim-signature): "
    r"|^[ \t]{0,40}--- below this line is a copy",
    re.IGNORECASE | re.MULTILINE,
)
"""Where the returned mail begins in a report that is only text."""
FOR_GOOD = re.compile(r"(?<![\d.])5\.\d{1,3}\.\d{1,3}(?![\d.])|(?<!\d)5[0-5]\d[ -](?=\S)")


@dataclass(frozen=True, kw_only=True)
class Report:
    """The part of a mail that a machine wrote for machines."""

    about: About
    blocks: tuple[Fields, ...] = ()
    """Per message first, then per recipient; empty where the part is missing."""


@dataclass(frozen=True)
class Fates:
    """What became of a mail, per recipient; addresses in lower case."""

    failed: tuple[str, ...] = ()
    delayed: tuple[str, ...] = ()
    delivered: tuple[str, ...] = ()
    known: bool = False
    """Whether any block told a fate at all."""


def fates(blocks: Iterable[Fields]) -> Fates:
    """By RFC 3464: the action of each recipient, or where it is missing the class of its status."""
    found: dict[str, dict[str, None]] = {"failed": {}, "delayed": {}, "delivered": {}}
    known = False
    for block in blocks:
        who = _recipient(block)
        what = _fate(block)
        if what and (who or "action" in block):
            known = True
            found[what] |= {who: None} if who else {}
    return Fates(tuple(found["failed"]), tuple(found["delayed"]), tuple(found["delivered"]), known)


def _fate(block: Fields) -> str:
    action = re.match(r"[a-z]*", block.get("action", "").strip().lower())
    by_action = {"failed": "failed", "delayed": "delayed", "delivered": "delivered", "relayed": "delivered"}
    by_status = {"5": "failed", "4": "delayed", "2": "delivered"}
    told = by_action.get(action.group() if action else "", "")
    return (
        told
        or ("delivered" if action and action.group() == "expanded" else "")
        or by_status.get(block.get("status", "").strip()[:1], "")
    )


def _recipient(block: Fields) -> str:
    """The address that we wrote to; what it was turned into on the way only where that is all there is."""
    for name in ("original-recipient", "final-recipient", "x-actual-recipient"):
        value = block.get(name, "").rpartition(";")[2].strip().strip("<>").strip()
        if found := ADDRESS.search(value):
            return found.group().lower()
    return ""


def before_the_copy(text: str) -> str:
    """What the server itself says, without the mail that it returns below."""
    below = COPY_BELOW.search(text)
    return text[: below.start()] if below else text


def addresses_named(text: str, but: Iterable[str]) -> tuple[str, ...]:
    """The addresses that a report names in its own words, in order, but not `but` and no server's mailbox."""
    without = {each.lower() for each in but}
    found: dict[str, None] = {}
    for line in text.splitlines():
        if re.match(r"[ \t>]*(?:message-id|references|in-reply-to|from|sender|reply-to)\s*:", line, re.IGNORECASE):
            continue
        for match in ADDRESS.finditer(line[:1000]):
            address = match.group().lower().rstrip(".")
            if address not in without and not is_machine(address):
                found[address] = None
    return tuple(found)


def is_machine(address: str) -> bool:
    """Whether a server writes under this address."""
    return address.lower().partition("@")[0].startswith(MACHINES)
