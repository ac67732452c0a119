"""Deputies, the order of duties, when a digest is due, where a date stands in another zone, and turns on duty."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mlat.domain.digests import period_of
from mlat.domain.duties import stage, urgency
from mlat.domain.feed_days import day_here
from mlat.domain.problems import Problem
from mlat.domain.rota import turns
from mlat.domain.standing_in import stands_for, stands_in

AIRES, TOKYO, HONOLULU = (
    ZoneInfo("America/Argentina/Buenos_Aires"),
    ZoneInfo("Asia/Tokyo"),
    ZoneInfo("Pacific/Honolulu"),
)
ANGELES, KIRITIMATI = ZoneInfo("America/Los_Angeles"), ZoneInfo("Pacific/Kiritimati")


@pytest.mark.parametrize(
    ("away", "stands"),
    [
        ({}, "a"),
        ({"a": "b"}, "b"),
        ({"a": "b", "b": "c"}, "c"),
        ({"a": "b", "b": "a"}, "a"),
        ({"a": "b", "b": "c", "c": "b"}, "a"),
    ],
)
def test_the_deputy_of_an_absent_deputy_stands_in(away: dict[str, str], stands: str) -> None:
    assert stands_in("a", away) == stands
    assert ("a" in stands_for(stands, away)) is True


def test_everybodys_work_falls_to_exactly_one_who_is_there() -> None:
    away = {"a": "b", "b": "c", "d": "c"}
    assert stands_for("c", away) == {"a", "b", "c", "d"}
    assert stands_for("b", away) == {"b"}


def test_duties_stand_in_their_order_after_what_must_be_done_by_tomorrow() -> None:
    given = [("mla_due", 20), ("hold", 4), ("our_answer", 9), ("own_duty", 8), ("own_duty", 2), ("mla_due", 1)]
    ranked = sorted(given, key=lambda one: urgency(*one))
    assert ranked == [
        ("mla_due", 1),
        ("own_duty", 2),
        ("own_duty", 8),
        ("our_answer", 9),
        ("hold", 4),
        ("mla_due", 20),
    ]
    assert [stage(left) for left in (9, 3, 0, -1, None)] == ["ahead", "soon", "today", "over", "open"]


@pytest.mark.parametrize(
    ("rhythm", "local", "period"),
    [
        ("daily", datetime(2026, 3, 2, 8, 0, tzinfo=AIRES), "2026-03-02"),
        ("daily", datetime(2026, 3, 2, 7, 59, tzinfo=AIRES), ""),
        ("daily", datetime(2026, 3, 2, 18, 0, tzinfo=AIRES), ""),
        ("daily", datetime(2026, 3, 1, 9, 0, tzinfo=AIRES), ""),
        ("weekly", datetime(2026, 3, 2, 9, 0, tzinfo=AIRES), "2026-W10"),
        ("weekly", datetime(2026, 3, 6, 9, 0, tzinfo=AIRES), "2026-W10"),
        ("weekly", datetime(2026, 12, 31, 9, 0, tzinfo=AIRES), "2026-W53"),
        ("weekly", datetime(2027, 1, 1, 9, 0, tzinfo=AIRES), "2026-W53"),
        ("off", datetime(2026, 3, 2, 9, 0, tzinfo=AIRES), ""),
    ],
)
def test_a_digest_is_due_once_a_period_in_the_morning_of_a_working_day(
    rhythm: str, local: datetime, period: str
) -> None:
    assert period_of(rhythm, local, lambda day: day.weekday() < 5) == period


@pytest.mark.parametrize(
    ("place", "here", "ours", "theirs"),
    [
        (AIRES, AIRES, date(2026, 4, 24), date(2026, 4, 24)),
        (TOKYO, AIRES, date(2026, 4, 24), date(2026, 4, 24)),
        (AIRES, TOKYO, date(2026, 4, 24), date(2026, 4, 25)),
        (ANGELES, AIRES, date(2026, 4, 24), date(2026, 4, 25)),
        (KIRITIMATI, HONOLULU, date(2026, 4, 23), date(2026, 4, 23)),
    ],
)
def test_a_day_is_never_off_by_one_for_who_lives_elsewhere(
    place: ZoneInfo, here: ZoneInfo, ours: date, theirs: date
) -> None:
    over = datetime(2026, 4, 25, tzinfo=place).astimezone(UTC)
    assert day_here("2026-04-24", over, here, ours=True) == ours
    assert day_here("2026-04-24", over, here, ours=False) == theirs
    at = day_here("2026-04-24T10:00-03:00", over, here, ours=True)
    assert at == datetime(2026, 4, 24, 13, tzinfo=UTC)


def test_turns_follow_one_another_without_a_gap_over_a_change_of_clocks() -> None:
    planned = turns(["a", "b"], "weekly", date(2026, 3, 2), 3, 8, ANGELES)
    assert [one.user for one in planned] == ["a", "b", "a"]
    assert all(one.ends_at == after.starts_at for one, after in zip(planned, planned[1:], strict=False))
    assert {one.starts_at.astimezone(ANGELES).hour for one in planned} == {8}
    assert planned[0].ends_at - planned[0].starts_at == timedelta(hours=167), "clocks go forward on 8 March"
    for wrong in (([], "weekly", 1, 8), (["a"], "monthly", 1, 8), (["a"], "daily", 0, 8), (["a"], "daily", 1, 24)):
        people, rhythm, number, hour = wrong
        with pytest.raises(Problem):
            turns(people, rhythm, date(2026, 3, 2), number, hour, ANGELES)
