"""A letter that asks for news of one request or of several; it cites only what really obliges an answer."""

from __future__ import annotations

import pytest

from mlat.documents.render import html
from mlat.domain.record import Tone
from tests.documents.records import record

LINES = ("UFI/2026/REQ-0001; Sent on: 2 March 2026", "UFI/2026/REQ-0002; Sent on: 9 March 2026")


def letter(tone: Tone, several: bool, **clauses: str) -> str:
    """The letter in English, with the lines of two requests or about one."""
    fields = {"previous_request": "UFI/2026/REQ-0001", "what_is_owed": ("Whether it has arrived",)}
    return html(
        record(
            "status_inquiry",
            language="en",
            tone=tone,
            clauses=clauses,
            fields=fields | ({"requests_asked": LINES} if several else {}),
        )
    )


@pytest.mark.parametrize("tone", ["gentle", "firm", "own_authority"])
def test_several_requests_are_spoken_of_as_several_and_each_has_its_line(tone: Tone) -> None:
    one, many = letter(tone, several=False), letter(tone, several=True)
    assert "the request identified below" in one and "requests identified below" not in one
    assert "requests identified below" in many
    assert all(line.partition(";")[0] in many for line in LINES)
    assert "REQ-0002" not in one


def test_a_clause_is_cited_only_where_the_instrument_has_one_that_obliges_an_answer() -> None:
    bound = "reasonable questions on the progress of a request are answered"
    assert bound in letter("firm", several=True, answer_owed="XI.3")
    assert "XI.3" in letter("firm", several=True, answer_owed="XI.3")
    assert bound not in letter("firm", several=True)
    assert bound not in letter("own_authority", several=True, answer_owed="XI.3")
