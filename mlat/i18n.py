"""The languages and the texts of papers and family letters. (The pages' own texts are Flask-Babel's.)

English is the source: its msgids are its texts. Every other language answers from its .po file, and a
text that is missing or fuzzy there is a `Problem`, never a half-translated paper.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from babel.messages.pofile import read_po

from mlat.domain.forms import CatalogName
from mlat.domain.locales import Locale, Locales
from mlat.domain.problems import Problem
from mlat.facts.reader import read_toml
from mlat.resources import path

SOURCE = "en"


@lru_cache(maxsize=1)
def locales() -> tuple[Locale, ...]:
    """Every language of locale/locales.toml. Raises `Problems` where that file is wrong."""
    return read_toml(path("locale", "locales.toml"), Locales).locales


def locale(code: str) -> Locale:
    """The language `code`. Raises `Problem` where it is not on the list."""
    for each in locales():
        if each.code == code:
            return each
    raise Problem(
        "locale.unknown",
        "language",
        "The language %(given)s is not on the list.",
        "Use one of: %(codes)s.",
        given=code,
        codes=", ".join(each.code for each in locales()),
    )


class Texts(gettext.NullTranslations):
    """One catalog of one language for Jinja; an unknown text is a `Problem`."""

    def __init__(self, language: str, catalog: CatalogName, texts: Mapping[str, str]) -> None:
        super().__init__()
        self.language = language
        self.catalog = catalog
        self.texts = texts

    def gettext(self, message: str) -> str:
        """The text of this language. Raises `Problem` where the catalog does not hold `message`."""
        if self.language == SOURCE:
            return message
        try:
            return self.texts[message]
        except KeyError:
            raise Problem(
                "catalog.text_missing",
                f"locale/{self.language}/LC_MESSAGES/{self.catalog}.po",
                "The text “%(text)s” has no translation into this language.",
                "Run scripts/catalogs.py and translate it, or choose another language.",
                text=message,
            ) from None


def po_file(code: str, catalog: CatalogName) -> Path:
    """Where the catalog's texts stand. Raises `Problem` where there is none."""
    return path("locale", code, "LC_MESSAGES", f"{catalog}.po")


@lru_cache(maxsize=64)
def _read(po: Path) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """The finished texts of a catalog, and the msgids that are missing or fuzzy."""
    with po.open("rb") as source:
        messages = [message for message in read_po(source, abort_invalid=True) if message.id]
    texts = {str(each.id): str(each.string) for each in messages if each.string and not each.fuzzy}
    return texts, tuple(str(each.id) for each in messages if str(each.id) not in texts)


def missing(code: str, catalog: CatalogName) -> tuple[str, ...]:
    """The msgids that this language has not finished; empty for English."""
    return () if code == SOURCE else _read(po_file(code, catalog))[1]


def page_text(code: str, message: str) -> str:
    """A text of the pages outside of a page, as in a mail to staff; in English where nobody translated it yet."""
    if code == SOURCE or not any(each.code == code and "ui" in each.catalogs for each in locales()):
        return message
    return _read(po_file(code, "ui"))[0].get(message, message)


def texts(code: str, catalog: CatalogName) -> Texts:
    """The catalog of a language, ready to print.

    Raises `Problem` where the language is unknown, the catalog is switched off, or a text is unfinished.
    """
    known = locale(code)
    if catalog not in known.catalogs:
        raise Problem(
            "catalog.off",
            "language",
            "%(language)s is not switched on for this kind of paper.",
            "Choose one of: %(codes)s.",
            language=known.english,
            codes=", ".join(each.code for each in locales() if catalog in each.catalogs),
        )
    unfinished = missing(code, catalog)
    if unfinished:
        raise Problem(
            "catalog.incomplete",
            f"locale/{code}/LC_MESSAGES/{catalog}.po",
            "%(count)s texts are not translated, the first is “%(first)s”.",
            "Translate them, or choose another language.",
            count=len(unfinished),
            first=unfinished[0],
        )
    return Texts(code, catalog, {} if code == SOURCE else _read(po_file(code, catalog))[0])
