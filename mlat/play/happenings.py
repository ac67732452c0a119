"""One dated happening of a case file, told to the service whose matter it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from sqlalchemy import select

from mlat.domain.casefile import ReplyInput
from mlat.domain.lifecycle import REPLIES
from mlat.domain.permissions import Act, Actor
from mlat.domain.playbook import OF_MOMENTS, ON_CLOCKS, ON_ORDERS, Deed, HappeningGiven
from mlat.domain.problems import Problem
from mlat.model import FamilyContact, Leg, Person, Reminder, StatusLetter, transaction
from mlat.play import by_hand, clicks
from mlat.play.stage import Stage, legs
from mlat.services import families, letters, reminders, tracking, transit, withdrawing

ACTS: Mapping[str, Act] = {
    Deed.WITHDRAWN: Act.APPROVE,
    Deed.CONDITIONS_ACCEPTED: Act.APPROVE,
    Deed.LETTER_APPROVED: Act.DECIDE_LETTER,
    Deed.LETTER_HELD: Act.DECIDE_LETTER,
    Deed.LETTER_SENT: Act.DECIDE_LETTER,
    Deed.LETTER_HANDED: Act.DECIDE_LETTER,
    Deed.LETTERS_PROPOSED: Act.SEE_CASE,
    Deed.ORDER_RECORDED: Act.EDIT_CASE,
    Deed.ORDER_EXTENDED: Act.EDIT_CASE,
    Deed.ORDER_LIFTED: Act.APPROVE,
}
"""Who tells it where the file names nobody; everything else is recorded by who records."""


MOMENTS: Mapping[str, tracking.OfMoment] = {
    Deed.MORE_GIVEN: tracking.give_more,
    Deed.CONDITIONS_ACCEPTED: tracking.accept_conditions,
    Deed.LINK_LOST: tracking.lose_link,
}
IN_SPITE = "Withdrawn in a case file."
"""The approver's reason to send the letter of withdrawal in spite of each warning, where the file gives none."""


def happen(stage: Stage, now: datetime, given: HappeningGiven) -> None:
    """Let it happen; what the program refuses is noted with its reason."""
    actor = stage.cast.who(given.by, ACTS.get(given.kind, Act.RECORD))
    stage.attempt(now, given.kind, given.request, actor, lambda: _deed(stage, now, given, actor)())


def _deed(stage: Stage, now: datetime, given: HappeningGiven, actor: Actor) -> Callable[[], object]:
    kind = given.kind
    if kind == Deed.LETTERS_PROPOSED:
        return partial(families.propose, actor, now, stage.case_id)
    if kind in ON_ORDERS:
        return lambda: by_hand.on_order(stage, now, given, actor)
    if kind in (Deed.LETTER_APPROVED, Deed.LETTER_HELD, Deed.LETTER_SENT, Deed.LETTER_HANDED):
        return lambda: _letter(stage, now, given, actor)
    request_id = stage.find(given.request, given.made)
    if request_id is None:
        raise Problem("no_request", "request", "%(name)s was never made.", "See why further up.", name=given.request)
    if kind in set(map(str, REPLIES)):
        return partial(tracking.record_reply, actor, now, request_id, _reply(stage, request_id, given, now))
    if kind in (Deed.SENT, Deed.RECEIVED, Deed.LEG_RETURNED):
        return lambda: _travel(stage, now, given, actor, request_id)
    if kind == Deed.WITHDRAWN:
        return lambda: _withdraw(stage, now, given, actor, request_id)
    if kind in OF_MOMENTS:
        return partial(MOMENTS[kind], actor, now, request_id, now, given.zone or stage.cast.zone)
    if kind == Deed.CLOSED:
        return partial(tracking.close, actor, now, request_id)
    if kind in ON_CLOCKS:
        return lambda: by_hand.on_clock(now, given, actor, request_id, stage.cast.zone)
    return lambda: _reminder(stage, now, given, actor, request_id)


