"""What two readers extract from each paper is what its page says, in every language."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mlat.documents import pdf, render, textlayer
from mlat.documents.forms import forms
from mlat.i18n import locales
from tests.documents.conftest import pdfium_text
from tests.documents.records import record

LANGUAGES = [each.code for each in locales()]
EVERY_FORM_ONCE = [(form_id, LANGUAGES[number % len(LANGUAGES)]) for number, form_id in enumerate(sorted(forms()))]
REST = [(f, code) for f in sorted(forms()) for code in LANGUAGES if (f, code) not in EVERY_FORM_ONCE]


def assert_same_words(form_id: str, language: str, poppler_text: Callable[[bytes], str]) -> None:
    page = render.html(record(form_id, language))
    written = pdf.write(page)
    for extracted in (pdfium_text(written), poppler_text(written)):
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
