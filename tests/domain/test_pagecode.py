"""The code of a family's page: 60 bits behind a locator, and typed by hand it is still read."""

from __future__ import annotations

import math

import pytest

from mlat.domain.pagecode import ALPHABET, LENGTH, LOCATOR, read, shown

CODE = "7K3M9QXA01BCWXYZ"


def test_what_opens_it_has_sixty_bits() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET)
    assert (LENGTH - LOCATOR) * math.log2(len(ALPHABET)) >= 60


@pytest.mark.parametrize(
    "typed",
    [
        shown(CODE),
        CODE.lower(),
        " 7k3m 9qxa  o1bc-wxyz ",
        "7K3M9QXAOIBCWXYZ",
        "７Ｋ３Ｍ９QXA0lBCWXYZ",
        "٧K٣M٩QXA٠١BCWXYZ",
    ],
)
def test_however_it_is_typed(typed: str) -> None:
    assert read(typed) == CODE


@pytest.mark.parametrize("typed", ["", "7K3M", f"{CODE}7", CODE.replace("7", "U"), CODE.replace("7", "ñ")])
def test_what_is_no_code(typed: str) -> None:
    assert read(typed) is None
