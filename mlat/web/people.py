"""The office's people: users, roles, and who stands in for whom."""

from __future__ import annotations

import secrets

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from mlat.domain.messages import N_
from mlat.domain.permissions import Act
from mlat.reads import answering, backups
from mlat.reads import people as reads
from mlat.services import admin
from mlat.web import names
from mlat.web.clock import now
from mlat.web.dates import today
from mlat.web.door import actor, needs
from mlat.web.sheet import Sheet
from mlat.web.words import said

people = Blueprint("people", __name__)


@people.get("/people")
@needs(Act.ADMINISTER)
def index() -> ResponseReturnValue:
    """Users and absences, what the office chose, and when the house was last backed up."""
    return render_template(
        "people.html",
        users=reads.users(actor()),
        absences=reads.absences(actor(), today()),
        page_days=answering.office_days(actor()),
        backups=backups.backups(actor()),
    )


@people.route("/people/new", methods=["GET", "POST"])
@needs(Act.ADMINISTER)
def add() -> ResponseReturnValue:
    """Add a user; the first password is made here and shown once."""
    sheet = Sheet(language="es", password=secrets.token_urlsafe(12))
    if sheet.sent:
        with sheet.trying():
            roles = tuple(one for one in sheet.many("roles") if one in names.ROLES)
            if not roles:
                sheet.wrong("roles", N_("is not chosen."), N_("Tick at least one."))
            email, name, password = sheet.needed("email"), sheet.needed("name"), sheet.needed("password")
            language = sheet.one_of("language", ("es", "en"))
            sheet.check()
            admin.add_user(now(), actor().office_id, email, name, roles, password, sheet.text("function"), language)
            return redirect(url_for("people.index"))
    return render_template(
        "user.html", sheet=sheet, roles=[(code, said(code, "role")) for code in names.ROLES]
    ), sheet.status


@people.post("/people/absences/<absence_id>/back")
@needs(Act.ADMINISTER)
def back(absence_id: str) -> ResponseReturnValue:
    """Somebody is back before the time."""
    admin.end_absence(actor(), now(), absence_id)
    return redirect(url_for("people.index"))


@people.route("/people/absences", methods=["GET", "POST"])
@needs(Act.ADMINISTER)
def absence() -> ResponseReturnValue:
    """Note an absence: what is theirs goes to the deputy."""
    sheet = Sheet()
    known = reads.colleagues(actor())
    if sheet.sent:
        with sheet.trying():
            ids = tuple(one for one, _name in known)
            user, deputy = sheet.one_of("person", ids), sheet.one_of("deputy", ids)
            first, last = sheet.needed_day("first_day"), sheet.needed_day("last_day")
            sheet.check()
            admin.set_absence(actor(), now(), user, deputy, first, last)
            return redirect(url_for("people.index"))
    return render_template("absence.html", sheet=sheet, colleagues=known), sheet.status
