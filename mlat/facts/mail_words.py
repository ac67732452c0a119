"""Reads the words of mail, once and strictly."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

from mlat.domain.mail_words import LanguageOfMail, MailWords, plain
from mlat.domain.problems import Problem, Problems
from mlat.facts.reader import read_toml
from mlat.resources import path

LISTS = tuple(each.name for each in fields(LanguageOfMail) if each.name != "code")


@dataclass(frozen=True, kw_only=True)
class MailWordsFile:
    """mail_words.toml"""

    language: tuple[LanguageOfMail, ...]


@lru_cache(maxsize=4)
def load_mail_words(data_dir: Path | None = None) -> MailWords:
    """The words in `data_dir` (by default the program's own).

    Raises `Problems` for an unknown key, a language that stands twice, an empty phrase.
    """
    file = (data_dir or path("data")) / "mail_words.toml"
    languages = read_toml(file, MailWordsFile).language
    wrong: list[Problem] = []
    seen: set[str] = set()
    for each in languages:
        where = f"{file}: {each.code}"
        if each.code in seen:
            wrong.append(Problem("facts.twice", where, "This language stands twice.", "Join its entries."))
        for name in LISTS:
            if any(not plain(phrase).strip("*. ") for phrase in getattr(each, name)):
                at = f"{where}.{name}"
                wrong.append(Problem("facts.wrong_value", at, "A phrase is empty.", "Write it out or remove it."))
        seen.add(each.code)
    if wrong:
        raise Problems(wrong)
    return MailWords(languages)
