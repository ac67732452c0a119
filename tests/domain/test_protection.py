"""What keeps each account's data, day by day; the worked vectors of holds; and that nothing is ever overclaimed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlat.domain.calendars import country_calendar
from mlat.domain.counting import Kind, count, rule_for, written
from mlat.domain.danger import reasons
from mlat.domain.expected import Expected
from mlat.domain.horizon import Awaited, shortfall
from mlat.domain.periods import parse_period
from mlat.domain.platform import Kept
from mlat.domain.protection import (
    ALL,
    REPORTED,
    Account,
    Hold,
    State,
    renewable,
    reported,
    retained,
    spans,
    standing,
    standings,
)
from mlat.facts import load

DAY = timedelta(days=1)
TODAY = date(2026, 3, 2)
ACCOUNT = Account(code="A", platform="Roblox", wanted=("login",))
HELD = Hold(
    id="h",
    request_id="r",
    request="R1",
    accounts=frozenset({"A"}),
    data=frozenset({"login"}),
    asked_on=TODAY,
    confirmed_on=TODAY + 3 * DAY,
    until=TODAY + 89 * DAY,
    renewals_left=1,
    renewal_days=90,
    ask_by=TODAY + 89 * DAY,
)
IP_LOGS = Kept(category="login", what="IP addresses", days=100, counted_from="made")
MLA = Expected(id="mla_evidence", from_months=6, to_months=24, verification="read", source=("a report",))


def state_on(day: date, *holds: Hold, account: Account = ACCOUNT) -> State:
    return standing(account, holds, day).state


# -- the worked vectors


@pytest.mark.parametrize(
    ("rule", "period", "start", "zone", "country", "legal", "safe"),
    [
        ("budapest", "P60D", "2026-03-02", "Europe/Berlin", "DE", "2026-05-01", "2026-04-30"),
        ("us_hold", "P90D", "2026-01-15", "America/Los_Angeles", "US", "2026-04-15", "2026-04-14"),
        ("us_hold", "P1Y", "2026-02-28", "America/Los_Angeles", "US", "2027-02-28", "2027-02-26"),
        ("us_hold", "P1Y", "2028-02-29", "America/Los_Angeles", "US", "2029-02-28", "2029-02-28"),
    ],
    ids=["7", "8", "20", "21"],
)
def test_a_hold_ends_as_the_worked_vectors_say(
    rule: str, period: str, start: str, zone: str, country: str, legal: str, safe: str
) -> None:
    place = ZoneInfo(zone)
    due = count(
        rule_for(load().counting.values(), rule),
        parse_period(period),
        datetime.fromisoformat(start).replace(hour=12, tzinfo=place),
        place,
        country_calendar(country, range(2025, 2031)),
        kind=Kind.HOLD,
    )
    assert (written(due.legal_due), written(due.safe_due)) == (legal, safe)


def test_a_renewal_ends_as_the_worked_vector_9_says() -> None:
    place = ZoneInfo("America/Los_Angeles")
    due = count(
        rule_for(load().counting.values(), "us_hold"),
        parse_period("P90D"),
        datetime(2026, 4, 10, 18, tzinfo=UTC),
        place,
        country_calendar("US", range(2025, 2028)),
        kind=Kind.RENEWAL,
        running_until=date(2026, 4, 15),
    )
    assert (written(due.legal_due), written(due.safe_due)) == ("2026-07-14", "2026-07-08")


# -- states


def test_a_hold_protects_from_its_confirmation_to_its_safe_end_and_no_day_longer() -> None:
    assert [state_on(TODAY + n * DAY, HELD) for n in (-1, 0, 2, 3, 89, 90)] == [
        State.UNKNOWN,
        State.ASKED,
        State.ASKED,
        State.HELD,
        State.HELD,
        State.LAPSED,
    ]


def test_a_hold_protects_only_the_accounts_and_data_that_it_names() -> None:
    day = TODAY + 5 * DAY
    assert state_on(day, HELD, account=replace(ACCOUNT, code="B")) is State.UNKNOWN
    both = replace(ACCOUNT, wanted=("login", "content"))
    assert [(one.category, one.state) for one in standings(both, [HELD], day)] == [
        ("content", State.UNKNOWN),
        ("login", State.HELD),
    ]
    assert not standing(both, [HELD], day).protected


def test_where_the_data_were_not_recorded_the_accounts_are_named_as_a_whole() -> None:
    assert (
        state_on(TODAY + 5 * DAY, replace(HELD, data=frozenset()), account=replace(ACCOUNT, wanted=ALL)) is State.HELD
    )


def test_a_cybertip_keeps_what_was_reported_and_protects_no_account() -> None:
    tip = replace(HELD, data=frozenset({REPORTED}), until=TODAY + 365 * DAY)
    day = TODAY + 5 * DAY
    assert state_on(day, tip) is State.UNKNOWN
    assert reported(ACCOUNT, [tip], day) == tip
    assert "reported" in {one.code for one in reasons(ACCOUNT, [tip], day)}


def test_a_renewed_row_gives_way_without_a_gap_and_a_late_renewal_leaves_one() -> None:
    renewed = TODAY + 80 * DAY
    old = replace(HELD, ended_on=renewed, replaced=True)
    new = replace(HELD, id="n", asked_on=renewed, confirmed_on=renewed, until=TODAY + 179 * DAY)
    assert {state_on(TODAY + n * DAY, old, new) for n in range(3, 180)} == {State.HELD}
    late = TODAY + 100 * DAY
    old, new = replace(old, ended_on=late), replace(new, asked_on=late, confirmed_on=late)
    assert [state_on(TODAY + n * DAY, old, new) for n in (89, 90, 99, 100)] == [
        State.HELD,
        State.LAPSED,
        State.LAPSED,
        State.HELD,
    ]


def test_what_is_kept_until_a_decision_names_no_day() -> None:
    pending = replace(HELD, until=None, pending=True)
    one = standing(ACCOUNT, [HELD, pending], TODAY + 5 * DAY)
    assert (one.state, one.until, one.days_left(TODAY)) == (State.PENDING, None, None)
    unknown = standing(ACCOUNT, [replace(HELD, until=None)], TODAY + 5 * DAY)
    assert (unknown.state, unknown.days_left(TODAY)) == (State.OPEN, None)


def test_what_a_platform_keeps_by_itself_is_told_and_is_no_protection() -> None:
    account = replace(ACCOUNT, kept=(IP_LOGS,), last_used=TODAY - 60 * DAY)
    one = standing(account, [], TODAY)
    assert (one.state, one.until, one.protected) == (State.RETAINED, TODAY + 40 * DAY, False)
    assert one.days_left(TODAY) == 40
    assert standing(account, [], TODAY + 41 * DAY).state is State.UNKNOWN
    assert "user_deletes" in {each.code for each in reasons(account, [], TODAY)}
    assert standing(replace(account, last_used=None), [], TODAY).state is State.UNKNOWN
    everything = replace(account, wanted=())
    assert standing(everything, [], TODAY).state is State.UNKNOWN
    first = retained(standings(everything, [], TODAY))
    assert first is not None
    assert (first.category, first.until) == ("login", TODAY + 40 * DAY)


def test_what_is_true_of_several_categories_is_said_once() -> None:
    account = replace(ACCOUNT, wanted=("login", "content"))
    (unprotected,) = [each for each in reasons(account, [], TODAY) if each.code == "unprotected"]
    assert unprotected.values["category"] == "login,content"
    held = replace(HELD, data=frozenset(ALL))
    (lapsed,) = [each for each in reasons(account, [held], TODAY + 95 * DAY) if each.code == "lapsed"]
    assert lapsed.values["day"] == str(HELD.until)


def test_known_renewals_are_drawn_as_possible_and_not_as_held() -> None:
    more = renewable(standing(ACCOUNT, [HELD], TODAY + 5 * DAY))
    assert more is not None
    assert (more.first, more.last) == (TODAY + 90 * DAY, TODAY + 179 * DAY)
    unknown = replace(HELD, renewals_left=None)
    assert renewable(standing(ACCOUNT, [unknown], TODAY + 5 * DAY)) is None


# -- ends before an answer


def test_a_hold_that_ends_before_an_answer_can_come_is_told_months_ahead() -> None:
    today = TODAY + 5 * DAY
    awaited = Awaited(request_id="m", request="R2", sent_on=TODAY)
    found = shortfall("A", standing(ACCOUNT, [HELD], today), awaited, MLA, today)
    assert found is not None
    assert (found.last_possible, found.earliest, found.latest) == (
        TODAY + 179 * DAY,
        date(2026, 9, 2),
        date(2028, 3, 2),
    )
    assert found.certain
    assert {each.code for each in found.remedies} == {"renew", "article_29", "say_the_day", "emergency"}
    longer = replace(HELD, until=date(2027, 1, 1))
    maybe = shortfall("A", standing(ACCOUNT, [longer], today), awaited, MLA, today)
    assert maybe is not None
    assert not maybe.certain
    assert (
        shortfall("A", standing(ACCOUNT, [replace(HELD, until=date(2028, 3, 2))], today), awaited, MLA, today) is None
    )


def test_a_request_that_has_not_left_is_counted_from_today_and_what_has_no_day_is_not_told() -> None:
    today = TODAY + 5 * DAY
    awaited = Awaited(request_id="", request="", sent_on=None)
    found = shortfall("A", standing(ACCOUNT, [HELD], today), awaited, MLA, today)
    assert found is not None
    assert found.earliest == date(2026, 9, 7)
    pending = replace(HELD, until=None, pending=True)
    assert shortfall("A", standing(ACCOUNT, [pending], today), awaited, MLA, today) is None


# -- never more than confirmed holds give

DATES = st.integers(0, 200).map(lambda n: TODAY + n * DAY)
CATEGORIES = st.frozensets(st.sampled_from([*ALL, REPORTED]), max_size=3)
HOLDS = st.builds(
    Hold,
    id=st.uuids().map(str),
    request_id=st.just("r"),
    request=st.just("R"),
    accounts=st.frozensets(st.sampled_from("AB"), max_size=2),
    data=CATEGORIES,
    asked_on=DATES,
    confirmed_on=st.none() | DATES,
    until=st.none() | DATES,
    pending=st.booleans(),
    ended_on=st.none() | DATES,
    replaced=st.booleans(),
    renewals_left=st.none() | st.integers(0, 2),
    renewal_days=st.sampled_from([0, 30, 90]),
)
ACCOUNTS = st.builds(
    Account,
    code=st.sampled_from("AB"),
    platform=st.just("P"),
    wanted=st.lists(st.sampled_from(ALL), unique=True).map(tuple),
    last_used=st.none() | DATES,
    kept=st.sampled_from([(), (IP_LOGS,)]),
)


def kept_by(hold: Hold, code: str, category: str, day: date) -> bool:
    """The rule in one breath: confirmed by that day, not over, and it names these data of this account."""
    if hold.confirmed_on is None or day < hold.confirmed_on or code not in hold.accounts:
        return False
    if (hold.until and day > hold.until) or (hold.ended_on and day >= hold.ended_on):
        return False
    return not hold.data or category in hold.data


@given(ACCOUNTS, st.lists(HOLDS, max_size=5), DATES)
def test_protection_never_claims_more_than_confirmed_holds_give(account: Account, holds: list[Hold], day: date) -> None:
    for one in standings(account, holds, day):
        keeping = [hold for hold in holds if kept_by(hold, account.code, one.category, day)]
        assert one.protected == bool(keeping)
        if one.state is State.HELD:
            assert one.until is not None
            assert one.until >= day
            assert one.until in {hold.until for hold in keeping}
    if standing(account, holds, day).protected:
        for category in account.wanted or ALL:
            assert any(kept_by(hold, account.code, category, day) for hold in holds)


@given(ACCOUNTS, st.lists(HOLDS, max_size=4))
def test_the_stretches_of_a_bar_tell_each_day_as_it_stands(account: Account, holds: list[Hold]) -> None:
    first, last = TODAY, TODAY + 220 * DAY
    found = spans(account, holds, first, last)
    assert (found[0].first, found[-1].last) == (first, last)
    assert all(after.first == before.last + DAY for before, after in zip(found, found[1:], strict=False))
    told = {span.first + n * DAY: span.state for span in found for n in range((span.last - span.first).days + 1)}
    assert all(told[day] is standing(account, holds, day).state for day in (first + n * DAY for n in range(0, 221, 7)))
