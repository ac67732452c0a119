"""A young person's own voice: asked in time, obeyed at once, and never betrayed by a date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mlat.domain.voice import Answer, asked_from, voice

BORN = date(2008, 8, 15)
OF_AGE = date(2026, 8, 15)
ASKED = date(2026, 2, 1)
DAY = timedelta(days=1)


def stands(today: date, answer: Answer | None = None, own_age: int | None = None) -> tuple[bool, bool]:
    found = voice(BORN, "AR", own_age, today, answer)
    return found.ask, found.others_stop


@pytest.mark.parametrize(
    ("today", "answer", "found"),
    [
        (ASKED - DAY, None, (False, False)),
        (ASKED, None, (True, False)),
        (OF_AGE - DAY, None, (True, False)),
        (OF_AGE, None, (True, True)),
        (ASKED + DAY, Answer(ASKED, agrees=False), (False, True)),
        (OF_AGE, Answer(ASKED, agrees=True), (False, False)),
        (OF_AGE, Answer(ASKED - DAY, agrees=True), (True, True)),
        (ASKED - DAY, Answer(ASKED - 400 * DAY, agrees=False), (False, True)),
    ],
)
def test_others_are_told_until_the_day_or_a_no(today: date, answer: Answer | None, found: tuple[bool, bool]) -> None:
    assert stands(today, answer) == found


def test_an_office_may_ask_earlier_and_asks_again_before_majority() -> None:
    sixteen = date(2024, 8, 15)
    assert stands(sixteen - DAY, own_age=16) == (True, False)
    assert stands(sixteen, own_age=16) == (True, True)
    yes = Answer(sixteen - DAY, agrees=True)
    assert stands(sixteen, yes, own_age=16) == (False, False)
    assert stands(ASKED, yes, own_age=16) == (True, False)
    assert stands(OF_AGE, yes, own_age=16) == (True, True)


def test_the_task_begins_with_a_month_for_everybody_born_in_one() -> None:
    assert {asked_from(date(2026, 8, day)) for day in range(1, 32)} == {ASKED}
