"""Which letters are due: proposed to those who asked to be told, from the list of milestones and no further."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from mlat.domain.lifecycle import Kind, holding
from mlat.domain.milestones import OF_EVENTS, BodyKind, Happening, Milestone, is_minimal, milestones, minimal
from mlat.domain.permissions import Actor
from mlat.domain.problems import Problem
from mlat.domain.rhythm import letter_due, news, spoken
from mlat.model import (
    Case,
    Dispatch,
    Event,
    FamilyContact,
    Office,
    Order,
    Request,
    StatusLetter,
    new_id,
    reading,
    transaction,
)
from mlat.services import journal
from mlat.services.access import find_case
from mlat.services.addressee import UNCHECKED, refuse_addressee, why_not

OWN_CARE = frozenset(
    {"status_inquiry", "preservation_extension", "urgent_confirmation", "more_information", "translation_order"}
)
"""Measures of which a family is not told: they are steps of the same request."""
MORNING = time(9)
WAITING = ("proposed", "approved")
"""Letters that wait for their officer, or to leave: the next one waits for them."""


def propose(actor: Actor, now: datetime, case_id: str) -> list[str]:
    """Propose a letter to each contact who asked, where there is something new to say; returns the new ids."""
    with transaction() as session:
        case = find_case(session, actor, case_id)
        return propose_in(session, actor, now, case)


def propose_in(session: Session, actor: Actor, now: datetime, case: Case) -> list[str]:
    """Like `propose`, inside a transaction that runs; two that run at once propose once."""
    journal.hold_chain(session, f"case:{case.id}")
    contacts, known = _due_in(session, now, case)
    left_out = _left_out(session, case, known) if contacts else 0
    return [_propose(session, actor, now, contact, known, left_out) for contact in contacts]


def propose_due(now: datetime) -> int:
    """Propose the letters that have become due in every open case; returns how many. The worker runs it hourly.

    Whoever writes waits for none of the looking, and for one case at a time of the rest.
    """
    with reading() as session:
        free = {case_id for case_id, _contact in _free(session, now, Case.closed_at.is_(None))}
        due = [each for each in sorted(free) if _due_in(session, now, session.get_one(Case, each))[0]]
    return sum(_propose_now(now, each) for each in due)


def _propose_now(now: datetime, case_id: str) -> int:
    with transaction() as session:
        case = session.get_one(Case, case_id)
        return 0 if case.closed_at is not None else len(propose_in(session, Actor(case.office_id), now, case))


def _propose(
    session: Session,
    actor: Actor,
    now: datetime,
    contact: FamilyContact,
    known: tuple[Milestone, ...],
    left_out: int,
) -> str:
    case = session.get_one(Case, contact.case_id)
    today = _today(session, now, case)
    letter = StatusLetter(
        id=new_id(),
        office_id=case.office_id,
        case_id=case.id,
        contact_id=contact.id,
        occasion=today.isoformat(),
        language=contact.language,
        on=today,
        milestones=_content(_told(_letters(session, contact)), known),
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
        zone=_zone(session, case).key,
        data={"letter": letter.id, "contact": contact.id},
    )
    return letter.id


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
    wanting = (
        select(FamilyContact)
        .join(Case, Case.id == FamilyContact.case_id)
        .where(FamilyContact.wants_letters, Case.closed_at.is_(None), Case.erased_at.is_(None))
    )
    found: list[datetime] = []
    with reading() as session:
        for contact in session.scalars(wanting).all():
            letters = _letters(session, contact)
            if any(letter.state in WAITING for letter in letters) or not _may_be_told(session, now, contact):
                continue
            case = session.get_one(Case, contact.case_id)
            day = _due(contact, letters, _known(session, case, _today(session, now, case)))
            found += [] if day is None else [datetime.combine(day, MORNING, _zone(session, case))]
    return min((instant.astimezone(UTC) for instant in found if instant > now), default=None)


def _free(session: Session, now: datetime, *which: ColumnElement[bool]) -> list[tuple[str, str]]:
    """(case, contact) of those who asked, of whom no letter waits, and who were left alone for as long as they wish."""
    told = (StatusLetter.contact_id == FamilyContact.id) & (StatusLetter.state != "dropped")
    rows = session.execute(
        select(Case.id, FamilyContact.id, FamilyContact.between_days, Office.zone, func.max(StatusLetter.on))
        .join(FamilyContact, FamilyContact.case_id == Case.id)
        .join(Office, Office.id == Case.office_id)
        .outerjoin(StatusLetter, told)
        .where(FamilyContact.wants_letters, Case.erased_at.is_(None), *which)
        .group_by(Case.id, FamilyContact.id, Office.zone)
        .having(func.count(StatusLetter.id).filter(StatusLetter.state.in_(WAITING)) == 0)
        .order_by(Case.id, FamilyContact.code)
    )
    return [
        (case_id, contact_id)
        for case_id, contact_id, between, zone, last in rows
        if last is None or last + timedelta(days=between) <= now.astimezone(ZoneInfo(zone)).date()
    ]


def _due_in(session: Session, now: datetime, case: Case) -> tuple[list[FamilyContact], tuple[Milestone, ...]]:
    """Who of a case is to be written to today, and what is known; whom nobody looked into gets a letter that waits."""
    free = (session.get_one(FamilyContact, contact) for _case, contact in _free(session, now, Case.id == case.id))
    contacts = [each for each in free if _may_be_told(session, now, each)]
    if not contacts:
        return [], ()
    today = _today(session, now, case)
    known = _known(session, case, today)
    days = [_due(each, _letters(session, each), known) for each in contacts]
    return [each for each, day in zip(contacts, days, strict=True) if day is not None and day <= today], known


def _may_be_told(session: Session, now: datetime, contact: FamilyContact) -> bool:
    problem = why_not(session, now, contact)
    return problem is None or problem.code == UNCHECKED


def _letters(session: Session, contact: FamilyContact) -> list[StatusLetter]:
    """Every letter to one person, but for those that were dropped: these told nothing."""
    theirs = select(StatusLetter).where(StatusLetter.contact_id == contact.id, StatusLetter.state != "dropped")
    return list(session.scalars(theirs.order_by(StatusLetter.on)))


def _due(contact: FamilyContact, letters: list[StatusLetter], known: tuple[Milestone, ...]) -> date | None:
    """The day of the next letter to one person of whom none waits."""
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


class _Met(NamedTuple):
    """An event that can be told, with what counts of its request; without one these are None."""

    kind: str
    at: datetime
    data: dict[str, Any]
    measure: str | None
    recipient_id: str | None
    recipient_kind: str | None

    @property
    def concerns_family(self) -> bool:
        """Extensions and inquiries are the office's own care; a way stage is no news until it leads abroad."""
        if self.measure in OWN_CARE:
            return False
        on_the_way = self.measure is not None and self.kind in (Kind.SENT, Kind.RECEIVED)
        return not on_the_way or self.data.get("to") == self.recipient_id

    @property
    def body(self) -> BodyKind | None:
        """Who abroad it reached or came from."""
        return None if self.measure is None else "company" if self.recipient_kind == "provider" else "authority"


