"""When a family is written to: soon, not in bursts, never left without a word."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mlat.domain.milestones import Milestone
from mlat.domain.rhythm import BETWEEN, WITHOUT_NEWS, letter_due

SENT = Milestone("request_sent_abroad", date(2026, 3, 2), "company")
RECEIVED = Milestone("received", date(2026, 3, 5), "company")
ANSWERED = Milestone("first_answer", date(2026, 5, 20), "company")
FIRST = date(2026, 3, 3)


def waiting(on: date) -> Milestone:
    return Milestone("still_waiting", on, "company")


def test_nothing_to_say_nothing_to_send() -> None:
    assert letter_due((), (), None) is None
    assert letter_due((SENT,), (SENT,), FIRST) is None


def test_the_first_letter_comes_with_the_first_milestone() -> None:
    assert letter_due((), (SENT, waiting(date(2026, 4, 1))), None) == SENT.on


@pytest.mark.parametrize(
    ("news", "due"),
    [
        (RECEIVED, FIRST + BETWEEN),
        (ANSWERED, ANSWERED.on),
    ],
)
def test_news_comes_at_once_but_not_in_bursts(news: Milestone, due: date) -> None:
    assert letter_due((SENT,), (SENT, news), FIRST) == due


def test_that_there_is_no_news_is_told_only_to_those_who_asked_for_it() -> None:
    waits = (SENT, waiting(FIRST + timedelta(days=10)))
    assert letter_due((SENT,), waits, FIRST) is None
    assert letter_due((SENT,), waits, FIRST, without_news=WITHOUT_NEWS) == FIRST + WITHOUT_NEWS


def test_a_first_letter_without_news_goes_only_to_those_who_asked_for_it() -> None:
    waits = (waiting(FIRST),)
    assert letter_due((), waits, None) is None
    assert letter_due((), waits, None, without_news=WITHOUT_NEWS) == FIRST


def test_letters_come_as_often_as_they_were_wished() -> None:
    seldom = timedelta(days=90)
    assert letter_due((SENT,), (SENT, RECEIVED), FIRST, seldom) == FIRST + seldom
    assert letter_due((SENT,), (SENT, waiting(FIRST)), FIRST, seldom, WITHOUT_NEWS) == FIRST + seldom


def test_the_same_step_at_another_kind_of_body_is_news() -> None:
    abroad = Milestone("request_sent_abroad", date(2026, 3, 2), "authority")
    assert letter_due((SENT,), (SENT, abroad), FIRST) == FIRST + BETWEEN
