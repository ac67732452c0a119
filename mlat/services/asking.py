"""What is asked of the law: by a wish that is still to be routed, and again by a draft as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.casefile import Choice
from mlat.domain.routes import Ask
from mlat.domain.world import World
from mlat.model import Case, Identifier, Offence, Office, Request


def of_choice(session: Session, now: datetime, world: World, case: Case, choice: Choice, parent: Request | None) -> Ask:
    """What a wish asks, on the office's day of `now`."""
    office = session.get_one(Office, case.office_id)
    kinds, years = _offences(session, case.id)
    return Ask(
        requesting=office.country,
        requested=choice.requested,
        platform=choice.platform,
        user_in=choice.user_in or _believed_in(session, case.id, choice.identifiers),
        measure=choice.measure,
        data=frozenset(choice.data),
        urgent=choice.urgent,
        on=now.astimezone(ZoneInfo(office.zone)).date(),
        under=_under(choice.measure, parent),
        offences=kinds | frozenset(choice.offences),
        organised=choice.organised,
        given=frozenset(choice.given),
        penalty_years=years if choice.penalty_years is None else choice.penalty_years,
    )


def of_request(session: Session, now: datetime, world: World, row: Request) -> Ask:
    """What a draft asks, read from what it keeps; what only its drafter knew is taken as its instrument needs it."""
    office = session.get_one(Office, row.office_id)
    kinds, years = _offences(session, row.case_id)
    instrument = world.instruments.get(row.instrument)
    conditions = instrument.conditions if instrument else None
    return Ask(
        requesting=office.country,
        requested=row.requested_state if row.recipient_kind == "authority" else None,
        platform=row.platform,
        user_in=_believed_in(session, row.case_id, row.identifiers) or _as_routed(row),
        measure=row.measure,
        data=frozenset(row.data),
        on=now.astimezone(ZoneInfo(office.zone)).date(),
        under=_under(row.measure, session.get(Request, row.parent_id) if row.parent_id else None),
        offences=kinds | (conditions.offence_kinds if conditions else frozenset()),
        organised=bool(conditions and conditions.organised_group),
        given=frozenset({conditions.circumstance} - {""}) if conditions else frozenset(),
        penalty_years=years or (conditions.min_penalty_years if conditions else None),
    )


def _offences(session: Session, case_id: str) -> tuple[frozenset[str], int | None]:
    """The kinds of the case's offences, as far as somebody chose them, and the highest penalty in years."""
    offences = session.scalars(select(Offence).where(Offence.case_id == case_id)).all()
    kinds = frozenset(each.kind for each in offences if each.kind)
    return kinds, max((each.years for each in offences if each.years), default=None)


def _believed_in(session: Session, case_id: str, codes: Sequence[str]) -> str | None:
    """Where the users of the accounts are believed to be, when all say the same."""
    places = set(
        session.scalars(
            select(Identifier.user_in).where(
                Identifier.case_id == case_id, Identifier.code.in_(codes), Identifier.user_in.is_not(None)
            )
        )
    )
    return places.pop() if len(places) == 1 else None


def _as_routed(row: Request) -> str | None:
    """The user's place that was given when the request was drafted."""
    reasons = row.route.get("reasons", [])
    return next((each["values"].get("place") for each in reasons if each["code"] == "serves_the_user"), None)


def _under(measure: str, parent: Request | None) -> str | None:
    return parent.instrument if parent and measure == "status_inquiry" else None
