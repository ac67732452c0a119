"""The list of requests, the page of one, and the acts that end or move it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mlat.domain.messages import N_
from mlat.domain.permissions import Act
from mlat.domain.withdrawal import is_told, is_withdrawn
from mlat.house import house
from mlat.reads import answering, inbox
from mlat.reads import requests as reads
from mlat.reads.callable import callable_about
from mlat.reads.cases import case_view
from mlat.reads.completeness import came
from mlat.reads.confirmations import confirmation
from mlat.reads.holds import early_of
from mlat.reads.returned import items_of
from mlat.reads.silence import of_request
from mlat.services import tracking, withdrawing
from mlat.services.access import NotHere
from mlat.web.clock import now
from mlat.web.dates import today
from mlat.web.door import actor, needs
from mlat.web.nextsteps import offers
from mlat.web.sheet import Sheet
from mlat.web.standing import sentence

requests = Blueprint("requests", __name__)


@requests.get("/requests")
@needs(Act.SEE_CASE)
def index() -> ResponseReturnValue:
    """The office's requests, newest first."""
    asked = {name: request.args.get(name, "") for name in ("ball", "state", "recipient")}
    page = reads.requests_page(
        actor(),
        ball=asked["ball"],
        state=asked["state"],
        recipient=asked["recipient"],
        after=request.args.get("after", ""),
    )
    return render_template("requests.html", page=page, asked=asked, recipients=reads.recipients(actor()))


@requests.get("/requests/<request_id>")
@needs(Act.SEE_CASE, Act.TRANSMIT)
def show(request_id: str) -> ResponseReturnValue:
    """Where it stands, what is owed next, legs, clocks, papers, timeline."""
    view = reads.request_view(actor(), request_id)
    early = early_of(actor(), today(), request_id)
    second = confirmation(actor(), request_id) if view.own else None
    silent = of_request(actor(), now(), request_id)
    table = came(actor(), request_id)
    page = answering.answer_page(actor(), now(), request_id) if view.own else None
    return render_template(
        "request.html",
        request_view=view,
        it=view,
        sentence=sentence(view),
        early=early,
        second=second,
        page=page,
        call=callable_about(actor(), now(), request_id),
        silent=silent,
        mails=inbox.of_request(actor(), request_id) if view.own else (),
        came=table,
        items=items_of(actor(), request_id) if view.own else (),
        offers=offers(view, table),
    )


@requests.route("/requests/<request_id>/withdraw", methods=["GET", "POST"])
@needs(Act.APPROVE)
def withdraw(request_id: str) -> ResponseReturnValue:
    """Withdraw a request that is no longer needed, after one question."""
    view = reads.request_view(actor(), request_id)
    sheet = Sheet()
    if sheet.sent:
        with sheet.trying():
            letter = withdrawing.withdraw(actor(), now(), request_id)
            return redirect(url_for("requests.show", request_id=letter or request_id))
    told = is_told(view.line.state, view.line.measure, house().world.vocabulary.papers)
    return render_template("withdraw.html", it=view, sheet=sheet, told=told), sheet.status


@requests.route("/cases/<case_id>/withdraw", methods=["GET", "POST"])
@needs(Act.APPROVE)
def withdraw_all(case_id: str) -> ResponseReturnValue:
    """Withdraw every open request of a case, after showing whose recipient will be told."""
    case, papers = case_view(actor(), today(), case_id), house().world.vocabulary.papers
    sheet = Sheet()
    if sheet.sent:
        with sheet.trying():
            if not sheet.ticked("sure"):
                sheet.wrong("sure", N_("is not ticked."), N_("Tick it if nothing of this is needed any more."))
            sheet.check()
            withdrawing.withdraw_all(actor(), now(), case_id)
            return redirect(url_for("cases.show", case_id=case_id) + "#requests")
    going = [one for one in case.requests if is_withdrawn(one.state, one.measure, papers)]
    told = [one for one in going if is_told(one.state, one.measure, papers)]
    given_up = [one for one in going if one not in told]
    return render_template("withdraw_all.html", case=case, told=told, given_up=given_up, sheet=sheet), sheet.status


@requests.route("/requests/<request_id>/close", methods=["GET", "POST"])
@needs(Act.RECORD)
def close(request_id: str) -> ResponseReturnValue:
    """Close a request of which nothing more is expected, after one question."""
    view, sheet = reads.request_view(actor(), request_id), Sheet()
    if not view.own:
        raise NotHere("request")
    if sheet.sent:
        with sheet.trying():
            tracking.close(actor(), now(), request_id)
            return redirect(url_for("requests.show", request_id=request_id))
    return render_template("close.html", it=view, sheet=sheet), sheet.status
