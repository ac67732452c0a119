"""Whether a mail says anything beyond its absence or its receipt, sentence by sentence: what is not known may be the
answer.
"""

from __future__ import annotations

import re

from mlat.domain.mail_seen import OUR_NUMBER, Seen
from mlat.domain.mail_words import MailWords

SENTENCE_ENDS = re.compile(r"(?<!\d)\.|(?<=\d{4})\.|[!?;:。！？؟]")
"""A point after a digit stands in a date, unless a year ends there."""
COMMAS = re.compile(r"[,，、،]")
A_WORD = 10
"""Letters, one of Han or Kana for two: what is shorter is a name or a piece of a date."""


def says_more_first(seen: Seen) -> bool:
    """Whether anything but courtesy stands before the absence: a person answers, and adds who takes over."""
    for paragraph in seen.paragraphs:
        away = [found.start for what in ("away", "leave") for found in seen.words.all_of(what, paragraph)]
        *sentences, opened = SENTENCE_ENDS.split(paragraph[: min(away, default=len(paragraph))])
        if any(not _is_courtesy(each, seen.words) for each in (sentences if away else (*sentences, opened))):
            return True
        if away:
            return False
    return False


def says_no_more(seen: Seen) -> bool:
    """Whether every sentence of a receipt is known, so that no answer hides behind it."""
    said = (OUR_NUMBER.sub(" ", paragraph) for paragraph in seen.paragraphs)
    sentences = (each for paragraph in said for each in SENTENCE_ENDS.split(paragraph))
    return all(_is_receipt(piece, seen.words) for each in sentences for piece in COMMAS.split(each))


def _is_receipt(piece: str, words: MailWords) -> bool:
    if words.says("later", piece):
        return True
    received = [not each.words.says("joins", piece[each.end :]) for each in words.all_of("received", piece)]
    if received:
        return any(received)
    numbered = (_is_brief(piece[each.end :]) for each in words.all_of("number_of", piece))
    return _is_courtesy(piece, words) or any(numbered)


def _is_courtesy(sentence: str, words: MailWords) -> bool:
    return all(
        _is_brief(piece) or words.says("courtesy", piece) or words.says("received", piece)
        for piece in COMMAS.split(sentence)
    )


def _is_brief(piece: str) -> bool:
    return sum(1 + (c >= "\u2e80") for c in piece if c.isalpha()) <= A_WORD
