"""Each link hangs on the one before it and on every value of its own row."""

from __future__ import annotations

import pytest

from mlat.domain.chain import link

ROW = {"seq": 1, "kind": "sent", "data": {"b": 2, "a": "ñ"}}


def test_the_same_row_after_the_same_row_gives_the_same_hash() -> None:
    assert link("", ROW) == link("", {"data": {"a": "ñ", "b": 2}, "kind": "sent", "seq": 1})


@pytest.mark.parametrize(
    "changed",
    [
        {**ROW, "seq": 2},
        {**ROW, "kind": "closed"},
        {**ROW, "data": {"b": 2, "a": "n"}},
        {**ROW, "data": {"b": "2", "a": "ñ"}},
    ],
)
def test_any_change_gives_another_hash(changed: dict[str, object]) -> None:
    assert link("", changed) != link("", ROW)


def test_the_row_before_is_part_of_it() -> None:
    assert link(link("", ROW), ROW) != link("", ROW)
