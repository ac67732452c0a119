"""The words of a mail to our own people."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mlat.domain.digests import SAYS, Item
from mlat.mail.staffwords import MOST, Reader, body


@pytest.mark.parametrize("more", [0, 1, 7])
def test_what_a_mail_has_no_room_for_is_counted_in_words_that_fit_any_number(more: int) -> None:
    reader = Reader("en", "UTC", datetime(2026, 3, 2, tzinfo=UTC), "https://x.example")
    items = [Item(kind=next(iter(SAYS)), key=str(n), said="x", path=f"/{n}") for n in range(MOST + more)]
    said = [line for line in body(reader, items).splitlines() if line.startswith("More on")]
    assert said == ([f"More on your desk: {more}"] if more else [])
