"""What a person does to a running clock of a request: extend, pause, resume, start anew, or say that a duty is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import get_args

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mlat.domain.clock_acts import By
from mlat.domain.messages import N_
from mlat.domain.permissions import Act, Actor
from mlat.reads.clocks import ClockLine
from mlat.reads.requests import RequestView, request_view
from mlat.services import clocking
from mlat.services.access import NotHere
from mlat.web.clock import now
from mlat.web.door import actor, needs
from mlat.web.sheet import Sheet
from mlat.web.words import zones

clockacts = Blueprint("clockacts", __name__, url_prefix="/requests/<request_id>/clocks/<clock_id>")
RestsOrRuns = Callable[[Actor, datetime, str, str, datetime], str]
WAYS: dict[By, str] = {
    "more": N_("By a period, counted from the end of the one that runs"),
    "whole": N_("To a whole period, counted from its own start"),
    "until": N_("To an exact date"),
}


@clockacts.route("/extend", methods=["GET", "POST"])
@needs(Act.RECORD)
def extend(request_id: str, clock_id: str) -> ResponseReturnValue:
    """Extend a deadline, with a reason."""
    view, clock = _find(request_id, clock_id)
    sheet = Sheet(by="more")
    if sheet.sent:
        with sheet.trying():
            by = sheet.one_of("by", get_args(By))
            value = sheet.needed_day("until") if by == "until" else sheet.needed("period") and sheet.period("period")
            reason = sheet.needed("reason")
            sheet.check()
            clocking.extend_clock(actor(), now(), clock_id, reason, by, value)
            return _back(request_id)
    ways = [(code, _(words)) for code, words in WAYS.items()]
    return render_template("clocks/extend.html", it=view, clock=clock, sheet=sheet, ways=ways), sheet.status


@clockacts.route("/pause", methods=["GET", "POST"])
@needs(Act.RECORD)
def pause(request_id: str, clock_id: str) -> ResponseReturnValue:
    """Let a clock rest."""
    return _from_an_instant("pause", clocking.pause_clock, request_id, clock_id)


@clockacts.route("/resume", methods=["GET", "POST"])
@needs(Act.RECORD)
def resume(request_id: str, clock_id: str) -> ResponseReturnValue:
    """Let a paused clock run on."""
    return _from_an_instant("resume", clocking.resume_clock, request_id, clock_id)


@clockacts.route("/reset", methods=["GET", "POST"])
@needs(Act.RECORD)
def reset(request_id: str, clock_id: str) -> ResponseReturnValue:
    """Start the whole period anew from something that happened."""
    view, clock = _find(request_id, clock_id)
    sheet = Sheet(zone=clock.zone)
    if sheet.sent:
        with sheet.trying():
            at, zone, reason = sheet.instant("at"), sheet.zone(), sheet.needed("reason")
            sheet.check()
            clocking.reset_clock(actor(), now(), clock_id, reason, at, zone)
            return _back(request_id)
    return _page("reset", view, clock, sheet)


@clockacts.route("/done", methods=["GET", "POST"])
@needs(Act.RECORD)
def done(request_id: str, clock_id: str) -> ResponseReturnValue:
    """Say that a duty of our own is done."""
    view, clock = _find(request_id, clock_id)
    sheet = Sheet()
    if sheet.sent:
        with sheet.trying():
            reason = sheet.needed("reason")
            sheet.check()
            clocking.meet_duty(actor(), now(), clock_id, reason)
            return _back(request_id)
    return render_template("clocks/done.html", it=view, clock=clock, sheet=sheet), sheet.status


def _from_an_instant(name: str, act: RestsOrRuns, request_id: str, clock_id: str) -> ResponseReturnValue:
    view, clock = _find(request_id, clock_id)
    sheet = Sheet(zone=clock.zone)
    if sheet.sent:
        with sheet.trying():
            at, reason = sheet.instant("at"), sheet.needed("reason")
            sheet.check()
            act(actor(), now(), clock_id, reason, at)
            return _back(request_id)
    return _page(name, view, clock, sheet)


def _find(request_id: str, clock_id: str) -> tuple[RequestView, ClockLine]:
    view = request_view(actor(), request_id)
    clock = next((one for one in view.clocks if one.id == clock_id and view.own), None)
    if clock is None:
        raise NotHere("clock")
    return view, clock


def _page(act: str, view: RequestView, clock: ClockLine, sheet: Sheet) -> ResponseReturnValue:
    page = render_template(f"clocks/{act}.html", it=view, clock=clock, sheet=sheet, zones=zones())
    return page, sheet.status


def _back(request_id: str) -> ResponseReturnValue:
    return redirect(url_for("requests.show", request_id=request_id))
