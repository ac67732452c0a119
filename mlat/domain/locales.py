"""What is known about a language: names, direction, fonts, plural rule, and whether anyone reviewed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from mlat.domain.forms import CatalogName


@dataclass(frozen=True)
class Review:
    """The state of one catalog. Nothing claims review before a named person has done it."""

    status: Literal["draft", "reviewed"] = "draft"
    by: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Locale:
    """One language. Its catalogs stand in locale/<code>/LC_MESSAGES."""

    code: str
    """BCP 47; also the value of `lang` in papers."""
    own: str
    """Its name in itself."""
    english: str
    direction: Literal["ltr", "rtl"]
    fonts: tuple[str, ...]
    """Font families in order of preference; they must hold every letter of its catalogs."""
    plural: str
    """The Plural-Forms header of its catalogs."""
    formats: str
    """The locale of the Unicode data that writes its dates, for example en_GB."""
    date_style: Literal["long", "full"]
    catalogs: tuple[CatalogName, ...]
    """The catalogs that are switched on; the others are refused."""
    unfinished: tuple[CatalogName, ...] = ()
    """The catalogs that are being translated: off until they are whole."""
    review: Mapping[CatalogName, Review] = field(default_factory=dict)

    def review_of(self, catalog: CatalogName) -> Literal["draft", "reviewed"]:
        """The review status of this catalog."""
        return "reviewed" if self.reviewed(catalog) else "draft"

    def reviewed(self, catalog: CatalogName) -> bool:
        """Whether a named person has reviewed this catalog."""
        found = self.review.get(catalog, Review())
        return found.status == "reviewed" and bool(found.by)


@dataclass(frozen=True)
class Locales:
    """The one list of languages, locale/locales.toml."""

    locales: tuple[Locale, ...]