def _reply(stage: Stage, request_id: str, given: HappeningGiven, now: datetime) -> ReplyInput:
    zone = given.zone or next((leg.zone for leg in legs(request_id) if leg.reaches_recipient), stage.cast.zone)
    return ReplyInput(
        kind=given.kind,
        at=now,
        zone=zone,
        reference=given.reference,
        note=given.note,
        came=given.came,
        missing=given.missing,
        ground=given.ground,
        leg=_answering(request_id, given),
        passed_to=given.passed_to,
        link=given.link,
        promised_on=given.promised_on,
        until=given.until,
    )


def _answering(request_id: str, given: HappeningGiven) -> str:
    """The id of the leg whose body answered; empty where the file names none."""
    return "" if given.leg is None else _leg(request_id, given).id


def _withdraw(stage: Stage, now: datetime, given: HappeningGiven, actor: Actor, request_id: str) -> None:
    """Withdraw it and tell its recipient: the letter goes out the way of the request."""
    letter = withdrawing.withdraw(actor, now, request_id)
    if letter:
        clicks.send_on(stage, now, letter, given.note or IN_SPITE)


def _travel(stage: Stage, now: datetime, given: HappeningGiven, actor: Actor, request_id: str) -> None:
    leg = _leg(request_id, given)
    zone = given.zone or leg.zone
    if given.kind == Deed.SENT:
        channel = given.channel or "post"
        transit.record_sent(actor, now, leg.id, channel, now, zone, given.reference)
    elif given.kind == Deed.RECEIVED:
        transit.record_received(actor, now, leg.id, now, zone, given.reference)
    else:
        transit.record_returned(actor, now, leg.id, now, zone, given.reference)


def _leg(request_id: str, given: HappeningGiven) -> Leg:
    """The leg that was named, or the first on which this has not happened yet."""
    for leg in legs(request_id):
        done = leg.sent_at if given.kind == Deed.SENT else leg.received_at
        if leg.seq == given.leg or (given.leg is None and done is None):
            return leg
    raise Problem("no_leg", "leg", "is no leg of %(name)s.", "Look at its legs.", name=given.request)


def _reminder(stage: Stage, now: datetime, given: HappeningGiven, actor: Actor, request_id: str) -> None:
    with transaction() as session:
        waiting = select(Reminder.id).where(Reminder.request_id == request_id, Reminder.state == "waiting")
        if given.rung:
            waiting = waiting.where(Reminder.rung == given.rung)
        found = session.scalar(waiting.order_by(Reminder.due_at).limit(1))
    if found is None:
        raise Problem("no_reminder", "rung", "no reminder waits there on this day.", "Look at the timeline.")
    if given.kind == Deed.REMINDER_DISMISSED:
        reminders.dismiss(actor, now, found, given.note)
    else:
        clicks.accept(stage, now, found, given.by, given.note)


def _letter(stage: Stage, now: datetime, given: HappeningGiven, actor: Actor) -> None:
    for letter_id in _letters_of(stage, given):
        if given.kind == Deed.LETTER_HELD:
            letters.hold(actor, now, letter_id, given.note)
        elif given.kind == Deed.LETTER_APPROVED:
            clicks.approve_letter(stage, now, letter_id, given.by)
        else:
            clicks.hand_over(stage, now, letter_id, given.by)


def _letters_of(stage: Stage, given: HappeningGiven) -> list[str]:
    """The letters that wait for this; with `contact` only that person's."""
    state = "approved" if given.kind in (Deed.LETTER_SENT, Deed.LETTER_HANDED) else "proposed"
    with transaction() as session:
        rows = (
            select(StatusLetter.id)
            .join(FamilyContact, StatusLetter.contact_id == FamilyContact.id)
            .join(Person, FamilyContact.person_id == Person.id)
            .where(StatusLetter.case_id == stage.case_id, StatusLetter.state == state)
        )
        if given.contact:
            rows = rows.where(Person.code == given.contact)
        found = list(session.scalars(rows.order_by(StatusLetter.proposed_at, Person.code)))
    if not found:
        raise Problem("no_letter", "contact", "no letter waits for this on this day.", "Look at the timeline.")
    return found
