"""What the office received is printed exactly, and what cannot be seen on paper is made visible.

A control or direction character, or one that no font of ours draws, would print as nothing, as a box, or
turn the line around. It is printed as its code point instead, for example [U+202E], so that the reader sees
what is really there and nothing acts on the page.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Container, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

T = TypeVar("T")
_KEPT = frozenset("\n\t")
_JOINERS = frozenset("\u200c\u200d\u00ad")  # part of ordinary writing in some scripts
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def legible(text: str, drawn: Container[int]) -> str:
    """`text` with every unseen character, and every one outside `drawn` (code points), as [U+XXXX]."""
    return "".join(_shown(character, drawn) for character in text)


def _shown(character: str, drawn: Container[int]) -> str:
    if character in _KEPT:
        return character
    hidden = unicodedata.category(character) in _UNSEEN and character not in _JOINERS
    if hidden or (ord(character) not in drawn and not character.isspace() and character not in _JOINERS):
        return f"[U+{ord(character):04X}]"
    return character


def map_texts(value: T, change: Callable[[str], str]) -> T:
    """A copy of `value` (frozen dataclasses, tuples, mappings) with `change` applied to every text in it."""
    return _mapped(value, change)  # type: ignore[no-any-return]  # same shape in, same shape out


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_mapped(each, change) for each in value)
    if isinstance(value, Mapping):
        return {key: _mapped(each, change) for key, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        changed = {each.name: _mapped(getattr(value, each.name), change) for each in fields(value)}
        return replace(value, **changed)
    return value


def texts_of(value: object) -> list[str]:
    """Every text in `value`, however deep."""
    found: list[str] = []

    def note(text: str) -> str:
        found.append(text)
        return text

    map_texts(value, note)
    return found
