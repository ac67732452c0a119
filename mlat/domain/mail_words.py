"""The words by which a mail tells what it is, in many languages: data (mail_words.toml), compared loosely."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

GAP = "..."
"""Stands in a phrase for a few words in between."""
HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2212"), "-")
"""What word processors put for a hyphen, so that REQ-7 stays REQ-7."""
SOME_WORDS = r"[,;:]?(?: \S{1,40}){0,6} "


@dataclass(frozen=True, kw_only=True)
class LanguageOfMail:
    """What people and machines write in one language. A `*` lets a word go on."""

    code: str
    """BCP 47."""
    away: tuple[str, ...]
    """Says that the writer is out of office now: whole phrases, never "out of office" alone."""
    leave: tuple[str, ...] = ()
    """Words of absence: "annual leave". They tell nothing without one of `meanwhile`."""
    meanwhile: tuple[str, ...] = ()
    """What such a note says beside: "in urgent cases", "upon my return"."""
    courtesy: tuple[str, ...] = ()
    """With what a letter opens before it says anything: "dear", "thank you"."""
    automatic: tuple[str, ...] = ()
    """How the subject of an automatic reply begins."""
    received: tuple[str, ...] = ()
    """Says that ours came in."""
    later: tuple[str, ...] = ()
    """What a receipt says beside: that an answer comes in time, or under which number to write."""
    joins: tuple[str, ...] = ()
    """"And", "but": behind one of these a receipt says something else."""
    asks: tuple[str, ...] = ()
    """Asks for something: "please provide"."""
    needs: tuple[str, ...] = ()
    """Says that something is missing; means nothing after a word of `conditional`."""
    conditional: tuple[str, ...] = ()
    """If, should you."""
    toward: tuple[str, ...] = ()
    """Right before a phrase of `needs` these offer it: "for more information"."""
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
        self._narrowed: dict[_Phrase, MailWords] = {}

    def says(self, what: str, plain_text: str) -> bool:
        """Whether a text already made `plain` holds a phrase of the list `what`, such as `away`."""
        return any(True for _ in self.all_of(what, plain_text))

    def begins(self, what: str, plain_text: str) -> bool:
        """Whether a plain text begins with a phrase of the list `what`."""
        return any(each.begins(plain_text) for each in self._list(what))

    def is_one(self, plain_text: str, what: str) -> bool:
        """Whether a plain text is nothing but a phrase of the list `what`."""
        return any(each.whole == plain_text for each in self._list(what))

    def all_of(self, what: str, plain_text: str) -> Iterator[Found]:
        """Every phrase of the list `what` in a plain text, phrase by phrase, with the words of its languages."""
        for each in self._list(what):
            if each.first in plain_text:
                for match in each.found_in(plain_text):
                    yield Found(match.start(), match.end(), self._only(each))

    def _only(self, phrase: _Phrase) -> MailWords:
        if phrase not in self._narrowed:
            whose = [each for each in self.languages if each.code in phrase.codes]
            self._narrowed[phrase] = MailWords(whose)
        return self._narrowed[phrase]

    def _list(self, what: str) -> tuple[_Phrase, ...]:
        if what not in self._phrases:
            codes: dict[str, list[str]] = {}
            for each in self.languages:
                for phrase in getattr(each, what):
                    codes.setdefault(phrase, []).append(each.code)
            self._phrases[what] = tuple(_Phrase(phrase, whose) for phrase, whose in codes.items())
        return self._phrases[what]


@dataclass(frozen=True)
class Found:
    """Where a phrase stands, and the words of the languages it belongs to: "om" is not "if" everywhere."""

    start: int
    end: int
    words: MailWords


class _Phrase:
    """One phrase: a plain search first, since thousands are asked for, and the exact look only where that hits."""

    def __init__(self, phrase: str, codes: Iterable[str]) -> None:
        self.codes = frozenset(codes)
        words = plain(phrase)
        pattern = re.escape(words).replace(r"\ \.\.\.\ ", SOME_WORDS).replace(r"\*", r"\w*")
        before = r"(?<!\w)" if _spaced(words[:1]) else ""
        after = r"(?!\w)" if _spaced(words[-1:]) else ""
        self.written = before + pattern + after
        self.whole = words
        self.pieces = [piece.strip() for part in words.split(GAP) for piece in part.split("*") if piece.strip()]
        self.first = self.pieces[0]

    def begins(self, text: str) -> bool:
        return text.startswith(self.first) and re.match(self.written, text) is not None

    def found_in(self, text: str) -> Iterator[re.Match[str]]:
        if all(piece in text for piece in self.pieces):
            yield from re.finditer(self.written, text)


def plain(text: str) -> str:
    """`text` for comparing: no case, no accents, straight quotes, one kind of hyphen, single spaces."""
    folded = unicodedata.normalize("NFKD", text).casefold().translate(HYPHENS)
    bare = "".join(c for c in folded if not "\u0300" <= c <= "\u036f" and unicodedata.category(c) != "Cf")
    return " ".join(bare.replace("’", "'").replace("‘", "'").replace("ʼ", "'").split())


def _spaced(letter: str) -> bool:
    """Whether this is a letter of a script that puts spaces between words (not Thai, Lao, Hangul, Han, Kana)."""
    glued = "\u0e00" <= letter <= "\u0eff" or "\u1100" <= letter <= "\u11ff" or letter >= "\u2e80"
    return letter.isalnum() and not glued
