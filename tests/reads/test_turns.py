"""The lists agree with the rules: over a random population, each open request stands where the domain puts it."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import select

from mlat.domain.casefile import CaseInput, IdentifierInput, OpenRequest, ReplyInput
from mlat.domain.deadlines import lateness
from mlat.domain.lifecycle import standing
from mlat.model import Clock, Event, Request, transaction
from mlat.reads.clocks import late_days
from mlat.reads.desk import silent, yours
from mlat.reads.requests import requests_page
from mlat.services import intake, rebuilding, sweeping, takeover, tracking
from tests.conftest import ZONE, OfficeThere
from tests.soak.chance import MEXICO, something

BALLS = ("we_owe", "they_owe", "promised", "done")
DAY = timedelta(days=1)


def populate(office: OfficeThere, now: datetime, seed: int, requests: int) -> datetime:
    """Requests with random replies, promises and acts on their clocks, over some weeks; returns the last instant."""
    chance = random.Random(seed)
    case_id = intake.open_case(
        office.prosecutor,
        now,
        CaseInput(
            reference=f"AZAR {seed}",
            training=True,
            identifiers=(IdentifierInput(code="A", kind="username", platform="roblox", given="nadie", synthetic=True),),
        ),
    )
    made = [
        takeover.take_over(
            office.liaison,
            now,
            case_id,
            OpenRequest(
                code=f"R{number}",
                measure=chance.choice(("mla_evidence", "spontaneous_information")),
                recipient="mx-central",
                instrument="ar_mx.mlat",
                sent_at=now,
                zone=MEXICO,
                channel=chance.choice(("courier", "by_hand", "mail")),
                identifiers=("A",),
                data=("subscriber",),
            ),
        )
        for number in range(requests)
    ]
    for _ in range(requests * 5):
        now += chance.random() * 2 * DAY
        something(office, chance, now, chance.choice(made))
    for number, line in enumerate(requests_page(office.prosecutor, ball="they_owe", lines=100).lines):
        promise = ReplyInput(kind="promised", at=now, zone=MEXICO, promised_on=now.date() + number * 3 * DAY)
        tracking.record_reply(office.liaison, now, line.id, promise)
    return now


def test_every_request_stands_in_the_one_list_where_the_rules_put_it(
    app: Flask, office: OfficeThere, now: datetime
) -> None:
    last = populate(office, now, seed=7, requests=12)
    zone = ZoneInfo(ZONE)
    seen: set[str] = set()
    for later in (last, last + 3 * DAY, last + 8 * DAY, last + 20 * DAY):
        sweeping.sweep(later)
        today = later.astimezone(zone).date()
        with transaction() as session:
            rows = session.scalars(select(Request)).all()
            events = {
                row.id: session.scalars(select(Event).where(Event.request_id == row.id).order_by(Event.id)).all()
                for row in rows
            }
            clocks = session.scalars(select(Clock).where(Clock.ended_at.is_(None))).all()
        ruled = {row.id: standing(events[row.id], today, row.measure).ball for row in rows}
        listed = {
            line.id: ball for ball in BALLS for line in requests_page(office.prosecutor, ball=ball, lines=100).lines
        }
        assert listed == ruled
        assert sum(len(requests_page(office.prosecutor, ball=ball, lines=100).lines) for ball in BALLS) == len(rows)
        ours = {line.id for line in yours(office.prosecutor, today)}
        theirs = {one.line.id: one for one in silent(office.prosecutor, later)}
        assert ours == {name for name, ball in ruled.items() if ball == "we_owe"}
        assert set(theirs) == {name for name, ball in ruled.items() if ball == "they_owe"}
        for clock in clocks:
            if clock.paused_at is not None:
                assert (clock.legal_at, clock.safe_at, clock.next_rung_at) == (None, None, None)
        for name, one in theirs.items():
            dues = [c for c in clocks if c.request_id == name and c.party == "them" and c.legal_at]
            first = min(dues, key=lambda c: c.legal_at or later, default=None)
            assert one.late == (late_days(first.legal_due, first.zone, later) if first else 0)
        assert rebuilding.rebuild(later, check=True) == []
        seen |= set(ruled.values())
    assert seen == set(BALLS)


def test_late_is_the_local_day_after_the_due_day_at_its_own_place() -> None:
    utc = ZoneInfo("UTC")
    at = datetime(2026, 3, 13, 6, 30, tzinfo=utc)  # 23:30 of the 12th in Los Angeles, 03:30 of the 13th in Buenos Aires
    assert late_days("2026-03-12", "America/Los_Angeles", at) == 0
    assert late_days("2026-03-12", ZONE, at) == 1
    assert late_days("2026-03-12", "America/Los_Angeles", at + timedelta(hours=1)) == 1
    assert late_days("", ZONE, at) == 0
    assert lateness(datetime(2026, 3, 12, 9, tzinfo=utc), at.date(), utc) == 1
