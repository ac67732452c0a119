"""One box that finds any reference of any body."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mlat.domain.matching import fold
from mlat.domain.permissions import Act
from mlat.reads import search as reads
from mlat.web.door import actor, needs

search = Blueprint("search", __name__)


@search.get("/search")
@needs(Act.SEE_CASE)
def find() -> ResponseReturnValue:
    """Cases and requests whose reference begins like this, and accounts; a single hit is opened at once."""
    wanted = request.args.get("q", "")[:200]
    hits = reads.find(actor(), fold(wanted))
    accounts = reads.find_accounts(actor(), wanted)
    if len(hits) == 1 and hits[0].exact and not accounts:
        hit = hits[0]
        return redirect(
            url_for("requests.show", request_id=hit.request_id)
            if hit.request_id
            else url_for("cases.show", case_id=hit.case_id)
        )
    if not hits and len(accounts) == 1:
        return redirect(url_for("cases.show", case_id=accounts[0].case_id))
    return render_template("search.html", wanted=wanted, hits=hits, accounts=accounts)
