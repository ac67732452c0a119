"""Which letters are due: proposed to those who asked to be told, from the list of milestones and no further."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.lifecycle import Kind, holding
from mlat.domain.milestones import BodyKind, Happening, Milestone, is_minimal, milestones, minimal
from mlat.domain.permissions import Actor
from mlat.domain.problems import Problem
from mlat.domain.rhythm import letter_due, news, spoken
from mlat.model import Case, Dispatch, Event, FamilyContact, Office, Order, Request, StatusLetter, new_id, transaction
from mlat.services import journal
from mlat.services.access import find_case
from mlat.services.addressee import UNCHECKED, refuse_addressee, why_not

OWN_CARE = frozenset(
    {"status_inquiry", "preservation_extension", "urgent_confirmation", "more_information", "translation_order"}
)
"""Measures of which a family is not told: they are steps of the same request."""
MORNING = time(9)


def propose(actor: Actor, now: datetime, case_id: str) -> list[str]:
    """Propose a letter to each contact who asked, where there is something new to say; returns the new ids."""
    with transaction() as session:
        case = find_case(session, actor, case_id)
        return propose_in(session, actor, now, case)


def propose_in(session: Session, actor: Actor, now: datetime, case: Case) -> list[str]:
    """Like `propose`, inside a transaction that runs; two that run at once propose once."""
    journal.hold_chain(session, f"case:{case.id}")
    office = session.get_one(Office, case.office_id)
    today = now.astimezone(ZoneInfo(office.zone)).date()
    contacts = [] if case.erased_at is not None else _contacts(session, now, case)
    if not contacts:
        return []
    known, left_out = _known(session, case, office, today)
    made = []
    for contact in contacts:
        letters = _letters(session, contact)
        due = _due(contact, letters, known)
        if due is None or due > today:
            continue
        letter = StatusLetter(
            id=new_id(),
            office_id=case.office_id,
            case_id=case.id,
            contact_id=contact.id,
            occasion=today.isoformat(),
            language=contact.language,
            on=today,
            milestones=_content(_told(letters), known),
            left_out=left_out,
            proposed_at=now,
        )
        session.add(letter)
        session.flush()
        journal.write(
            session,
            now,
            actor,
            "letter_proposed",
            office_id=case.office_id,
            case_id=case.id,
            zone=office.zone,
            data={"letter": letter.id, "contact": contact.id},
        )
        made.append(letter.id)
    return made


def propose_due(now: datetime) -> int:
    """Propose the letters that have become due in every open case; returns how many. The worker runs it daily."""
    with transaction() as session:
        return sum(len(propose_in(session, Actor(case.office_id), now, case)) for case in _wanting(session))


def make_minimal(session: Session, case: Case) -> None:
    """From now on the file is secret: letters that nobody approved yet keep only what says no step."""
    waiting = select(StatusLetter).where(StatusLetter.case_id == case.id, StatusLetter.state.in_(("proposed", "held")))
    for letter in session.scalars(waiting):
        meant = tuple(milestone_of(each) for each in letter.milestones)
        kept = minimal(meant, letter.on)
        if kept != meant:
            letter.milestones = [_as_json(each) | {"said": True} for each in kept]
            letter.left_out += sum(each not in kept for each in meant)
            letter.version += 1


def refuse_while_secret(session: Session, letter: StatusLetter) -> None:
    """Raise `Problem` for a letter that was approved before the file became secret and tells a step."""
    if is_secret(session, letter.case_id) and not is_minimal(milestone_of(each) for each in letter.milestones):
        raise Problem(
            "secret",
            "letter",
            "tells a step, and the file has become secret since it was approved.",
            "Keep it until the order of secrecy is lifted.",
        )


def why_stopped(session: Session, now: datetime, letter_id: str) -> str:
    """Why a mail to a family that waited must not leave any more, as a code; empty where it may."""
    letter = session.get_one(StatusLetter, letter_id)
    if letter.state != "approved":
        return "letter dropped"
    try:
        refuse_while_secret(session, letter)
        refuse_addressee(session, now, session.get_one(FamilyContact, letter.contact_id))
    except Problem as problem:
        return f"letter stopped: {problem.code}"
    return ""


def is_secret(session: Session, case_id: str) -> bool:
    """Whether an order of file secrecy stands: until a person lifts it, whatever its date."""
    orders = select(Order.id).where(Order.case_id == case_id, Order.kind == "file_secrecy", Order.lifted_at.is_(None))
    return session.scalar(orders.limit(1)) is not None


def next_due(now: datetime) -> datetime | None:
    """The first instant after `now` at which a letter falls due; None where none will by itself."""
    found: list[datetime] = []
    with transaction() as session:
        for case in _wanting(session):
            office = session.get_one(Office, case.office_id)
            known, _ = _known(session, case, office, now.astimezone(ZoneInfo(office.zone)).date())
            contacts = _contacts(session, now, case)
            days = [_due(contact, _letters(session, contact), known) for contact in contacts]
            found += [datetime.combine(day, MORNING, ZoneInfo(office.zone)) for day in days if day is not None]
    return min((instant.astimezone(UTC) for instant in found if instant > now), default=None)


def _wanting(session: Session) -> list[Case]:
    """The open cases in which somebody asked to be told."""
    asked = select(FamilyContact.case_id).where(FamilyContact.wants_letters)
    open_cases = select(Case).where(Case.id.in_(asked), Case.closed_at.is_(None), Case.erased_at.is_(None))
    return list(session.scalars(open_cases))


def _contacts(session: Session, now: datetime, case: Case) -> list[FamilyContact]:
    """Those who asked and may be told; whom nobody has looked into yet gets a letter that waits for it."""
    asked = select(FamilyContact).where(FamilyContact.case_id == case.id, FamilyContact.wants_letters)
    found = [(contact, why_not(session, now, contact)) for contact in session.scalars(asked)]
    return [contact for contact, problem in found if problem is None or problem.code == UNCHECKED]


def _letters(session: Session, contact: FamilyContact) -> list[StatusLetter]:
    """Every letter to one person, but for those that were dropped: these told nothing."""
    theirs = select(StatusLetter).where(StatusLetter.contact_id == contact.id, StatusLetter.state != "dropped")
    return list(session.scalars(theirs.order_by(StatusLetter.on)))


def _due(contact: FamilyContact, letters: list[StatusLetter], known: tuple[Milestone, ...]) -> date | None:
    """The day of the next letter to one person; None while one still waits for its officer."""
    if any(letter.state in ("proposed", "approved") for letter in letters):
        return None
    quiet = None if contact.no_news_days is None else timedelta(days=contact.no_news_days)
    last = letters[-1].on if letters else None
    return letter_due(_told(letters), known, last, timedelta(days=contact.between_days), quiet)


def drop_waiting(session: Session, now: datetime, actor: Actor, contact: FamilyContact) -> None:
    """Letters that wait are no longer as they were wished: they go nowhere, and what is new is told anew.

    A mail that waits in the outbox does not leave; one that is on the wire cannot be called back.
    """
    on_the_wire = select(Dispatch.letter_id).where(Dispatch.state.in_(("sending", "unsure")))
    waiting = select(StatusLetter).where(
        StatusLetter.contact_id == contact.id,
        StatusLetter.state.in_(("proposed", "held", "approved")),
        StatusLetter.id.not_in(on_the_wire.where(Dispatch.letter_id.is_not(None))),
    )
    for letter in session.scalars(waiting):
        letter.state, letter.occasion = "dropped", f"{letter.occasion}/{letter.id}"
        letter.version += 1
        journal.write(
            session, now, actor, "letter_dropped", office_id=letter.office_id, case_id=letter.case_id,
            data={"letter": letter.id},
        )  # fmt: skip


def _told(letters: list[StatusLetter]) -> tuple[Milestone, ...]:
    return tuple(milestone_of(each) for letter in letters for each in letter.milestones)


def _content(told: tuple[Milestone, ...], known: tuple[Milestone, ...]) -> list[dict[str, Any]]:
    """The news since the last letter; of several alike only the latest is said, all are kept as told."""
    new = news(told, known)
    said = spoken(new)
    return [_as_json(each) | {"said": each in said} for each in new]


def milestone_of(plain: dict[str, Any]) -> Milestone:
    """A milestone as a letter keeps it."""
    return Milestone(plain["code"], date.fromisoformat(plain["on"]), plain["body_kind"])


def _known(session: Session, case: Case, office: Office, today: date) -> tuple[tuple[Milestone, ...], int]:
    """The milestones of a case, and how many of its happenings the list kept out."""
    rows = session.execute(
        select(Event, Request)
        .outerjoin(Request, Event.request_id == Request.id)
        .where(Event.case_id == case.id)
        .order_by(Event.id)
    ).all()
    zone = ZoneInfo(office.zone)
    requests = {event.id: row for event, row in rows}
    happenings = [
        Happening(event.kind, event.at.astimezone(zone).date(), _body(requests[event.id]))
        for event in holding(event for event, _ in rows)
        if requests[event.id] is None or _concerns_family(event.kind, event.data, requests[event.id])
    ]
    known = milestones(happenings, today)
    if is_secret(session, case.id):
        known = minimal(known, today)
    return known, len(rows) - sum(each.code != "still_waiting" for each in known)


def _concerns_family(kind: str, data: dict[str, Any], row: Request) -> bool:
    """Extensions and inquiries are the office's own care; a way stage is no news until it leads abroad."""
    if row.measure in OWN_CARE:
        return False
    return kind not in (Kind.SENT, Kind.RECEIVED) or data.get("to") == row.recipient_id


def _body(row: Request | None) -> BodyKind | None:
    return None if row is None else "company" if row.recipient_kind == "provider" else "authority"


def _as_json(milestone: Milestone) -> dict[str, str | None]:
    return {"code": milestone.code, "on": milestone.on.isoformat(), "body_kind": milestone.body_kind}
