"""The second person of an emergency request: reads the paper and confirms it, or was called."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from mlat.domain.permissions import Act
from mlat.reads.confirmations import confirmation
from mlat.reads.drafts import draft_view
from mlat.services import confirming as services
from mlat.services.access import NotHere
from mlat.web.clock import now
from mlat.web.door import actor, needs
from mlat.web.sheet import Sheet
from mlat.web.words import zones

confirming = Blueprint("confirming", __name__)


@confirming.route("/requests/<request_id>/confirm", methods=["GET", "POST"])
@needs(Act.RECORD)
def second(request_id: str) -> ResponseReturnValue:
    """Confirm what somebody else approved."""
    sheet = Sheet()
    if sheet.sent:
        with sheet.trying():
            services.confirm(actor(), now(), request_id, sheet.version())
            return redirect(url_for("requests.show", request_id=request_id))
    return _page(request_id, sheet)


@confirming.route("/requests/<request_id>/confirm/call", methods=["GET", "POST"])
@needs(Act.RECORD)
def call(request_id: str) -> ResponseReturnValue:
    """Record that the second person confirmed by telephone: who, when, and the number that we called."""
    sheet = Sheet(zone=actor().zone)
    if sheet.sent:
        with sheet.trying():
            who, at, zone = sheet.needed("second"), sheet.instant("at"), sheet.zone()
            number = sheet.needed("number")
            sheet.check()
            services.record_call(actor(), now(), request_id, who, at, zone, number)
            return redirect(url_for("requests.show", request_id=request_id))
    return _page(request_id, sheet, "call")


def _page(request_id: str, sheet: Sheet, step: str = "second") -> ResponseReturnValue:
    view, stands = draft_view(actor(), request_id), confirmation(actor(), request_id)
    if stands is None or stands.given or view.line.state != "approved":
        raise NotHere("confirmation")
    page = render_template("confirm.html", it=view, sheet=sheet, stands=stands, step=step, zones=zones())
    return page, sheet.status
