"""The words by which a mail tells what it is, in many languages: data (mail_words.toml), compared loosely."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

GAP = "..."
"""Stands in a phrase for a few words in between."""


@dataclass(frozen=True, kw_only=True)
class LanguageOfMail:
    """What people and machines write in one language. A `*` at the end of a phrase lets the word go on."""

    code: str
    """BCP 47."""
    away: tuple[str, ...]
    """Says that the writer is out of office now: whole phrases, never "out of office" alone."""
    automatic: tuple[str, ...] = ()
    """How the subject of an automatic reply begins."""
    received: tuple[str, ...] = ()
    """Says that ours came in."""
    asks: tuple[str, ...] = ()
    """Asks for something: "please provide"."""
    needs: tuple[str, ...] = ()
    """Says that something is missing; means nothing after a word of `conditional`."""
    conditional: tuple[str, ...] = ()
    """If, should you."""
    number_of: tuple[str, ...] = ()
    """Names a number under which they keep the matter: "our reference"."""
    answers: tuple[str, ...] = ()
    """Gives an answer, a ground or a result: there is substance in it."""
    human: tuple[str, ...] = ()
    """Asks the sender to prove to be human."""
    undelivered: tuple[str, ...] = ()
    """How mail servers say that a mail did not arrive."""
    undelivered_subject: tuple[str, ...] = ()
    """How the subject of such a report begins."""
    delayed: tuple[str, ...] = ()
    """How they say that they still try."""
    displayed: tuple[str, ...] = ()
    """How the subject of a read receipt begins."""
    closings: tuple[str, ...] = ()
    """With what a letter closes; below stands only a signature."""
    prefixes: tuple[str, ...] = ()
    """What a mail program puts before the subject it answers, without the colon."""
    wrote: tuple[str, ...] = ()
    """The verb of the line above a quotation: "wrote"."""
    original: tuple[str, ...] = ()
    """The rule above a quotation, without its dashes: "Original Message"."""
    from_labels: tuple[str, ...] = ()
    """How a quoted head names the sender, without the colon."""
    head_labels: tuple[str, ...] = ()
    """Its other lines: sent, to, subject, date."""


class MailWords:
    """The words of all languages together: a mail rarely says in which one it is."""

    def __init__(self, languages: Iterable[LanguageOfMail]) -> None:
        self.languages = tuple(languages)
        self._phrases: dict[str, tuple[_Phrase, ...]] = {}

    def says(self, what: str, plain_text: str) -> bool:
        """Whether a text already made `plain` holds a phrase of the list `what`, such as `away`."""
        return any(True for _ in self.all_of(what, plain_text))

    def begins(self, what: str, plain_text: str) -> bool:
        """Whether a plain text begins with a phrase of the list `what`."""
        return any(each.begins(plain_text) for each in self._list(what))

    def is_one(self, plain_text: str, what: str) -> bool:
        """Whether a plain text is nothing but a phrase of the list `what`."""
        return any(each.parts == [plain_text] for each in self._list(what))

    def all_of(self, what: str, plain_text: str) -> Iterator[re.Match[str]]:
        """Every phrase of the list `what` in a plain text, phrase by phrase."""
        for each in self._list(what):
            yield from each.found_in(plain_text)

    def _list(self, what: str) -> tuple[_Phrase, ...]:
        if what not in self._phrases:
            phrases = {phrase: None for each in self.languages for phrase in getattr(each, what)}
            self._phrases[what] = tuple(map(_Phrase, phrases))
        return self._phrases[what]


class _Phrase:
    """One phrase: a plain search first, since thousands are asked for, and the exact look only where that hits."""

    def __init__(self, phrase: str) -> None:
        goes_on = phrase.endswith("*")
        self.parts = [part.strip() for part in plain(phrase.removesuffix("*")).split(GAP)]
        before = r"(?<!\w)" if _spaced(self.parts[0][:1]) else ""
        after = r"(?!\w)" if _spaced(self.parts[-1][-1:]) and not goes_on else ""
        self.written = before + r"[,;:]?(?: \S{1,40}){0,6} ".join(map(re.escape, self.parts)) + after

    def begins(self, text: str) -> bool:
        return text.startswith(self.parts[0]) and re.match(self.written, text) is not None

    def found_in(self, text: str) -> Iterator[re.Match[str]]:
        if all(part in text for part in self.parts):
            yield from re.finditer(self.written, text)


def plain(text: str) -> str:
    """`text` for comparing: no case, no accents, straight quotes, single spaces."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(c for c in folded if not "\u0300" <= c <= "\u036f" and unicodedata.category(c) != "Cf")
    return " ".join(bare.replace("’", "'").replace("‘", "'").replace("ʼ", "'").split())


def _spaced(letter: str) -> bool:
    """Whether this is a letter of a script that puts spaces between words (not Thai, Lao, Hangul, Han, Kana)."""
    glued = "\u0e00" <= letter <= "\u0eff" or "\u1100" <= letter <= "\u11ff" or letter >= "\u2e80"
    return letter.isalnum() and not glued
