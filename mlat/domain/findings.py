"""Something that a reader of an identifier or a draft should know; it never changes what was given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made_by
from typing import Literal

Level = Literal["stop", "warn", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found: a stable `code`, how grave it is, the `field`, what it `says` and the `remedy`.

    "stop" cannot go out so, "warn" wants a look, "note" only explains. `says` and `remedy` are English msgids
    with named `%(placeholders)s`, filled from `values` (text and numbers only, so that JSON keeps them).
    """

    code: str
    level: Level
    field: str
    says: str
    remedy: str = ""
    values: Mapping[str, str | int] = made_by(default_factory=dict)

    def line(self) -> str:
        """One English line: what, then the remedy."""
        return " ".join(text % self.values if self.values else text for text in (self.says, self.remedy) if text)
