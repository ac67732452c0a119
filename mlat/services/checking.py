"""What preflight must know of the recipient, the case and the holds behind a request."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.checks import Checks
from mlat.domain.clock_parts import HOLD
from mlat.i18n import locale
from mlat.model import CaseText, Clock, Identifier, Office, Person, Request
from mlat.services.knowledge import world_of
from mlat.services.vault import key_of

Translation = Literal["not_needed", "missing", "machine", "human", "sworn"]


def checks_of(session: Session, row: Request, now: datetime) -> Checks:
    """The plain values that preflight compares the record with."""
    office = session.get_one(Office, row.office_id)
    world = world_of(session, row.office_id)
    provider = world.platforms.get(row.platform or "") if row.recipient_kind == "provider" else None
    authority = world.authorities.get(row.recipient_id)
    return Checks(
        today=now.astimezone(ZoneInfo(office.zone)).date(),
        entity=row.route.get("recipient", {}).get("name", "") if provider else "",
        required_identifiers=provider.required_identifiers if provider else (),
        languages=provider.accepted_languages if provider else authority.languages_accepted if authority else (),
        official_domains=(office.email.rpartition("@")[2],),
        translation=_translation(session, row, office),
        language_reviewed=row.language == office.language or locale(row.language).reviewed("legal"),
        child=session.scalar(select(Person.id).where(Person.case_id == row.case_id, Person.role == "victim"))
        is not None,
        cybertips=_cybertips(session, row),
        user_notice=bool(provider and provider.user_notice_policy.default == "notify_before_disclosure"),
        held_until=_held_until(session, row),
    )


def _translation(session: Session, row: Request, office: Office) -> Translation:
    """Where the facts in the recipient's language come from; a company gets the summary instead."""
    kind = "summary" if row.recipient_kind == "provider" else "facts"
    text = session.scalar(
        select(CaseText).where(
            CaseText.case_id == row.case_id, CaseText.kind == kind, CaseText.language == row.language
        )
    )
    if text is None or not text.text_sealed:
        return "not_needed" if row.language == office.language else "missing"
    statuses: dict[str, Translation] = {"machine": "machine", "human": "human", "sworn": "sworn"}
    return statuses.get(text.status, "not_needed")


def _cybertips(session: Session, row: Request) -> tuple[str, ...]:
    key = key_of(session, row.case_id)
    tips = session.scalars(select(Identifier).where(Identifier.case_id == row.case_id, Identifier.kind == "cybertip"))
    return tuple(key.text(tip.given_sealed, f"identifiers:{tip.id}:given") for tip in tips)


def _held_until(session: Session, row: Request) -> date | None:
    """The earliest safe end of the confirmed holds on the accounts that the request names; None if one is not held."""
    held: dict[str, date] = {}
    holds = select(Clock).where(
        Clock.case_id == row.case_id,
        Clock.kind == HOLD,
        Clock.confirmed,
        Clock.ended_at.is_(None),
        Clock.safe_due != "",
    )
    for clock in session.scalars(holds):
        end = date.fromisoformat(clock.safe_due[:10])
        held |= {code: max(end, held.get(code, end)) for code in clock.covers}
    accounts = select(Identifier.code).where(
        Identifier.case_id == row.case_id,
        Identifier.code.in_(row.identifiers),
        Identifier.platform.is_not(None),
    )
    wanted = set(session.scalars(accounts))
    return min((held[code] for code in wanted), default=None) if wanted and wanted <= held.keys() else None
