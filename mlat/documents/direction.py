"""A name in another script keeps its own direction inside a line: what `<bdi>` asks for.

WeasyPrint and word processors do not look into an element for its direction, so it is written out: the one of
the first letter that has one, and left to right for numbers, telephones and addresses that have none.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Literal

RIGHT_TO_LEFT = re.compile('[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]|dir="rtl"')
ISOLATED = re.compile(r"<bdi((?:(?! dir=)[^>])*)>(.*?)</bdi>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")


def directed(page: str) -> str:
    """The page with a direction on every `<bdi>`; unchanged where nothing runs from right to left."""
    if not RIGHT_TO_LEFT.search(page):
        return page
    return ISOLATED.sub(_with_direction, page)


def _with_direction(found: re.Match[str]) -> str:
    attributes, inside = found.groups()
    return f'<bdi{attributes} dir="{direction(html.unescape(TAG.sub("", inside)))}">{inside}</bdi>'


def direction(text: str) -> Literal["ltr", "rtl"]:
    """The direction of a text: that of its first letter that has one (Unicode annex 9, rule P2)."""
    for character in text:
        match unicodedata.bidirectional(character):
            case "L":
                return "ltr"
            case "R" | "AL":
                return "rtl"
    return "ltr"
