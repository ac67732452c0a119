"""To which request a mail belongs: named reasons with weights, and how sure they make one together.

Certain is only what an address of ours and the thread of our own mail prove, and only where nothing speaks against
it and the sender is known to the office. Everything else is for a person. What a stranger can guess or copy proves
nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Set
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a mail may belong to a request."""

    THREAD = "thread"
    """It answers, or reports on, a mail of ours by its Message-ID."""
    REPLY_ADDRESS = "reply_address"
    """It was written to the reply address of that request."""
    PROOF_CODE = "proof_code"
    """It names the proof code of the paper."""
    OUR_NUMBER_IN_SUBJECT = "our_number_in_subject"
    OUR_NUMBER = "our_number"
    THEIR_REFERENCE_IN_SUBJECT = "their_reference_in_subject"
    THEIR_REFERENCE = "their_reference"
    CASE_REFERENCE = "case_reference"
    """It names our case, and the request is one of that case."""
    KNOWN_ADDRESS = "known_address"
    """The sender is whom the office wrote to, or knows as a confirmed address of the recipient."""
    ONLY_OPEN = "only_open"
    """No other request is open with that recipient."""


WEIGHTS = {
    Reason.THREAD: 60,
    Reason.REPLY_ADDRESS: 60,
    Reason.PROOF_CODE: 40,
    Reason.OUR_NUMBER_IN_SUBJECT: 35,
    Reason.THEIR_REFERENCE_IN_SUBJECT: 30,
    Reason.OUR_NUMBER: 25,
    Reason.THEIR_REFERENCE: 20,
    Reason.KNOWN_ADDRESS: 15,
    Reason.CASE_REFERENCE: 10,
    Reason.ONLY_OPEN: 5,
}
"""How much each reason says. A reason in the subject says more than the same in a text that may be quoted."""
PROVING = frozenset({Reason.THREAD, Reason.REPLY_ADDRESS})
"""Nobody can guess these: they hold 128 random bits that only our own mail carried."""
NAMING = PROVING | {
    Reason.PROOF_CODE,
    Reason.OUR_NUMBER_IN_SUBJECT,
    Reason.OUR_NUMBER,
    Reason.THEIR_REFERENCE_IN_SUBJECT,
    Reason.THEIR_REFERENCE,
}
"""Reasons that mean one request and no other."""
SAME = {
    Reason.OUR_NUMBER: Reason.OUR_NUMBER_IN_SUBJECT,
    Reason.THEIR_REFERENCE: Reason.THEIR_REFERENCE_IN_SUBJECT,
}
"""What stands in the subject counts once, though the text repeats it."""


class Verdict(StrEnum):
    """How sure the best candidate is."""

    CERTAIN = "certain"
    STRANGER = "stranger"
    """One request is meant, but by somebody whom the office does not know as its recipient."""
    CONFLICT = "conflict"
    """Several requests are meant: one mail may answer them all, or something is wrong."""
    GUESS = "guess"
    NOTHING = "nothing"
    OWN = "own"
    """It comes from an address of our own: a copy, or a loop."""


@dataclass(frozen=True)
class Clue:
    """One reason found for one request."""

    request_id: str
    reason: Reason


@dataclass(frozen=True)
class Candidate:
    """A request that may be meant, with everything that speaks for it, the strongest reason first."""

    request_id: str
    reasons: tuple[Reason, ...]

    @property
    def weight(self) -> int:
        """The sum of its reasons."""
        return sum(WEIGHTS[reason] for reason in self.reasons)


@dataclass(frozen=True)
class Judged:
    """What the clues come to: the candidates, best first."""

    verdict: Verdict
    candidates: tuple[Candidate, ...] = ()


def judge(clues: Iterable[Clue], *, own: bool = False) -> Judged:
    """Weigh the clues of one mail; `own` says that it comes from an address of our own."""
    candidates = _candidates(clues)
    if own:
        return Judged(Verdict.OWN, candidates)
    if not candidates:
        return Judged(Verdict.NOTHING)
    meant = [each for each in candidates if NAMING & set(each.reasons)]
    if len(meant) > 1:
        return Judged(Verdict.CONFLICT, candidates)
    if not meant:
        return Judged(Verdict.GUESS, candidates)
    if Reason.KNOWN_ADDRESS not in meant[0].reasons:
        return Judged(Verdict.STRANGER, candidates)
    return Judged(Verdict.CERTAIN if PROVING & set(meant[0].reasons) else Verdict.GUESS, candidates)


def _candidates(clues: Iterable[Clue]) -> tuple[Candidate, ...]:
    found: dict[str, set[Reason]] = {}
    for clue in clues:
        found.setdefault(clue.request_id, set()).add(clue.reason)
    candidates = [Candidate(request_id, _ordered(reasons)) for request_id, reasons in found.items()]
    return tuple(sorted(candidates, key=lambda each: (-each.weight, each.request_id)))


def _ordered(reasons: Set[Reason]) -> tuple[Reason, ...]:
    said = {reason for reason in reasons if SAME.get(reason) not in reasons}
    return tuple(sorted(said, key=lambda reason: (-WEIGHTS[reason], reason)))


def fold(value: str) -> str:
    """Lower case, letters and digits only: how people write a reference varies."""
    return "".join(character for character in _narrow(value) if character.isalnum())


def _narrow(text: str) -> str:
    """Lower case, with the digits of every script and the wide letters of East Asian keyboards as Latin ones."""
    return "".join(c if c.isascii() else _as_latin(c) for c in text).casefold()


def _as_latin(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    wide = unicodedata.east_asian_width(character) == "F"
    return unicodedata.normalize("NFKC", character) if wide else character


def wordings(text: str, longest: int = 6, most: int = 12000) -> tuple[str, ...]:
    """Everything in a text that could be a reference: up to `longest` words run together, folded, with a digit in it.

    Folded means lower case, letters and digits only, so that brackets, quotes and line breaks do not matter.
    At most `most` wordings, from the beginning of the text.
    """
    words = "".join(c if c.isalnum() else " " for c in _narrow(text)).split()
    found: dict[str, None] = {}
    for start in range(len(words)):
        for end in range(start + 1, min(start + longest, len(words)) + 1):
            wording = "".join(words[start:end])
            if 5 <= len(wording) <= 60 and any(c.isdigit() for c in wording):
                found[wording] = None
        if len(found) >= most:
            break
    return tuple(found)[:most]
