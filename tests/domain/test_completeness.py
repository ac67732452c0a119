"""What came against what was asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlat.domain.completeness import Said, Span, completeness, wanting

ASKED = (date(2026, 1, 1), date(2026, 1, 31))
A, B = ("A1", "subscriber"), ("A1", "content")


def outcomes(*said: Said, periods: dict[str, Span] | None = None) -> dict[str, str]:
    cells = completeness(("A1",), ("subscriber", "content"), periods or {}, said)
    return {cell.category: cell.outcome for cell in cells}


@pytest.mark.parametrize(
    ("said", "subscriber", "content"),
    [
        ((), "awaited", "awaited"),
        ((Said("acknowledged"),), "awaited", "awaited"),
        ((Said("partly_answered", frozenset({A}), frozenset({B})),), "came", "missing"),
        ((Said("partly_answered", frozenset({A})),), "came", "awaited"),
        ((Said("partly_answered", frozenset({A})), Said("refused")), "came", "refused"),
        ((Said("refused", missing=frozenset({B})),), "awaited", "refused"),
        ((Said("no_records"),), "no_records", "no_records"),
        ((Said("answered"),), "came", "came"),
        ((Said("answered", frozenset({A})),), "came", "awaited"),
        ((Said("refused"), Said("answered")), "came", "came"),
    ],
)
def test_what_each_answer_makes_of_what_was_asked(said: tuple[Said, ...], subscriber: str, content: str) -> None:
    assert outcomes(*said) == {"subscriber": subscriber, "content": content}


def test_what_came_in_two_parts_is_whole_when_they_meet() -> None:
    first = Said("partly_answered", frozenset({A}), spans={A: (date(2026, 1, 1), date(2026, 1, 10))})
    rest = Said("partly_answered", frozenset({A}), spans={A: (date(2026, 1, 11), date(2026, 1, 31))})
    (half,) = completeness(("A1",), ("subscriber",), {"A1": ASKED}, (first,))
    assert (half.outcome, half.gaps) == ("part", ((date(2026, 1, 11), date(2026, 1, 31)),))
    assert wanting((half,)) == (half,)
    (whole,) = completeness(("A1",), ("subscriber",), {"A1": ASKED}, (rest, first))
    assert (whole.outcome, whole.gaps) == ("came", ())


days = st.dates(date(2025, 12, 20), date(2026, 2, 10))
spans = st.lists(st.tuples(days, days).map(lambda pair: (min(pair), max(pair))), min_size=1, max_size=5)


@given(spans)
def test_every_day_asked_came_or_is_in_exactly_one_gap(given_spans: list[Span]) -> None:
    said = [Said("partly_answered", frozenset({A}), spans={A: span}) for span in given_spans]
    (cell,) = completeness(("A1",), ("subscriber",), {"A1": ASKED}, said)
    for number in range((ASKED[1] - ASKED[0]).days + 1):
        day = ASKED[0] + timedelta(days=number)
        came = any(first <= day <= last for first, last in given_spans)
        assert came + sum(first <= day <= last for first, last in cell.gaps) == 1
