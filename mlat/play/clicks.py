"""The clicks that a play makes by itself where the file says so: what waits for a person gets its yes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from mlat.domain.channels import CHANNELS, Channel
from mlat.domain.permissions import Act
from mlat.domain.playbook import Auto
from mlat.model import FamilyContact, Reminder, Request, StatusLetter, transaction
from mlat.play.requests import finish
from mlat.play.stage import Stage, legs
from mlat.services import calls, letters, reminders

READER = "played from a case file"
"""Who reads the letters of a play in a language that nobody has reviewed."""


def click(stage: Stage, now: datetime, auto: Auto) -> bool:
    """Say yes to what waits; whether there was anything."""
    clicked = False
    if auto.accept_reminders:
        for reminder_id in _waiting(stage):
            clicked = True
            accept(stage, now, reminder_id, in_spite=auto.in_spite)
    if auto.approve_letters:
        for letter_id in _letters(stage, "proposed"):
            clicked = True
            approve_letter(stage, now, letter_id)
            hand_over(stage, now, letter_id)
    return clicked


def accept(stage: Stage, now: datetime, reminder_id: str, by: str = "", in_spite: str = "") -> None:
    """Accept one reminder; a request that it made is approved, issued and sent the way its parent went."""
    actor = stage.cast.who(by, Act.RECORD)
    with transaction() as session:
        reminder = session.get_one(Reminder, reminder_id)
        code = session.get_one(Request, reminder.request_id).code if reminder.request_id else ""
        prepared = reminder.made_request_id
    made = stage.attempt(now, "accept_reminder", code, actor, lambda: reminders.accept(actor, now, reminder_id))
    if made is None:
        _set_aside(stage, now, reminder_id)
    for request_id in {made, prepared} - {None}:
        send_on(stage, now, str(request_id), in_spite)


def _set_aside(stage: Stage, now: datetime, reminder_id: str) -> None:
    """A reminder whose proposal was refused would wait for ever: it is dismissed with that reason."""
    with transaction() as session:
        waits = session.get_one(Reminder, reminder_id).state == "waiting"
    if waits:
        actor = stage.cast.who("", Act.RECORD)
        why = "; ".join(stage.refused[-1].why)
        stage.attempt(now, "dismiss_reminder", "", actor, lambda: reminders.dismiss(actor, now, reminder_id, why))


def send_on(stage: Stage, now: datetime, request_id: str, in_spite: str) -> None:
    """Approve, issue and send a draft that follows another request, the way that one went."""
    with transaction() as session:
        row = session.get_one(Request, request_id)
        if row.state != "draft" or row.parent_id is None:
            return
        parent = row.parent_id
    went = next((leg.channel for leg in legs(parent) if leg.ours and leg.channel), "mail")
    finish(stage, now, request_id, _channel(went), in_spite=in_spite)


def _channel(name: str) -> Channel:
    return next((channel for channel in CHANNELS if channel == name), "mail")


def approve_letter(stage: Stage, now: datetime, letter_id: str, by: str = "") -> None:
    """Approve one letter as the family officer."""
    actor = stage.cast.who(by, Act.DECIDE_LETTER)
    with transaction() as session:
        version = session.get_one(StatusLetter, letter_id).version
    approved = stage.attempt(
        now, "approve_letter", "", actor, lambda: letters.approve(actor, now, letter_id, version, READER)
    )
    if approved is None:
        letters.hold(actor, now, letter_id, "; ".join(stage.refused[-1].why))


def hand_over(stage: Stage, now: datetime, letter_id: str, by: str = "") -> None:
    """Mail an approved letter, or record that it was handed over or posted, as its reader asked."""
    actor = stage.cast.who(by, Act.DECIDE_LETTER)
    with transaction() as session:
        letter = session.get_one(StatusLetter, letter_id)
        channel = session.get_one(FamilyContact, letter.contact_id).channel
        if letter.state != "approved":
            return
    if channel == "mail":
        stage.attempt(now, "send_letter", "", actor, lambda: letters.send(actor, now, letter_id))
    elif channel == "telephone":
        stage.attempt(now, "call", "", actor, lambda: calls.record_call(actor, now, letter_id, now, "reached"))
    else:
        stage.attempt(now, "hand_letter", "", actor, lambda: letters.record_handed(actor, now, letter_id, now))


def _waiting(stage: Stage) -> list[str]:
    with transaction() as session:
        return list(
            session.scalars(
                select(Reminder.id)
                .where(Reminder.case_id == stage.case_id, Reminder.state == "waiting")
                .order_by(Reminder.due_at, Reminder.id)
            )
        )


def _letters(stage: Stage, state: str) -> list[str]:
    with transaction() as session:
        rows = select(StatusLetter.id).join(FamilyContact, StatusLetter.contact_id == FamilyContact.id)
        rows = rows.where(StatusLetter.case_id == stage.case_id, StatusLetter.state == state)
        return list(session.scalars(rows.order_by(StatusLetter.proposed_at, FamilyContact.code)))
