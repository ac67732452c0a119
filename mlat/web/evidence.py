"""What was returned: the custodian's list, one item with its limits of use, and the acts on it."""

from __future__ import annotations

import csv
import io

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mlat.domain.messages import N_
from mlat.domain.permissions import Act
from mlat.reads import returned
from mlat.reads.requests import request_view
from mlat.services import custody
from mlat.services.access import NotHere
from mlat.services.custody import Taken
from mlat.web.clock import now
from mlat.web.door import actor, needs
from mlat.web.sheet import Sheet
from mlat.web.spreadsheet import inert
from mlat.web.words import said

evidence = Blueprint("evidence", __name__)
REGISTER = (
    "item", "request", "recipient", "data", "size", "sha256", "state", "place", "custodian", "recorded", "settled",
    "limits_of_use",
)  # fmt: skip


@evidence.get("/evidence")
@needs(Act.KEEP_EVIDENCE)
def index() -> ResponseReturnValue:
    """What waits for the custodian, links that end, and what is in the store."""
    after = request.args.get("after", "")
    return render_template(
        "evidence.html", waiting=() if after else returned.waiting(actor()), links=() if after else
        returned.links(actor()), page=returned.kept(actor(), after), after=after,
    )  # fmt: skip


@evidence.get("/evidence/<item_id>")
@needs(Act.SEE_EVIDENCE)
def show(item_id: str) -> ResponseReturnValue:
    """One item: what it is by its bytes, where it stands, its limits of use, and the next act."""
    item, checked = returned.item_view(actor(), item_id)
    return render_template("item.html", it=item, checked=checked, conditions=_conditions(item))


@evidence.post("/evidence/<item_id>/take")
@needs(Act.KEEP_EVIDENCE)
def take(item_id: str) -> ResponseReturnValue:
    """The bytes, for the custodian alone."""
    return _leaving(item_id, custody.take(actor(), now(), item_id))


@evidence.route("/evidence/<item_id>/hand-over", methods=["GET", "POST"])
@needs(Act.KEEP_EVIDENCE)
def hand_over(item_id: str) -> ResponseReturnValue:
    """Place and hash as the custodian computed it; then it is erased here."""
    item, _checked = returned.item_view(actor(), item_id)
    sheet = Sheet()
    if sheet.sent:
        with sheet.trying():
            place, digest = sheet.needed("place"), sheet.needed("sha256")
            sheet.check()
            custody.hand_over(actor(), now(), item_id, place, digest)
            return redirect(url_for("evidence.show", item_id=item_id))
    return render_template("hand_over.html", it=item, sheet=sheet), sheet.status


@evidence.route("/evidence/<item_id>/declare", methods=["GET", "POST"])
@needs(Act.DECLARE_FREE)
def declare(item_id: str) -> ResponseReturnValue:
    """A person says that a text or PDF is free of such material; asked once, in a sentence."""
    item, _checked = returned.item_view(actor(), item_id)
    sheet = Sheet()
    if sheet.sent:
        with sheet.trying():
            if not sheet.ticked("sure"):
                sheet.wrong("sure", N_("is not ticked."), N_("Tick it if you know what is in the file."))
            sheet.check()
            custody.declare_free(actor(), now(), item_id)
            return redirect(url_for("evidence.show", item_id=item_id))
    return render_template("declare.html", it=item, sheet=sheet), sheet.status


@evidence.post("/evidence/<item_id>/open")
@needs(Act.SEE_EVIDENCE)
def open_filed(item_id: str) -> ResponseReturnValue:
    """A filed answer, to be read outside this page."""
    item, _checked = returned.item_view(actor(), item_id)
    return _leaving(item_id, custody.open_filed(actor(), now(), item_id), "pdf" if item.kind == "pdf" else "txt")


@evidence.post("/evidence/<item_id>/rehash")
@needs(Act.SEE_EVIDENCE)
def rehash(item_id: str) -> ResponseReturnValue:
    """Compute the hash anew; the page then says what came of it."""
    custody.rehash(actor(), now(), item_id)
    return redirect(url_for("evidence.show", item_id=item_id))


@evidence.post("/evidence/links/<reply_id>")
@needs(Act.KEEP_EVIDENCE)
def link(reply_id: str) -> ResponseReturnValue:
    """A download link as text, never as a link; each look stands in the chain of events."""
    line = next((one for one in returned.links(actor()) if one.reply_id == reply_id), None)
    if line is None:
        raise NotHere("link")
    text = custody.show_link(actor(), now(), reply_id)
    return render_template("link.html", it=line, text=text, conditions=returned.conditions_of(actor(), line.request_id))


@evidence.post("/requests/<request_id>/evidence.csv")
@needs(Act.SEE_CASE)
def register(request_id: str) -> ResponseReturnValue:
    """The register of what came to a request, each line with its limits of use; the export is an event."""
    view, items = request_view(actor(), request_id), returned.items_of(actor(), request_id)
    if not view.own:
        raise NotHere("request")
    conditions = "; ".join(returned.conditions_of(actor(), request_id))
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(REGISTER)
    for one in items:
        limits = "; ".join(each for each in (one.use_limit, conditions) if each)
        row = (
            one.id, view.line.number or view.line.code, one.recipient, one.what, str(one.size), one.sha256,
            said(one.state, "returned"), one.place, one.custodian, one.recorded_at.isoformat(),
            one.settled_at.isoformat() if one.settled_at else "", limits,
        )  # fmt: skip
        lines.writerow(inert(value) for value in row)
    custody.note_export(actor(), now(), request_id, len(items))
    answer = Response("\ufeff" + text.getvalue(), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename="evidence.csv")
    return answer


def _conditions(item: returned.ItemLine) -> tuple[str, ...]:
    return returned.conditions_of(actor(), item.request_id) if item.request_id else ()


def _leaving(item_id: str, taken: Taken, ending: str = "bin") -> Response:
    """Bytes that no browser shows: saved under the item's id, of no type, kept by no cache."""
    answer = Response(taken.data, mimetype="application/octet-stream")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{item_id}.{ending}")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
