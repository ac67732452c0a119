"""One operation: a package for each State, once, with its own suspects alone."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from datetime import datetime

import pytest
from sqlalchemy import func, select

from mlat.domain.operations import COLUMNS
from mlat.domain.problems import Problems
from mlat.domain.record import IdentifierLine, PersonLine
from mlat.domain.route_table import states_of
from mlat.house import house
from mlat.model import Event, Identifier, Person, Request, transaction
from mlat.services import drafting, operations, referring
from mlat.services.access import NotHere
from mlat.services.operations import MEASURES, Plan, Wish
from mlat.worker.operations import refer_planted
from tests.conftest import OfficeThere
from tests.services import lives

SEVEN = ("BR", "CL", "DE", "ES", "MX", "US", "AR")
"""Six States abroad, and our own."""
WISH = Wish("OP1")


def a_file(suspects: int, states: Iterable[str]) -> str:
    """So many suspects, in turn in each of the States; every third one has two accounts."""
    places = list(states)
    lines = [",".join(COLUMNS)]
    for number in range(suspects):
        code, state = f"P{number + 1:04}", places[number % len(places)]
        lines.append(f"{code},{state},username,user{number:04},roblox")
        if number % 3 == 0:
            lines.append(f"{code},{state},email,user{number:04}@example.org,")
    return "\n".join(lines) + "\n"


def taken_in(office: OfficeThere, now: datetime, case_id: str, text: str) -> int:
    """Have a file taken in as the page does; how many accounts are new."""
    accounts = select(func.count()).select_from(Identifier).where(Identifier.case_id == case_id)
    with transaction() as session:
        before = session.scalar(accounts) or 0
    referring.plant_suspects(office.liaison, now, case_id, WISH, text)
    refer_planted(threading.Event(), lambda: now)
    with transaction() as session:
        return (session.scalar(accounts) or 0) - before


def all_drafted(office: OfficeThere, now: datetime, case_id: str, wish: Wish = WISH) -> Plan:
    """Press until nothing is left."""

    def lived() -> Plan:
        found = operations.plan(office.liaison, now, case_id, wish)
        for _ in range(len(found.possible) // operations.AT_ONCE + 1):
            found = operations.mass_referral(office.liaison, now, case_id, wish)
        return found

    return lives.remembered(f"all drafted {case_id} {wish}", lived)


def requests_of(case_id: str) -> list[Request]:
    with transaction() as session:
        return list(session.scalars(select(Request).where(Request.case_id == case_id)))


def events_of(case_id: str) -> int:
    with transaction() as session:
        return session.scalar(select(func.count()).select_from(Event).where(Event.case_id == case_id)) or 0


@pytest.fixture
def thirty(office: OfficeThere, now: datetime, case_id: str) -> str:
    """Thirty suspects in seven countries, and one of whom nobody knows where he is."""

    def lived() -> str:
        assert taken_in(office, now, case_id, a_file(30, SEVEN)) == 40
        return case_id

    return lives.remembered("thirty suspects", lived)


def test_the_plan_names_for_each_state_its_law_its_language_or_the_ground(
    office: OfficeThere, now: datetime, thirty: str
) -> None:
    found = operations.plan(office.liaison, now, thirty, WISH)
    assert [each.share.state for each in found.packages] == sorted({*SEVEN})
    by_state = {each.share.state: each for each in found.packages}
    assert [each.code for each in by_state["AR"].grounds] == ["own_state"]
    germany, chile = by_state["DE"], by_state["CL"]
    assert germany.route is not None
    assert germany.route.instrument == "budapest.art26.spontaneous"
    assert (chile.language, chile.spoken) == ("es", True)
    assert all(each.route or each.grounds for each in found.packages)
    assert not found.drafted
    # S1 has one account, in Mexico: he is in that State's share with those of the file.
    assert "S1" in dict(by_state["MX"].share.suspects)


def test_where_a_treaty_takes_two_languages_the_states_own_is_written(
    office: OfficeThere, now: datetime, case_id: str
) -> None:
    taken_in(office, now, case_id, a_file(3, ("PT", "BR", "ES")))
    found = operations.plan(office.liaison, now, case_id, WISH).packages
    written = {each.share.state: each.language for each in found}
    assert (written["PT"], written["BR"], written["ES"]) == ("pt", "pt", "es")


def test_each_state_gets_its_own_suspects_and_nobody_elses(office: OfficeThere, now: datetime, thirty: str) -> None:
    found = all_drafted(office, now, thirty)
    assert found.drafted
    assert len(found.drafted) == len(found.possible)
    everybody = {code for each in found.packages for code, _ in each.share.suspects}
    for package in found.drafted:
        record = drafting.record(office.liaison, now, package.request_id)
        people = record.fields["persons"]
        accounts = record.fields["identifiers"]
        assert isinstance(people, tuple)
        assert isinstance(accounts, tuple)
        told = {each.code: each for each in people if isinstance(each, PersonLine)}
        assert told.keys() == dict(package.share.suspects).keys()
        assert {each.role for each in told.values()} == {"suspect"}
        lines = [each.given for each in accounts if isinstance(each, IdentifierLine)]
        assert len(lines) == len(package.share.accounts)
        for other in everybody - told.keys():
            assert not any(f"user{int(other[1:]) - 1:04}" in line for line in lines if other.startswith("P"))
        row = lives.the(package.request_id)
        assert (row.form, row.code, row.measure) == ("referral_package", f"OP1-{package.share.state}", package.measure)
        assert record.value("operation") == "OP1"


def test_the_index_gives_the_numbers_of_the_accounts(office: OfficeThere, now: datetime, thirty: str) -> None:
    found = all_drafted(office, now, thirty)
    package = next(each for each in found.drafted if each.share.state == "CL")
    record = drafting.record(office.liaison, now, package.request_id)
    people, accounts = record.fields["persons"], record.fields["identifiers"]
    assert isinstance(people, tuple)
    assert isinstance(accounts, tuple)
    for person in people:
        assert isinstance(person, PersonLine)
        for number in person.note.rpartition(": ")[2].split(", "):
            line = accounts[int(number) - 1]
            assert isinstance(line, IdentifierLine)
            assert f"user{int(person.code[1:]) - 1:04}" in line.given


def test_pressed_again_nothing_is_drafted_twice(office: OfficeThere, now: datetime, thirty: str) -> None:
    first = all_drafted(office, now, thirty)
    before, events = len(requests_of(thirty)), events_of(thirty)
    again = operations.mass_referral(office.liaison, now, thirty, WISH)
    assert [each.request_id for each in again.packages] == [each.request_id for each in first.packages]
    assert (len(requests_of(thirty)), events_of(thirty)) == (before, events)
    assert taken_in(office, now, thirty, a_file(30, SEVEN)) == 0, "the same file changes nothing"


def test_it_goes_on_where_it_stopped(office: OfficeThere, now: datetime, thirty: str) -> None:
    whole = operations.plan(office.liaison, now, thirty, WISH)
    assert len(operations.mass_referral(office.liaison, now, thirty, WISH, at_most=2).drafted) == 2
    assert len(operations.mass_referral(office.liaison, now, thirty, WISH, at_most=2).drafted) == 4
    assert len(all_drafted(office, now, thirty).drafted) == len(whole.possible)


def test_two_at_once_draft_each_package_once(office: OfficeThere, now: datetime, thirty: str) -> None:
    lives.at_once(
        lambda: operations.mass_referral(office.liaison, now, thirty, WISH),
        lambda: operations.mass_referral(office.prosecutor, now, thirty, WISH),
    )
    codes = [each.code for each in requests_of(thirty)]
    assert len(codes) == len(set(codes)) == len(operations.plan(office.liaison, now, thirty, WISH).possible)


def test_where_the_law_does_not_give_the_wish_the_other_measure_is_taken(
    office: OfficeThere, now: datetime, thirty: str
) -> None:
    found = operations.plan(office.liaison, now, thirty, Wish("OP2", "transfer_of_proceedings"))
    measures = {each.share.state: each.measure for each in found.possible}
    assert measures["ES"] == "transfer_of_proceedings"
    assert measures["CL"] == "spontaneous_information"


def test_a_suspect_without_a_state_is_named(office: OfficeThere, now: datetime, case_id: str) -> None:
    taken_in(office, now, case_id, a_file(2, ("CL",)))
    with transaction() as session:
        for each in session.scalars(select(Identifier).where(Identifier.code == "P0002-1")):
            each.user_in = None
    assert operations.plan(office.liaison, now, case_id, WISH).unplaced == ("P0002",)


def test_one_wrong_line_and_nothing_is_taken(office: OfficeThere, now: datetime, case_id: str) -> None:
    text = a_file(3, ("CL",)) + "V1,CL,username,x,\nP0009,CL,username,y,nowhere\n"
    with pytest.raises(Problems) as caught:
        referring.plant_suspects(office.liaison, now, case_id, WISH, text)
    assert [each.where.partition(",")[0] for each in caught.value.found] == ["line 6", "line 7"]
    with transaction() as session:
        people = session.scalars(select(Person.code).where(Person.case_id == case_id)).all()
    assert not [code for code in people if code.startswith("P0")]


@pytest.mark.parametrize(("code", "measure"), [("OP-1", MEASURES[0]), ("", MEASURES[0]), ("OP1", "preservation")])
def test_a_wish_that_makes_no_sense_is_refused(
    office: OfficeThere, now: datetime, case_id: str, code: str, measure: str
) -> None:
    assert lives.refused(lambda: operations.plan(office.liaison, now, case_id, Wish(code, measure)))


def test_another_office_sees_nothing_of_it(
    office: OfficeThere, other_office: OfficeThere, now: datetime, thirty: str
) -> None:
    for act in (operations.plan, operations.mass_referral):
        with pytest.raises(NotHere):
            act(other_office.liaison, now, thirty, WISH)
    with pytest.raises(NotHere):
        referring.plant_suspects(other_office.liaison, now, thirty, WISH, a_file(1, ("CL",)))


@pytest.mark.matrix
def test_a_thousand_suspects_in_seventy_one_countries(office: OfficeThere, now: datetime, case_id: str) -> None:
    states = [each for each in states_of(house().world) if each != "AR"][:71]
    assert len(states) == 71
    taken_in(office, now, case_id, a_file(1000, states))
    found = all_drafted(office, now, case_id)
    assert {each.share.state for each in found.packages} >= set(states)
    assert sum(len(each.share.suspects) for each in found.packages) == 1001, "and S1, who was there before"
    assert len(found.drafted) == len(found.possible) == len(requests_of(case_id))
    assert all(each.grounds for each in found.refused)
    told = 0
    for package in found.drafted:
        people = drafting.record(office.liaison, now, package.request_id).fields["persons"]
        assert isinstance(people, tuple)
        told += len(people)
    assert told == sum(len(each.share.suspects) for each in found.possible)
