"""Sending, in legs: by mail, through a portal with a sheet to copy, or recorded with proof."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from mlat.domain.permissions import Act
from mlat.reads.requests import LegLine, RequestView, request_view
from mlat.services import dispatch, outbox, transit
from mlat.services.access import NotHere
from mlat.web import names
from mlat.web.clock import now
from mlat.web.door import actor, needs
from mlat.web.sheet import Sheet
from mlat.web.words import said, zones

sending = Blueprint("sending", __name__)
CHANNELS = tuple(names.CHANNELS)


@sending.get("/requests/<request_id>/send")
@needs(Act.SEND)
def ways(request_id: str) -> ResponseReturnValue:
    """How it can travel: by the address book, through a portal, or recorded by hand."""
    view = request_view(actor(), request_id)
    if not view.own:
        raise NotHere("request")
    return render_template(
        "send.html",
        it=view,
        ways=dispatch.ways(actor(), now(), request_id),
        sheet_=dispatch.field_sheet(actor(), now(), request_id),
        first=view.legs[0] if view.legs else None,
    )


@sending.post("/requests/<request_id>/send")
@needs(Act.SEND)
def mail(request_id: str) -> ResponseReturnValue:
    """Queue the mail; the worker puts it on the wire."""
    dispatch.send_mail(actor(), now(), request_id)
    return redirect(url_for("requests.show", request_id=request_id))


@sending.route("/requests/<request_id>/legs/<leg_id>", methods=["GET", "POST"])
@needs(Act.RECORD, Act.TRANSMIT)
def leg(request_id: str, leg_id: str) -> ResponseReturnValue:
    """Record that a stretch of the way was sent, arrived, or came back."""
    view = request_view(actor(), request_id)
    found = _leg(view, leg_id)
    sheet = Sheet(
        zone=actor().zone,
        what="sent" if found.sent_at is None else "received",
        channel=found.channel or _usual(view, found),
    )
    if sheet.sent:
        with sheet.trying():
            _record(sheet, leg_id)
            return redirect(url_for("requests.show", request_id=request_id))
    return render_template(
        "leg.html",
        it=view,
        leg=found,
        sheet=sheet,
        zones=zones(),
        channels=[(one, said(one, "channel")) for one in CHANNELS],
    ), sheet.status


@sending.post("/requests/<request_id>/mails/<dispatch_id>/settle")
@needs(Act.SEND)
def settle(request_id: str, dispatch_id: str) -> ResponseReturnValue:
    """A person has looked whether a doubtful mail went out."""
    sheet = Sheet()
    outbox.settle_unsure(actor(), now(), dispatch_id, sheet.text("went") == "yes")
    return redirect(url_for("requests.show", request_id=request_id))


def _leg(view: RequestView, leg_id: str) -> LegLine:
    for one in view.legs:
        if one.id == leg_id:
            return one
    raise NotHere("leg")


def _usual(view: RequestView, leg: LegLine) -> str:
    """What the route says of the channel, where it names one that we know."""
    named = str(view.route.get("channel", ""))
    return "portal" if "portal" in named else "mail" if "mail" in named and leg.ours else ""


def _record(sheet: Sheet, leg_id: str) -> None:
    what = sheet.one_of("what", ("sent", "received", "returned"))
    channel = sheet.one_of("channel", CHANNELS) if what == "sent" else ""
    at, zone, reference = sheet.instant("at"), sheet.zone(), sheet.text("reference")
    proof, _name = sheet.upload("proof", ("application/pdf",), needed=False)
    sheet.check()
    if what == "sent":
        transit.record_sent(actor(), now(), leg_id, channel, at, zone, reference, proof)
    elif what == "received":
        transit.record_received(actor(), now(), leg_id, at, zone, reference, proof)
    else:
        transit.record_returned(actor(), now(), leg_id, at, zone, reference)
