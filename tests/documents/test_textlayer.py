"""What two readers extract from each paper is what its page says, in every language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from mlat.documents import pdf, render, textlayer
from mlat.documents.forms import forms
from mlat.domain.record import IdentifierLine
from mlat.i18n import locales
from tests.documents.conftest import pdfium_text
from tests.documents.records import record

OF_FORM = {
    form_id: [each.code for each in locales() if shape.catalog in each.catalogs] for form_id, shape in forms().items()
}
EVERY_FORM = [(form_id, codes[at % len(codes)]) for at, (form_id, codes) in enumerate(sorted(OF_FORM.items()))]
LEFT = set(OF_FORM["family_status"]) - {code for _form, code in EVERY_FORM}
EVERY_FORM_ONCE = [*EVERY_FORM, *(("family_status", code) for code in sorted(LEFT))]
REST = [(f, code) for f, codes in sorted(OF_FORM.items()) for code in codes if (f, code) not in EVERY_FORM_ONCE]


def assert_same_words(form_id: str, language: str, poppler_text: Callable[[bytes], str]) -> None:
    page = render.html(record(form_id, language))
    written = pdf.write(page)
    for extracted in (pdfium_text(written), poppler_text(written)):
        if textlayer.ARABIC.search(page):
            assert textlayer.share(extracted, page) >= 0.98
        else:
            difference = textlayer.check(extracted, page)
            assert difference.none, difference


@pytest.mark.parametrize(("form_id", "language"), EVERY_FORM_ONCE)
def test_every_form_and_language_once(form_id: str, language: str, poppler_text: Callable[[bytes], str]) -> None:
    assert_same_words(form_id, language, poppler_text)


@pytest.mark.matrix
@pytest.mark.parametrize(("form_id", "language"), REST)
def test_every_form_in_every_language(form_id: str, language: str, poppler_text: Callable[[bytes], str]) -> None:
    assert_same_words(form_id, language, poppler_text)


def test_a_lost_and_a_strange_word_are_named() -> None:
    difference = textlayer.check("one three", "<title>x</title><body><p>one two</p><footer>no</footer></body>")
    assert difference.lost == ("two",)
    assert difference.strange == ("three",)


def test_a_word_broken_at_the_line_end_is_found() -> None:
    assert textlayer.check("2001:db8:85a3: 8a2e", "<p>2001:db8:85a3:8a2e</p>").none


@pytest.mark.parametrize("given", ["123e4567-e89b-12d3-a456-426614174000", "ab-cd-ef-gh-ij-kl-mn-op-qr-st-uv-wx"])
def test_an_identifier_with_hyphens_is_copied_whole(given: str, poppler_text: Callable[[bytes], str]) -> None:
    made = record("provider_preservation")
    line = IdentifierLine("numeric_id", given, "Discord", used="2026-01-20/2026-02-14")
    written = pdf.write(replace(made, fields=made.fields | {"identifiers": (line,)}))
    assert given in pdfium_text(written)
    assert given in poppler_text(written)
