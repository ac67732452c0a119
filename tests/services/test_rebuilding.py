"""The projections are what the events say: proved after a rich life, and any tampering is named and mended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text

from mlat.model import Clock, db, transaction
from mlat.services import audit, clocking, outbox, rebuilding, reminders, sweeping, tracking, transit, withdrawing
from tests.conftest import ZONE, OfficeThere
from tests.services import lives

DAY = timedelta(days=1)


@pytest.fixture
def life(office: OfficeThere, case_id: str, now: datetime) -> tuple[str, str, datetime]:
    """A hold and an evidence request that met most of what can happen; their ids, and the day of the last of it."""

    def lived() -> tuple[str, str, datetime]:
        hold = lives.a_sent(office, now, case_id)
        lives.replies(office, now + DAY, hold, "hold_confirmed", reference="RBX-1")
        evidence, mail = lives.a_queued(office, now, case_id)
        outbox.take(now)
        outbox.deliver(now, mail)
        first, second, _third = lives.legs(evidence)
        transit.record_received(office.liaison, now + 2 * DAY, first.id, now + 2 * DAY, ZONE, "CAN-7")
        transit.record_sent(office.liaison, now + 9 * DAY, second.id, "pouch", now + 9 * DAY, ZONE)
        transit.record_received(office.liaison, now + 20 * DAY, second.id, now + 20 * DAY, lives.MEXICO)
        lives.replies(office, now + 21 * DAY, evidence, "acknowledged", reference="FGR/12")
        lives.replies(office, now + 22 * DAY, evidence, "more_asked")
        tracking.give_more(office.liaison, now + 23 * DAY, evidence, now + 23 * DAY, ZONE)
        lives.replies(office, now + 24 * DAY, evidence, "promised", promised_on=date(2026, 4, 20))
        clock = lives.clocks(hold)["hold"]
        clocking.extend_clock(office.liaison, now + 25 * DAY, clock.id, "They wrote so.", "until", date(2026, 6, 15))
        third = lives.a_sent(office, now + 25 * DAY, case_id, replace(lives.HOLD, code="OLD"))
        withdrawing.withdraw(office.prosecutor, now + 26 * DAY, third)
        fourth = lives.an_issued(office, now + 26 * DAY, case_id, replace(lives.HOLD, code="NEW"))
        leg = lives.legs(fourth)[0].id
        transit.record_sent(office.liaison, now + 26 * DAY, leg, "post", now + 26 * DAY, ZONE)
        transit.record_returned(office.liaison, now + 30 * DAY, leg, now + 30 * DAY, ZONE)
        later = now + 60 * DAY
        sweeping.sweep(later)
        while (taken := reminders.take(later)) is not None:
            reminders.work(later, taken)
        return hold, evidence, later

    return lives.remembered("a rich life", lived)


def test_a_rich_life_is_clean(life: tuple[str, str, datetime]) -> None:
    assert rebuilding.rebuild(life[2], check=True) == []
    assert audit.verify() == []


TAMPERED = [
    ("requests", "state", "'draft'", "request {evidence}: state is 'draft'"),
    ("requests", "ball", "'done'", "request {evidence}: ball is 'done'"),
    ("requests", "next_due", "NULL", "request {hold}: next_due is None"),
    ("clocks", "safe_due", "'2030-01-01'", "safe_due is '2030-01-01'"),
    ("clocks", "covers", "'[]'", "covers is []"),
    ("clocks", "confirmed", "NOT confirmed", "confirmed is "),
    ("clocks", "ended_why", "'forged'", "ended_why is 'forged'"),
    ("legs", "state", "'planned'", "state is 'planned'"),
    ("legs", "sent_at", "'2020-01-01 00:00:00'", "sent_at is "),
    ("legs", "received_at", "NULL", "received_at is None"),
]


ONE_A_TABLE = [TAMPERED[0], TAMPERED[3], TAMPERED[7]]


@pytest.mark.parametrize(
    "tampered",
    [
        pytest.param(ONE_A_TABLE, id="one-a-table"),
        pytest.param([each for each in TAMPERED if each not in ONE_A_TABLE], id="the-rest", marks=pytest.mark.matrix),
    ],
)
def test_what_was_tampered_with_is_named_and_mended(
    life: tuple[str, str, datetime], tampered: list[tuple[str, str, str, str]]
) -> None:
    hold, evidence, later = life
    for table, column, forged, says in tampered:
        with db.engine.begin() as connection:
            connection.execute(text(f"UPDATE {table} SET {column} = {forged}"))
        named = rebuilding.rebuild(later, check=True)
        wanted = says.format(hold=hold, evidence=evidence)
        assert any(wanted in line for line in named), (table, column, named)
        assert rebuilding.rebuild(later, check=True) == named
        assert rebuilding.rebuild(later, check=False) == named
        assert rebuilding.rebuild(later, check=True) == [], (table, column)


def test_a_clock_taken_away_comes_back_and_one_slipped_in_is_named(life: tuple[str, str, datetime]) -> None:
    hold, _, later = life
    clock = lives.clocks(hold)["hold"]
    with db.engine.begin() as connection:
        connection.execute(text("DELETE FROM reminders WHERE clock_id = :id"), {"id": clock.id})
        connection.execute(text("DELETE FROM clocks WHERE id = :id"), {"id": clock.id})
    assert f"clock {clock.id}: is missing" in rebuilding.rebuild(later, check=False)
    assert rebuilding.rebuild(later, check=True) == []
    assert lives.clocks(hold)["hold"].safe_due == clock.safe_due
    copied = {column.key: getattr(clock, column.key) for column in Clock.__mapper__.column_attrs}
    with transaction() as session:
        session.add(Clock(**copied | {"id": "f" * 32}))
    assert rebuilding.rebuild(later, check=True) == [f"clock {'f' * 32}: is not in the events"]
