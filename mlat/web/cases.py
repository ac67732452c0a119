"""The list of cases, and the page of one."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mlat.domain.permissions import Act
from mlat.reads import cases as reads
from mlat.reads.case_clocks import case_clocks
from mlat.reads.requests import recipients
from mlat.services import closing, erasing, families
from mlat.web.clock import now
from mlat.web.dates import today
from mlat.web.door import actor, needs
from mlat.web.sheet import Sheet

cases = Blueprint("cases", __name__)


@cases.get("/cases")
@needs(Act.SEE_CASE)
def index() -> ResponseReturnValue:
    """The office's cases, newest first."""
    asked = {name: request.args.get(name, "") for name in ("ball", "state", "recipient", "sort")}
    page = reads.cases_page(
        actor(),
        today(),
        ball=asked["ball"],
        state=asked["state"],
        recipient=asked["recipient"],
        after=request.args.get("after", ""),
        by_danger=asked["sort"] == "danger",
    )
    return render_template("cases.html", page=page, asked=asked, recipients=recipients(actor()))


@cases.get("/cases/<case_id>")
@needs(Act.SEE_CASE)
def show(case_id: str) -> ResponseReturnValue:
    """Everything about one case."""
    clocks = case_clocks(actor(), now(), case_id)
    return render_template("case.html", case=reads.case_view(actor(), today(), case_id), clocks=clocks)


@cases.route("/cases/<case_id>/close", methods=["GET", "POST"])
@needs(Act.APPROVE)
def close(case_id: str) -> ResponseReturnValue:
    """Close a case of which nothing more is expected, after one question."""
    case, sheet = reads.case_view(actor(), today(), case_id), Sheet()
    if sheet.sent:
        with sheet.trying():
            closing.close_case(actor(), now(), case_id)
            return redirect(url_for("cases.show", case_id=case_id))
    return render_template("close_case.html", case=case, sheet=sheet), sheet.status


@cases.post("/cases/<case_id>/open-again")
@needs(Act.APPROVE)
def open_again(case_id: str) -> ResponseReturnValue:
    """Open a closed case again."""
    closing.open_again(actor(), now(), case_id)
    return redirect(url_for("cases.show", case_id=case_id))


@cases.post("/cases/<case_id>/letters")
@needs(Act.DECIDE_LETTER)
def propose_letters(case_id: str) -> ResponseReturnValue:
    """Propose letters to those of this case who asked for news."""
    families.propose(actor(), now(), case_id)
    return redirect(url_for("letters.index"))


@cases.post("/cases/<case_id>/erasure")
@needs(Act.ERASE)
def erase(case_id: str) -> ResponseReturnValue:
    """Ask for the erasure of a case, or confirm what another person asked for."""
    if request.form.get("step") == "confirm":
        erasing.confirm_erasure(actor(), now(), case_id)
    else:
        erasing.ask_erasure(actor(), now(), case_id)
    return redirect(url_for("cases.show", case_id=case_id))
