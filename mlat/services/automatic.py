"""What an office lets go without a click: letters that ask for news, approved under one person's standing order.

Such a letter leaves only by a mail address that two persons confirmed, under the office's own key, while the
recipient is open, and where nothing in it blocks. Otherwise it stays a draft, and a person sees it on the desk.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, false, or_, select

from mlat.domain.climbing import writing
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem, Problems
from mlat.model import Office, Reminder, Request, transaction
from mlat.services import approving, dispatch, drafting, issuing, journal, reminders
from mlat.services.access import NotHere, require, standing_order
from mlat.services.addresses import ways_to
from mlat.services.covering import first_leg
from mlat.services.knowledge import world_of
from mlat.services.places import place_of

WHY = "The office has this reminder sent without a click, and what is unsure of its way is known."
"""The reason with which a warning is passed under a standing order."""


def set_automatic(actor: Actor, now: datetime, rungs: Sequence[str]) -> None:
    """Let these rungs go without a click from now on, under the standing order of the actor; no others.

    Raises `Problem` for a rung that writes no letter.
    """
    require(actor, Act.APPROVE)
    with transaction() as session:
        known = {rung.id for rung in writing(world_of(session, actor.office_id).ladders.values())}
        if not set(rungs) <= known:
            raise Problem("rung", "rungs", "is no step that writes a letter.", "Choose of the list.")
        office = session.get_one(Office, actor.office_id, with_for_update=True)
        office.automatic, office.automatic_by = sorted(rungs), actor.user_id
        office.version += 1
        data = {"rungs": sorted(rungs)}
        journal.write(session, now, actor, "automatic_set", office_id=office.id, data=data)


def take(now: datetime) -> str | None:
    """The next reminder that an office lets go, whose recipient is open; None where none waits.

    One that was tried and refused has a note, and waits for a person; so does one about a request that came back and
    is ours to send again.
    """
    with transaction() as session:
        let_go = (
            and_(Reminder.office_id == office.id, Reminder.rung.in_(office.automatic))
            for office in session.scalars(select(Office))
        )
        waiting = (
            select(Reminder.id, Request)
            .join(Request, Request.id == Reminder.request_id)
            .where(Reminder.state == "waiting", Reminder.note == "", Request.ball != "we_owe", or_(false(), *let_go))
            .order_by(Reminder.planted_at, Reminder.id)
        )
        found = session.execute(waiting)
        return next((each for each, row in found if place_of(session, row, now.date()).is_open(now)), None)


def go(now: datetime, reminder_id: str) -> str:
    """Ask as the reminder proposes, and let the letter leave; the state it reached: sent, drafted or waiting."""
    with transaction() as session:
        reminder = session.get_one(Reminder, reminder_id)
        ticker = Actor(reminder.office_id)
        office = session.get_one(Office, reminder.office_id)
        giver = standing_order(session, office)
        own_key = office.signing == "office_key"
    try:
        made = reminders.accept(ticker, now, reminder_id)
    except (Problem, Problems, NotHere) as refused:
        _note(reminder_id, refused)
        return "waiting"
    if made is None or giver is None or not own_key or not _reachable(now, made):
        return "drafted"
    try:
        _leave(Actor(office.id, ordered_by=giver.id), now, made)
    except (Problem, Problems, NotHere) as refused:
        _note(reminder_id, refused)
        return "drafted"
    return "sent"


def _leave(order: Actor, now: datetime, letter: str) -> None:
    """Approve, issue and queue it, as a person would; raises `Problem` or `Problems` where one of these is refused."""
    found = drafting.findings(order, now, letter)
    reasons = {each.key: WHY for each in found if not each.blocks}
    approving.approve(order, now, letter, _version(letter), reasons)
    issuing.issue(order, now, letter)
    dispatch.send_mail(order, now, letter)


def _reachable(now: datetime, letter: str) -> bool:
    """Whether a confirmed mail address of whoever gets it first may be used."""
    with transaction() as session:
        row = session.get_one(Request, letter)
        ways = ways_to(session, row.office_id, first_leg(session, row).to_body, now)
        return any(way.usable and way.channel == "mail" for way in ways)


def _version(letter: str) -> int:
    with transaction() as session:
        return session.get_one(Request, letter).version


def _note(reminder_id: str, refused: Problem | Problems | NotHere) -> None:
    """Why it stopped, as a code: from then on it is a person's."""
    with transaction() as session:
        reminder = session.get_one(Reminder, reminder_id, with_for_update=True)
        if reminder.note == "":
            reminder.note = _code(refused)


def _code(refused: Problem | Problems | NotHere) -> str:
    if isinstance(refused, Problems):
        return refused.found[0].code
    return refused.code if isinstance(refused, Problem) else "not_here"
