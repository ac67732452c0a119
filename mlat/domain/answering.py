"""What a recipient abroad may enter on the page of its request, by which link, and within which limits."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from mlat.domain.forms import Form
from mlat.domain.lifecycle import Kind
from mlat.domain.problems import Problem

DAYS = 365
"""For how long a link is open, where an office switches the page on and says nothing else."""
MOST_DAYS = 730
CHOICES: Mapping[str, Kind] = {
    "received": Kind.ACKNOWLEDGED,
    "question": Kind.MORE_ASKED,
    "date": Kind.PROMISED,
    "wrong": Kind.RETURNED,
}
"""The four things that can be said, and what each becomes once it is confirmed."""
CODE_DIGITS, CODE_TRIES, CODES_A_DAY = 8, 5, 5
CODE_LIVES = timedelta(hours=24)
MOST_WAITING = 8
"""So many proposals of one link wait at most: more would only bury the honest ones."""
FURTHEST = timedelta(days=366)
"""A promised day lies at most so far ahead: a later one would only silence the reminders."""
REFERENCE_LIMIT, TEXT_LIMIT = 100, 2000
PURPOSE = "recipient_page"
"""Which of a case's keys makes the tokens of its links."""
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 28
"""Of a token: 28 letters of 32 are 140 bits. It can be typed from a paper."""


@dataclass(frozen=True)
class Entry:
    """What a visitor entered."""

    choice: str
    zone: str
    reference: str = ""
    text: str = ""
    """The question, or who is competent instead."""
    on: date | None = None


def wrong(entry: Entry, today: date, zones: Collection[str]) -> list[tuple[str, str]]:
    """(field, code) of everything that cannot be taken; `today` is the visitor's own day, `zones` those offered."""
    found = []
    if entry.zone not in zones:
        found.append(("zone", "zone"))
    if len(entry.reference) > REFERENCE_LIMIT:
        found.append(("reference", "long"))
    if len(entry.text) > TEXT_LIMIT:
        found.append(("text", "long"))
    if entry.choice == "question" and not entry.text:
        found.append(("text", "empty"))
    if entry.choice == "date" and (entry.on is None or not today <= entry.on <= today + FURTHEST):
        found.append(("on", "day"))
    return found


def no_page(recipient_kind: str, form: Form, days: int) -> Problem | None:
    """The ground on which a request has no page of its own for its recipient; None where it may have one."""
    if recipient_kind != "authority":
        says = "goes to a company or another who may show it to the user: only authorities have a page."
        return Problem("page.company", "request", says, "Write to the company, or look in its portal.")
    if not form.answer_page:
        says = "is a paper that others than its authority may read, even the user: it carries no link."
        return Problem("page.paper", "request", says, "Wait for an answer by the usual way.")
    if days == 0:
        says = "has no page for its recipient: your office has not switched it on."
        return Problem("page.off", "request", says, "Ask your administrator.")
    return None


def token(secret: bytes, link_id: str) -> str:
    """The token of a link, from a key of the case: it needs to be kept nowhere, and dies with that key."""
    number = int.from_bytes(hmac.new(secret, link_id.encode(), hashlib.sha256).digest())
    found = []
    for _ in range(LENGTH):
        number, at = divmod(number, len(LETTERS))
        found.append(LETTERS[at])
    return "-".join("".join(found[at : at + 4]) for at in range(0, LENGTH, 4))


def read_token(given: str) -> str:
    """The token as it is compared: letters and digits only, however it was typed."""
    return "".join(each for each in given.upper() if each.isalnum())[: 2 * LENGTH]


def read_code(given: str) -> str:
    """The digits of a code that somebody typed, in the digits of any script and with any gaps."""
    return "".join(str(digit) for each in given if (digit := unicodedata.decimal(each, None)) is not None)
