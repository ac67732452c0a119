"""What the rules look at in a mail: its head, its subject, and what its writer says in it, made ready to compare."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from mlat.domain.mail_quotes import said
from mlat.domain.mail_reports import Report, is_machine
from mlat.domain.mail_words import Found, MailWords, plain

READ_AT_MOST = 20_000
"""Characters of a text that the rules look at: whoever means something says it earlier."""
OUR_NUMBER = re.compile(r"(?<![\w.-])[\w.-]{1,60}/(?:19|20)\d\d/[a-z]+-\d{3,}", re.IGNORECASE)
NUMBER_AFTER = re.compile(r"[\W_]{0,12}(?:\w{1,12}[\W_]{1,4}){0,2}?(?=[\w./-]*\d)[\w./-]{3,}")
BRACKETED = re.compile(r"\[(?:#|[a-z]{2,10}[-#: ])[\w-]{0,40}\d{3,40}\]|(?<!\w)#\d{4,}")


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What the rules may look at."""

    heads: Mapping[str, tuple[str, ...]]
    """Header lines by lower-case name, decoded."""
    subject: str
    sender: str
    text: str
    fresh: str
    """`text` without what it quotes."""
    addressed: tuple[str, ...] = ()
    threaded: bool = False
    """It names mails that it answers."""
    files: bool = False
    """Something travels with it beside pictures of a signature, cards and seals."""
    report: Report | None = None
    words: MailWords

    def head(self, name: str) -> str:
        """The first header of this lower-case name, or ""."""
        return next(iter(self.heads.get(name, ())), "")

    @cached_property
    def plain_subject(self) -> str:
        """The subject for comparing."""
        return plain(self.subject)

    @cached_property
    def automatic_by_subject(self) -> bool:
        """Whether the subject begins as those of automatic replies do, with or without brackets around it."""
        return self.words.begins("automatic", self.plain_subject.lstrip("[({<【〔《「*# "))

    @cached_property
    def answers_by_subject(self) -> bool:
        """Whether the subject begins with Re: or its like."""
        prefix, colon, _ = self.plain_subject.partition(":")
        bare = re.sub(r"[\[(^]?\d*[\])]?$", "", prefix.strip()).strip()
        return bool(colon) and self.words.is_one(bare, "prefixes")

    @cached_property
    def body(self) -> str:
        """What the writer says, for comparing: nothing quoted, no signature."""
        return plain(self._said)

    @cached_property
    def _said(self) -> str:
        return said(self.fresh[:READ_AT_MOST], self.words)

    @cached_property
    def paragraphs(self) -> tuple[str, ...]:
        """`body`, paragraph by paragraph."""
        return tuple(map(plain, re.split(r"\n\s*\n", self._said)))

    @cached_property
    def by_machine(self) -> bool:
        """Whether a mail server wrote it."""
        path = self.head("return-path").strip()
        return is_machine(self.sender) or path == "<>"

    def says(self, what: str) -> bool:
        """Whether the writer uses a phrase of this list."""
        return self.words.says(what, self.body)

    @cached_property
    def asks(self) -> bool:
        """Whether something is asked of us, and not only "if you need more information"."""
        return any(True for _ in self._asked())

    @cached_property
    def asks_for_the_request(self) -> bool:
        """Whether it asks anything but to turn to somebody else in urgent cases."""
        return any(not found.words.says("meanwhile", self._sentence_before(found)) for found in self._asked())

    def _asked(self) -> Iterator[Found]:
        yield from (found for found in self.words.all_of("asks", self.body) if not self._is_about_a_number(found))
        yield from (found for found in self.words.all_of("needs", self.body) if self._means_it(found))

    def _sentence_before(self, found: Found) -> str:
        return re.split(r"[.!?。！？]", self.body[max(0, found.start - 200) : found.start])[-1]

    def _is_about_a_number(self, found: Found) -> bool:
        following = self.body[found.end : found.end + 60]
        return self.says("received") and self.words.says("number_of", following)

    def _means_it(self, found: Found) -> bool:
        sentence = self._sentence_before(found)
        offered = found.words.says("toward", " ".join(sentence.split()[-2:]))
        return not offered and not found.words.says("conditional", sentence)

    @cached_property
    def gives_number(self) -> bool:
        """Whether it names a number of theirs, under which they keep the matter."""
        text = OUR_NUMBER.sub(" ", f"{self.plain_subject} . {self.body}")
        return bool(BRACKETED.search(text)) or any(
            NUMBER_AFTER.match(text, found.end) for found in self.words.all_of("number_of", text)
        )
