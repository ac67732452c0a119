"""Does the file say what the page says? The words of the source against those that a reader extracts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

LIST_MARKS = frozenset("•·")
TURNS = dict.fromkeys((*range(8234, 8239), *range(8294, 8298)), " ")
"""Direction marks, which a reader sets between two words of different direction."""
ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f]")
WITHOUT_SPACES = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
"""Chinese and Japanese: each character is compared as a word."""
EXCEPTIONS: Mapping[str, str] = {
    "A hyphen at the end of a line": "readers take it for hyphenation and join the word",
    "A dot that parts two words of a line": "readers of Chinese fonts take it for a list mark",
    "Punctuation on a page with Arabic script": "each reader sets it left or right by its own rules of direction",
    "A word of Arabic script with a vowel mark": "readers give a mark before the letter over which it stands",
}
"""What is not compared, and why. Our own texts in Arabic script have no vowel marks."""
HYPHENS = {ord(each): " " for each in "-\u2010\u2011\x02"}
"""U+0002 is what pdfium gives for a hyphen at the end of a line."""
OUTSIDE = frozenset({"head", "style", "title", "footer", "svg"})
"""Not part of the running text: the foot is repeated on each page, the code is drawn."""


@dataclass(frozen=True)
class Difference:
    """What one side says and the other does not."""

    lost: tuple[str, ...]
    """Words of the source that the extracted text does not hold."""
    strange: tuple[str, ...]
    """Words of the extracted text that the source does not hold."""

    @property
    def none(self) -> bool:
        """Both say the same words."""
        return not (self.lost or self.strange)


def check(extracted: str, page: str) -> Difference:
    """Compare the text that a reader extracted from the file, feet of the pages cut off, with its HTML page.

    A word that was broken at the end of a line still counts as found.
    """
    source, found = words(said(page)), words(extracted)
    return Difference(_not_in(source, found), _not_in(found, source))


def said(page: str) -> str:
    """The running text of a page."""
    reader = _Text()
    reader.feed(page)
    reader.close()
    return " ".join(reader.parts)


def words(text: str) -> list[str]:
    """Words as compared: compatibility forms unified, invisible joiners left out, words with a hyphen in their parts.

    Readers take every hyphen at the end of a line for hyphenation, so a hyphen cannot be compared; pages
    keep identifiers on one line for that reason.
    """
    plain = unicodedata.normalize("NFKC", text.translate(TURNS)).translate(HYPHENS)
    seen = "".join(each for each in plain if unicodedata.category(each) != "Cf")
    parted = WITHOUT_SPACES.sub(r" \g<0> ", seen).split()
    found = map(_bare, parted) if ARABIC.search(seen) else parted
    return [word for word in found if word and word not in LIST_MARKS]


def _bare(word: str) -> str:
    """A word on a page with Arabic script: without punctuation around it, and nothing where it has a vowel mark."""
    if ARABIC.search(word):
        marked = any(unicodedata.combining(each) for each in word)
        return "" if marked else "".join(each for each in word if each.isalnum())
    return word.strip("().,:;!?«»“”\"'·/")


def share(extracted: str, page: str) -> float:
    """How much of what the page says was extracted word by word, each in one piece: 1.0 is all of it."""
    source, found = words(said(page)), set(words(extracted))
    return sum(word in found for word in source) / len(source)


def _not_in(these: list[str], those: list[str]) -> tuple[str, ...]:
    known, together = set(those), "".join(those)
    return tuple(word for word in these if word not in known and word not in together)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.outside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.outside += tag in OUTSIDE

    def handle_endtag(self, tag: str) -> None:
        self.outside -= tag in OUTSIDE

    def handle_data(self, data: str) -> None:
        if not self.outside and data.strip():
            self.parts.append(data)
