"""The duty rota for emergencies."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from mlat.domain.permissions import Act, Role
from mlat.domain.rota import DAYS
from mlat.reads import duty as reads
from mlat.reads.people import colleagues
from mlat.services import rota as services
from mlat.services.access import NotHere
from mlat.web.clock import now
from mlat.web.door import actor, needs
from mlat.web.sheet import Sheet

rota = Blueprint("rota", __name__, url_prefix="/rota")


@rota.get("")
@needs(Act.SEE_DESK)
def index() -> ResponseReturnValue:
    """Who is on duty now, and who comes after."""
    return render_template("rota.html", duty=reads.duty_now(actor(), now()), turns=reads.rota(actor(), now()))


@rota.route("/plan", methods=["GET", "POST"])
@needs(Act.ADMINISTER)
def plan() -> ResponseReturnValue:
    """Plan turns, one person after the other."""
    known = _able()
    sheet = Sheet(rhythm="weekly", hour="8", number="10")
    if sheet.sent:
        with sheet.trying():
            people = sheet.many("people")
            rhythm = sheet.one_of("rhythm", tuple(DAYS))
            first, number, hour = sheet.needed_day("first_day"), sheet.whole("number"), sheet.whole("hour")
            sheet.check()
            services.plan(actor(), now(), people, rhythm, first, number or 0, hour if hour is not None else 8)
            return redirect(url_for("rota.index"))
    return render_template("rota_plan.html", sheet=sheet, people=known), sheet.status


@rota.route("/turns/<turn_id>", methods=["GET", "POST"])
@needs(Act.ADMINISTER)
def turn(turn_id: str) -> ResponseReturnValue:
    """Give one turn to somebody else."""
    line = next((one for one in reads.rota(actor(), now()) if one.id == turn_id), None)
    if line is None:
        raise NotHere("turn")
    known = _able()
    sheet = Sheet(person=line.user_id)
    if sheet.sent:
        with sheet.trying():
            person = sheet.one_of("person", tuple(user for user, _name in known))
            sheet.check()
            services.give_turn(actor(), now(), turn_id, person)
            return redirect(url_for("rota.index"))
    return render_template("rota_turn.html", sheet=sheet, line=line, people=known), sheet.status


@rota.post("/turns/<turn_id>/remove")
@needs(Act.ADMINISTER)
def remove(turn_id: str) -> ResponseReturnValue:
    """Take a turn out."""
    services.remove_turn(actor(), now(), turn_id)
    return redirect(url_for("rota.index"))


def _able() -> list[tuple[str, str]]:
    """Who can answer for an emergency: prosecutors and liaison officers, by name."""
    found = {*colleagues(actor(), Role.PROSECUTOR), *colleagues(actor(), Role.LIAISON)}
    return sorted(found, key=lambda pair: pair[1])
