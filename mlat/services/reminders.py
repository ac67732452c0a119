"""A planted reminder is taken by one worker, and waits for a click unless the office says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from mlat.domain.casefile import Choice
from mlat.domain.clock_parts import HOLD
from mlat.domain.ladder import Rung
from mlat.domain.lifecycle import ENDED, Kind
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem, Problems
from mlat.domain.record import Tone
from mlat.house import house
from mlat.model import Clock, Reminder, Request, transaction
from mlat.services import drafting, journal
from mlat.services.access import NotHere, find_case, find_request
from mlat.services.asking_companies import asked_by_letter
from mlat.services.covering import goes_through_own_authority
from mlat.services.families import propose_in
from mlat.services.following import confirmation
from mlat.services.happening import happen
from mlat.services.inquiring import ask, together
from mlat.services.notices import settle_notice, work_notice
from mlat.services.reasons import digest, keep_reason, needed
from mlat.services.rungs import INQUIRY, climbs, last_asked, renewal_left, rung_of, rungs_of, set_rung

IN_ONE_LETTER = 100
"""Requests that one letter asks after at most; the next letter asks after the rest."""


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
        if not climbs(row, clock) or row.state in ENDED or case.erased_at is not None:
            reminder.state, reminder.settled_at = "overtaken", now
            return True
        rung = rung_of(session, row.office_id, reminder.rung)
        if clock.kind == HOLD and rung.to == "officer" and renewal_left(session, row):
            reminder.state, reminder.settled_at = "overtaken", now
            session.flush()
            set_rung(session, row, clock, now)
            return True
        reminder.act, reminder.state = rung.act, "waiting"
        if rung.when == "always":
            _overtake_before(session, now, reminder)
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
    return True


def _overtake_before(session: Session, now: datetime, reminder: Reminder) -> None:
    """A step that nobody took gives way to the next: one prompt at a time, save for data about to be lost."""
    in_turn = [rung.id for rung in rungs_of(session, reminder.office_id) if rung.when == "always"]
    before = (Reminder.clock_id == reminder.clock_id) & Reminder.rung.in_(in_turn) & (Reminder.id != reminder.id)
    waiting = update(Reminder).where(before, Reminder.state == "waiting")
    session.execute(waiting.values(state="overtaken", settled_at=now))


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
    """Do what the reminder proposes; returns the id of the request that it made, if it made one.

    A letter to a recipient asks after everything there that waits to be asked after: their reminders are done with it.
    """
    with transaction() as session:
        if settle_notice(session, actor, now, reminder_id, "done"):
            return None
        return _accept(
            session, actor, now, [_find(session, actor, each) for each in _alike(session, actor, reminder_id)]
        )


def alike(actor: Actor, reminder_id: str) -> int:
    """How many requests one click on this reminder asks after; 0 where it writes no letter. `NotHere` for another's."""
    with transaction() as session:
        return len(_alike(session, actor, reminder_id)) if _writes(session, actor, reminder_id) else 0


def _writes(session: Session, actor: Actor, reminder_id: str) -> bool:
    reminder = session.get(Reminder, reminder_id)
    if reminder is None or reminder.office_id != actor.office_id:
        raise NotHere("reminder")
    if reminder.request_id is None:
        return False
    row = find_request(session, actor, reminder.request_id)
    return asks(session, row, rung_of(session, row.office_id, reminder.rung))


def _alike(session: Session, actor: Actor, reminder_id: str) -> list[str]:
    """The reminder, and those that wait for the same letter; in the order in which all of them are always held."""
    reminder = session.get(Reminder, reminder_id)
    if reminder is None or reminder.request_id is None or reminder.state != "waiting" or reminder.made_request_id:
        return [reminder_id]
    row = find_request(session, actor, reminder.request_id)
    rung = rung_of(session, row.office_id, reminder.rung)
    if not asks(session, row, rung):
        return [reminder_id]
    rungs = [each for each in rungs_of(session, row.office_id) if each.form == INQUIRY]
    same_reader = [each.id for each in rungs if (each.tone == "own_authority") == (rung.tone == "own_authority")]
    others = (
        together(session, row)
        .join(Reminder, Reminder.request_id == Request.id)
        .where(
            Reminder.state == "waiting",
            Reminder.made_request_id.is_(None),
            Reminder.rung.in_(same_reader),
            Request.id != row.id,
        )
        .with_only_columns(Request.case_id, Request.id, Reminder.id)
        .order_by(Reminder.planted_at, Reminder.id)
        .limit(IN_ONE_LETTER - 1)
    )
    found = {(row.case_id, row.id): reminder_id}
    for case_id, request_id, other in session.execute(others):
        found.setdefault((case_id, request_id), other)
    return [found[each] for each in sorted(found)]


_Due = tuple[Reminder, Request, Rung]


def _accept(session: Session, actor: Actor, now: datetime, due: Sequence[_Due]) -> str | None:
    """Do what these reminders propose together: one letter, and each request has its event."""
    reminder, row, rung = due[0]
    made = reminder.made_request_id
    if made is None and asks(session, row, rung):
        made = ask(session, actor, now, [each for _reminder, each, _rung in due], _tone(session, due))
    for reminder, row, rung in due:
        reminder.state, reminder.settled_at, reminder.settled_by = "done", now, actor.user_id
        reminder.made_request_id = made
        data = {"reminder": reminder.id, "rung": rung.id, "act": rung.act, "made": made}
        happen(session, now, actor, row, Kind.INQUIRED, data=data)
    return made


def _tone(session: Session, due: Sequence[_Due]) -> Tone:
    """The mildest of what is due: nobody is told that he was written to before where that is not so."""
    tones = {rung.tone for _reminder, _row, rung in due}
    if "firm" in tones and any(last_asked(session, row) is None for _reminder, row, _rung in due):
        return "gentle"
    return "gentle" if "gentle" in tones else due[0][2].tone


def asks(session: Session, row: Request, rung: Rung) -> bool:
    """Whether the rung writes a letter about this request: a law gives one, and its reader is on the way."""
    if rung.form != INQUIRY or not row.instrument:
        return False
    if row.recipient_kind == "provider":
        return asked_by_letter(session, row)
    return rung.tone != "own_authority" or goes_through_own_authority(session, row)


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


def _find(session: Session, actor: Actor, reminder_id: str) -> _Due:
    reminder = session.get(Reminder, reminder_id)
    if reminder is None or reminder.request_id is None:
        raise NotHere("reminder")
    row = find_request(session, actor, reminder.request_id, Act.RECORD)
    # Held after its request, as by whoever records what overtakes it.
    session.refresh(reminder, with_for_update=True)
    if reminder.state != "waiting":
        raise Problem("state", "reminder", "is %(state)s.", "Look at the request.", state=reminder.state)
    return reminder, row, rung_of(session, row.office_id, reminder.rung)
