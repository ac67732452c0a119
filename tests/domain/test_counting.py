"""The worked vectors, the examples of every rule, and what the vectors do not reach."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from mlat.domain import calendars
from mlat.domain.counting import CountingRule, Due, Example, Kind, count, local_day, plain, rule_for
from mlat.domain.periods import Period, Unit, parse_period
from mlat.domain.problems import Problem

ROOT = Path(__file__).parents[2]
RULES = TypeAdapter(tuple[CountingRule, ...]).validate_python(
    tomllib.loads((ROOT / "mlat/data/counting.toml").read_text())["rule"]
)
VECTORS = tomllib.loads((Path(__file__).parent / "counting_vectors.toml").read_text())["vector"]
BUENOS_AIRES = ZoneInfo("America/Argentina/Buenos_Aires")
BERLIN = ZoneInfo("Europe/Berlin")


def counted(
    rule: CountingRule | str,
    period: str | Period,
    start: str,
    zone: str = "Europe/Berlin",
    holidays: tuple[date, ...] = (),
    kind: Kind | None = None,
    running_until: date | None = None,
) -> Due:
    rule = rule_for(RULES, rule) if isinstance(rule, str) else rule
    period = parse_period(period) if isinstance(period, str) else period
    place = ZoneInfo(zone)
    instant = datetime.fromisoformat(start).replace(tzinfo=place)
    return count(rule, period, instant, place, calendars.explicit(holidays), kind=kind, running_until=running_until)


def dues(due: Due) -> tuple[object, object]:
    answer = due.to_json()
    return answer["legal_due"], answer["safe_due"]


def codes(due: Due) -> list[str]:
    return [step.code for step in due.working]


def plain_rule(**keys: Any) -> CountingRule:
    return plain(**keys)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: f"vector-{vector['n']}")
def test_the_worked_vectors(vector: dict[str, Any]) -> None:
    due = counted(
        vector["rule"],
        vector["period"],
        vector["start"],
        vector["zone"],
        tuple(date.fromisoformat(day) for day in vector["holidays"]),
        Kind(vector["kind"]) if "kind" in vector else None,
        date.fromisoformat(vector["running_until"]) if "running_until" in vector else None,
    )
    assert dues(due) == (vector["legal_due"], vector["safe_due"])


def test_all_vectors_are_here() -> None:
    assert [vector["n"] for vector in VECTORS] == list(range(1, 25))


@pytest.mark.parametrize(
    ("rule", "example"),
    [pytest.param(rule, example, id=f"{rule.id}-{n}") for rule in RULES for n, example in enumerate(rule.examples)],
)
def test_the_examples_of_each_rule(rule: CountingRule, example: Example) -> None:
    due = counted(
        rule,
        example.period,
        example.start,
        example.zone,
        example.holidays,
        example.kind,
        example.running_until,
    )
    assert dues(due) == (example.legal_due, example.safe_due), example.why


RULES_OF_THE_FIELD = {
    "eu_1182": Kind.ACT,
    "budapest": Kind.HOLD,
    "us_crim_45": Kind.ACT,
    "us_hold": Kind.HOLD,
    "ar_cppf_114": Kind.ACT,
    "ar_cppn_162": Kind.ACT,
    "ar_ccyc_6": Kind.ACT,
    "ar_secrecy_234": Kind.PROHIBITION,
    "treaty_silent": Kind.ACT,
    "backwards": Kind.ACT,
    "unknown": Kind.ACT,
}


def test_every_rule_of_the_field_is_here_with_its_own_kind() -> None:
    assert {rule.id: rule.kind for rule in RULES} == RULES_OF_THE_FIELD


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: f"vector-{vector['n']}")
def test_each_vector_is_an_example_of_its_rule(vector: dict[str, Any]) -> None:
    kind = Kind(vector["kind"]) if "kind" in vector else None
    days = tuple(date.fromisoformat(day) for day in vector["holidays"])
    wanted = (kind, vector["period"], vector["start"], vector["zone"], days, vector["legal_due"], vector["safe_due"])
    rule = next(rule for rule in RULES if rule.id == vector["rule"])
    shown = [(e.kind, e.period, e.start, e.zone, e.holidays, e.legal_due, e.safe_due) for e in rule.examples]
    assert wanted in shown


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_each_rule_has_three_examples(rule: CountingRule) -> None:
    assert len(rule.examples) >= 3


@pytest.mark.parametrize(
    ("period", "start", "keys", "holidays", "legal", "safe"),
    [
        # 2026-11-02 is a Monday
        (Period(20, Unit.WORKING_DAYS), "2026-11-02T10:00", {}, (), "2026-11-30", "2026-11-30"),
        (Period(20, Unit.WORKING_DAYS), "2026-11-02T10:00", {}, ("2026-11-23",), "2026-12-01", "2026-12-01"),
        (
            Period(20, Unit.WORKING_DAYS),
            "2026-11-02T10:00",
            {"count_start_day": True},
            (),
            "2026-11-27",
            "2026-11-27",
        ),
        (
            Period(1, Unit.WORKING_DAYS),
            "2026-11-07T10:00",
            {"count_start_day": True},
            (),
            "2026-11-09",
            "2026-11-09",
        ),
        (Period(-3, Unit.WORKING_DAYS), "2026-11-03T10:00", {}, (), "2026-10-29", "2026-10-29"),
        (
            Period(-3, Unit.WORKING_DAYS),
            "2026-11-03T10:00",
            {"count_start_day": True},
            (),
            "2026-10-30",
            "2026-10-30",
        ),
        (Period(5, Unit.DAYS), "2026-11-02T10:00", {}, (), "2026-11-07", "2026-11-06"),
        (Period(5, Unit.DAYS), "2026-11-02T10:00", {"roll": "forward"}, (), "2026-11-09", "2026-11-06"),
        (Period(5, Unit.DAYS), "2026-11-02T10:00", {"roll": "back"}, (), "2026-11-06", "2026-11-06"),
        (Period(5, Unit.DAYS), "2026-11-02T10:00", {"count_start_day": True}, (), "2026-11-06", "2026-11-06"),
        (Period(-10, Unit.DAYS), "2026-11-11T10:00", {"roll": "back"}, (), "2026-10-30", "2026-10-30"),
        (Period(1, Unit.MONTHS), "2026-03-31T10:00", {}, (), "2026-04-30", "2026-04-30"),
        (
            Period(1, Unit.MONTHS),
            "2026-03-01T10:00",
            {"count_start_day": True},
            (),
            "2026-03-31",
            "2026-03-31",
        ),
        (Period(-1, Unit.MONTHS), "2026-03-31T10:00", {}, (), "2026-02-28", "2026-02-27"),
        (Period(12, Unit.MONTHS), "2028-02-29T10:00", {}, (), "2029-02-28", "2029-02-28"),
        (Period(0, Unit.DAYS), "2026-11-02T10:00", {}, (), "2026-11-02", "2026-11-02"),
        (
            Period(24, Unit.HOURS),
            "2026-11-06T10:00",
            {},
            (),
            "2026-11-07T10:00+01:00",
            "2026-11-07T10:00+01:00",
        ),
        (
            Period(24, Unit.HOURS),
            "2026-11-06T10:00",
            {"roll": "forward"},
            (),
            "2026-11-09T10:00+01:00",
            "2026-11-06",
        ),
        (Period(48, Unit.HOURS), "2026-11-06T10:00", {"roll": "back"}, (), "2026-11-06T10:00+01:00", None),
        (
            Period(-48, Unit.HOURS),
            "2026-11-06T10:00",
            {},
            (),
            "2026-11-04T10:00+01:00",
            "2026-11-04T10:00+01:00",
        ),
    ],
)
def test_plain_counts(
    period: Period, start: str, keys: dict[str, Any], holidays: tuple[str, ...], legal: str, safe: str | None
) -> None:
    due = counted(plain_rule(**keys), period, start, holidays=tuple(map(date.fromisoformat, holidays)))
    assert dues(due) == (legal, safe or legal)


def test_an_event_on_the_full_hour_leaves_that_hour_out() -> None:
    assert dues(counted("eu_1182", "PT8H", "2026-11-12T09:00")) == (
        "2026-11-12T18:00+01:00",
        "2026-11-12T17:00+01:00",
    )


def test_hours_are_elapsed_hours_when_clocks_go_forward() -> None:
    # Berlin skips 02:00 to 03:00 on 2026-03-29
    due = counted("ar_secrecy_234", "PT8H", "2026-03-28T22:00")
    assert due.legal_due == datetime(2026, 3, 29, 7, tzinfo=BERLIN)


def test_a_skipped_clock_time_is_never_given() -> None:
    # Friday 02:30 plus 24 h is Saturday, a day of rest there; Sunday skips 02:30
    friday_saturday = calendars.Calendar("x", "x", "x", weekend=frozenset({4, 5}))
    start = datetime(2026, 3, 27, 2, 30, tzinfo=BERLIN)
    due = count(plain_rule(roll="forward"), Period(24, Unit.HOURS), start, BERLIN, friday_saturday)
    assert due.to_json()["legal_due"] == "2026-03-29T03:30+02:00"


def test_the_local_day_of_the_place_counts() -> None:
    """22:30 in Buenos Aires is already tomorrow in Dublin."""
    instant = datetime(2026, 6, 30, 22, 30, tzinfo=BUENOS_AIRES)
    rule, calendar = rule_for(RULES, "eu_1182"), calendars.none()
    here = count(rule, parse_period("P10D"), instant, BUENOS_AIRES, calendar)
    there = count(rule, parse_period("P10D"), instant, ZoneInfo("Europe/Dublin"), calendar)
    assert (here.legal_due, there.legal_due) == (date(2026, 7, 10), date(2026, 7, 13))


def test_a_prohibition_lasts_to_its_latest_reading() -> None:
    # 2026-10-15 plus ten days is a Sunday
    due = counted("eu_1182", "P10D", "2026-10-15T09:00", kind=Kind.PROHIBITION)
    assert dues(due) == ("2026-10-26", "2026-10-26")
    assert "latest_reading" in codes(due)
    open_start = counted("us_hold", "P90D", "2026-01-15T12:00", kind=Kind.PROHIBITION)
    assert dues(open_start) == ("2026-04-15", "2026-04-15")


def test_a_prohibition_is_never_moved_back() -> None:
    saturday = counted(plain_rule(roll="back"), "P5D", "2026-11-02T10:00", kind=Kind.PROHIBITION)
    assert dues(saturday) == ("2026-11-07", "2026-11-07")
    hours = counted(plain_rule(roll="back"), "PT24H", "2026-11-06T10:00", kind=Kind.PROHIBITION)
    assert dues(hours) == ("2026-11-07T10:00+01:00", "2026-11-07T10:00+01:00")


def test_a_hold_in_hours_is_never_moved() -> None:
    due = counted("us_crim_45", "PT24H", "2026-11-06T10:00", "America/New_York", kind=Kind.HOLD)
    assert dues(due) == ("2026-11-07T10:00-05:00", "2026-11-07T10:00-05:00")


def test_a_safe_day_never_lies_before_the_event() -> None:
    # Saturday plus one day is a Sunday: the working day before would be the day before the event
    due = counted("us_hold", "P1D", "2026-11-07T10:00")
    assert dues(due) == ("2026-11-08", "2026-11-07")
    assert "safe_is_start_day" in codes(due)
    hours = counted("us_crim_45", "PT24H", "2026-11-07T10:00", "America/New_York")
    assert dues(hours) == ("2026-11-09T10:00-05:00", "2026-11-08T10:00-05:00")


def test_a_hold_is_never_rolled_whatever_the_rule() -> None:
    for rule in RULES:
        due = counted(rule, "P10D" if rule.days == "calendar" else "P1M", "2026-10-31T10:00", kind=Kind.HOLD)
        assert "rolled_forward" not in codes(due), rule.id


def test_an_unknown_rule_counts_days_and_says_so() -> None:
    due = counted("xx_77", "P10D", "2026-09-09T12:00")
    assert due.rule == "xx_77"
    assert dues(due) == ("2026-09-19", "2026-09-18")
    assert "rule_not_verified" in codes(due)


def test_the_working_names_holidays_zone_rule_and_calendar() -> None:
    due = counted("ar_cppf_114", "P3D", "2026-05-22T12:00", holidays=(date(2026, 5, 25),))
    assert codes(due) == [
        "rule",
        "start",
        "calendar",
        "event_day_excluded",
        "skipped_holiday",
        "skipped_weekends",
        "working_days_end",
        "grace",
    ]
    says = [step["says"] for step in due.to_json()["working"]]
    assert "2026-05-25 does not count: listed holiday." in says
    assert says[-1] == "Still accepted in the first 2 working hours of 2026-05-29."
    assert due.calendar_version.startswith("listed+")
    assert due.zone == "Europe/Berlin"


def test_a_doubtful_part_of_a_read_rule_is_marked_where_it_matters() -> None:
    assert "detail_not_verified" in codes(counted("us_hold", "P90D", "2026-01-15T12:00"))
    assert "detail_not_verified" in codes(counted("eu_1182", "P2D", "2026-09-11T12:00"))
    assert "detail_not_verified" not in codes(counted("eu_1182", "P10D", "2026-09-07T12:00"))


def test_years_without_decreed_holidays_are_provisional() -> None:
    argentina = calendars.country_calendar("AR", range(2025, 2031))
    rule, start = rule_for(RULES, "ar_cppf_114"), datetime(2026, 12, 28, tzinfo=UTC)
    near = count(rule, parse_period("P2D"), start, BUENOS_AIRES, argentina)
    far = count(rule, parse_period("P20D"), start, BUENOS_AIRES, argentina)
    assert "provisional" not in codes(near)
    assert far.working[-1].values == {"year": "2027"}


@pytest.mark.parametrize(
    ("keys", "where"),
    [
        ({"period": "P90D", "kind": Kind.RENEWAL}, "running_until"),
        ({"period": "P90D", "running_until": date(2026, 4, 15)}, "running_until"),
        ({"period": "P90D", "kind": Kind.RENEWAL, "running_until": date(2026, 4, 9)}, "running_until"),
        ({"period": "PT90H", "kind": Kind.RENEWAL, "running_until": date(2026, 4, 15)}, "period"),
        ({"period": "-P90D", "kind": Kind.HOLD}, "kind"),
        ({"period": "P90D", "start": "1026-04-10T12:00"}, "start"),
    ],
)
def test_what_cannot_be_counted_names_its_field(keys: dict[str, Any], where: str) -> None:
    with pytest.raises(Problem) as caught:
        counted("us_hold", **{"start": "2026-04-10T12:00", **keys})
    assert caught.value.where == where
    assert caught.value.remedy


def test_a_local_time_without_zone_is_refused() -> None:
    with pytest.raises(Problem) as caught:
        count(RULES[0], parse_period("P1D"), datetime(2026, 4, 10), BERLIN, calendars.none())  # noqa: DTZ001
    assert caught.value.where == "start"


def test_hours_have_no_starting_day_to_count() -> None:
    with pytest.raises(Problem) as caught:
        counted(plain_rule(count_start_day=True), "PT8H", "2026-04-10T12:00")
    assert caught.value.where == "count_start_day"


def test_a_day_is_over_at_local_midnight() -> None:
    due = counted("eu_1182", "P10D", "2026-09-07T10:15", "Europe/Dublin")
    assert due.legal_at == datetime(2026, 9, 17, 23, tzinfo=UTC)
    hours = counted("eu_1182", "PT8H", "2026-11-13T22:40")
    assert hours.safe_at == datetime(2026, 11, 14, 5, 40, tzinfo=UTC)


starts = st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31))  # noqa: DTZ001 (the zone is set below)
zones = st.sampled_from(["UTC", "America/Mexico_City", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Auckland"])
rules = st.sampled_from(RULES)
CALENDAR = calendars.country_calendar("AR", range(2020, 2040))


@given(rules, st.integers(1, 400), starts, zones)
def test_a_hold_is_safe_no_later_than_it_ends(rule: CountingRule, days: int, start: datetime, zone: str) -> None:
    place = ZoneInfo(zone)
    instant = start.replace(tzinfo=place)
    due = count(rule, Period(days, Unit.DAYS), instant, place, CALENDAR, kind=Kind.HOLD)
    assert not isinstance(due.legal_due, datetime)
    assert not isinstance(due.safe_due, datetime)
    assert start.date() <= due.safe_due <= due.legal_due
    assert CALENDAR.is_working(due.safe_due) or due.safe_due == start.date()


@given(
    rules,
    st.integers(-300, 300),
    st.sampled_from([Unit.DAYS, Unit.HOURS, Unit.MONTHS, Unit.WORKING_DAYS]),
    starts,
    zones,
)
def test_both_dues_are_in_order_and_grow_with_the_period(
    rule: CountingRule, size: int, unit: Unit, start: datetime, zone: str
) -> None:
    place = ZoneInfo(zone)
    instant = start.replace(tzinfo=place)
    due = count(rule, Period(size, unit), instant, place, CALENDAR, kind=Kind.ACT)
    longer = count(rule, Period(size + 1, unit), instant, place, CALENDAR, kind=Kind.ACT)
    assert local_day(due.safe_due, place) <= local_day(due.legal_due, place)
    if size != -1 and size != 0:  # the rules for counting on and counting back meet there
        if unit is Unit.HOURS and rule.hours_roll != "none":  # moved to the same clock time, not to the same instant
            assert local_day(due.legal_due, place) <= local_day(longer.legal_due, place)
        else:
            assert due.legal_at <= longer.legal_at
    if size > 0:
        assert due.legal_at >= instant
        assert local_day(due.safe_due, place) >= instant.date()
    assert due.legal_at <= instant + timedelta(days=20_000)
