"""Handing a case to another office, and taking one over."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mlat.domain.messages import N_
from mlat.domain.permissions import Act, Role
from mlat.reads import handings as reads
from mlat.reads.people import colleagues
from mlat.services import handing as services
from mlat.web.clock import now
from mlat.web.door import actor, needs, reader
from mlat.web.sheet import Sheet

handing = Blueprint("handing", __name__, url_prefix="/handing")


@handing.get("")
@needs(Act.SEE_CASE, Act.HAND_OVER, Act.SEE_TRAIL)
def index() -> ResponseReturnValue:
    """What is offered to us, what we offer, and where cases went."""
    offered = reads.offered_to(actor()) if reader().may(Act.OPEN_CASE) else ()
    return render_template("handing.html", offered=offered, given=reads.given_away(actor()))


@handing.route("/offer", methods=["GET", "POST"])
@needs(Act.HAND_OVER)
def offer() -> ResponseReturnValue:
    """Offer a case, named by its reference: an administrator need not be able to read it."""
    offices = reads.other_offices(actor())
    sheet = Sheet(reference=request.args.get("case", ""))
    if sheet.sent:
        with sheet.trying():
            reference = sheet.needed("reference")
            office = sheet.one_of("office", tuple(code for code, _name in offices))
            case_id = reads.case_called(actor(), reference)
            if reference and not case_id:
                sheet.wrong("reference", N_("names no case of this office."), N_("Write it exactly as it is written."))
            sheet.check()
            services.offer(actor(), now(), case_id, office, sheet.text("note"))
            return redirect(url_for("handing.index"))
    return render_template("handing_offer.html", sheet=sheet, offices=offices), sheet.status


@handing.route("/<handing_id>/accept", methods=["GET", "POST"])
@needs(Act.OPEN_CASE)
def accept(handing_id: str) -> ResponseReturnValue:
    """Take a case over: who looks after it, and how it is called here."""
    offered = reads.offer_of(actor(), handing_id)
    people = sorted(
        {*colleagues(actor(), Role.PROSECUTOR), *colleagues(actor(), Role.LIAISON)}, key=lambda pair: pair[1]
    )
    known = tuple(user for user, _name in people)
    sheet = Sheet(owner=actor().user_id or "", reference=offered.reference)
    if sheet.sent:
        with sheet.trying():
            owner = sheet.one_of("owner", known)
            deputy = sheet.one_of("deputy", ("", *known))
            reference = sheet.needed("reference")
            sheet.check()
            case_id = services.accept(actor(), now(), handing_id, owner, deputy, reference)
            return redirect(url_for("cases.show", case_id=case_id))
    return render_template("handing_accept.html", sheet=sheet, it=offered, people=people), sheet.status


@handing.post("/<handing_id>/decline")
@needs(Act.OPEN_CASE)
def decline(handing_id: str) -> ResponseReturnValue:
    """Do not take it."""
    services.decline(actor(), now(), handing_id)
    return redirect(url_for("handing.index"))


@handing.post("/<handing_id>/take-back")
@needs(Act.HAND_OVER)
def take_back(handing_id: str) -> ResponseReturnValue:
    """Take one's own offer back."""
    services.take_back(actor(), now(), handing_id)
    return redirect(url_for("handing.index"))
