"""Counting a running clock anew: the same rule and start, other days of rest; and nothing that nobody can explain."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from mlat.domain.clock_parts import Almanac, Happened, Opening, Stated, Subject
from mlat.domain.clockwork import turn
from mlat.domain.counting import written
from mlat.domain.counting_rule import Kind as Counted
from mlat.domain.lifecycle import Kind
from mlat.domain.office_days import Observed, OfficeDay
from mlat.domain.recounting import Dated, recount
from mlat.facts import load

RULES = tuple(load().counting.values())
HOME = "America/Argentina/Buenos_Aires"
MONDAY = datetime(2026, 3, 2, 13, 0, tzinfo=UTC)
CLOSED = OfficeDay(date(2026, 3, 11), date(2026, 3, 13), "closure", "Mudanza", "example", "confirmed")


def observing(*days: OfficeDay, country: str = "AR") -> Almanac:
    return Almanac(RULES, Observed(country, days=days).around, country, "ar_cppf_114", HOME)


WAS, WILL = observing(), observing(CLOSED)


def dated(kind: str, rule: str, period: str, counted: Counted, until: date | None = None, country: str = "AR") -> Dated:
    due = WAS.due(rule, period, MONDAY, HOME, country, counted, until)
    return Dated(
        "c",
        kind,
        rule,
        period,
        MONDAY,
        HOME,
        written(due.legal_due),
        written(due.safe_due),
        due.calendar_version,
        tuple(step.to_json() for step in due.working),
    )


@pytest.mark.parametrize(
    ("clock", "legal", "safe"),
    [
        (dated("our_answer", "ar_cppf_114", "P8D", Counted.ACT), "2026-03-17", "2026-03-17"),
        (dated("own_duty", "treaty_silent", "P10D", Counted.ACT), "2026-03-12", "2026-03-10"),
        (dated("answer_owed", "eu_1182", "P10D", Counted.ACT), "2026-03-16", "2026-03-10"),
        (dated("hold", "us_hold", "P11D", Counted.HOLD), "2026-03-13", "2026-03-10"),
        (dated("hold", "us_hold", "P11D", Counted.RENEWAL, date(2026, 3, 4)), "2026-03-15", "2026-03-10"),
    ],
    ids=["act in working days", "act in calendar days", "act that rolls", "hold", "renewal"],
)
def test_the_same_period_is_counted_with_other_days(clock: Dated, legal: str, safe: str) -> None:
    assert clock.counts_days_of("AR")
    assert recount(clock, WAS, WAS) is None
    again = recount(clock, WAS, WILL)
    assert again is not None
    entry = again.entry()
    assert again.explained
    assert again.moved
    assert (entry["legal_due"], entry["safe_due"]) == (legal, safe)
    assert entry["was"] == {"legal_due": clock.legal_due, "safe_due": clock.safe_due, "calendar": clock.calendar}
    assert entry["calendar"] == WILL.calendar("AR", date(2026, 3, 2)).version != clock.calendar


def test_a_secrecy_that_counts_every_day_keeps_its_end_but_names_the_new_set() -> None:
    again = recount(dated("secrecy", "ar_secrecy_234", "P10D", Counted.PROHIBITION), WAS, WILL)
    assert again is not None
    assert not again.moved
    assert again.entry()["legal_due"] == "2026-03-12"


def test_what_led_to_the_count_is_still_said_first() -> None:
    plain = dated("our_answer", "ar_cppf_114", "P8D", Counted.ACT)
    led = {"code": "resumed", "day": "2026-03-02T13:00+00:00", "says": "", "values": {}}
    again = recount(replace(plain, working=(led, *plain.working)), WAS, WILL)
    assert again is not None
    codes = [step["code"] for step in again.entry()["working"]]
    assert codes[:2] == ["resumed", "rule"]
    assert codes.count("resumed") == 1


def test_only_what_a_rule_counted_with_days_of_the_country_counts_its_days() -> None:
    clock = dated("our_answer", "ar_cppf_114", "P8D", Counted.ACT)
    assert not clock.counts_days_of("MX")
    assert replace(clock, calendar=clock.calendar.replace("AR@", "AR-B@")).counts_days_of("AR")
    assert not replace(clock, calendar="ARX@holidays").counts_days_of("AR")
    named = {"code": "exact_date", "day": "2026-03-12", "says": "", "values": {}}
    assert not replace(clock, working=(named,)).counts_days_of("AR"), "a person fixed it"
    assert not replace(clock, working=(), period="").counts_days_of("AR"), "the recipient named it"


def test_a_date_that_nobody_can_explain_is_not_replaced() -> None:
    odd = replace(dated("our_answer", "ar_cppf_114", "P8D", Counted.ACT), legal_due="2026-04-01")
    again = recount(odd, WAS, WILL)
    assert again is not None
    assert not again.explained
    older = replace(odd, calendar="AR@holidays-0.1:2025-2029")
    again = recount(older, WAS, WILL)
    assert again is not None
    assert again.explained, "counted with a set that is no longer installed"


def test_what_we_owe_starts_where_we_are_and_what_they_owe_where_they_are() -> None:
    duty = Stated("own_duty", "P10D", "treaty_silent", "San Luis art. 6(2)", "read")
    answer = Stated("answer", "P10D", "eu_1182", "art. 10", "read")
    subject = Subject("mla_evidence", ("A",), "Europe/Berlin", "DE", (duty, answer))
    late = datetime(2026, 3, 3, 1, 30, tzinfo=UTC)  # still 2 March in Buenos Aires
    event = Happened(Kind.SENT, late, "Europe/Berlin", reaches=True, electronic=True)
    opened = {each.kind: each for each in turn(event, subject, (), WILL).opens}
    assert (opened["own_duty"].zone, _due(opened["own_duty"])) == (HOME, ("2026-03-12", "2026-03-10"))
    assert (opened["answer_owed"].zone, _due(opened["answer_owed"])) == ("Europe/Berlin", ("2026-03-13", "2026-03-13"))


def _due(opening: Opening) -> tuple[str, str]:
    assert opening.due is not None
    return written(opening.due.legal_due), written(opening.due.safe_due)
