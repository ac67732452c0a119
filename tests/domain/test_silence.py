"""Silence: time with the recipient, the curve worked by hand, and when a request is stalled."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from math import ceil
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlat.domain.lifecycle import STATE_AFTER, Kind, permit, standing
from mlat.domain.problems import Problem
from mlat.domain.silence import ENOUGH, HALF, MOST, Pace, Waiting, curve, pace, silence, waited

BEGAN = datetime(2026, 3, 2, 13, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Event:
    kind: str
    day: float
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def at(self) -> datetime:
        return BEGAN + self.day * DAY


def life(*happened: tuple[str, float], reaches: bool = True) -> Waiting:
    found = waited([Event(kind, day, {"reaches": reaches}) for kind, day in happened], "mla_evidence")
    assert found is not None
    return found


def days(given: timedelta | None) -> int | None:
    return None if given is None else given.days


# -- the time during which the recipient had the ball


@pytest.mark.parametrize(
    ("happened", "contact", "answer", "held"),
    [
        ([("sent", 0)], None, None, 100),
        ([("sent", 0), ("acknowledged", 7), ("answered", 60)], 7, 60, 60),
        # Their question came on day 30, our answer on day 50: twenty days were ours.
        ([("sent", 0), ("more_asked", 30), ("more_given", 50), ("answered", 90)], 30, 70, 70),
        # A promise and an acknowledgement while a question waits for us do not give the ball back to them.
        ([("sent", 0), ("more_asked", 30), ("acknowledged", 40), ("more_given", 50), ("answered", 90)], 30, 70, 70),
        ([("sent", 0), ("promised", 20)], 20, None, 100),
        ([("sent", 0), ("partly_answered", 40), ("answered", 80)], 40, 40, 80),
        ([("sent", 0), ("returned", 10), ("sent", 30)], 10, None, 80),
        # Sent again because it was lost: nothing starts anew.
        ([("sent", 0), ("sent", 30)], None, None, 100),
        ([("sent", 0), ("withdrawn", 40)], None, None, 40),
        ([("taken_over", 0), ("refused", 12)], 12, 12, 12),
        # A receipt, or a copy sent again, after their word: the list still says answered, or ours.
        ([("sent", 0), ("answered", 60), ("received", 70)], 60, 60, 60),
        ([("sent", 0), ("more_asked", 30), ("sent", 40), ("more_given", 50)], 30, None, 80),
        # A leg came back, and yet they have it.
        ([("sent", 0), ("leg_returned", 10), ("acknowledged", 30)], 10, None, 80),
        # Written down late, counted from the day on which it happened.
        ([("more_given", 50), ("sent", 0), ("more_asked", 30)], 30, None, 80),
    ],
)
def test_only_the_time_in_their_hands_counts(
    happened: list[tuple[str, float]], contact: int | None, answer: int | None, held: int
) -> None:
    found = life(*happened)
    assert (days(found.contact), days(found.answer), found.held(BEGAN + 100 * DAY).days) == (contact, answer, held)


@given(st.lists(st.sampled_from(sorted(set(STATE_AFTER) - {Kind.QUEUED, Kind.BOUNCED})), max_size=6))
def test_it_is_with_them_whenever_the_list_says_that_they_owe(kinds: list[Kind]) -> None:
    """Whatever happened after it was sent; a mail that came back is measured from its next sending alone."""
    told = [Event("sent", 0, {"reaches": True})]
    for day, kind in enumerate(kinds, start=1):
        try:
            permit(kind, standing(told, BEGAN.date()).state)
        except Problem:
            continue
        told.append(Event(kind, day))
    found = waited(told, "mla_evidence")
    assert found is not None
    assert (found.since is not None) == (standing(told, BEGAN.date()).ball == "they_owe")


def test_what_is_on_its_way_through_other_bodies_is_not_silence_of_the_recipient() -> None:
    found = waited(
        [Event("sent", 0), Event("received", 40, {"reaches": True}), Event("acknowledged", 45)], "mla_evidence"
    )
    assert found is not None
    assert (found.began, days(found.contact)) == (BEGAN + 40 * DAY, 5)


def test_after_a_word_the_silence_begins_anew_and_our_own_time_is_none_of_it() -> None:
    found = life(("sent", 0), ("acknowledged", 10), ("more_asked", 30), ("more_given", 50))
    assert found.silent(BEGAN + 80 * DAY).days == 30


def test_papers_that_nobody_answers_and_drafts_are_no_wait() -> None:
    assert waited([Event("sent", 0)], "status_inquiry") is None
    assert waited([Event("drafted", 0)], "mla_evidence") is None


# -- the curve


def test_a_curve_worked_by_hand() -> None:
    """Six requests: spoke on days 6, 10 and 10; open at 7, 10 and 12.

    Day 6: 6 at risk, 1 spoke: 5/6. Day 10: 4 at risk (the one open at 10 among them), 2 spoke: 5/6 * 1/2 = 5/12.
    """
    found = curve({6: 1, 10: 2}, {7: 1, 10: 1, 12: 1})
    assert [(step.day, step.at_risk, step.came, step.silent) for step in found.steps] == [
        (6, 6, 1, Fraction(5, 6)),
        (10, 4, 2, Fraction(5, 12)),
    ]
    assert (found.cases, found.came, found.within(HALF), found.within(MOST)) == (6, 3, 10, None)
    assert [found.silent_after(day) for day in (5, 6, 9, 10, 99)] == [
        1, Fraction(5, 6), Fraction(5, 6), Fraction(5, 12), Fraction(5, 12),
    ]  # fmt: skip


def test_a_known_curve_of_the_literature() -> None:
    """The 6-MP arm of Freireich and others (1963), 21 patients: the table that textbooks print of it."""
    came = {6: 3, 7: 1, 10: 1, 13: 1, 16: 1, 22: 1, 23: 1}
    open_ = {6: 1, 9: 1, 10: 1, 11: 1, 17: 1, 19: 1, 20: 1, 25: 1, 32: 2, 34: 1, 35: 1}
    found = curve(came, open_)
    assert [(step.day, step.at_risk, round(float(step.silent), 4)) for step in found.steps] == [
        (6, 21, 0.8571), (7, 17, 0.8067), (10, 15, 0.7529), (13, 12, 0.6902),
        (16, 11, 0.6275), (22, 7, 0.5378), (23, 6, 0.4482),
    ]  # fmt: skip
    assert found.within(HALF) == 23


@given(st.lists(st.integers(0, 400), min_size=1, max_size=60), st.fractions(Fraction(1, 100), 1))
def test_where_all_have_spoken_the_curve_is_the_plain_distribution(spoke: list[int], share: Fraction) -> None:
    found = curve(Counter(spoke), {})
    assert found.within(share) == sorted(spoke)[ceil(share * len(spoke)) - 1]
    for day in (0, 100, 400):
        assert found.silent_after(day) == Fraction(sum(each > day for each in spoke), len(spoke))


@given(st.lists(st.tuples(st.integers(0, 90), st.booleans()), max_size=60))
def test_a_curve_only_falls_and_open_ones_never_make_an_answer_look_sooner(lived: list[tuple[int, bool]]) -> None:
    came = Counter(day for day, spoke in lived if spoke)
    found = curve(came, Counter(day for day, spoke in lived if not spoke))
    shares = [step.silent for step in found.steps]
    assert shares == sorted(shares, reverse=True)
    assert all(0 <= share < 1 for share in shares)
    alone = curve(came, {}).within(HALF)
    later = found.within(HALF)
    assert alone is None or later is None or later >= alone


# -- stalled


def seen(number: int, day: int = 100) -> Pace:
    """`number` requests, spoken to on each of ten days and answered up to `day`, evenly."""
    answered = curve(Counter(ceil(day * (place + 1) / number) for place in range(number)), {})
    return pace(curve({10: number}, {}), answered)


def test_below_twenty_own_cases_no_percentile_is_named() -> None:
    few, enough = seen(ENOUGH - 1), seen(ENOUGH)
    assert (few.cases, few.answered, few.answer_half, few.answer_most, few.enough) == (19, 19, None, None, False)
    assert (enough.answer_half, enough.answer_most, enough.enough) == (50, 80, True)


@pytest.mark.parametrize(("silent", "stalled"), [(80, False), (80.99, False), (81, True)])
def test_a_request_is_stalled_the_day_after_the_eightieth_percentile(silent: float, stalled: bool) -> None:
    one = life(("sent", 0), ("acknowledged", 0))
    found = silence(one, seen(ENOUGH), BEGAN + silent * DAY)
    assert (found.bound, found.ground, found.stalled) == (80, "answer", stalled)


def test_before_the_first_word_it_is_measured_by_how_soon_others_were_heard_of() -> None:
    found = silence(life(("sent", 0)), seen(ENOUGH), BEGAN + 11 * DAY)
    assert (found.bound, found.ground, found.stalled) == (10, "contact", True)


def test_the_offices_own_limit_goes_before_the_curve_and_needs_no_cases() -> None:
    one = life(("sent", 0))
    assert silence(one, Pace(limit=5), BEGAN + 5 * DAY).stalled is False
    found = silence(one, Pace(cases=40, contact_most=90, limit=5), BEGAN + 6 * DAY)
    assert (found.bound, found.ground, found.stalled) == (5, "limit", True)


def test_a_curve_that_never_reaches_four_of_five_stalls_nothing() -> None:
    never = pace(curve({10: 10}, {500: 30}), curve({20: 5}, {500: 35}))
    found = silence(life(("sent", 0)), never, BEGAN + 900 * DAY)
    assert (never.enough, never.answer_half, never.answer_most) == (True, None, None)
    assert (found.bound, found.stalled) == (None, False)
