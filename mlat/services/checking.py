"""What preflight must know of the recipient, the case and the holds behind a request."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Literal, TypedDict, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.documents.forms import form
from mlat.domain.checks import Checks
from mlat.domain.climbing import COMPANY_INQUIRY
from mlat.domain.clock_parts import HOLD
from mlat.domain.findings import Basis
from mlat.domain.lifecycle import DONE
from mlat.domain.marks import State
from mlat.domain.permissions import Actor
from mlat.domain.preflight.known import known
from mlat.i18n import locale
from mlat.model import Annex, AskedAfter, CaseText, Clock, Identifier, Office, Order, Person, Request
from mlat.services import asking
from mlat.services.addresses import ways_to
from mlat.services.covering import first_leg
from mlat.services.elsewhere import Twin, elsewhere_of
from mlat.services.knowledge import world_of
from mlat.services.vault import key_of

Kind = Literal["provider", "authority"]
Translation = Literal["not_needed", "missing", "machine", "stale", "uncertified", "human", "sworn"]
TOLD = {"provider": ("link_account_offence", "facts"), "authority": ("facts", "information")}
"""The fields of a form that take the text of the case, by the kind of its recipient."""
BY_JUDGE = frozenset({"mla_evidence", "emergency_mla", "content_disclosure"})
"""Measures whose requests for content rest on the order of a judge."""


def checks_of(session: Session, actor: Actor, row: Request, now: datetime) -> Checks:
    """The plain values that preflight compares the record with: the facts', and what the office itself knows."""
    office = session.get_one(Office, row.office_id)
    world = world_of(session, row.office_id)
    child = _child(session, row)
    kind: Kind = "provider" if row.recipient_kind == "provider" else "authority"
    ask = asking.of_request(session, now, world, row)
    # A paper of our own rests on the law of the request that it follows: nothing is routed or required anew.
    to_company = row.form == COMPANY_INQUIRY
    ours = to_company or row.measure in world.vocabulary.papers or row.route.get("tone") == "own_authority"
    instrument = "" if ours else row.instrument
    facts = known(world, ask, instrument, kind, child=child, routed=bool(instrument))
    if to_company:  # it goes to the company that was asked, whichever would be asked today
        facts = replace(facts, entity="", entities=())
    hold = hold_of(session, row)
    return replace(
        facts,
        today=ask.on,
        official_domains=(office.email.rpartition("@")[2],),
        translation=_translation(session, row, office),
        language_reviewed=row.language == office.language or locale(row.language).reviewed("legal"),
        child=child,
        cybertips=_cybertips(session, row),
        silence_ordered=_silence_ordered(session, row),
        held_until=hold[0] if hold else None,
        duplicates=_duplicates(session, row),
        settled=_settled(session, row),
        judge_needed=kind == "authority" and row.measure in BY_JUDGE and "content" in row.data,
        **_annexes(session, row, ask.on),
        basis={**facts.basis, **({"hold": hold[1]} if hold else {})},
        **_address(session, row, now),
        **_elsewhere(session, actor, row),
    )


class _Annexes(TypedDict):
    ended_orders: tuple[int, ...]
    pictures: tuple[int, ...]


def _annexes(session: Session, row: Request, today: date) -> _Annexes:
    rows = session.scalars(select(Annex).where(Annex.request_id == row.id).order_by(Annex.number)).all()
    return {
        "ended_orders": tuple(each.number for each in rows if each.ends_on and each.ends_on < today),
        "pictures": tuple(each.number for each in rows if each.only_picture),
    }


def _child(session: Session, row: Request) -> bool:
    victims = select(Person.id).where(Person.case_id == row.case_id, Person.role == "victim").limit(1)
    return session.scalar(victims) is not None


class _Address(TypedDict):
    address: Literal["none", "unconfirmed", "confirmed"]
    goes_to: str


def _address(session: Session, row: Request, now: datetime) -> _Address:
    """Whether two persons confirmed where the office itself sends it."""
    leg = first_leg(session, row)
    if row.recipient_kind == "translator":
        return {"address": "confirmed", "goes_to": leg.to_name}
    ways = ways_to(session, row.office_id, leg.to_body, now)
    confirmed = any(way.usable for way in ways)
    return {"address": "confirmed" if confirmed else "unconfirmed" if ways else "none", "goes_to": leg.to_name}


def _settled(session: Session, row: Request) -> tuple[str, ...]:
    """What a letter asks after although its answer came, or nobody waits for one, since the letter was begun."""
    asked = select(Request).join(AskedAfter, AskedAfter.request_id == Request.id)
    over = asked.where(AskedAfter.inquiry_id == row.id, Request.state.in_(DONE - {"held"}))
    return tuple(each.number or each.code for each in session.scalars(over.order_by(Request.code)))


