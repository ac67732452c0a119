"""In which script a text is written, told by its letters."""

from __future__ import annotations

import unicodedata

LATIN, HAN = "LATIN", "CJK"
OF_JAPANESE = frozenset({"HIRAGANA", "KATAKANA", "IDEOGRAPHIC"})


def script(text: str) -> str:
    """The script of the first letter, by its name in Unicode (LATIN, CYRILLIC, ARABIC, ...); empty where none is.

    Chinese characters and both Japanese syllabaries count as one.
    """
    for character in text:
        if character.isalpha():
            first = unicodedata.name(character, "").split(" ")[0].split("-")[0]
            return HAN if first in OF_JAPANESE else first
    return ""
