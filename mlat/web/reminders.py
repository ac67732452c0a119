"""Reminders that wait for a click."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mlat.domain.permissions import Act
from mlat.reads import desk as reads
from mlat.services import reminders as services
from mlat.services.access import NotHere
from mlat.web.clock import now
from mlat.web.door import actor, needs
from mlat.web.sheet import Sheet

reminders = Blueprint("reminders", __name__)


@reminders.post("/reminders/<reminder_id>/accept")
@needs(Act.SEND)
def accept(reminder_id: str) -> ResponseReturnValue:
    """Do what the reminder proposes."""
    services.accept(actor(), now(), reminder_id)
    flash(_("Done. You find it on the request's page."))
    return redirect(url_for("desk.home"))


@reminders.route("/reminders/<reminder_id>/dismiss", methods=["GET", "POST"])
@needs(Act.SEND)
def dismiss(reminder_id: str) -> ResponseReturnValue:
    """Put a reminder aside, with a reason."""
    prompt = next((one for one in reads.prompts(actor()) if one.id == reminder_id), None)
    sheet = Sheet()
    if sheet.sent:
        with sheet.trying():
            reason = sheet.needed("reason")
            sheet.check()
            services.dismiss(actor(), now(), reminder_id, reason)
            return redirect(url_for("desk.home"))
    if prompt is None:
        raise NotHere("reminder")
    return render_template("dismiss.html", prompt=prompt, sheet=sheet), sheet.status
