"""The number under which they keep the matter, as an acknowledgement gives it: a suggestion, and no more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlat.domain.mail_quotes import said
from mlat.domain.mail_seen import BRACKETED, OUR_NUMBER, READ_AT_MOST
from mlat.domain.mail_words import MailWords, plain
from mlat.domain.mailed import Mail

AFTER_LABEL = re.compile(
    r"[^\w#]{0,12}(?:(?!\d)\w{1,12}[^\w#]{1,4}){0,2}?"
    r"(?P<number>(?:\d{1,4} [a-z]{1,4} )?#?(?=[\w./-]*\d)[\w./-]*[\w])"
)
"""What follows "our reference": at most two words, then the number; German files begin "5 Js 123/26"."""
DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:\d\d){1,2}|(?:19|20)\d\d(?:[./-]\d{1,2}){0,2}")
SHORTEST, LONGEST = 3, 60
"""Characters: what is shorter numbers a paragraph, and what is longer is no file number either."""


def numbers_given(mail: Mail, words: MailWords) -> tuple[str, ...]:
    """Every number that the writer labels as a reference, best first, spelt as in the mail.

    The subject comes before the text, a label before brackets. What the mail quotes and its signature do not count,
    nor dates and numbers of the form of ours. Whether another one is ours only the office knows.
    """
    texts = [mail.subject, said(mail.fresh_text[:READ_AT_MOST], words)]
    found = [_labelled(text, words) for text in texts] + [_bracketed(text) for text in texts]
    return tuple(dict.fromkeys(number for each in found for number in each))


def _labelled(text: str, words: MailWords) -> Iterator[str]:
    flat = OUR_NUMBER.sub(" ", plain(text))
    labels = sorted(words.all_of("number_of", flat), key=lambda label: (label.start, -label.end))
    for label in labels:
        match = AFTER_LABEL.match(flat, label.end)
        if match and SHORTEST <= len(match["number"]) <= LONGEST and not DATE.fullmatch(match["number"]):
            yield _as_written(match["number"], text)


def _bracketed(text: str) -> Iterator[str]:
    for match in BRACKETED.finditer(OUR_NUMBER.sub(" ", plain(text))):
        yield _as_written(match[0].strip("[]"), text)


def _as_written(number: str, text: str) -> str:
    """The same number with the capitals of the mail."""
    spelt = re.search(re.escape(number).replace(r"\ ", r"\s+"), text, re.IGNORECASE)
    return " ".join(spelt[0].split()) if spelt else number
