"""What cannot be seen on paper is made visible; all else stays as it is."""

from __future__ import annotations

import pytest

from mlat.documents import fonts
from mlat.documents.legible import legible, map_texts, texts_of
from mlat.domain.problems import Problem
from tests.documents.records import record

DRAWN = fonts.drawn(("Noto Sans",))


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("Zoë_ñandú 1.234", "Zoë_ñandú 1.234"),
        ("a\u202eb", "a[U+202E]b"),
        ("a\u200bb", "a[U+200B]b"),
        ("a\x07b", "a[U+0007]b"),
        ("a\ud800b", "a[U+D800]b"),
        ("line\nline\tend", "line\nline\tend"),
        ("日", "[U+65E5]"),
        ("Привет Ελλάδα", "Привет Ελλάδα"),
    ],
)
def test_unseen_and_undrawn_characters(given: str, printed: str) -> None:
    assert legible(given, DRAWN) == printed


def test_every_text_of_a_record_is_reached() -> None:
    given = record("mla_request")
    shouted = map_texts(given, str.upper)
    assert texts_of(shouted) == [text.upper() for text in texts_of(given)]
    assert map_texts(given, lambda text: text) == given


def test_a_family_that_is_not_ours_is_refused() -> None:
    with pytest.raises(Problem) as caught:
        fonts.drawn(("Comic Sans",))
    assert caught.value.code == "fonts.missing"


def test_letters_that_no_font_of_a_language_draws_are_named() -> None:
    assert fonts.undrawn("abc 日 ñ 本", ("Noto Sans",)) == "日本"
