"""Something that a reader of an identifier or a draft should know; it never changes what was given."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made_by
from typing import Literal

from mlat.domain.marks import State

Level = Literal["stop", "warn", "note"]


@dataclass(frozen=True, slots=True)
class Basis:
    """Where something was read, and how sure it is."""

    source: tuple[str, ...]
    verification: State


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found: a stable `code`, how grave it is, the `field`, what it `says` and the `remedy`.

    "stop" cannot go out so, "warn" wants a look, "note" only explains. `says` and `remedy` are English msgids
    with named `%(placeholders)s`, filled from `values` (text and numbers only, so that JSON keeps them).
    `prevents` is the ground of refusal that mending it prevents (`mlat.domain.preflight.grounds`), `source` where
    that or the fact behind it was read, and `verification` how sure it is; empty for what an identifier says.
    """

    code: str
    level: Level
    field: str
    says: str
    remedy: str = ""
    values: Mapping[str, str | int] = made_by(default_factory=dict)
    prevents: str = ""
    source: tuple[str, ...] = ()
    verification: State | Literal[""] = ""

    @property
    def blocks(self) -> bool:
        """Whether nothing may go out while it stands."""
        return self.level == "stop"

    @property
    def key(self) -> str:
        """Tells it from every other finding of the same draft, so that a reason can be given for it alone."""
        values = hashlib.sha256(json.dumps(dict(self.values), sort_keys=True).encode()).hexdigest()[:8]
        return "-".join((self.code.replace(".", "-"), self.field, values))

    def line(self) -> str:
        """One English line: what, then the remedy."""
        return " ".join(text % self.values if self.values else text for text in (self.says, self.remedy) if text)
