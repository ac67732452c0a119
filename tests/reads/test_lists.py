"""Lists by key: every row once, nothing of another office, no counting through what was shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from mlat.domain.casefile import CaseInput, OpenRequest, PersonInput
from mlat.domain.permissions import Actor, Role
from mlat.domain.playbook import OfficeGiven
from mlat.model import db
from mlat.reads.cases import case_view, cases_page
from mlat.reads.desk import silent, vanishing, yours
from mlat.reads.drafts import draft_view
from mlat.reads.operations import works
from mlat.reads.person import person_view
from mlat.reads.requests import requests_page
from mlat.reads.search import find
from mlat.reads.seconds import waiting_everywhere
from mlat.reads.trail import trail_page
from mlat.services import admin, intake, takeover
from tests.conftest import NOW, Sow


def _office(now: datetime, code: str) -> tuple[Actor, Actor]:
    office = admin.create_office(
        now,
        OfficeGiven(
            code=code,
            name=code,
            country="AR",
            zone="UTC",
            language="es",
            place="X",
            email=f"m@{code}.example",
            phone="1",
            signing="ink",
        ),
        training=True,
    )
    made = []
    for role in (Role.PROSECUTOR, Role.LIAISON):
        user = admin.add_user(now, office, f"{role}@{code}.example", role, (role,), "una-palabra-larga")
        made.append(Actor(office, user, frozenset({role})))
    return made[0], made[1]


@pytest.fixture
def actors(sow: Sow, now: datetime) -> tuple[Actor, Actor]:
    """The prosecutor and the liaison officer of an office with seven cases, three opened at the same instant."""
    return sow("lists", lambda: _seven_cases(now))


def _seven_cases(now: datetime) -> tuple[Actor, Actor]:
    both = _office(now, "uno")
    for number in range(7):
        opened = now + timedelta(hours=max(number - 2, 0))
        case = intake.open_case(
            both[0],
            opened,
            CaseInput(
                reference=f"C-{number}", training=True, persons=(PersonInput(code="V1", role="victim", name="Secreta"),)
            ),
        )
        given = OpenRequest(
            code="R1",
            measure="preservation",
            recipient="roblox",
            instrument="us.sca.2703f.preservation",
            sent_at=now,
            zone="UTC",
            channel="portal",
            reference=f"RBX/{number}",
        )
        takeover.take_over(both[0], opened, case, given)
    return both


@pytest.fixture
def said(app: Flask) -> Iterator[list[tuple[str, Any]]]:
    """Every statement that the database is given from here on, with its values."""
    found: list[tuple[str, Any]] = []

    def listen(*given: Any) -> None:
        found.append((given[2], given[3]))

    event.listen(db.engine, "before_cursor_execute", listen)
    yield found
    event.remove(db.engine, "before_cursor_execute", listen)


def test_every_case_stands_on_one_page_only(actors: tuple[Actor, Actor]) -> None:
    seen, cursor = [], ""
    for _ in range(3):
        page = cases_page(actors[0], NOW.date(), after=cursor, lines=3)
        seen += [line.reference for line in page.lines]
        cursor = page.onward
    assert cursor == ""
    assert sorted(seen) == [f"C-{number}" for number in range(7)]


def test_every_request_stands_on_one_page_only(actors: tuple[Actor, Actor]) -> None:
    seen, cursor = [], ""
    for _ in range(3):
        page = requests_page(actors[0], recipient="roblox", after=cursor, lines=3)
        seen += [line.case_reference for line in page.lines]
        cursor = page.onward
    assert sorted(seen) == [f"C-{number}" for number in range(7)]


def test_lists_never_count_through_what_was_shown(actors: tuple[Actor, Actor], said: list[tuple[str, Any]]) -> None:
    page = requests_page(actors[0], lines=2)
    requests_page(actors[0], after=page.onward, lines=2)
    cases_page(actors[0], NOW.date(), after=cases_page(actors[0], NOW.date(), lines=2).onward, lines=2)
    trail_page(Actor(actors[0].office_id, "x", frozenset({Role.AUDITOR})))
    assert said
    # SQLite's dialect always writes the word; then what is skipped must be nothing
    assert not [one for one, values in said if re.search(r"\bOFFSET\b", one) and tuple(values)[-1] != 0]


@pytest.mark.parametrize("cursor", ["", "x", "2026-01-01~abc", "2026-01-01T00:00:00+00:00~'; drop", "~"])
def test_a_broken_cursor_shows_the_beginning(actors: tuple[Actor, Actor], cursor: str) -> None:
    assert len(cases_page(actors[0], NOW.date(), after=cursor).lines) == 7


def test_another_office_sees_nothing(actors: tuple[Actor, Actor], now: datetime) -> None:
    stranger = _office(now, "dos")[0]
    assert cases_page(stranger, NOW.date()).lines == ()
    assert requests_page(stranger).lines == ()
    assert find(stranger, "rbx3") == ()
    assert vanishing(stranger, now.date()).accounts == ()
    assert (yours(stranger, now.date()), silent(stranger, now)) == ((), ())


def test_any_reference_of_any_body_is_found(actors: tuple[Actor, Actor]) -> None:
    (hit,) = [one for one in find(actors[0], "rbx3") if one.exact]
    assert (hit.value, hit.body, hit.case_reference) == ("RBX/3", "roblox", "C-3")


def test_silence_is_counted_from_what_was_sent(actors: tuple[Actor, Actor], now: datetime) -> None:
    found = silent(actors[0], now)
    assert len(found) == 7
    assert {one.since for one in found} == {now}


def test_a_name_is_opened_only_for_those_who_may_see_it(actors: tuple[Actor, Actor], now: datetime) -> None:
    case_id = cases_page(actors[0], NOW.date()).lines[0].id
    assert [case_view(actor, now.date(), case_id).persons[0].name for actor in actors] == ["Secreta", ""]


def test_the_tasks_of_someone_away_go_to_the_deputy(actors: tuple[Actor, Actor], now: datetime) -> None:
    from mlat.model import transaction
    from mlat.reads.duty import answers_for

    absent, deputy = actors
    administrator = Actor(absent.office_id, "x", frozenset({Role.ADMINISTRATOR}))
    admin.set_absence(
        administrator, now, absent.user_id or "", deputy.user_id or "", now.date(), now.date() + timedelta(days=1)
    )
    with transaction() as session:
        assert answers_for(session, deputy, now.date()) == {absent.user_id, deputy.user_id}
        assert answers_for(session, deputy, now.date() + timedelta(days=2)) == {deputy.user_id}
        assert answers_for(session, absent, now.date()) == {absent.user_id}


def test_what_is_ours_stands_by_its_date_and_what_has_none_comes_last(
    actors: tuple[Actor, Actor], now: datetime
) -> None:
    from mlat.model import Request, transaction

    with transaction() as session:
        for number, row in enumerate(session.scalars(select(Request).order_by(Request.id))):
            row.ball = "we_owe"
            row.next_due = now - timedelta(days=number) if number % 2 else None
    found = [line.next_due for line in yours(actors[0], now.date())]
    assert found == [now - timedelta(days=number) for number in (5, 3, 1)] + [None] * 4


def test_the_desk_never_sorts_every_request(
    actors: tuple[Actor, Actor], said: list[tuple[str, Any]], now: datetime
) -> None:
    yours(actors[0], now.date(), all_of_the_office=True)
    orders = [one.partition("ORDER BY")[2].partition("LIMIT")[0].split() for one, _ in said if "ball" in one]
    # the very columns of the index behind office and ball
    assert [" ".join(order) for order in orders] == ["requests.next_due, requests.id", "requests.id"]


def test_the_alert_of_every_tick_walks_along_an_index(app: Flask, said: list[tuple[str, Any]]) -> None:
    from mlat.model import transaction

    with transaction() as session:
        assert waiting_everywhere(session) == []
    query, values = next(one for one in said if "FROM requests" in one[0])
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            plan = " ".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values))
        assert "SEARCH requests USING INDEX ix_requests_office_state (office_id=? AND state=?)" in plan


def test_looking_holds_no_row(actors: tuple[Actor, Actor], said: list[tuple[str, Any]], now: datetime) -> None:
    line = requests_page(actors[0]).lines[0]
    (person,) = case_view(actors[0], now.date(), line.case_id).persons
    assert person_view(actors[0], line.case_id, person.id).given.code == "V1"
    assert works(actors[0], line.case_id) == ()
    assert draft_view(actors[0], line.id).line == line
    assert not [one for one, _ in said if "FOR UPDATE" in one or "FOR NO KEY" in one]
