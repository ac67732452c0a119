"""How sure we are of a fact, field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["read", "unverified", "confirmed"]


@dataclass(frozen=True, slots=True)
class Mark:
    """How sure we are of one field: its `state`, the `sources` and the day of the copy read."""

    state: State
    sources: tuple[str, ...] = ()
    as_of: str = ""


ASSUMED = frozenset({"office_hours"})
"""Fields that hold an assumption of this program, unless a file says by name that it read them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What every file carries: where it was read, and which of its fields really were.

    With `verification = "read"` and no `read_fields`, all fields but `unverified_fields` were read.
    """

    source: tuple[str, ...] = ()
    verification: Literal["read", "unverified"]
    read_fields: tuple[str, ...] = ()
    unverified_fields: tuple[str, ...] = ()
    as_of: str = ""
    note: str = ""

    def mark(self, path: str) -> Mark:
        """The mark of the field at `path` (dotted, relative to this fact)."""
        return Mark("read" if self._was_read(path) else "unverified", self.source, self.as_of)

    def _was_read(self, path: str) -> bool:
        if covered(path, self.unverified_fields) or (path in ASSUMED and path not in self.read_fields):
            return False
        return covered(path, self.read_fields) if self.read_fields else self.verification == "read"


def covered(path: str, by: tuple[str, ...]) -> bool:
    """Whether `path` is one of the paths in `by` or lies under one of them."""
    return any(path == known or path.startswith(known + ".") for known in by)
