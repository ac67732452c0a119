"""What somebody may mean who types an account into a search box, in whatever notation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mlat.domain.identifiers import TYPES, compared, examine
from mlat.domain.identifiers.reading import digits
from mlat.domain.platform import Platform

LONGEST = 300
"""Characters of a text that may still be an account."""
DIALLED = range(8, 16)
"""Digits of a telephone number with its country code, typed without +."""


def notations(text: str, platforms: Mapping[str, Platform]) -> frozenset[str]:
    """Every account that the text can name, as `compared` tells them; a name or number is tried on each platform."""
    text = text.strip()
    if not text or len(text) > LONGEST:
        return frozenset()
    return frozenset(same for same in _notations(text, platforms) if same)


def _notations(text: str, platforms: Mapping[str, Platform]) -> Iterator[str | None]:
    for kind in TYPES:
        for platform in (None, *platforms.values()) if kind in ("username", "numeric_id") else (None,):
            normal = examine(kind, text, platform=platform).normal
            if normal:
                yield compared(kind, normal, platform.id if platform else None, platforms)
    if len(digits(text)) in DIALLED and not text.startswith("+"):
        dialled = examine("phone", f"+{digits(text).lstrip('0')}").normal
        yield compared("phone", dialled, None, platforms) if dialled else None
