"""Days on which a person wants to look at something again."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from mlat.domain.permissions import Act
from mlat.reads.cases import case_view
from mlat.reads.requests import request_view
from mlat.reads.waking import waking_on
from mlat.services import waking as services
from mlat.services.access import NotHere
from mlat.web.clock import now
from mlat.web.dates import today
from mlat.web.door import actor, needs
from mlat.web.sheet import Sheet

waking = Blueprint("waking", __name__)
IN = (3, 7, 21)
"""Days that are offered with one click."""


@waking.route("/requests/<request_id>/wake", methods=["GET", "POST"])
@needs(Act.SEE_CASE)
def of_request(request_id: str) -> ResponseReturnValue:
    """Set a day to look at a request again."""
    view = request_view(actor(), request_id)
    if not view.own:
        raise NotHere("request")
    here = url_for("requests.show", request_id=request_id)
    return _asked(view.line.case_id, here, f"{view.line.code} {view.line.recipient}", request_id)


@waking.route("/cases/<case_id>/wake", methods=["GET", "POST"])
@needs(Act.SEE_CASE)
def of_case(case_id: str) -> ResponseReturnValue:
    """Set a day to look at a case again."""
    case = case_view(actor(), today(), case_id)
    return _asked(case_id, url_for("cases.show", case_id=case_id), case.line.reference)


@waking.post("/wake/<wake_id>/done")
@needs(Act.SEE_CASE)
def done(wake_id: str) -> ResponseReturnValue:
    """It was looked at."""
    services.done(actor(), now(), wake_id)
    return redirect(url_for("desk.home"))


@waking.post("/wake/<wake_id>/snooze")
@needs(Act.SEE_CASE)
def snooze(wake_id: str) -> ResponseReturnValue:
    """Some days later."""
    sheet = Sheet()
    days = sheet.whole("days")
    services.snooze(actor(), now(), wake_id, today() + timedelta(days=days if days in IN else IN[0]))
    return redirect(url_for("desk.home"))


def _asked(case_id: str, back: str, name: str, request_id: str = "") -> ResponseReturnValue:
    sheet = Sheet(on_day=(today() + timedelta(days=IN[-1])).isoformat())
    if sheet.sent:
        with sheet.trying():
            on = sheet.needed_day("on_day")
            sheet.check()
            services.wake(actor(), now(), case_id, on, sheet.text("note"), request_id)
            return redirect(back)
    set_ = waking_on(actor(), case_id, request_id)
    return render_template("wake.html", sheet=sheet, back=back, name=name, set=set_), sheet.status
