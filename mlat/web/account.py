"""One's own account: who I am here, password, second factor, and who stands in for me."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from mlat.domain.permissions import Act
from mlat.reads import people as reads
from mlat.services import admin
from mlat.web.clock import now
from mlat.web.dates import today
from mlat.web.door import actor, needs
from mlat.web.sheet import Sheet

account = Blueprint("account", __name__)


@account.get("/account")
@needs(Act.SEE_DESK)
def show() -> ResponseReturnValue:
    """Name, office, roles, absences, and the links to password and second factor."""
    return render_template("account.html", absences=reads.own_absences(actor(), today()))


@account.post("/account/absence/<absence_id>/back")
@needs(Act.SEE_DESK)
def back(absence_id: str) -> ResponseReturnValue:
    """I am back, or not going."""
    admin.end_absence(actor(), now(), absence_id)
    return redirect(url_for("account.show"))


@account.route("/account/absence", methods=["GET", "POST"])
@needs(Act.SEE_DESK)
def absence() -> ResponseReturnValue:
    """Note one's own absence: what is mine goes to a colleague while I am away."""
    me = actor().user_id or ""
    others = reads.could_stand_in(actor())
    sheet = Sheet()
    if sheet.sent:
        with sheet.trying():
            deputy = sheet.one_of("deputy", tuple(user_id for user_id, _name in others))
            first, last = sheet.needed_day("first_day"), sheet.needed_day("last_day")
            sheet.check()
            admin.set_absence(actor(), now(), me, deputy, first, last)
            return redirect(url_for("account.show"))
    return render_template("away.html", sheet=sheet, colleagues=others), sheet.status
