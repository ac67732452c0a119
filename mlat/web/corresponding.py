"""Writing directly to a body that no law routes to, and what a hotline tells us of an address."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from mlat.documents.forms import form, forms
from mlat.domain.forms import Form
from mlat.domain.identifiers.inert import inert
from mlat.domain.permissions import Act
from mlat.house import house
from mlat.reads.cases import CaseView, case_view
from mlat.reads.requests import request_view
from mlat.services import corresponding as services
from mlat.services import hotlines
from mlat.services.access import NotHere
from mlat.web.clock import now
from mlat.web.dates import today
from mlat.web.door import actor, needs, reader
from mlat.web.sheet import Sheet
from mlat.web.words import zones

corresponding = Blueprint("corresponding", __name__)


@corresponding.get("/cases/<case_id>/write")
@needs(Act.DRAFT)
def kinds(case_id: str) -> ResponseReturnValue:
    """What can be written, and to whom."""
    case = case_view(actor(), today(), case_id)
    found = [shape for shape in forms().values() if shape.written_to and _bodies(shape)]
    return render_template("write/kinds.html", case=case, shapes=found, bodies=_bodies)


@corresponding.route("/cases/<case_id>/write/<form_id>", methods=["GET", "POST"])
@needs(Act.DRAFT)
def write(case_id: str, form_id: str) -> ResponseReturnValue:
    """Choose the body and the accounts or addresses; a draft is made, nothing is sent."""
    case = case_view(actor(), today(), case_id)
    shape = forms().get(form_id)
    if shape is None or not shape.written_to:
        raise NotHere("form")
    sheet = Sheet()
    if sheet.sent:
        with sheet.trying():
            recipient = sheet.one_of("recipient", tuple(code for code, _name in _bodies(shape)))
            sheet.check()
            made = services.write(actor(), now(), case_id, form_id, recipient, sheet.many("identifiers"))
            return redirect(
                url_for("drafts.edit", request_id=made[0])
                if len(made) == 1
                else url_for("cases.show", case_id=case_id) + "#requests"
            )
    return render_template(
        "write/letter.html", case=case, sheet=sheet, shape=shape, bodies=_bodies(shape), accounts=_accounts(case, shape)
    ), sheet.status


@corresponding.route("/requests/<request_id>/removed", methods=["GET", "POST"])
@needs(Act.RECORD)
def removed(request_id: str) -> ResponseReturnValue:
    """Record that what stood at a reported address was removed."""
    view = request_view(actor(), request_id)
    if not view.own or not form(view.form).one_address:
        raise NotHere("report")
    sheet = Sheet(zone=actor().zone)
    if sheet.sent:
        with sheet.trying():
            at, zone = sheet.instant("at"), sheet.zone()
            sheet.check()
            hotlines.record_removal(actor(), now(), request_id, at, zone)
            return redirect(url_for("requests.show", request_id=request_id))
    return render_template("write/removed.html", it=view, sheet=sheet, zones=zones()), sheet.status


def _bodies(shape: Form) -> list[tuple[str, str]]:
    """(id, name) of every body to whom this office may write it."""
    found = services.bodies(house().world, shape, reader().country)
    return [(each.id, f"{each.country} · {each.name_local}") for each in found]


def _accounts(case: CaseView, shape: Form) -> list[tuple[str, str]]:
    """(code, code and text) of what it can be about; none where it names no account."""
    if not any(each.id == "identifiers" for each in shape.fields()):
        return []
    kept = (one for one in case.accounts if not shape.one_address or one.kind in hotlines.ADDRESSES)
    return [(one.code, f"{one.code} {inert(one.given)}") for one in kept]
