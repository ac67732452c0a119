"""A record as HTML: the page that PDF and DOCX are made from, and the preview of the desk."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import segno
from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from mlat.documents.direction import directed
from mlat.documents.forms import form
from mlat.documents.paper import Paper, paper, paragraphs
from mlat.documents.sides import side, together
from mlat.documents.wording import Wording
from mlat.domain.record import Record
from mlat.i18n import locale, texts
from mlat.resources import path


def html(record: Record) -> str:
    """The whole page of this record's copy, in its language; the same text for the same record.

    Raises `Problem` where the form, the language, a value or the copy is refused.
    """
    return page(paper(record, form(record.form)))


def page(ready: Paper) -> str:
    """The page of a paper that is already reduced to its copy."""
    environment, given = _speaking(ready)
    if ready.beside is None:
        return directed(environment.get_template(ready.form.template).render(given))
    second, said = _speaking(ready.beside)
    return directed(together(environment, side(environment, ready, given), side(second, ready.beside, said), given))


def _speaking(ready: Paper) -> tuple[ImmutableSandboxedEnvironment, dict[str, Any]]:
    """The templates in the language of a paper, and what they are given."""
    wording = ready.wording
    return _environment(wording.language.code, ready.form.catalog), {
        "paper": ready,
        "record": ready.record,
        "words": wording,
        "language": wording.language,
        "families": Markup(ready.fonts),  # noqa: S704  # our own list, inside a style sheet
        "paragraphs": paragraphs,
        "qr": _qr,
    }


def family_page(template: str, language: str, **given: Any) -> str:
    """A page that a family reads in its browser: the same sentences as its letters, from the same catalog."""
    known, catalog = locale(language), texts(language, "family")
    environment = _environment(known.code, "family")
    return environment.get_template(f"family/{template}").render(language=known, words=Wording(known, catalog), **given)


@lru_cache(maxsize=16)
def _environment(language: str, catalog: str) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(path("templates", "documents")),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["ext.i18n.trimmed"] = True
    known = texts(language, "family" if catalog == "family" else "legal")
    environment.install_gettext_translations(known, newstyle=True)  # type: ignore[attr-defined]  # added by the extension
    return environment


def _qr(url: str, title: str) -> Markup:
    """A drawing of `url`; `title` is what a screen reader says of it."""
    # Drawn into the page: nothing is fetched. Our own library's output, not a user's text.
    drawn = segno.make(url, error="m").svg_inline(scale=1, border=0, omitsize=True, title=title)
    return Markup(drawn.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1))  # noqa: S704
