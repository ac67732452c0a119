"""Several workers on one database plant and do everything exactly once."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from mlat.domain.casefile import CaseInput, IdentifierInput, OpenRequest
from mlat.model import Event, Reminder, transaction
from mlat.services import intake, reminders, sweeping, takeover
from mlat.worker.ticks import claim
from tests.conftest import OfficeThere
from tests.worker.conftest import Start

MINUTE = timedelta(minutes=1)


def requests_long_silent(office: OfficeThere, how_many: int) -> None:
    """Requests that left four months ago and that nobody answered."""
    now = datetime.now(UTC)
    account = IdentifierInput(
        code="A", kind="numeric_id", platform="roblox", given="99999999999999999001", synthetic=True
    )
    case_id = intake.open_case(
        office.prosecutor, now, CaseInput(reference="1/2026", identifiers=(account,), training=True)
    )
    for number in range(how_many):
        takeover.take_over(
            office.prosecutor,
            now,
            case_id,
            OpenRequest(
                code=f"T{number}",
                measure="preservation",
                recipient="roblox",
                instrument="us.sca.2703f.preservation",
                sent_at=now - timedelta(days=70),
                zone="America/Los_Angeles",
                channel="portal",
                identifiers=("A",),
                data=("subscriber",),
                confirmed_at=now - timedelta(days=69),
            ),
        )


def test_each_reminder_is_planted_and_done_once(app: Flask, office: OfficeThere, start_worker: Start) -> None:
    requests_long_silent(office, 6)
    due = sweeping.next_due(datetime.now(UTC))
    assert due is not None
    assert due <= datetime.now(UTC)
    workers = [start_worker("--once", "--json") for _ in range(3)]
    assert [worker.ended() for worker in workers] == [0, 0, 0], [worker.said.read_text() for worker in workers]
    done = [json.loads(worker.said.read_text()) for worker in workers]
    with transaction() as session:
        rows = session.scalars(select(Reminder)).all()
        told = Counter(
            event.data["reminder"] for event in session.scalars(select(Event).where(Event.kind == "reminded"))
        )
    assert len(rows) >= 6
    assert {row.state for row in rows} == {"waiting"}
    assert told == {row.id: 1 for row in rows}
    assert sum(each["worked"] for each in done) == len(rows)
    assert len([each for each in done if each["planted"]]) == 1


def test_one_worker_a_stretch_may_sweep(app: Flask) -> None:
    now = datetime.now(UTC)
    assert claim("sweep", now, MINUTE)
    assert not claim("sweep", now, MINUTE)
    assert not claim("sweep", now + MINUTE / 2, MINUTE)
    assert claim("sweep", now + MINUTE, MINUTE)


@pytest.mark.parametrize("lost", [timedelta(hours=1), timedelta(days=40)])
def test_a_lost_hour_loses_nothing(app: Flask, office: OfficeThere, lost: timedelta) -> None:
    requests_long_silent(office, 2)
    later = datetime.now(UTC) + lost
    assert claim("sweep", later, MINUTE)
    first = sweeping.sweep(later)
    assert first >= 2
    assert sweeping.sweep(later) == 0


def test_a_worker_lost_with_a_reminder_in_hand_gives_it_back(app: Flask, office: OfficeThere) -> None:
    requests_long_silent(office, 1)
    now = datetime.now(UTC)
    sweeping.sweep(now)
    taken = reminders.take(now)
    assert taken
    while reminders.take(now):
        pass
    assert reminders.take(now + timedelta(hours=1)) is not None
