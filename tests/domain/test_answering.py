"""What may be entered on a recipient's page, by which token and which digits."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mlat.documents.forms import forms
from mlat.domain.answering import (
    FURTHEST,
    LENGTH,
    LETTERS,
    REFERENCE_LIMIT,
    TEXT_LIMIT,
    Entry,
    no_page,
    read_code,
    read_token,
    token,
    wrong,
)

TODAY, ZONES = date(2026, 3, 2), ("America/Mexico_City", "UTC")


@pytest.mark.parametrize(
    ("entry", "fields"),
    [
        (Entry("received", "UTC"), []),
        (Entry("received", "Mars/Base"), ["zone"]),
        (Entry("received", "UTC", reference="x" * (REFERENCE_LIMIT + 1)), ["reference"]),
        (Entry("question", "UTC"), ["text"]),
        (Entry("question", "UTC", text="x" * (TEXT_LIMIT + 1)), ["text"]),
        (Entry("wrong", "UTC"), []),
        (Entry("date", "UTC"), ["on"]),
        (Entry("date", "UTC", on=TODAY), []),
        (Entry("date", "UTC", on=TODAY - timedelta(days=1)), ["on"]),
        (Entry("date", "UTC", on=TODAY + FURTHEST), []),
        (Entry("date", "UTC", on=TODAY + FURTHEST + timedelta(days=1)), ["on"]),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field(entry: Entry, fields: list[str]) -> None:
    assert [field for field, _code in wrong(entry, TODAY, ZONES)] == fields


def test_a_token_cannot_be_guessed_and_can_be_typed() -> None:
    made = token(b"k" * 32, "a" * 32)
    assert made == token(b"k" * 32, "a" * 32)
    assert len({made, token(b"k" * 32, "b" * 32), token(b"l" * 32, "a" * 32)}) == 3
    assert len(LETTERS) ** LENGTH >= 2**128
    assert set(read_token(made)) <= set(LETTERS)
    assert read_token(f" {made.lower().replace('-', ' ')} ") == read_token(made)


@pytest.mark.parametrize("given", ["12345678", " 1234-5678", "١٢٣٤٥٦٧٨", "１２３４５６７８"])
def test_a_code_is_read_in_the_digits_of_any_script(given: str) -> None:
    assert read_code(given) == "12345678"


def test_only_an_authority_may_answer_on_a_page_and_only_to_its_own_paper() -> None:
    request = forms()["mla_request"]
    grounds = [
        no_page("authority", request, 365),
        no_page("authority", request, 0),
        no_page("provider", request, 365),
        no_page("translator", request, 365),
        no_page("authority", forms()["covering_note"], 365),
    ]
    assert [each and each.code for each in grounds] == [None, "page.off", "page.company", "page.company", "page.paper"]
    assert {each.recipients for each in forms().values() if each.answer_page} == {"authority"}
