"""Reset, pause, resume, extend: what each makes of the dates, and what no clock of that kind bears."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlat.domain.calendars import Calendar, explicit
from mlat.domain.clock_acts import ClockAct, Deadline, acts_on, extended, paused, permit_act, reset, resumed
from mlat.domain.clock_parts import Almanac, Opening, counted_as
from mlat.domain.counting import written
from mlat.domain.counting_rule import Kind
from mlat.domain.problems import Problem
from mlat.facts import load

DUBLIN = "Europe/Dublin"
BAIRES = "America/Argentina/Buenos_Aires"
HOLIDAYS = explicit([date(2026, 10, 26), date(2026, 5, 25), date(2026, 11, 26)])
THURSDAY = datetime(2026, 10, 15, 9, tzinfo=ZoneInfo(DUBLIN))
"""Ten days from here end on Sunday 25 October; the Monday is a holiday in Ireland."""


def calendar(_country: str, _day: date) -> Calendar:
    return HOLIDAYS


ALMANAC = Almanac(tuple(load().counting.values()), calendar, "AR")


def runs(rule: str, period: str, at: datetime, zone: str, kind: str = "answer_owed", party: str = "them") -> Deadline:
    """A clock as it was opened by law."""
    due = ALMANAC.due(rule, period, at, zone, "IE", counted_as(kind))
    return Deadline(
        kind, party, at, zone, "IE", rule, period, written(due.legal_due), written(due.safe_due),
        tuple(step.to_json() for step in due.working),
    )  # fmt: skip


def again(clock: Deadline, opening: Opening) -> Deadline:
    """The row that an act opened, as the next act meets it."""
    due = opening.due
    return replace(
        clock,
        started_at=opening.started_at,
        legal_due=written(due.legal_due) if due else "",
        safe_due=written(due.safe_due) if due else "",
        working=tuple(step.to_json() for step in (due.working if due else opening.said)),
        paused_at=opening.paused_at,
        moved=True,
    )


def dues(opening: Opening) -> tuple[str, str]:
    assert opening.due is not None
    return written(opening.due.legal_due), written(opening.due.safe_due)


def codes(opening: Opening) -> list[str]:
    return [step.code for step in (opening.due.working if opening.due else opening.said)]


def noon(day: str, zone: str = DUBLIN) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=ZoneInfo(zone))


# -- extend


def test_what_is_added_counts_from_the_end_as_counted_not_from_where_it_was_moved() -> None:
    clock = runs("eu_1182", "P10D", THURSDAY, DUBLIN)
    assert (clock.legal_due, clock.end) == ("2026-10-27", date(2026, 10, 25))
    longer = extended(clock, ALMANAC, "more", "P5D")
    assert dues(longer) == ("2026-10-30", "2026-10-30")  # from the 25th, not the 27th
    assert (longer.started_at.date(), longer.period, codes(longer)[0]) == (date(2026, 10, 25), "P5D", "added_to_end")


def test_a_whole_period_counts_from_the_clock_s_own_start() -> None:
    longer = extended(runs("eu_1182", "P10D", THURSDAY, DUBLIN), ALMANAC, "whole", "P15D")
    assert (dues(longer)[0], longer.started_at) == ("2026-10-30", THURSDAY)


def test_the_two_readings_differ_where_months_have_unequal_ends() -> None:
    clock = runs("ar_ccyc_6", "P1M", noon("2026-01-31", BAIRES), BAIRES)
    assert clock.legal_due == "2026-02-28"
    assert dues(extended(clock, ALMANAC, "more", "P1M"))[0] == "2026-03-28"
    assert dues(extended(clock, ALMANAC, "whole", "P2M"))[0] == "2026-03-31"


def test_a_hold_extended_by_its_recipient_ends_thirty_days_after_the_sixty() -> None:
    hold = runs("eu_1182", "P60D", noon("2026-09-01", "Europe/Berlin"), "Europe/Berlin", "hold", "nobody")
    assert hold.legal_due == "2026-10-31"
    assert dues(extended(hold, ALMANAC, "more", "P30D")) == ("2026-11-30", "2026-11-30")


def test_what_is_added_to_a_renewed_hold_goes_on_from_both_of_its_readings() -> None:
    """Vector 9 of the reference, until 14 July (9 July, its own day counted: the 8th), and thirty days more."""
    zone = "America/Los_Angeles"
    at = noon("2026-04-10", zone)
    due = ALMANAC.due("us_hold", "P90D", at, zone, "US", Kind.RENEWAL, date(2026, 4, 15))
    assert (due.legal_due, due.safe_due) == (date(2026, 7, 14), date(2026, 7, 8))
    working = tuple(step.to_json() for step in due.working)
    renewed = Deadline("hold", "nobody", at, zone, "US", "us_hold", "P90D", "2026-07-14", "2026-07-08", working)
    longer = extended(renewed, ALMANAC, "more", "P30D")
    assert dues(longer) == ("2026-08-13", "2026-08-07")
    assert dues(extended(again(renewed, longer), ALMANAC, "more", "P30D"))[0] == "2026-09-12"


def test_the_next_extension_starts_where_the_one_before_ended_as_counted() -> None:
    clock = runs("eu_1182", "P10D", THURSDAY, DUBLIN)
    first = again(clock, extended(clock, ALMANAC, "more", "P7D"))
    assert (first.end, first.legal_due) == (date(2026, 11, 1), "2026-11-02")  # a Sunday, moved
    assert dues(extended(first, ALMANAC, "more", "P7D"))[0] == "2026-11-09"  # Sunday 8 November, moved


def test_hours_are_added_to_the_instant() -> None:
    clock = runs("ar_secrecy_234", "PT48H", noon("2026-08-03", BAIRES), BAIRES, "our_answer", "us")
    assert dues(extended(clock, ALMANAC, "more", "PT24H"))[0] == "2026-08-06T12:00-03:00"


def test_an_exact_date_is_what_it_says_and_is_never_counted_again() -> None:
    opening = extended(runs("eu_1182", "P10D", THURSDAY, DUBLIN), ALMANAC, "until", date(2026, 12, 26))
    assert dues(opening) == ("2026-12-26", "2026-12-26")
    assert (opening.rule, opening.period) == ("by_date", "")
    after = extended(again(runs("eu_1182", "P10D", THURSDAY, DUBLIN), opening), ALMANAC, "more", "P10D")
    assert dues(after)[0] == "2027-01-05"


# -- pause and resume


def test_calendar_days_left_run_on_from_the_day_of_resumption() -> None:
    clock = runs("eu_1182", "P10D", datetime(2026, 9, 7, 9, tzinfo=UTC), DUBLIN)
    rests = paused(clock, ALMANAC, noon("2026-09-10"))
    assert (rests.due, rests.paused_at, codes(rests)) == (None, noon("2026-09-10"), ["paused_days"])
    assert rests.said[0].values == {"number": "7"}
    on = resumed(clock, ALMANAC, noon("2026-09-10"), noon("2026-10-01"))
    assert (dues(on)[0], on.period, on.started_at) == ("2026-10-08", "P7D", noon("2026-10-01"))
    assert codes(on)[0] == "resumed"


def test_working_days_left_run_on_as_working_days() -> None:
    clock = runs("ar_cppf_114", "P3D", noon("2026-05-22", BAIRES), BAIRES, "our_answer", "us")
    assert clock.legal_due == "2026-05-28"  # Monday 25 May is a holiday
    at = noon("2026-05-26", BAIRES)
    assert paused(clock, ALMANAC, at).said[0].values == {"number": "2"}
    on = resumed(clock, ALMANAC, at, noon("2026-06-05", BAIRES))  # a Friday
    assert (dues(on)[0], on.period) == ("2026-06-09", "P2D")


def test_hours_left_run_on_to_the_minute() -> None:
    start = datetime(2026, 9, 11, 16, 5, tzinfo=ZoneInfo("Europe/Berlin"))
    clock = runs("eu_1182", "PT96H", start, "Europe/Berlin")
    at = start + timedelta(hours=10, minutes=20)
    assert paused(clock, ALMANAC, at).said[0].values == {"number": "86:35"}
    on = resumed(clock, ALMANAC, at, at + timedelta(days=2))
    assert dues(on) == ("2026-09-17T17:00+02:00", "2026-09-17T16:05+02:00")


def test_hours_that_the_rule_moves_off_a_day_of_rest_are_moved_again() -> None:
    start = datetime(2026, 11, 23, 10, 20, tzinfo=ZoneInfo("America/New_York"))
    clock = runs("us_crim_45", "PT48H", start, "America/New_York")
    at = start + timedelta(hours=24)
    on = resumed(clock, ALMANAC, at, at + timedelta(hours=24))  # so it ends on Thanksgiving
    assert dues(on)[0] == "2026-11-27T10:20-05:00"


def test_a_chase_without_a_date_pauses_and_runs_on_without_one() -> None:
    chase = Deadline("answer", "them", THURSDAY, DUBLIN, "IE", "", "", "", "")
    assert paused(chase, ALMANAC, noon("2026-10-20")).said == ()
    on = resumed(chase, ALMANAC, noon("2026-10-20"), noon("2026-11-01"))
    assert (on.due, on.started_at, on.paused_at) == (None, noon("2026-11-01"), None)


@given(
    rule=st.sampled_from(["ar_cppf_114", "ar_ccyc_6", "budapest", "ar_secrecy_234", "us_crim_45", "treaty_silent"]),
    days=st.integers(1, 60),
    into=st.integers(0, 90),
    rest=st.integers(0, 90),
)
def test_a_pause_moves_the_counted_end_by_as_many_days_as_it_lasted(rule: str, days: int, into: int, rest: int) -> None:
    """In days as the rule counts them: calendar days, or working days where it counts those."""
    clock = runs(rule, f"P{days}D", noon("2026-03-02", BAIRES), BAIRES)
    at = clock.started_at + timedelta(days=into)
    try:
        paused(clock, ALMANAC, at)
    except Problem as over:
        assert over.code == "over"
        return
    on = resumed(clock, ALMANAC, at, at + timedelta(days=rest))
    end = again(clock, on).end
    if rest == 0:
        assert dues(on) == (clock.legal_due, clock.safe_due) or at.date() > clock.end
    if rule != "ar_cppf_114":
        assert end == max(date.fromisoformat(str(clock.end)), at.date()) + timedelta(days=rest)
    else:
        left = int(on.period[1:-1])
        assert end == HOLIDAYS.add_working(at.date() + timedelta(days=rest), left)


def test_what_is_over_is_not_paused_and_nothing_is_resumed_before_its_pause() -> None:
    clock = runs("eu_1182", "P10D", THURSDAY, DUBLIN)
    for at, code in ((noon("2026-10-28"), "over"), (noon("2026-10-14"), "range")):
        with pytest.raises(Problem) as refused:
            paused(clock, ALMANAC, at)
        assert (refused.value.code, refused.value.where) == (code, "at")
    assert paused(clock, ALMANAC, noon("2026-10-27")).paused_at  # the last day still runs
    with pytest.raises(Problem, match="before the pause"):
        resumed(clock, ALMANAC, noon("2026-10-20"), noon("2026-10-19"))


# -- reset


def test_a_reset_counts_the_whole_period_of_the_law_from_what_happened() -> None:
    clock = runs("eu_1182", "P10D", datetime(2026, 9, 7, 9, tzinfo=UTC), DUBLIN)
    left = resumed(clock, ALMANAC, noon("2026-09-10"), noon("2026-10-01"))
    anew = reset(again(clock, left), ALMANAC, noon("2026-11-02"), DUBLIN)
    assert (dues(anew)[0], anew.period, anew.started_at) == ("2026-11-12", "P10D", noon("2026-11-02"))
    assert codes(anew)[0] == "started_anew"


def test_a_reset_counts_at_the_place_of_what_happened() -> None:
    clock = runs("eu_1182", "P10D", datetime(2026, 6, 1, 9, tzinfo=UTC), DUBLIN)
    late_at_night = datetime(2026, 7, 1, 1, 30, tzinfo=UTC)  # still 30 June in Buenos Aires
    assert dues(reset(clock, ALMANAC, late_at_night, DUBLIN))[0] == "2026-07-13"
    assert dues(reset(clock, ALMANAC, late_at_night, BAIRES))[0] == "2026-07-10"


# -- what no clock of that kind bears


@pytest.mark.parametrize("act", [ClockAct.PAUSED, ClockAct.RESET, ClockAct.RESUMED])
@pytest.mark.parametrize("kind", ["hold", "cybertip_hold"])
def test_a_hold_lapses_anyway_so_it_is_neither_paused_nor_reset(kind: str, act: ClockAct) -> None:
    hold = runs("us_hold", "P90D", THURSDAY, "America/Los_Angeles", kind, "nobody")
    with pytest.raises(Problem, match="lapse anyway") as refused:
        permit_act(act, hold)
    assert refused.value.remedy
    assert act not in acts_on(kind, paused=False, counted=True)


@pytest.mark.parametrize("kind", ["secrecy", "non_disclosure", "majority", "promise"])
@pytest.mark.parametrize("act", list(ClockAct))
def test_orders_birthdays_and_promises_are_moved_by_no_act(kind: str, act: ClockAct) -> None:
    clock = Deadline(kind, "nobody", THURSDAY, DUBLIN, "IE", "eu_1182", "P10D", "2026-10-27", "2026-10-23")
    with pytest.raises(Problem) as refused:
        permit_act(act, clock)
    assert refused.value.remedy
    assert acts_on(kind, paused=False, counted=True) == ()


def test_a_paused_clock_is_resumed_before_anything_else_and_a_running_one_is_not() -> None:
    running = runs("eu_1182", "P10D", THURSDAY, DUBLIN)
    rests = replace(running, paused_at=noon("2026-10-20"))
    for act, clock in ((ClockAct.EXTENDED, rests), (ClockAct.PAUSED, rests), (ClockAct.RESUMED, running)):
        with pytest.raises(Problem, match="paused"):
            permit_act(act, clock)
    permit_act(ClockAct.RESET, rests)


def test_what_no_law_counts_is_not_counted_on() -> None:
    chase = Deadline("acknowledgement", "them", THURSDAY, DUBLIN, "IE", "", "", "", "")
    with pytest.raises(Problem) as refused:
        extended(chase, ALMANAC, "more", "P10D")
    assert (refused.value.code, bool(refused.value.remedy)) == ("no_rule", True)
    with pytest.raises(Problem) as refused:
        reset(chase, ALMANAC, THURSDAY, DUBLIN)
    assert (refused.value.code, bool(refused.value.remedy)) == ("no_rule", True)
    assert acts_on("acknowledgement", paused=False, counted=False) == (ClockAct.EXTENDED, ClockAct.PAUSED)


def test_a_clock_that_was_moved_has_no_own_start_to_count_a_whole_period_from() -> None:
    clock = replace(runs("eu_1182", "P10D", THURSDAY, DUBLIN), moved=True)
    with pytest.raises(Problem, match="from the start"):
        extended(clock, ALMANAC, "whole", "P15D")
