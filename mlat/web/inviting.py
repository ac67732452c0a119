"""The page of a recipient abroad, for officers: its link, what was entered there, and whether the office has it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mlat.domain.answering import MOST_DAYS
from mlat.domain.messages import N_
from mlat.domain.permissions import Act
from mlat.reads import answering as reads
from mlat.services import inviting as services
from mlat.services import proposing
from mlat.web.clock import now
from mlat.web.door import actor, needs
from mlat.web.sheet import Sheet

inviting = Blueprint("inviting", __name__)


@inviting.route("/people/recipient-page", methods=["GET", "POST"])
@needs(Act.ADMINISTER)
def setting() -> ResponseReturnValue:
    """Whether recipients abroad may answer on a page, and for how many days a link is open."""
    days = reads.office_days(actor())
    sheet = Sheet(on="on" if days else "off", days=services.suggested(days))
    if sheet.sent:
        with sheet.trying():
            wanted = sheet.one_of("on", ("on", "off"))
            given = sheet.whole("days") or 0
            if wanted == "on" and not given:
                sheet.wrong("days", N_("is empty."), N_("Give a number of days."))
            sheet.check()
            services.set_page(actor(), now(), given if wanted == "on" else 0)
            return redirect(url_for("people.index"))
    return render_template("recipient_page.html", sheet=sheet, days=days, most=MOST_DAYS), sheet.status


@inviting.post("/requests/<request_id>/answer-page/new")
@needs(Act.SEND)
def make(request_id: str) -> ResponseReturnValue:
    """A new link; the old one opens nothing from now on."""
    services.make_link(actor(), now(), request_id)
    return _back(request_id)


@inviting.post("/requests/<request_id>/answer-page/revoke")
@needs(Act.SEND)
def revoke(request_id: str) -> ResponseReturnValue:
    """Close the page."""
    services.revoke_link(actor(), now(), request_id)
    return _back(request_id)


@inviting.post("/requests/<request_id>/answer-page/mail")
@needs(Act.SEND)
def mail(request_id: str) -> ResponseReturnValue:
    """Mail the link to the confirmed address."""
    services.mail_link(actor(), now(), request_id)
    flash(_("The mail with the link is on its way to the confirmed address."))
    return _back(request_id)


@inviting.post("/requests/<request_id>/proposals/<proposal_id>/accept")
@needs(Act.RECORD)
def accept(request_id: str, proposal_id: str) -> ResponseReturnValue:
    """Take it for the recipient's word."""
    proposing.accept(actor(), now(), request_id, proposal_id)
    flash(_("Recorded as their answer."))
    return _back(request_id)


@inviting.route("/requests/<request_id>/proposals/<proposal_id>/refuse", methods=["GET", "POST"])
@needs(Act.RECORD)
def refuse(request_id: str, proposal_id: str) -> ResponseReturnValue:
    """Refuse it, with a reason."""
    proposal = reads.proposal(actor(), request_id, proposal_id)
    sheet = Sheet()
    if sheet.sent:
        with sheet.trying():
            reason = sheet.needed("reason")
            sheet.check()
            proposing.refuse(actor(), now(), request_id, proposal_id, reason)
            return _back(request_id)
    return render_template("refuse_proposal.html", it=proposal, sheet=sheet), sheet.status


def _back(request_id: str) -> ResponseReturnValue:
    return redirect(url_for("requests.show", request_id=request_id) + "#answer-page")
