"""Where a play stands: its people, its requests by code, and what could not be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select

from mlat.domain.permissions import Actor
from mlat.domain.problems import Problem, Problems
from mlat.model import Leg, Request, transaction
from mlat.play.cast import Cast
from mlat.services.access import NotHere

T = TypeVar("T")


@dataclass(frozen=True)
class NotDone:
    """An act that the program refused on that day, and why: part of the story, not a fault of the file."""

    instant: datetime
    act: str
    request: str
    actor: str
    why: tuple[str, ...]
    grounds: tuple[str, ...] = ()
    """For a draft that the law refuses: every instrument with its ground."""


@dataclass
class Stage:
    """The living play."""

    cast: Cast
    case_id: str
    codes: dict[str, str] = field(default_factory=dict)
    """Request id by its code in the file."""
    orders: dict[str, str] = field(default_factory=dict)
    """Order id by its code in the file."""
    refused: list[NotDone] = field(default_factory=list)

    def attempt(self, now: datetime, act: str, request: str, actor: Actor, deed: Callable[[], T]) -> T | None:
        """Do it, or note that the program refused it, with its reasons."""
        try:
            return deed()
        except Problems as several:
            why = tuple(problem.line() for problem in several.found)
        except Problem as one:
            why = (one.line(),)
        except NotHere as hidden:
            why = (f"{hidden}: this person may not do it.",)
        name = next((code for code, person in self.cast.people.items() if person == actor), actor.name)
        self.refused.append(NotDone(now, act, request, name, why))
        return None

    def explain(self, grounds: tuple[str, ...]) -> None:
        """Add the grounds to what was refused last."""
        self.refused[-1] = replace(self.refused[-1], grounds=grounds)

    def find(self, code: str, made: str = "") -> str | None:
        """Id of the request of that code; with `made`, of the newest one of that measure under it."""
        top = self.codes.get(code)
        if top is None or not made:
            return top
        with transaction() as session:
            below, found = {top}, None
            rows = select(Request).where(Request.case_id == self.case_id).order_by(Request.created_at, Request.id)
            for row in session.scalars(rows):
                if row.parent_id in below:
                    below.add(row.id)
                    found = row.id if row.measure == made else found
        return found


def request(request_id: str) -> Request:
    """The request's row as it stands."""
    with transaction() as session:
        return session.get_one(Request, request_id)


def legs(request_id: str) -> list[Leg]:
    """The request's legs, in order."""
    with transaction() as session:
        return list(session.scalars(select(Leg).where(Leg.request_id == request_id).order_by(Leg.seq)))
