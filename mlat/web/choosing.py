"""What can I do? What may be asked about each account, of whom, by which law; refusals with reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mlat.domain.casefile import Choice
from mlat.domain.forms import DATA_CATEGORIES
from mlat.domain.messages import N_
from mlat.domain.permissions import Act
from mlat.domain.routing import Routing
from mlat.reads.cases import CaseView, case_view
from mlat.services import drafting
from mlat.web import names
from mlat.web.clock import now
from mlat.web.dates import today
from mlat.web.door import actor, needs, reader
from mlat.web.sheet import Sheet
from mlat.web.words import said

choosing = Blueprint("choosing", __name__)
OF_COMPANIES = ("preservation", "subscriber_disclosure")
OF_STATES = ("mla_evidence", "spontaneous_information")
FIRST_DATA = ("subscriber", "login")


@dataclass(frozen=True)
class Wish:
    """One thing that could be wanted, and what the law says to it. `key` is how the form names it."""

    key: str
    choice: Choice
    routing: Routing


@choosing.route("/cases/<case_id>/choose", methods=["GET", "POST"])
@needs(Act.DRAFT)
def choose(case_id: str) -> ResponseReturnValue:
    """Every wish that this case suggests (and the one asked for) with its routes; draft the ticked ones."""
    case = case_view(actor(), today(), case_id)
    sheet = Sheet(measure=request.args.get("measure", ""), requested=request.args.get("requested", ""))
    wishes = [
        Wish(key_of(choice), choice, drafting.options(actor(), now(), case_id, choice)) for choice in _wishes(case)
    ]
    if sheet.sent:
        with sheet.trying():
            made = _draft(sheet, case_id, wishes)
            return redirect(
                url_for("drafts.edit", request_id=made[0])
                if len(made) == 1
                else url_for("cases.show", case_id=case_id) + "#requests"
            )
    return render_template(
        "choose.html",
        case=case,
        sheet=sheet,
        wishes=wishes,
        measures=[(code, said(code, "measure")) for code in names.MEASURES],
        categories=[(code, said(code, "data")) for code in DATA_CATEGORIES],
        asked=request.args,
    ), sheet.status


def key_of(choice: Choice) -> str:
    """A name for a wish that a form can carry."""
    return "~".join(
        (
            choice.measure,
            choice.platform or "",
            choice.requested or "",
            ",".join(choice.identifiers),
            ",".join(choice.data),
        )
    )


def _wishes(case: CaseView) -> Iterator[Choice]:
    """The own wish, then what is usual: hold and log-in data from companies, help from the users' states."""
    platforms: dict[str, list[str]] = {}
    countries: dict[str, list[str]] = {}
    for one in case.accounts:
        if one.platform:
            platforms.setdefault(one.platform, []).append(one.code)
        if one.user_in and one.user_in != reader().country:
            countries.setdefault(one.user_in, []).append(one.code)
    yield from _asked(case)
    for measure in OF_COMPANIES:
        for platform, codes in platforms.items():
            yield Choice(measure=measure, platform=platform, identifiers=tuple(codes), data=FIRST_DATA)
    for measure in OF_STATES:
        for country, codes in countries.items():
            yield Choice(measure=measure, requested=country, identifiers=tuple(codes), data=FIRST_DATA)


def _asked(case: CaseView) -> Iterator[Choice]:
    """The wish of the form above, out of the address of the page."""
    measure = request.args.get("measure", "")
    if measure not in names.MEASURES:
        return
    known = {one.code: one for one in case.accounts}
    codes = tuple(code for code in request.args.getlist("identifiers") if code in known)
    platforms = {known[code].platform for code in codes if known[code].platform}
    requested = request.args.get("requested", "").strip().upper()[:2]
    yield Choice(
        measure=measure,
        identifiers=codes,
        requested=requested or None,
        platform=platforms.pop() if len(platforms) == 1 and not requested else None,
        data=tuple(one for one in request.args.getlist("data") if one in DATA_CATEGORIES),
        urgent="urgent" in request.args,
        organised="organised" in request.args,
    )


def _draft(sheet: Sheet, case_id: str, wishes: list[Wish]) -> list[str]:
    """Draft every ticked route; each tick is a wish's key and an instrument."""
    known = {wish.key: wish.choice for wish in wishes}
    chosen = []
    for tick in sheet.many("route"):
        key, _, instrument = tick.rpartition("|")
        if key in known:
            chosen.append((known[key], instrument))
    if not chosen:
        sheet.wrong("route", N_("is not chosen."), N_("Tick at least one way."))
    sheet.check()
    return [
        drafting.draft(actor(), now(), case_id, replace(choice, instrument=instrument)) for choice, instrument in chosen
    ]
