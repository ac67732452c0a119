"""Asking for news of a request, in the tone that a person chooses."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mlat.domain.messages import N_
from mlat.domain.permissions import Act
from mlat.domain.record import Tone
from mlat.reads.requests import request_view
from mlat.services import inquiring as services
from mlat.services.access import NotHere
from mlat.web.clock import now
from mlat.web.door import actor, needs
from mlat.web.sheet import Sheet

inquiring = Blueprint("inquiring", __name__)
TONES: dict[Tone, str] = {
    "gentle": N_("Gently, to the recipient"),
    "firm": N_("Firmly, to the recipient"),
    "own_authority": N_("To the authority of our own that transmitted it"),
}


@inquiring.route("/requests/<request_id>/inquire", methods=["GET", "POST"])
@needs(Act.DRAFT)
def ask(request_id: str) -> ResponseReturnValue:
    """Choose the tone; the inquiry is drafted, nothing is sent."""
    view = request_view(actor(), request_id)
    tones = services.tones_of(view.recipient_kind)
    if not view.own or not tones:
        raise NotHere("request")
    sheet = Sheet(tone=tones[0].tone)
    if sheet.sent:
        with sheet.trying():
            tone: Tone = sheet.one_of("tone", tuple(each.tone for each in tones))
            sheet.check()
            made = services.inquire(actor(), now(), request_id, tone)
            return redirect(url_for("drafts.edit", request_id=made))
    options = [(each.tone, f"{_(TONES[each.tone])}: {_(each.opening)}") for each in tones]
    return render_template("inquire.html", it=view, sheet=sheet, tones=options), sheet.status
