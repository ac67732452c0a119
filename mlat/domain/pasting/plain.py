"""A text with its links and addresses made whole again, that still knows where each sign stood."""

from __future__ import annotations

from dataclasses import dataclass

from mlat.domain.identifiers.reading import OBFUSCATED, refanged_sign


@dataclass(frozen=True, slots=True)
class Plain:
    """`text` is `given` without what made it harmless; `given_at` turns a place in it back into what was received."""

    given: str
    text: str
    places: tuple[int, ...]
    """Where each sign of `text` begins in `given`, and at last where `given` ends."""

    @classmethod
    def of(cls, given: str) -> Plain:
        """Read a text once; a text that hides nothing stays as it is."""
        signs: list[str] = []
        places: list[int] = []
        after = 0
        for found in OBFUSCATED.finditer(given):
            signs.append(given[after : found.start()])
            places.extend(range(after, found.start()))
            stands_for = refanged_sign(found)
            signs.append(stands_for)
            places.extend([found.start()] * len(stands_for))
            after = found.end()
        signs.append(given[after:])
        return cls(given, "".join(signs), (*places, *range(after, len(given) + 1)))

    def given_at(self, start: int, end: int) -> str:
        """What was received between two places of `text`."""
        return self.given[self.places[start] : self.places[end]].strip()
