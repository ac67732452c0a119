"""Work on many suspects is planted by a page and done in steps: stopped, resumed, lost and found again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from mlat.domain.problems import Problems
from mlat.model import Event as Happened
from mlat.model import Identifier, OperationWork, Request, User, transaction
from mlat.reads.operations import WorkView, works
from mlat.services import referring
from mlat.services.access import NotHere
from mlat.worker.operations import refer_planted
from mlat.worker.turns import Turn
from tests.conftest import OfficeThere
from tests.services import lives

from .test_operations import SEVEN, WISH, a_file

MANY = a_file(12, SEVEN)
"""Sixteen lines: more than one step takes."""


def run(now: datetime) -> int:
    return refer_planted(Event(), lambda: now)


def accounts(case_id: str) -> int:
    with transaction() as session:
        return session.scalar(select(func.count()).select_from(Identifier).where(Identifier.case_id == case_id)) or 0


def newest(office: OfficeThere, case_id: str) -> WorkView:
    return works(office.prosecutor, case_id)[0]


def test_a_file_is_taken_in_step_by_step_and_then_gone(
    app: Flask, office: OfficeThere, now: datetime, case_id: str
) -> None:
    before = accounts(case_id)
    referring.plant_suspects(office.prosecutor, now, case_id, WISH, MANY)
    taken = referring.take(now)
    assert taken
    assert referring.take(now) is None, "one worker at a time"
    assert referring.work(now, taken)
    assert (newest(office, case_id).done, accounts(case_id) - before) == (referring.LINES, referring.LINES)
    assert run(now) == 0, "another still holds it"
    later = now + timedelta(hours=1)
    assert run(later) == 1, "its worker was lost: the next goes on there"
    view = newest(office, case_id)
    assert (view.done, view.total, view.ended, accounts(case_id) - before) == (16, 16, True, 16)
    with transaction() as session:
        assert session.scalars(select(OperationWork.file_sealed)).one() is None
    assert "user0001" not in repr(lives.whole_database())


def test_two_workers_at_the_last_lines_end_it_once(
    app: Flask, office: OfficeThere, now: datetime, case_id: str
) -> None:
    work_id = referring.plant_suspects(office.prosecutor, now, case_id, WISH, MANY)
    assert referring.work(now, work_id)
    assert lives.at_once(*[partial(referring.work, now, work_id)] * 3) == [False] * 3
    view = newest(office, case_id)
    assert (view.done, view.ended, view.stopped, view.problem) == (16, True, False, None)


def test_packages_are_drafted_once_and_a_stopped_work_rests(
    app: Flask, office: OfficeThere, now: datetime, case_id: str
) -> None:
    referring.plant_suspects(office.prosecutor, now, case_id, WISH, MANY)
    run(now)
    now += timedelta(minutes=1)
    work_id = referring.plant_packages(office.prosecutor, now, case_id, WISH)
    referring.stop(office.prosecutor, now, work_id)
    assert run(now) == 0
    referring.resume(office.prosecutor, now, work_id)
    assert run(now) > 0
    view = newest(office, case_id)
    assert (view.kind, view.ended, view.done) == ("packages", True, view.total)
    with transaction() as session:
        begun = select(Happened.kind).where(Happened.case_id == case_id, Happened.kind.startswith("operation_"))
        told = session.scalars(begun.order_by(Happened.id)).all()
        assert told == ["operation_planted"] * 2 + ["operation_stopped", "operation_resumed"]
        drafted = session.scalars(select(Request.code).where(Request.case_id == case_id)).all()
    assert len([code for code in drafted if code.startswith("OP1-")]) == view.total == 6


def test_a_wrong_line_plants_nothing(app: Flask, office: OfficeThere, now: datetime, case_id: str) -> None:
    with pytest.raises(Problems) as caught:
        referring.plant_suspects(
            office.prosecutor, now, case_id, WISH, MANY + "V1,CL,username,x,\nP9,CL,username,y,nowhere\n"
        )
    assert [each.where for each in caught.value.found] == ["line 18, suspect", "line 19, platform"]
    assert works(office.prosecutor, case_id) == ()


def test_who_lost_the_right_plants_no_more_and_the_work_says_why(
    app: Flask, office: OfficeThere, now: datetime, case_id: str
) -> None:
    referring.plant_suspects(office.prosecutor, now, case_id, WISH, MANY)
    with transaction() as session:
        session.execute(update(User).where(User.id == office.prosecutor.user_id).values(active=False))
    run(now)
    view = newest(office, case_id)
    assert view.stopped
    assert view.problem is not None
    assert view.problem.code == "gone"


def test_work_in_a_case_that_was_erased_stops_and_keeps_no_other_waiting(
    app: Flask, office: OfficeThere, now: datetime, case_id: str
) -> None:
    referring.plant_suspects(office.prosecutor, now, case_id, WISH, MANY)
    lives.erase(office, now, case_id)
    other = lives.a_case(office, now, replace(lives.GIVEN, reference="2/2026"))
    referring.plant_suspects(office.prosecutor, now + timedelta(minutes=1), other, WISH, MANY)
    run(now)
    assert newest(office, other).ended
    with transaction() as session:
        (left,) = session.scalars(select(OperationWork).where(OperationWork.case_id == case_id))
    assert (left.stopped_at, left.lease_until, left.problem_sealed) == (now, None, None)


def test_another_office_neither_sees_nor_stops_it(
    app: Flask, office: OfficeThere, other_office: OfficeThere, now: datetime, case_id: str
) -> None:
    work_id = referring.plant_suspects(office.prosecutor, now, case_id, WISH, MANY)
    for act in (referring.stop, referring.resume):
        with pytest.raises(NotHere):
            act(other_office.prosecutor, now, work_id)
    with pytest.raises(NotHere):
        works(other_office.prosecutor, case_id)


def test_a_turn_ends_so_that_clocks_and_mails_are_not_kept_waiting(now: datetime) -> None:
    moments = iter([now, now + timedelta(seconds=29), now + timedelta(seconds=30)])
    turn = Turn.of(30, Event(), lambda: next(moments))
    assert [turn.is_set(), turn.is_set()] == [False, True]
