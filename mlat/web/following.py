"""Papers that follow a request: each press makes the draft, or leads to the one that was begun."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from mlat.domain.permissions import Act
from mlat.reads.cases import case_view
from mlat.reads.texts import translations
from mlat.services import following as services
from mlat.services.access import NotHere
from mlat.services.ordering import OrderInput, order_translation
from mlat.web.clock import now
from mlat.web.dates import today
from mlat.web.door import actor, needs
from mlat.web.sheet import Sheet
from mlat.web.words import said

following = Blueprint("following", __name__)
WORK = ("human", "sworn")


@following.post("/requests/<request_id>/clocks/<clock_id>/confirmation")
@needs(Act.DRAFT)
def confirm(request_id: str, clock_id: str) -> ResponseReturnValue:
    """Draft the written confirmation of a request that left by faster means."""
    made = services.confirm_urgent(actor(), now(), clock_id)
    return redirect(url_for("requests.show", request_id=made))


@following.post("/requests/<request_id>/answer")
@needs(Act.DRAFT)
def answer(request_id: str) -> ResponseReturnValue:
    """Draft the answer to the recipient's question."""
    made = services.answer_question(actor(), now(), request_id)
    return redirect(url_for("requests.show", request_id=made))


@following.route("/cases/<case_id>/texts/<text_id>/order", methods=["GET", "POST"])
@needs(Act.DRAFT)
def order(case_id: str, text_id: str) -> ResponseReturnValue:
    """Order the translation of a text that was given to a translator."""
    case = case_view(actor(), today(), case_id)
    text = next((one for one in translations(actor(), case_id) if one.id == text_id and one.translator), None)
    if text is None:
        raise NotHere("text")
    sheet = Sheet(work="human")
    if sheet.sent:
        with sheet.trying():
            due, work = sheet.needed_day("due"), sheet.one_of("work", WORK)
            sheet.check()
            given = OrderInput(due=due, sworn=work == "sworn", cost=sheet.text("cost"), currency=sheet.text("currency"))
            made = order_translation(actor(), now(), text_id, given)
            return redirect(url_for("requests.show", request_id=made))
    kinds = [(code, said(code, "text")) for code in WORK]
    return render_template("order_translation.html", case=case, text=text, sheet=sheet, kinds=kinds), sheet.status