def _duplicates(session: Session, row: Request) -> tuple[str, ...]:
    """Open requests of the case to the same recipient, of the same kind, for some of the same data."""
    others = session.scalars(
        select(Request)
        .where(
            Request.case_id == row.case_id,
            Request.id != row.id,
            Request.recipient_id == row.recipient_id,
            Request.measure == row.measure,
            Request.state != "draft",
        )
        .order_by(Request.created_at)
    )
    return tuple(
        each.number or each.code
        for each in others
        if (each.ball != "done" or _still_held(session, each))
        and set(each.identifiers) & set(row.identifiers)
        and (set(each.data) & set(row.data) or not (each.data or row.data))
    )


def _still_held(session: Session, row: Request) -> bool:
    """A preservation is done when it is confirmed, but asking for it again helps nobody while it runs."""
    running = select(Clock.id).where(Clock.request_id == row.id, Clock.kind == HOLD, Clock.ended_at.is_(None)).limit(1)
    return row.measure == "preservation" and session.scalar(running) is not None


def _silence_ordered(session: Session, row: Request) -> bool:
    order = select(Order.id).where(
        Order.request_id == row.id, Order.kind == "non_disclosure", Order.lifted_at.is_(None)
    )
    return session.scalar(order.limit(1)) is not None


class _Elsewhere(TypedDict):
    elsewhere: tuple[str, ...]
    other_offices: tuple[str, ...]


def _elsewhere(session: Session, actor: Actor, row: Request) -> _Elsewhere:
    """The same accounts in other files, in one line each."""
    accounts = session.scalars(
        select(Identifier).where(Identifier.case_id == row.case_id, Identifier.code.in_(row.identifiers))
    ).all()
    found = elsewhere_of(session, actor, accounts).values()
    twins = (_twin(each) for one in found for each in one.here)
    others = (
        ", ".join(part for part in (each.name, each.phone, each.email) if part) for one in found for each in one.there
    )
    return {"elsewhere": tuple(dict.fromkeys(twins)), "other_offices": tuple(dict.fromkeys(others))}


def _twin(twin: Twin) -> str:
    asked = ", ".join(f"{each.number or each.code} ({each.recipient})" for each in twin.requests)
    return ": ".join(part for part in (f"{twin.case_reference} {twin.code}".strip(), asked) if part)


def _translation(session: Session, row: Request, office: Office) -> Translation:
    """Where the facts in the recipient's language come from; a company gets the summary instead."""
    if not {each.id for each in form(row.form).fields()} & set(TOLD.get(row.recipient_kind, ())):
        return "not_needed"
    kind = "summary" if row.recipient_kind == "provider" else "facts"
    text = session.scalar(
        select(CaseText).where(
            CaseText.case_id == row.case_id, CaseText.kind == kind, CaseText.language == row.language
        )
    )
    if text is None or not text.text_sealed:
        return "not_needed" if row.language == office.language else "missing"
    if text.stale:
        return "stale"
    if text.status == "sworn" and text.scan is None:
        return "uncertified"
    statuses: dict[str, Translation] = {"machine": "machine", "human": "human", "sworn": "sworn"}
    return statuses.get(text.status, "not_needed")


def _cybertips(session: Session, row: Request) -> tuple[str, ...]:
    key = key_of(session, row.case_id)
    tips = session.scalars(select(Identifier).where(Identifier.case_id == row.case_id, Identifier.kind == "cybertip"))
    return tuple(key.text(tip.given_sealed, f"identifiers:{tip.id}:given") for tip in tips)


def hold_of(session: Session, row: Request) -> tuple[date, Basis] | None:
    """The earliest safe end of the confirmed holds on the accounts that the request names, and what it rests on.

    None where one of them is not held.
    """
    held: dict[str, tuple[date, Basis]] = {}
    holds = select(Clock).where(
        Clock.case_id == row.case_id,
        Clock.kind == HOLD,
        Clock.confirmed,
        Clock.ended_at.is_(None),
        Clock.safe_due != "",
    )
    for clock in session.scalars(holds):
        end, basis = date.fromisoformat(clock.safe_due[:10]), Basis((clock.source,), cast(State, clock.verification))
        held |= {code: max((end, basis), held.get(code, (end, basis)), key=_end) for code in clock.covers}
    accounts = select(Identifier.code).where(
        Identifier.case_id == row.case_id,
        Identifier.code.in_(row.identifiers),
        Identifier.platform.is_not(None),
    )
    wanted = set(session.scalars(accounts))
    return min((held[code] for code in wanted), key=_end, default=None) if wanted <= held.keys() else None


def _end(hold: tuple[date, Basis]) -> date:
    return hold[0]
