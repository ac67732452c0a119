"""Birthdays and CyberTips: clocks that open by themselves. No day of birth is ever written down in clear."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from mlat.domain.casefile import IdentifierInput, OpenRequest, PersonInput
from mlat.domain.permissions import Actor, Role
from mlat.domain.problems import Problem
from mlat.model import Clock, Event, Person, Reminder, transaction
from mlat.reads.case_clocks import CaseClock, case_clocks, dates_ahead
from mlat.reads.desk import prompts
from mlat.services import (
    accounts,
    audit,
    caseclocks,
    completing,
    erasing,
    people,
    rebuilding,
    reminders,
    sweeping,
    takeover,
)
from mlat.services.access import find_case
from mlat.services.vault import key_of
from tests.conftest import OfficeThere
from tests.services import lives

DAY = timedelta(days=1)
BORN = date(2014, 8, 15)
"""The victim of `lives.GIVEN`."""
REPORT = "2026-02-28T20:00:00Z"


def running(case_id: str, kind: str) -> list[Clock]:
    with transaction() as session:
        return list(
            session.scalars(select(Clock).where(Clock.case_id == case_id, Clock.kind == kind, Clock.ended_at.is_(None)))
        )


def shown(actor: Actor, now: datetime, case_id: str, kind: str) -> CaseClock:
    (found,) = [one for one in case_clocks(actor, now, case_id).clocks if one.line.kind == kind]
    return found


def work_all(now: datetime) -> None:
    while sweeping.sweep(now):
        while (taken := reminders.take(now)) is not None:
            reminders.work(now, taken)


# -- coming of age


def test_a_victim_s_birthday_is_a_clock_that_tells_its_day_only_to_who_may_see_names(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    day = shown(office.prosecutor, now, case_id, "majority")
    assert (day.who, day.line.safe_due, day.line.verification, day.month) == ("V1", "2032-08-15", "read", None)
    assert day.line.working[0]["code"] == "comes_of_age"
    month = shown(office.liaison, now, case_id, "majority")
    assert (month.line.safe_due, month.month) == ("", date(2032, 8, 1))


def test_no_row_and_no_event_holds_the_day(office: OfficeThere, case_id: str, now: datetime) -> None:
    people.add_person(office.prosecutor, now, case_id, PersonInput(code="V2", role="victim", born=date(2013, 11, 23)))
    work_all(datetime(2032, 3, 1, 13, tzinfo=now.tzinfo))
    kept = repr(lives.whole_database())
    for day in (BORN, date(2013, 11, 23)):
        again = day.replace(year=day.year + 18)
        for told in (day, again):
            assert told.isoformat() not in kept
            assert repr(told)[1:] not in kept
    with transaction() as session:
        events = session.scalars(select(Event).where(Event.kind == "majority_noted")).all()
        assert [event.data["opens"][0]["legal_due"] for event in events] == ["", ""]
        assert "majority_180" not in repr([event.data for event in session.scalars(select(Event))])


def test_an_estimated_age_counts_to_its_earliest_reading_and_is_marked(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    given = PersonInput(code="V2", role="victim", estimated_age=14, estimated_on=date(2026, 2, 10))
    people.add_person(office.prosecutor, now, case_id, given)
    (found,) = [one for one in case_clocks(office.prosecutor, now, case_id).clocks if one.who == "V2"]
    # who was 14 on 10 February may have turned 15 on the 11th
    assert (found.line.safe_due, found.line.verification) == ("2029-02-11", "unverified")
    assert found.line.working[0]["code"] == "estimated_age"


@pytest.mark.parametrize(
    "given",
    [
        PersonInput(code="P2", role="victim", born=date(2007, 5, 6)),
        PersonInput(code="P2", role="victim"),
        PersonInput(code="P2", role="victim", estimated_age=40, estimated_on=date(2026, 2, 1)),
        PersonInput(code="P2", role="witness", born=date(2014, 5, 6)),
    ],
)
def test_only_a_victim_who_is_a_minor_has_one(
    office: OfficeThere, case_id: str, now: datetime, given: PersonInput
) -> None:
    people.add_person(office.prosecutor, now, case_id, given)
    assert len(running(case_id, "majority")) == 1  # that of V1


def test_a_corrected_date_of_birth_opens_the_clock_anew(office: OfficeThere, case_id: str, now: datetime) -> None:
    (old,) = running(case_id, "majority")
    with transaction() as session:
        person = session.scalars(select(Person).where(Person.code == "V1", Person.case_id == case_id)).one()
        case = find_case(session, office.prosecutor, case_id)
        person.born_sealed = key_of(session, case_id).seal("2012-02-29", f"persons:{person.id}:born")
        caseclocks.follow_person(session, now, office.prosecutor, case, person)
    (new,) = running(case_id, "majority")
    assert new.id != old.id
    assert shown(office.prosecutor, now, case_id, "majority").line.safe_due == "2030-03-01"
    assert rebuilding.rebuild(now, check=True) == []


def test_months_before_it_the_office_is_told_and_then_the_date_is_dealt_with(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    assert dates_ahead(office.prosecutor, now) == ()  # years away
    early = datetime(2032, 2, 2, 13, tzinfo=now.tzinfo)
    work_all(early)
    assert [one.rung for one in prompts(office.prosecutor)] == []
    half_a_year = datetime(2032, 2, 4, 13, tzinfo=now.tzinfo)
    work_all(half_a_year)
    (told,) = prompts(office.prosecutor)
    assert (told.rung, told.case_id) == ("majority_180", case_id)
    (ahead,) = dates_ahead(office.prosecutor, half_a_year)
    assert (ahead.kind, ahead.due, ahead.month) == ("majority", "", date(2032, 8, 1))
    (clock,) = running(case_id, "majority")
    caseclocks.settle_clock(office.liaison, half_a_year, clock.id, "Told the court.")
    assert running(case_id, "majority") == []
    assert prompts(office.prosecutor) == ()
    assert rebuilding.rebuild(half_a_year, check=True) == []


def test_with_the_case_the_month_is_erased_too(office: OfficeThere, case_id: str, now: datetime) -> None:
    later = datetime(2032, 2, 4, 13, tzinfo=now.tzinfo)
    work_all(later)
    erasing.ask_erasure(office.prosecutor, later, case_id)
    erasing.confirm_erasure(office.actors[Role.ADMINISTRATOR], later, case_id)
    (clock,) = running(case_id, "majority")
    assert (clock.legal_due, clock.safe_due, clock.legal_at, clock.safe_at) == ("", "", None, None)
    assert (clock.next_rung, clock.next_rung_at) == (None, None)
    with transaction() as session:
        assert session.scalars(select(Reminder).where(Reminder.clock_id == clock.id)).all() == []
    assert rebuilding.rebuild(later, check=True) == []
    assert audit.verify() == []
    assert case_clocks_are_gone(office, later, case_id)


def case_clocks_are_gone(office: OfficeThere, now: datetime, case_id: str) -> bool:
    return case_clocks(office.prosecutor, now, case_id).clocks == () and dates_ahead(office.prosecutor, now) == ()


def test_a_rebuild_mends_the_month_from_the_sealed_date(office: OfficeThere, case_id: str, now: datetime) -> None:
    with transaction() as session:
        clock = session.scalars(select(Clock).where(Clock.kind == "majority")).one()
        right, clock.safe_at = clock.safe_at, now
    (line,) = rebuilding.rebuild(now, check=True)
    assert "safe_at" in line
    rebuilding.rebuild(now, check=False)
    assert running(case_id, "majority")[0].safe_at == right


# -- the year after a CyberTipline report


@pytest.fixture
def tip() -> IdentifierInput:
    return IdentifierInput(
        code="TIP", kind="cybertip", platform="roblox", given="123456789", instants=(REPORT,), synthetic=True
    )


def test_a_report_opens_the_year_that_covers_what_was_reported(
    office: OfficeThere, case_id: str, now: datetime, tip: IdentifierInput
) -> None:
    accounts.add_identifier(office.liaison, now, case_id, tip)
    (clock,) = running(case_id, "cybertip_hold")
    assert (clock.legal_due, clock.safe_due) == ("2027-02-28", "2027-02-26")
    assert (clock.rule, clock.period, clock.covers, clock.confirmed) == ("us_hold", "P1Y", ["TIP"], True)
    assert (clock.source, clock.verification) == ("18 USC 2258A(h)", "read")
    assert rebuilding.rebuild(now, check=True) == []


def test_the_year_opens_once_the_instant_is_known_and_anew_where_it_was_wrong(
    office: OfficeThere, case_id: str, now: datetime, tip: IdentifierInput
) -> None:
    account = accounts.add_identifier(office.liaison, now, case_id, replace(tip, instants=()))
    assert running(case_id, "cybertip_hold") == []
    details = completing.Details(kind="cybertip", platform="roblox", instants=(REPORT,))
    version = completing.complete_identifier(office.liaison, now, case_id, account, details, 1)
    (first,) = running(case_id, "cybertip_hold")
    version = completing.complete_identifier(office.liaison, now, case_id, account, details, version)
    assert running(case_id, "cybertip_hold")[0].id == first.id
    corrected = replace(details, instants=("2026-02-10T20:00:00Z",))
    completing.complete_identifier(office.liaison, now, case_id, account, corrected, version)
    (second,) = running(case_id, "cybertip_hold")
    assert second.legal_due == "2027-02-10"
    assert rebuilding.rebuild(now, check=True) == []


def test_the_year_is_warned_of_in_time_and_ends_when_the_content_was_asked_for(
    office: OfficeThere, case_id: str, now: datetime, tip: IdentifierInput
) -> None:
    accounts.add_identifier(office.liaison, now, case_id, tip)
    work_all(now + 290 * DAY)
    (told,) = prompts(office.prosecutor)
    assert told.rung == "cybertip_90"
    reminders.dismiss(office.prosecutor, now + 290 * DAY, told.id, "The order is being drafted.")
    (clock,) = running(case_id, "cybertip_hold")
    with pytest.raises(Problem, match="empty"):
        caseclocks.settle_clock(office.liaison, now + 290 * DAY, clock.id, " ")
    caseclocks.settle_clock(office.liaison, now + 290 * DAY, clock.id, "Asked for by order 12.")
    assert running(case_id, "cybertip_hold") == []


# -- the desk


def test_the_desk_has_own_duties_first_then_by_safe_date(
    office: OfficeThere, case_id: str, now: datetime, tip: IdentifierInput
) -> None:
    accounts.add_identifier(office.liaison, now, case_id, tip)
    given = OpenRequest(
        code="E1", measure="mla_evidence", recipient="mx-central", instrument="ar_mx.mlat", sent_at=now,
        zone=lives.MEXICO, channel="courier", identifiers=("RBX",), data=("subscriber",),
    )  # fmt: skip
    request_id = takeover.take_over(office.liaison, now, case_id, given)
    when = now + 190 * DAY
    lives.replies(office, when, request_id, "more_asked", zone=lives.MEXICO)
    found = dates_ahead(office.prosecutor, when)
    assert [one.kind for one in found] == ["our_answer", "cybertip_hold"]
    assert [one.kind for one in dates_ahead(office.liaison, when, all_of_the_office=True)] == [
        one.kind for one in found
    ]
    assert dates_ahead(office.liaison, when) == ()  # not her cases
