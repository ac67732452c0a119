"""A planted reminder is taken by one worker, and waits for a click unless the office says otherwise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from mlat.domain.casefile import Choice
from mlat.domain.ladder import Rung
from mlat.domain.lifecycle import ENDED, Kind
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem, Problems
from mlat.house import house
from mlat.model import Clock, Office, Reminder, Request, transaction
from mlat.services import drafting, journal
from mlat.services.access import NotHere, find_case, find_request
from mlat.services.covering import goes_through_own_authority
from mlat.services.families import propose_in
from mlat.services.following import confirmation
from mlat.services.happening import happen
from mlat.services.inquiring import inquiry
from mlat.services.notices import settle_notice, work_notice
from mlat.services.reasons import digest, keep_reason, needed
from mlat.services.rungs import rung_of, set_rung


def take(now: datetime) -> str | None:
    """Claim one planted reminder for this worker; one whose worker was lost is claimed again."""
    with transaction() as session:
        row = session.scalar(
            select(Reminder)
            .where(or_(Reminder.state == "planted", (Reminder.state == "taken") & (Reminder.lease_until < now)))
            .order_by(Reminder.planted_at, Reminder.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if row is None:
            return None
        row.state, row.lease_until = "taken", now + timedelta(seconds=house().settings.lease_seconds)
        return row.id


def work(now: datetime, reminder_id: str) -> bool:
    """Do what a taken reminder asks of the program itself; whether it did, and not another worker before it."""
    with transaction() as session:
        reminder = session.get_one(Reminder, reminder_id)
        if reminder.request_id is None:
            return work_notice(session, now, reminder)
        actor = Actor(reminder.office_id)
        row = find_request(session, actor, reminder.request_id, Act.RECORD)
        session.refresh(reminder, with_for_update=True)
        if reminder.state != "taken":
            return False
        clock = session.get_one(Clock, reminder.clock_id)
        # Held before the chain is: whoever drafts takes them in this order too.
        case = find_case(session, actor, row.case_id, Act.DRAFT)
        if clock.ended_at is not None or row.state in ENDED or case.erased_at is not None:
            reminder.state, reminder.settled_at = "overtaken", now
            return True
        rung = rung_of(session, row.office_id, reminder.rung)
        reminder.act, reminder.state = rung.act, "waiting"
        journal.write(
            session,
            now,
            actor,
            "reminded",
            office_id=row.office_id,
            case_id=row.case_id,
            request_id=row.id,
            at=reminder.due_at,
            zone=clock.zone,
            data={
                "reminder": reminder.id,
                "clock": clock.id,
                "rung": rung.id,
                "act": rung.act,
                "to": rung.to,
            },
        )
        session.flush()
        set_rung(session, row, clock, now)
        propose_in(session, actor, now, case)
        if rung.act == "prepare_extension":
            if _extendable(session, row):
                _prepare_extension(session, actor, now, reminder, row)
        elif rung.act == "prepare_confirmation":
            reminder.made_request_id = _try(session, reminder, lambda: confirmation(session, actor, now, row))
        elif rung.id in session.get_one(Office, row.office_id).automatic:
            _try(session, reminder, lambda: _accept(session, actor, now, reminder, row, rung))
    return True


def _try(session: Session, reminder: Reminder, act: Callable[[], str | None]) -> str | None:
    """Do it, or leave nothing of it and note on the reminder why it was refused: a person decides then."""
    try:
        with session.begin_nested():
            return act()
    except Problem as refused:
        reminder.note = refused.code
    except Problems as refused:
        reminder.note = refused.found[0].code
    return None


def _extendable(session: Session, row: Request) -> bool:
    """Whether no extension of this hold is under way."""
    under_way = select(Request.id).where(
        Request.parent_id == row.id,
        Request.measure == "preservation_extension",
        Request.state.not_in(("withdrawn", "closed", "refused", "held")),
    )
    return session.scalar(under_way) is None


def _prepare_extension(session: Session, actor: Actor, now: datetime, reminder: Reminder, row: Request) -> None:
    """Draft the extension for approval; where the law gives none (or no further one), the reminder says so."""
    choice = Choice(
        measure="preservation_extension",
        identifiers=tuple(row.identifiers),
        platform=row.platform,
        requested=None if row.platform else row.requested_state,
        data=tuple(row.data),
        language=row.language,
        parent=row.id,
        code=drafting.child_code(session, row, "X"),
    )
    reminder.made_request_id = _try(
        session, reminder, lambda: drafting.draft_in(session, actor, now, row.case_id, choice)
    )


def accept(actor: Actor, now: datetime, reminder_id: str) -> str | None:
    """Do what the reminder proposes; returns the id of the request that it made, if it made one."""
    with transaction() as session:
        if settle_notice(session, actor, now, reminder_id, "done"):
            return None
        reminder, row, rung = _find(session, actor, reminder_id)
        return _accept(session, actor, now, reminder, row, rung)


def _accept(session: Session, actor: Actor, now: datetime, reminder: Reminder, row: Request, rung: Rung) -> str | None:
    made = reminder.made_request_id
    if made is None and (inquiry := _inquiry(session, row, rung)) is not None:
        made = drafting.draft_in(session, actor, now, row.case_id, inquiry)
    reminder.state, reminder.settled_at, reminder.settled_by, reminder.made_request_id = (
        "done",
        now,
        actor.user_id,
        made,
    )
    happen(
        session,
        now,
        actor,
        row,
        Kind.INQUIRED,
        data={"reminder": reminder.id, "rung": rung.id, "act": rung.act, "made": made},
    )
    return made


def dismiss(actor: Actor, now: datetime, reminder_id: str, reason: str) -> None:
    """Set a reminder aside, with a reason; the ladder goes on."""
    reason = needed(reason)
    with transaction() as session:
        if settle_notice(session, actor, now, reminder_id, "dismissed", reason):
            return
        reminder, row, rung = _find(session, actor, reminder_id)
        reminder.state, reminder.settled_at, reminder.settled_by = "dismissed", now, actor.user_id
        event = journal.write(
            session,
            now,
            actor,
            "reminder_dismissed",
            office_id=row.office_id,
            case_id=row.case_id,
            request_id=row.id,
            data={"reminder": reminder.id, "rung": rung.id, "reason_sha256": digest(reason)},
        )
        keep_reason(session, event, reason)


def _find(session: Session, actor: Actor, reminder_id: str) -> tuple[Reminder, Request, Rung]:
    reminder = session.get(Reminder, reminder_id)
    if reminder is None or reminder.request_id is None:
        raise NotHere("reminder")
    row = find_request(session, actor, reminder.request_id, Act.RECORD)
    # Held after its request, as by whoever records what overtakes it.
    session.refresh(reminder, with_for_update=True)
    if reminder.state != "waiting":
        raise Problem("state", "reminder", "is %(state)s.", "Look at the request.", state=reminder.state)
    return reminder, row, rung_of(session, row.office_id, reminder.rung)


def _inquiry(session: Session, row: Request, rung: Rung) -> Choice | None:
    """The letter of a rung; none where no law gives one, or no authority of our own is on the way."""
    if rung.form != "status_inquiry" or not row.instrument:
        return None
    if rung.tone == "own_authority" and not goes_through_own_authority(session, row):
        return None
    return inquiry(session, row, rung.tone)
