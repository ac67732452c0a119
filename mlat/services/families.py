"""Which letters are due: proposed to those who asked to be told, from the list of milestones and no further."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from mlat.domain.milestones import Milestone, is_minimal, minimal
from mlat.domain.permissions import Actor
from mlat.domain.problems import Problem
from mlat.domain.rhythm import letter_due
from mlat.model import Case, Dispatch, FamilyContact, Office, StatusLetter, new_id, reading, transaction
from mlat.services import journal
from mlat.services.access import find_case
from mlat.services.addressee import UNCHECKED, refuse_addressee, why_not
from mlat.services.family_news import (
    as_kept,
    content_of,
    is_secret,
    known_of,
    left_out_of,
    milestone_of,
    says_the_same,
    today_of,
    told_in,
    zone_of,
)

MORNING = time(9)
FAREWELL = timedelta(days=180)
"""Twice as long as anybody may wish to be left alone between two letters."""
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
    _write_anew(session, actor, now, case)
    contacts, known = _due_in(session, now, case)
    left_out = left_out_of(session, case, known) if contacts else 0
    return [_propose(session, actor, now, contact, known, left_out) for contact in contacts]


def propose_due(now: datetime) -> int:
    """Propose the letters that have become due; returns how many. The worker runs it hourly.

    A closed case is looked at for as long as the letter that says so may have to wait for its turn.

    Whoever writes waits for none of the looking, and for one case at a time of the rest.
    """
    with reading() as session:
        told = or_(Case.closed_at.is_(None), Case.closed_at > now - FAREWELL)
        free = {case_id for case_id, _contact in _free(session, now, told)}
        due = [each for each in sorted(free) if _due_in(session, now, session.get_one(Case, each))[0]]
    return sum(_propose_now(now, each) for each in due)


def _propose_now(now: datetime, case_id: str) -> int:
    with transaction() as session:
        case = session.get_one(Case, case_id)
        return len(propose_in(session, Actor(case.office_id), now, case))


def _propose(
    session: Session,
    actor: Actor,
    now: datetime,
    contact: FamilyContact,
    known: tuple[Milestone, ...],
    left_out: int,
) -> str:
    case = session.get_one(Case, contact.case_id)
    today = today_of(session, now, case)
    letter = StatusLetter(
        id=new_id(),
        office_id=case.office_id,
        case_id=case.id,
        contact_id=contact.id,
        occasion=today.isoformat(),
        language=contact.language,
        on=today,
        milestones=content_of(told_in(_letters(session, contact.id)), known),
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
        zone=zone_of(session, case).key,
        data={"letter": letter.id, "contact": contact.id},
    )
    return letter.id


def _write_anew(session: Session, actor: Actor, now: datetime, case: Case) -> None:
    """Letters that nobody decided on say what holds today, and are read again; one with nothing left to say goes."""
    proposed = select(StatusLetter).where(StatusLetter.case_id == case.id, StatusLetter.state == "proposed")
    waiting = session.scalars(proposed.order_by(StatusLetter.id)).all()
    today = today_of(session, now, case)
    known = known_of(session, case, today) if waiting else ()
    for letter in waiting:
        others = (each for each in _letters(session, letter.contact_id) if each.id != letter.id)
        content = content_of(told_in(others), known)
        if not content:
            _drop(session, now, actor, letter)
        elif not says_the_same(letter, content):
            letter.milestones, letter.left_out = content, left_out_of(session, case, known)
            letter.on, letter.proposed_at = today, now
            letter.version += 1


def make_minimal(session: Session, case: Case) -> None:
    """From now on the file is secret: letters that nobody approved yet keep only what says no step."""
    waiting = select(StatusLetter).where(StatusLetter.case_id == case.id, StatusLetter.state.in_(("proposed", "held")))
    for letter in session.scalars(waiting):
        meant = tuple(milestone_of(each) for each in letter.milestones)
        kept = minimal(meant, letter.on)
        if kept != meant:
            letter.milestones = [as_kept(each) | {"said": True} for each in kept]
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
            letters = _letters(session, contact.id)
            if any(letter.state in WAITING for letter in letters) or not _may_be_told(session, now, contact):
                continue
            case = session.get_one(Case, contact.case_id)
            zone = zone_of(session, case)
            day = _due(contact, letters, known_of(session, case, today_of(session, now, case)), zone)
            found += [] if day is None else [datetime.combine(day, MORNING, zone)]
    return min((instant.astimezone(UTC) for instant in found if instant > now), default=None)


def _free(session: Session, now: datetime, *which: ColumnElement[bool]) -> list[tuple[str, str]]:
    """(case, contact) of those who asked, of whom no letter waits, and who were left alone for as long as they wish."""
    told = (StatusLetter.contact_id == FamilyContact.id) & (StatusLetter.state != "dropped")
    rows = session.execute(
        select(
            Case.id,
            FamilyContact.id,
            FamilyContact.between_days,
            Office.zone,
            func.max(StatusLetter.on),
            func.max(StatusLetter.sent_at),
        )  # fmt: skip
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
        for case_id, contact_id, between, zone, on, sent_at in rows
        if on is None
        or _reached_on(on, sent_at, ZoneInfo(zone)) + timedelta(days=between) <= now.astimezone(ZoneInfo(zone)).date()
    ]


def _reached_on(on: date, sent_at: datetime | None, zone: ZoneInfo) -> date:
    """The day on which a letter reached somebody: it may have lain with its officer for long."""
    return on if sent_at is None else max(on, sent_at.astimezone(zone).date())


def _due_in(session: Session, now: datetime, case: Case) -> tuple[list[FamilyContact], tuple[Milestone, ...]]:
    """Who of a case is to be written to today, and what is known; whom nobody looked into gets a letter that waits."""
    free = (session.get_one(FamilyContact, contact) for _case, contact in _free(session, now, Case.id == case.id))
    contacts = [each for each in free if _may_be_told(session, now, each)]
    if not contacts:
        return [], ()
    today = today_of(session, now, case)
    known = known_of(session, case, today)
    days = [_due(each, _letters(session, each.id), known, zone_of(session, case)) for each in contacts]
    return [each for each, day in zip(contacts, days, strict=True) if day is not None and day <= today], known


def _may_be_told(session: Session, now: datetime, contact: FamilyContact) -> bool:
    problem = why_not(session, now, contact)
    return problem is None or problem.code == UNCHECKED


def _letters(session: Session, contact_id: str) -> list[StatusLetter]:
    """Every letter to one person, but for those that were dropped: these told nothing."""
    theirs = select(StatusLetter).where(StatusLetter.contact_id == contact_id, StatusLetter.state != "dropped")
    return list(session.scalars(theirs.order_by(StatusLetter.on)))


def _due(
    contact: FamilyContact, letters: list[StatusLetter], known: tuple[Milestone, ...], zone: ZoneInfo
) -> date | None:
    """The day of the next letter to one person of whom none waits."""
    quiet = None if contact.no_news_days is None else timedelta(days=contact.no_news_days)
    last = max((_reached_on(each.on, each.sent_at, zone) for each in letters), default=None)
    return letter_due(told_in(letters), known, last, timedelta(days=contact.between_days), quiet)


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
        _drop(session, now, actor, letter)


def _drop(session: Session, now: datetime, actor: Actor, letter: StatusLetter) -> None:
    letter.state, letter.occasion = "dropped", f"{letter.occasion}/{letter.id}"
    letter.version += 1
    journal.write(
        session, now, actor, "letter_dropped", office_id=letter.office_id, case_id=letter.case_id,
        data={"letter": letter.id},
    )  # fmt: skip
