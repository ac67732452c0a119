"""What a family may be told of a case: its events reduced to the list of milestones, and what of them is new."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mlat.domain.lifecycle import DONE_WHEN, ENDED, Kind, holding
from mlat.domain.milestones import OF_EVENTS, BodyKind, Happening, Milestone, milestones, minimal
from mlat.domain.rhythm import news, spoken
from mlat.model import Case, Event, Office, Order, Request, StatusLetter

CASE_CLOSED = "case_closed"
OWN_CARE = frozenset(
    {
        "status_inquiry", "preservation_extension", "urgent_confirmation", "more_information", "translation_order",
        "withdrawal", "child_notice", "hotline_report",
    }
)  # fmt: skip
"""Measures of which a family is not told: steps of the same request, and notices that ask nothing for this child."""


def is_secret(session: Session, case_id: str) -> bool:
    """Whether an order of file secrecy stands: until a person lifts it, whatever its date."""
    orders = select(Order.id).where(Order.case_id == case_id, Order.kind == "file_secrecy", Order.lifted_at.is_(None))
    return session.scalar(orders.limit(1)) is not None


def told_in(letters: Iterable[StatusLetter]) -> tuple[Milestone, ...]:
    """Every milestone that these letters keep as told."""
    return tuple(milestone_of(each) for letter in letters for each in letter.milestones)


def content_of(told: tuple[Milestone, ...], known: tuple[Milestone, ...]) -> list[dict[str, Any]]:
    """The news since the last letter; of several alike only the latest is said, all are kept as told."""
    new = news(told, known)
    said = spoken(new)
    return [as_kept(each) | {"said": each in said} for each in new]


def says_the_same(letter: StatusLetter, content: list[dict[str, Any]]) -> bool:
    """Whether a letter says what `content` says, on whatever day somebody is still awaited."""
    return _said(letter.milestones) == _said(content)


def _said(kept: list[dict[str, Any]]) -> set[tuple[str, ...]]:
    return {(each["code"], each["body_kind"], each["on"] * (each["code"] != "still_waiting")) for each in kept}


def milestone_of(plain: dict[str, Any]) -> Milestone:
    """A milestone as a letter keeps it."""
    return Milestone(plain["code"], date.fromisoformat(plain["on"]), plain["body_kind"])


class _Met(NamedTuple):
    """An event that can be told, with what counts of its request; without one these are None."""

    kind: str
    at: datetime
    data: dict[str, Any]
    measure: str | None
    recipient_id: str | None
    recipient_kind: str | None
    requested_state: str | None
    state: str | None

    @property
    def concerns_family(self) -> bool:
        """Extensions and inquiries are the office's own care; a way stage is no news until it leads abroad."""
        if self.measure in OWN_CARE:
            return False
        on_the_way = self.measure is not None and self.kind in (Kind.SENT, Kind.RECEIVED)
        return not on_the_way or self.data.get("to") == self.recipient_id

    def body(self, home: str) -> BodyKind | None:
        """Who abroad it reached or came from; none in the State `home` itself."""
        if self.measure is None or self.requested_state == home:
            return None
        return "company" if self.recipient_kind == "provider" else "authority"

    @property
    def awaited(self) -> bool:
        """Whether an answer can still come: information only arrives, and what was withdrawn asks nothing more."""
        return self.measure not in DONE_WHEN and self.state not in ENDED


def known_of(session: Session, case: Case, today: date) -> tuple[Milestone, ...]:
    """The milestones of a case. Of its events only those are read that can become one."""
    asked = (Request.measure, Request.recipient_id, Request.recipient_kind, Request.requested_state, Request.state)
    rows = session.execute(
        select(Event.kind, Event.at, Event.data, *asked)
        .outerjoin(Request, Event.request_id == Request.id)
        .where(Event.case_id == case.id, Event.kind.in_([*OF_EVENTS, Kind.TAKEN_BACK]))
        .order_by(Event.id)
    )
    zone, home = zone_of(session, case), session.get_one(Office, case.office_id).country
    ended = case.closed_at is not None  # one that was opened again has not ended, whatever its events say of before
    met = [
        each
        for each in holding(_Met(*row) for row in rows)
        if each.concerns_family and (ended or each.kind != CASE_CLOSED)
    ]
    happened = [Happening(each.kind, each.at.astimezone(zone).date(), each.body(home), each.awaited) for each in met]
    known = milestones(happened, today)
    return minimal(known, today) if is_secret(session, case.id) else known


def left_out_of(session: Session, case: Case, known: tuple[Milestone, ...]) -> int:
    """How many happenings of a case the list kept out."""
    happened = session.scalar(select(func.count(Event.id)).where(Event.case_id == case.id)) or 0
    return happened - sum(each.code != "still_waiting" for each in known)


def zone_of(session: Session, case: Case) -> ZoneInfo:
    """The zone of the case's office."""
    return ZoneInfo(session.get_one(Office, case.office_id).zone)


def today_of(session: Session, now: datetime, case: Case) -> date:
    """The day at the office's place."""
    return now.astimezone(zone_of(session, case)).date()


def as_kept(milestone: Milestone) -> dict[str, str | None]:
    """A milestone as plain JSON."""
    return {"code": milestone.code, "on": milestone.on.isoformat(), "body_kind": milestone.body_kind}