def _known(session: Session, case: Case, today: date) -> tuple[Milestone, ...]:
    """The milestones of a case. Of its events only those are read that can become one."""
    rows = session.execute(
        select(Event.kind, Event.at, Event.data, Request.measure, Request.recipient_id, Request.recipient_kind)
        .outerjoin(Request, Event.request_id == Request.id)
        .where(Event.case_id == case.id, Event.kind.in_([*OF_EVENTS, Kind.TAKEN_BACK]))
        .order_by(Event.id)
    )
    zone = _zone(session, case)
    met = holding(_Met(*row) for row in rows)
    told = [Happening(each.kind, each.at.astimezone(zone).date(), each.body) for each in met if each.concerns_family]
    known = milestones(told, today)
    return minimal(known, today) if is_secret(session, case.id) else known


def _left_out(session: Session, case: Case, known: tuple[Milestone, ...]) -> int:
    """How many happenings of a case the list kept out."""
    happened = session.scalar(select(func.count(Event.id)).where(Event.case_id == case.id)) or 0
    return happened - sum(each.code != "still_waiting" for each in known)


def _zone(session: Session, case: Case) -> ZoneInfo:
    return ZoneInfo(session.get_one(Office, case.office_id).zone)


def _today(session: Session, now: datetime, case: Case) -> date:
    return now.astimezone(_zone(session, case)).date()


def _as_json(milestone: Milestone) -> dict[str, str | None]:
    return {"code": milestone.code, "on": milestone.on.isoformat(), "body_kind": milestone.body_kind}
