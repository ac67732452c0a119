"""How somebody is told what waits for them: by mail, and in a calendar of their own."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mlat.domain.digests import RHYTHMS
from mlat.domain.permissions import Act
from mlat.house import house
from mlat.reads import feed as reads
from mlat.reads.digesting import chosen
from mlat.services import digests, feeds
from mlat.web.clock import now
from mlat.web.door import actor, needs
from mlat.web.sheet import Sheet

staff = Blueprint("staff", __name__, url_prefix="/account")


@staff.route("/digest", methods=["GET", "POST"])
@needs(Act.SEE_DESK)
def digest() -> ResponseReturnValue:
    """Daily, weekly, or off."""
    sheet = Sheet(rhythm=chosen(actor()))
    if sheet.sent:
        with sheet.trying():
            rhythm = sheet.one_of("rhythm", RHYTHMS)
            sheet.check()
            digests.choose(actor(), now(), rhythm)
            return redirect(url_for("account.show"))
    return render_template("digest.html", sheet=sheet), sheet.status


@staff.route("/calendar", methods=["GET", "POST"])
@needs(Act.SEE_DESK)
def calendar() -> ResponseReturnValue:
    """Make the address of one's own feed (it is shown this once), or see since when one stands open."""
    address = ""
    if request.method == "POST":
        token = feeds.make_feed(actor(), now())
        address = house().settings.public_url + url_for("feed.show", token=token)
    return render_template(
        "feed.html", address=address, made=reads.feed_made(actor()), named=reads.names_cases(actor())
    )


@staff.post("/calendar/revoke")
@needs(Act.SEE_DESK)
def revoke() -> ResponseReturnValue:
    """Close one's own feed."""
    feeds.revoke_feed(actor(), now())
    return redirect(url_for("staff.calendar"))


@staff.post("/calendar/names")
@needs(Act.ADMINISTER)
def names() -> ResponseReturnValue:
    """Let the feeds of the office name case and request, or not."""
    feeds.name_cases(actor(), now(), request.form.get("allowed") == "yes")
    return redirect(url_for("staff.calendar"))
