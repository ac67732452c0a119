"""What holds of every rule, period, start, zone and set of holidays."""

from __future__ import annotations

import calendar as months_of
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from mlat.domain.calendars import Calendar, explicit
from mlat.domain.counting import CountingRule, Due, count, local_day, plain
from mlat.domain.counting_rule import Kind
from mlat.domain.periods import Period, Unit
from mlat.facts import load

RULES = tuple(load().counting.values())
ONWARD = [rule for rule in RULES if rule.id != "backwards"]
LATEST = date(2030, 12, 31)

instants = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
zones = st.sampled_from(
    ["UTC", "America/New_York", "America/Argentina/Buenos_Aires", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Auckland"]
).map(ZoneInfo)
holidays = st.lists(st.dates(date(2024, 1, 1), LATEST), max_size=12).map(explicit)
rules = st.sampled_from(RULES)
onward = st.sampled_from(ONWARD)
day_units = st.sampled_from([Unit.DAYS, Unit.MONTHS])


def added(day: date, period: Period) -> date:
    """The plain end of a period in days or months, worked out in another way than the program does."""
    if period.unit is Unit.DAYS:
        return date.fromordinal(day.toordinal() + period.count)
    month = day.month - 1 + period.count
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, months_of.monthrange(year, month)[1]))


@given(rules, st.integers(1, 400), day_units, instants, zones, holidays)
def test_kept_data_lapse_on_the_plain_day_whatever_day_it_is(
    rule: CountingRule, size: int, unit: Unit, start: datetime, zone: ZoneInfo, free: Calendar
) -> None:
    if rule.event_day == "included" or (rule.days == "working" and unit is Unit.DAYS):
        return
    size = size if unit is Unit.DAYS else size % 24 + 1
    due = count(rule, Period(size, unit), start, zone, free, kind=Kind.HOLD)
    end = added(start.astimezone(zone).date(), Period(size, unit))
    assert due.legal_due == end
    assert local_day(due.safe_due, zone) <= end
    assert not {"rolled_forward", "rolled_back", "rest_day"} & {step.code for step in due.working}


@given(rules, st.integers(1, 300), day_units, instants, zones, holidays)
def test_a_prohibition_lasts_to_its_latest_reading(
    rule: CountingRule, size: int, unit: Unit, start: datetime, zone: ZoneInfo, free: Calendar
) -> None:
    ends = count(rule, Period(size, unit), start, zone, free, kind=Kind.PROHIBITION)
    act = count(rule, Period(size, unit), start, zone, free, kind=Kind.ACT)
    assert ends.legal_due == ends.safe_due
    assert ends.legal_at >= act.safe_at
    assert local_day(ends.legal_due, zone) >= added(start.astimezone(zone).date(), Period(0, Unit.DAYS))


@given(st.integers(1, 60), instants, zones, holidays, st.integers(0, 60))
def test_a_renewal_ends_by_law_after_the_hold_and_safely_no_later_than_counted_from_itself(
    size: int, start: datetime, zone: ZoneInfo, free: Calendar, left: int
) -> None:
    rule = next(rule for rule in RULES if rule.id == "us_hold")
    today = start.astimezone(zone).date()
    until = today + timedelta(days=left)
    due = count(rule, Period(size, Unit.DAYS), start, zone, free, kind=Kind.RENEWAL, running_until=until)
    assert due.legal_due == until + timedelta(days=size)
    assert local_day(due.safe_due, zone) <= today + timedelta(days=size)


@given(onward, st.integers(1, 200), st.sampled_from(list(Unit)), instants, st.integers(0, 5000), zones, holidays)
def test_who_starts_later_never_ends_earlier(
    rule: CountingRule, size: int, unit: Unit, start: datetime, later: int, zone: ZoneInfo, free: Calendar
) -> None:
    def ends(at: datetime) -> Due:
        return count(rule, Period(size, unit), at, zone, free, kind=Kind.ACT)

    first, second = ends(start), ends(start + timedelta(minutes=later))
    assert local_day(first.legal_due, zone) <= local_day(second.legal_due, zone)
    if (
        unit is not Unit.HOURS or rule.hours_roll == "none"
    ):  # those move to the same clock time, not to the same instant
        assert first.legal_at <= second.legal_at
    assert local_day(first.safe_due, zone) <= local_day(second.safe_due, zone)


@given(onward, st.integers(1, 500), instants, zones, holidays)
def test_hours_are_elapsed_hours_whatever_the_clocks_do(
    rule: CountingRule, size: int, start: datetime, zone: ZoneInfo, free: Calendar
) -> None:
    due = count(rule, Period(size, Unit.HOURS), start, zone, free, kind=Kind.HOLD)
    elapsed = due.legal_at - start
    if rule.hours == "from_event":
        assert elapsed == timedelta(hours=size)
    else:
        assert timedelta(hours=size) < elapsed <= timedelta(hours=size + 1)
        assert due.legal_at.astimezone(zone).minute == 0
    assert due.safe_at <= due.legal_at


@given(st.integers(1, 300), st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS]), instants, zones, holidays)
def test_counting_back_mirrors_counting_on(
    size: int, unit: Unit, start: datetime, zone: ZoneInfo, free: Calendar
) -> None:
    rule = plain()
    on = count(rule, Period(size, unit), start, zone, free).legal_due
    there = datetime.combine(on, datetime.min.time(), zone).replace(hour=12)
    back = count(rule, Period(-size, unit), there, zone, free).legal_due
    today = start.astimezone(zone).date()
    # From a day of rest one comes back to the working day before it, which is where its period began to count.
    assert back == (free.previous_working(today) if unit is Unit.WORKING_DAYS else today)


@given(st.integers(1, 300), instants, zones, holidays)
def test_days_before_a_hearing_are_met_on_a_working_day(
    size: int, hearing: datetime, zone: ZoneInfo, free: Calendar
) -> None:
    rule = next(rule for rule in RULES if rule.id == "backwards")
    due = count(rule, Period(-size, Unit.DAYS), hearing, zone, free)
    last = hearing.astimezone(zone).date() - timedelta(days=size)
    assert local_day(due.safe_due, zone) <= local_day(due.legal_due, zone) <= last
    assert free.is_working(local_day(due.legal_due, zone))
    assert free.is_working(local_day(due.safe_due, zone))


@given(rules, st.integers(1, 200), st.sampled_from(list(Unit)), instants, zones, holidays, holidays)
def test_a_holiday_that_lies_elsewhere_moves_nothing(
    rule: CountingRule, size: int, unit: Unit, start: datetime, zone: ZoneInfo, free: Calendar, more: Calendar
) -> None:
    due = count(rule, Period(size, unit), start, zone, free, kind=Kind.ACT)
    today = start.astimezone(zone).date()
    first = today - timedelta(days=30)
    last = max(local_day(due.legal_due, zone), today) + timedelta(days=30)
    far = explicit([*free.holidays, *(day for day in more.holidays if not first <= day <= last)])
    again = count(rule, Period(size, unit), start, zone, far, kind=Kind.ACT)
    assert (again.legal_due, again.safe_due) == (due.legal_due, due.safe_due)
