"""Proving the projections: columns and clocks computed again from the events, and compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.lifecycle import LEG_AFTER
from mlat.model import Case, CaseKey, Clock, Event, Identifier, Leg, Request, Wait, transaction
from mlat.services.accounts import lookups
from mlat.services.happening import clock_of, count_anew
from mlat.services.majority import forget_month, place_majority
from mlat.services.projecting import events_of, keep_wait, projected, wait_of
from mlat.services.vault import key_of

FROM_EVENTS = (
    "office_id",
    "kind",
    "party",
    "rule",
    "period",
    "started_at",
    "zone",
    "legal_due",
    "safe_due",
    "legal_at",
    "safe_at",
    "working",
    "calendar_version",
    "source",
    "verification",
    "covers",
    "confirmed",
    "about",
    "paused_at",
    "ended_event",
    "ended_at",
    "ended_why",
)
"""Columns of a clock that its events give."""
OF_WAIT = (
    "office_id",
    "recipient_id",
    "measure",
    "training",
    "began_at",
    "theirs",
    "since",
    "contact",
    "answer",
    "spoken",
)


def rebuild(now: datetime, *, check: bool) -> list[str]:
    """Compute every projection again; returns one line a difference. Without `check` they are mended."""
    with transaction() as session:
        return [
            *_clocks(session, check),
            *_legs(session, check),
            *_requests(session, now, check),
            *_accounts(session, check),
        ]


def _clocks(session: Session, check: bool) -> list[str]:
    expected: dict[str, Clock] = {}
    for event in session.scalars(select(Event).order_by(Event.id).execution_options(yield_per=1000)):
        for clock_id, why in event.data.get("ends", []):
            clock = expected[clock_id]
            clock.ended_event, clock.ended_at, clock.ended_why = event.id, event.at, why
            forget_month(clock)
        for entry in event.data.get("opens", []):
            clock = expected[entry["id"]] = clock_of(event, entry)
            place_majority(session, clock)
        for entry in event.data.get("recounts", []):
            count_anew(expected[entry["id"]], entry)
    offices = dict(session.execute(select(Case.id, Case.office_id)).all())
    for clock in expected.values():
        clock.office_id = offices.get(clock.case_id, clock.office_id)  # of the office that has the case now
    found = {clock.id: clock for clock in session.scalars(select(Clock))}
    lines = [f"clock {key}: is not in the events" for key in sorted(set(found) - set(expected))]
    for key, clock in expected.items():
        row = found.get(key)
        if row is None:
            lines.append(f"clock {key}: is missing")
            if not check:
                session.add(clock)
            continue
        lines += _differences(f"clock {key}", row, clock, FROM_EVENTS, check)
    return lines


def _legs(session: Session, check: bool) -> list[str]:
    expected: dict[str, _Leg] = {}
    for event in session.scalars(select(Event).order_by(Event.id).execution_options(yield_per=1000)):
        if "leg" in event.data and event.kind in LEG_AFTER:
            expected.setdefault(event.data["leg"], _Leg()).meet(event)
    lines = []
    for row in session.scalars(select(Leg).order_by(Leg.id)).all():
        leg = expected.get(row.id, _Leg())
        lines += _differences(f"leg {row.id}", row, leg, ("state", "channel", "sent_at", "received_at"), check)
    return lines


@dataclass
class _Leg:
    """The projected columns of a leg."""

    state: str = "planned"
    channel: str = ""
    sent_at: datetime | None = None
    received_at: datetime | None = None

    def meet(self, event: Event) -> None:
        """Let one event happen to the leg."""
        self.state, self.channel = LEG_AFTER[event.kind], event.data["channel"]
        if self.state == "sent":
            self.sent_at = event.at
        elif self.state == "received":
            self.received_at = event.at


def _requests(session: Session, now: datetime, check: bool) -> list[str]:
    """Where each request stands, and how long it lay with its recipient."""
    session.flush()
    lines = []
    for row in session.scalars(select(Request).order_by(Request.id)).all():
        events = events_of(session, row)
        expected = _Columns(*projected(session, row, events, now))
        lines += _differences(f"request {row.id}", row, expected, ("state", "ball", "next_due"), check)
        lines += _wait(session, row, wait_of(session, row, events), check)
    return lines


def _wait(session: Session, row: Request, expected: Wait | None, check: bool) -> list[str]:
    found = session.get(Wait, row.id)
    if found is not None and expected is not None:
        return _differences(f"wait {row.id}", found, expected, OF_WAIT, check)
    if found is expected:
        return []
    if not check:
        keep_wait(session, row, expected)
    return [f"wait {row.id}: is {'missing' if found is None else 'not in the events'}"]


def _accounts(session: Session, check: bool) -> list[str]:
    """The hashes by which an account is found again, from what was received and what the facts know of platforms."""
    lines = []
    known = select(Identifier).join(CaseKey, CaseKey.case_id == Identifier.case_id).where(CaseKey.wrapped.is_not(None))
    for row in session.scalars(known.order_by(Identifier.case_id, Identifier.id)).all():
        normal = key_of(session, row.case_id).text(row.normal_sealed, f"identifiers:{row.id}:normal")
        expected = _Lookups(*lookups(row.office_id, row.kind, normal, row.platform))
        lines += _differences(f"account {row.id}", row, expected, ("lookup", "shared_lookup"), check)
    return lines


@dataclass
class _Lookups:
    """The hashes of an account."""

    lookup: str | None
    shared_lookup: str | None


@dataclass
class _Columns:
    """The projected columns of a request."""

    state: str
    ball: str
    next_due: datetime | None


def _differences(name: str, row: Any, expected: Any, columns: tuple[str, ...], check: bool) -> list[str]:
    lines = []
    for column in columns:
        now_is, should_be = getattr(row, column), getattr(expected, column)
        if now_is != should_be:
            lines.append(f"{name}: {column} is {now_is!r}, it should be {should_be!r}")
            if not check:
                setattr(row, column, should_be)
    return lines
