"""Platforms by the names that people write."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mlat.domain.platform import Platform

ALIASES = {
    "insta": "instagram", "ig": "instagram", "snap": "snapchat", "fb": "facebook", "face": "facebook", "tg": "telegram",
    "wsp": "whatsapp", "wpp": "whatsapp", "disc": "discord", "twitter": "x", "yt": "youtube",
}  # fmt: skip
"""What platforms are called in chats."""
COMMON = frozenset({"line", "signal", "steam", "zoom"})
"""Names that are words of the language when written small."""


def words_for(platforms: Mapping[str, Platform]) -> Mapping[str, str]:
    """{lower-case word: id} of the platforms whose name cannot be mistaken for a word or a letter."""
    words = {re.split(r"\W", one.name, maxsplit=1)[0].casefold(): one.id for one in platforms.values()}
    sure = {word: code for word, code in words.items() if len(word) > 3 and not code.endswith(("-generic", "-service"))}
    return sure | {alias: code for alias, code in ALIASES.items() if code in platforms}


def named_in(text: str, place: int, words: Mapping[str, str]) -> str:
    """The platform whose name stands last before `place`, else the first after it; `words` are those of `words_for`."""
    spoken = (
        (word.start(), words.get(word[0].casefold(), "")) for word in re.finditer(r"\w+", text) if word[0] not in COMMON
    )
    mentions = [(start, code) for start, code in spoken if code]
    before = [code for start, code in mentions if start <= place]
    return before[-1] if before else mentions[0][1] if mentions else ""
