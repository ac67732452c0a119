"""One identifier while it is being read: the text as given, a clean copy, and the findings so far."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime

from mlat.domain.findings import Finding, Level
from mlat.domain.messages import N_
from mlat.domain.platform import AccountShape

LONG = 200
"""Characters: longer than any name, number or address."""
SPACES = "\t\n\r"
RIGHT_TO_LEFT = frozenset({"R", "AL"})


@dataclass(slots=True)
class Reading:
    """`text` is `given` without surrounding space and invisible characters; readers work on it alone.

    `synthetic` says that the value may belong to nobody (training cases); `shape` is how accounts of its platform look.
    """

    given: str
    port: int | None = None
    at: datetime | None = None
    used_from: date | None = None
    used_until: date | None = None
    synthetic: bool = False
    shape: AccountShape = AccountShape()
    text: str = ""
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.text = visible(self.given)
        self._look_at_the_text()

    def note(self, code: str, says: str, remedy: str = "", where: str = "given", **values: str | int) -> None:
        """Explain something that needs no act."""
        self._find(code, "note", says, remedy, where, values)

    def warn(self, code: str, says: str, remedy: str = "", where: str = "given", **values: str | int) -> None:
        """Ask for a look."""
        self._find(code, "warn", says, remedy, where, values)

    def nobody(self, code: str, says: str, remedy: str, level: Level = "stop", **values: str | int) -> None:
        """The value belongs to nobody, which in a training case is as it should be.

        "stop" where that is certain (a reserved range, a wrong checksum), "warn" where our tables may be old.
        """
        if not self.synthetic:
            self._find(code, level, says, remedy, "given", values)

    def somebody(self) -> None:
        """The value looks like one in real use: not what a training case should hold."""
        if self.synthetic:
            self.warn(
                "may_be_real",
                N_("It is marked synthetic, yet may belong to somebody."),
                N_("Use a documentation address or an impossible number."),
            )

    def _find(self, code: str, level: Level, says: str, remedy: str, where: str, values: dict[str, str | int]) -> None:
        self.findings.append(Finding(code, level, where, says, remedy, values))

    def _look_at_the_text(self) -> None:
        """Say what is unusual about the characters; the text itself stays as it is."""
        hidden = sorted({f"U+{ord(sign):04X}" for sign in self.given if is_hidden(sign)})
        if hidden:
            self.note(
                "hidden_characters",
                N_("It holds invisible characters (%(found)s), kept as given and left out of comparisons."),
                found=", ".join(hidden),
            )
        if any(unicodedata.bidirectional(sign) in RIGHT_TO_LEFT for sign in self.text):
            self.note("right_to_left", N_("It is written from right to left."))
        if "<" in self.text or ">" in self.text or "&" in self.text and ";" in self.text:
            self.note("markup", N_("It looks like markup; it is shown as plain text."))
        if len(self.given) > LONG:
            self.warn(
                "very_long",
                N_("It has %(number)s characters, more than such an identifier has."),
                N_("Check that nothing else was pasted with it."),
                number=len(self.given),
            )
        if self.synthetic:
            self.note("synthetic", N_("Synthetic: belongs to nobody, for training only."))


OBFUSCATED = re.compile(
    r"(?P<scheme>\bhxxp)(?=s?(?:://|\[:\]))"
    r"|\s?[\[({<](?P<dot>\.|dot|punto|ponto)[\])}>]\s?"
    r"|\s?[\[({<](?P<at>@|at|arroba)[\])}>]\s?"
    r"|[\[({](?P<colon>:(?://)?)[\])}]",
    re.IGNORECASE,
)
"""How people write a link or address so that no program opens it."""


def refanged(text: str) -> str:
    """The text with links and addresses as they were before somebody made them harmless."""
    while (plain := OBFUSCATED.sub(refanged_sign, text)) != text:
        text = plain
    return text


def refanged_sign(found: re.Match[str]) -> str:
    """What one match of `OBFUSCATED` stands for."""
    if found["scheme"]:
        return "http"
    return "." if found["dot"] else "@" if found["at"] else found["colon"]


def is_hidden(sign: str) -> bool:
    """Control and format characters (zero width, direction marks) and halves of broken pairs."""
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs") and sign not in SPACES


def visible(text: str) -> str:
    """The text without invisible characters, line ends as spaces, and no space around it."""
    return "".join(" " if sign in SPACES else sign for sign in text if not is_hidden(sign)).strip()


def digits(text: str) -> str:
    """The digits of `text` as ASCII, whatever script they are written in."""
    return "".join(str(unicodedata.digit(sign)) for sign in text if sign.isdigit())


def scripts(text: str) -> set[str]:
    """Alphabets of its letters, as the first word of their Unicode names: LATIN, CYRILLIC ..."""
    return {unicodedata.name(sign, "?").split()[0] for sign in text if sign.isalpha()}
