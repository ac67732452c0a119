"""The desk: the first line answers the question the person came with."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from mlat.domain.permissions import Act, Role
from mlat.reads import addresses, answering, case_clocks, families, inbox, letters, texts
from mlat.reads import desk as reads
from mlat.web.clock import now
from mlat.web.dates import today
from mlat.web.door import actor, needs, reader

desk = Blueprint("desk", __name__)


@desk.get("/")
@needs(Act.SEE_DESK)
def home() -> ResponseReturnValue:
    """What this reader must see first; a person with several roles sees the parts of each."""
    me, who = actor(), reader()
    cases = who.may(Act.SEE_CASE)
    liaison = Role.LIAISON in me.roles
    return render_template(
        "desk.html",
        danger=reads.vanishing(me, today()) if cases else reads.Danger(),
        today=today(),
        yours=reads.yours(me, today(), all_of_the_office=liaison) if cases else (),
        silent=reads.silent(me, now()) if cases else (),
        ahead=case_clocks.dates_ahead(me, now(), all_of_the_office=liaison) if cases else (),
        prompts=reads.prompts(me) if cases else (),
        mailbox=inbox.on_the_desk(me) if who.may(Act.TEND_MAIL) else inbox.Pile(),
        arrived=reads.arrived(me, now()) if cases else (),
        proposals=answering.waiting(me) if cases else (),
        letters=letters.due(me) if who.may(Act.SEE_LETTERS) else (),
        voices=families.voices_due(me) if who.may(Act.SEE_LETTERS) else (),
        texts=texts.assigned(me) if Role.TRANSLATOR in me.roles else (),
        unconfirmed=addresses.unconfirmed(me) if who.may(Act.ENTER_FACT) else 0,
        liaison=liaison,
    )
