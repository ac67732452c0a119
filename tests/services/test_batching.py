"""Many requests at once: each is issued once, whoever works, and one that fails costs only itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from mlat.domain.permissions import Role
from mlat.domain.problems import Problem
from mlat.model import BatchItem, Paper, Request, User, transaction
from mlat.model import Event as Happened
from mlat.reads.batches import batch_view, batches, ready
from mlat.services import batching, issuing
from mlat.services.access import NotHere
from mlat.worker.batches import issue_planted
from tests.conftest import OfficeThere
from tests.services import lives
from tests.services.conftest import a_pdf

SIZE = 5


@pytest.fixture
def approved(office: OfficeThere, case_id: str, now: datetime) -> list[str]:
    """Approved requests, each of its own code."""

    def lived() -> list[str]:
        made = [lives.a_draft(office, now, case_id, replace(lives.HOLD, code=f"B{number}")) for number in range(SIZE)]
        for request_id in made:
            lives.approve(office, now, request_id)
        return made

    return lives.remembered(f"{SIZE} approved", lived)


def papers() -> dict[str, int]:
    """How many papers each request has."""
    with transaction() as session:
        counted = select(Paper.request_id, func.count()).group_by(Paper.request_id)
        return {str(request_id): number for request_id, number in session.execute(counted)}


def run(app: Flask, now: datetime, hands: int = 1) -> int:
    return issue_planted(app, Event(), lambda: now, hands)


def test_all_that_is_approved_is_issued_once(
    app: Flask, office: OfficeThere, approved: list[str], now: datetime
) -> None:
    assert {each.id for each in ready(office.prosecutor).lines} == set(approved)
    batch_id = batching.plant(office.prosecutor, now)
    assert ready(office.prosecutor).lines == (), "they are planted"
    assert run(app, now, hands=2) == SIZE
    view = batch_view(office.prosecutor, batch_id)
    assert (view.issued, view.failed, view.done) == (SIZE, 0, True)
    assert papers() == dict.fromkeys(approved, 1)
    assert run(app, now) == 0


def test_numbers_follow_the_order_of_drafting(
    app: Flask, office: OfficeThere, approved: list[str], now: datetime
) -> None:
    later = now + timedelta(hours=1)
    with transaction() as session:
        for minutes, request_id in enumerate(approved):
            session.get_one(Request, request_id).created_at = now + timedelta(minutes=minutes)
    batching.plant(office.prosecutor, later)
    assert run(app, later) == SIZE
    numbers = [lives.the(request_id).number for request_id in approved]
    assert numbers == sorted(numbers, key=str)


def test_a_failure_is_that_requests_alone_and_is_tried_again(
    app: Flask, office: OfficeThere, approved: list[str], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch_id = batching.plant(office.prosecutor, now)
    count = 0

    def write(_record: object) -> bytes:
        nonlocal count
        count += 1
        if count == 2:
            raise Problem("paper.limit", "facts", "is more than can be laid out.", "Shorten it.")
        return a_pdf()

    with monkeypatch.context() as broken:
        broken.setattr("mlat.documents.press.write", write)
        assert run(app, now) == SIZE - 1
    (failure,) = batch_view(office.prosecutor, batch_id).failures
    assert (failure.problem.code, failure.problem.where) == ("paper.limit", "facts")
    assert "Shorten" not in repr(lives.whole_database())
    batching.resume(office.prosecutor, now, batch_id)
    assert run(app, now) == 1
    assert papers() == dict.fromkeys(approved, 1)


def test_a_stopped_batch_rests_until_it_is_resumed(
    app: Flask, office: OfficeThere, approved: list[str], now: datetime
) -> None:
    batch_id = batching.plant(office.prosecutor, now, approved[:2])
    batching.stop(office.prosecutor, now, batch_id)
    assert run(app, now) == 0
    batching.stop(office.prosecutor, now, batch_id)
    batching.resume(office.prosecutor, now, batch_id)
    assert run(app, now) == 2
    with transaction() as session:
        told = session.scalars(select(Happened).where(Happened.kind.startswith("batch_")).order_by(Happened.id)).all()
    assert [each.kind for each in told] == ["batch_planted", "batch_stopped", "batch_resumed"]
    assert told[0].data == {"batch": batch_id, "requests": 2}
    assert {each.actor for each in told} == {office.prosecutor.name}


def test_what_a_lost_worker_held_is_taken_again_and_no_paper_is_made_twice(
    app: Flask, office: OfficeThere, approved: list[str], now: datetime
) -> None:
    batching.plant(office.prosecutor, now)
    lost = batching.take(now)
    assert lost
    assert run(app, now) == SIZE - 1
    with transaction() as session:
        issuing_request = session.get_one(BatchItem, lost).request_id
    issuing.issue(office.prosecutor, now, issuing_request)  # the worker issued it, and died before it said so
    assert run(app, now + timedelta(hours=1)) == 1
    assert papers() == dict.fromkeys(approved, 1)


def test_a_request_waits_in_one_batch_only(office: OfficeThere, approved: list[str], now: datetime) -> None:
    batching.plant(office.prosecutor, now)
    with pytest.raises(Problem) as caught:
        batching.plant(office.prosecutor, now)
    assert caught.value.code == "batch.empty"


def test_rights_are_those_of_today(app: Flask, office: OfficeThere, approved: list[str], now: datetime) -> None:
    batch_id = batching.plant(office.prosecutor, now)
    with transaction() as session:
        session.execute(update(User).where(User.id == office.prosecutor.user_id).values(active=False))
    assert run(app, now) == 0
    assert {each.problem.code for each in batch_view(office.prosecutor, batch_id).failures} == {"gone"}
    with transaction() as session:
        assert set(session.scalars(select(Request.state).where(Request.id.in_(approved)))) == {"approved"}


def test_a_case_erased_while_its_requests_wait_costs_only_its_own(
    app: Flask, office: OfficeThere, approved: list[str], now: datetime, case_id: str
) -> None:
    erased = lives.the(lives.a_draft(office, now, lives.a_case(office, now, replace(lives.GIVEN, reference="2/2026"))))
    lives.approve(office, now, erased.id)
    batch_id = batching.plant(office.prosecutor, now)
    lives.erase(office, now, erased.case_id)
    assert run(app, now) == SIZE
    view = batch_view(office.prosecutor, batch_id)
    assert (view.issued, view.failed, view.failures, view.done) == (SIZE, 1, (), True)
    assert ready(office.prosecutor).lines == ()


def test_a_batch_of_another_office_is_not_there(
    office: OfficeThere, approved: list[str], other_office: OfficeThere, now: datetime
) -> None:
    batch_id = batching.plant(office.prosecutor, now)
    assert batches(other_office.prosecutor) == ()
    for act in (batching.stop, batching.resume):
        with pytest.raises(NotHere):
            act(other_office.prosecutor, now, batch_id)
    with pytest.raises(NotHere):
        batch_view(other_office.prosecutor, batch_id)
    with pytest.raises(Problem):
        batching.plant(other_office.prosecutor, now, approved)


@pytest.mark.parametrize("role", [Role.LIAISON, Role.AUDITOR])
def test_only_who_may_issue_begins_a_batch(office: OfficeThere, approved: list[str], now: datetime, role: Role) -> None:
    with pytest.raises(NotHere):
        batching.plant(office.actors[role], now)
