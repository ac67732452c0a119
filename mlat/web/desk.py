"""The desk: the first line answers the question the person came with."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from mlat.domain.permissions import Act, Role
from mlat.reads import addresses, answering, board, case_clocks, families, handings, inbox, letters, returned, texts
from mlat.reads import desk as reads
from mlat.reads import seconds as second_persons
from mlat.reads.duties import own_duties
from mlat.reads.duty import duty_now
from mlat.reads.waking import waking
from mlat.web.clock import now
from mlat.web.dates import today
from mlat.web.door import actor, needs, reader
from mlat.web.firstline import Waiting, first_line
from mlat.web.waking import IN

desk = Blueprint("desk", __name__)


@desk.get("/")
@needs(Act.SEE_DESK)
def home() -> ResponseReturnValue:
    """What this reader must see first; a person with several roles sees the parts of each."""
    me, who = actor(), reader()
    cases = who.may(Act.SEE_CASE)
    liaison = Role.LIAISON in me.roles
    seconds = second_persons.seconds_for(me) if cases else ()
    duties = own_duties(me, now(), all_of_the_office=liaison) if cases else ()
    arrived = reads.arrived(me, now()) if cases else ()
    due_letters = letters.due(me) if who.may(Act.SEE_LETTERS) else ()
    to_translate = texts.assigned(me) if Role.TRANSLATOR in me.roles else ()
    danger = reads.vanishing(me, today()) if cases else reads.Danger()
    unconfirmed = addresses.unconfirmed(me) if who.may(Act.ENTER_FACT) else 0
    waiting = Waiting(
        **(board.totals(me) if liaison else {}),
        arrived=len(arrived),
        letters=len(due_letters),
        texts=len(to_translate),
        unconfirmed=unconfirmed,
        returned=returned.owed(me) if who.may(Act.KEEP_EVIDENCE) else 0,
        bare=sum(one.protection.left == 0 for one in danger.accounts),
    )
    return render_template(
        "desk.html",
        lead=first_line(who, seconds, duties, waiting),
        seconds=seconds,
        duty=duty_now(me, now()),
        duties=duties,
        wakes=waking(me, now(), today()) if cases else (),
        snoozes=IN,
        offers=handings.offered_to(me) if who.may(Act.OPEN_CASE) else (),
        danger=danger,
        today=today(),
        yours=reads.yours(me, today(), all_of_the_office=liaison) if cases else (),
        silent=reads.silent(me, now()) if cases else (),
        ahead=case_clocks.dates_ahead(me, now(), all_of_the_office=liaison, duties=False) if cases else (),
        prompts=reads.prompts(me) if cases else (),
        mailbox=inbox.on_the_desk(me) if who.may(Act.TEND_MAIL) else inbox.Pile(),
        arrived=arrived,
        proposals=answering.waiting(me) if cases else (),
        letters=due_letters,
        voices=families.voices_due(me) if who.may(Act.SEE_LETTERS) else (),
        texts=to_translate,
        unconfirmed=unconfirmed,
        returned=waiting.returned,
        liaison=liaison,
    )
