"""Of which kind each pasted line seems to be."""

from __future__ import annotations

import pytest

from mlat.domain.identifiers import TYPES
from mlat.web.pasting import SHAPES, lines_of


@pytest.mark.parametrize(
    ("line", "kind", "doubtful"),
    [
        ("192.0.2.1", "ip", False),
        ("192.0.2.1:443", "ip", False),
        ("[2001:db8::1]:443", "ip", False),
        ("2001:db8::1", "ip", False),
        ("somebody@mail.example", "email", False),
        ("+52 55 0000 0000", "phone", False),
        ("https://www.example/u/1", "url", False),
        ("https://t.me/group", "channel_link", True),
        ("abcdefghij234567abcdefghij234567abcdefghij234567abcdefgh.onion", "onion", False),
        ("99999999999", "numeric_id", True),
        ("@una.cuenta", "username", True),
        ("Juan el Bueno", "display_name", True),
    ],
)
def test_the_kind_of_a_line(line: str, kind: str, doubtful: bool) -> None:
    (found,) = lines_of(line)
    assert (found.kind, found.doubtful) == (kind, doubtful)


def test_lines_are_kept_exactly_and_empty_ones_left_out() -> None:
    assert [one.given for one in lines_of("  a b  \n\n \nc")] == ["  a b  ", "c"]


def test_every_kind_is_one_that_the_rules_know() -> None:
    assert {kind for _shape, kind, _doubtful in SHAPES} <= set(TYPES)
