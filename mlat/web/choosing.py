"""What can I do? What may be asked about each account, of whom, by which law; refusals with reasons."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mlat.domain.casefile import Choice
from mlat.domain.forms import DATA_CATEGORIES
from mlat.domain.messages import N_
from mlat.domain.permissions import Act
from mlat.domain.problems import Problem, Problems
from mlat.domain.routes import Refusal, Route, Routing
from mlat.facts.tiles import load_map
from mlat.reads.cases import case_view
from mlat.services import drafting
from mlat.web import names
from mlat.web.clock import now
from mlat.web.dates import today
from mlat.web.door import actor, needs, reader
from mlat.web.sheet import Sheet
from mlat.web.states import together
from mlat.web.wanted import fold
from mlat.web.wishes import circumstances, key_of, wishes
from mlat.web.words import country_name, said

choosing = Blueprint("choosing", __name__)


@dataclass(frozen=True)
class Wish:
    """One thing that could be wanted, and what the law says to it. `key` is how the form names it."""

    key: str
    choice: Choice
    routing: Routing

    @property
    def refused(self) -> list[list[Refusal]]:
        """The refusals, those with the same ground together."""
        return together(self.routing.refused)

    @property
    def hangs_on_place(self) -> bool:
        """Whether another company answers where the user is elsewhere, and nobody said where."""
        told = {each.code for one in self.routing.routes for each in one.reasons}
        return self.choice.user_in is None and "user_place_unknown" in told


@choosing.route("/cases/<case_id>/choose", methods=["GET", "POST"])
@needs(Act.DRAFT)
def choose(case_id: str) -> ResponseReturnValue:
    """Every wish that this case suggests (and the one asked for) with its routes; draft the ticked ones."""
    case = case_view(actor(), today(), case_id)
    sheet = Sheet()
    so = circumstances(sheet)
    found = [wish for choice in wishes(case, so, reader().country) for wish in _routed(sheet, case_id, choice)]
    if sheet.sent:
        with sheet.trying():
            made = _draft(sheet, case_id, found)
            return redirect(
                url_for("drafts.edit", request_id=made[0])
                if len(made) == 1
                else url_for("cases.show", case_id=case_id) + "#requests"
            )
    return render_template(
        "choose.html", case=case, sheet=sheet, wishes=found, so=so, asked=request.args, tick_of=tick_of, **_lists()
    ), sheet.status


def _routed(sheet: Sheet, case_id: str, choice: Choice) -> list[Wish]:
    """The wish with its routes; a wish that makes no sense is said above the form instead."""
    try:
        return [Wish(key_of(choice), choice, drafting.options(actor(), now(), case_id, choice))]
    except Problems as problems:
        sheet.found += problems.found
    except Problem as problem:
        sheet.found.append(problem)
    sheet.status = 422
    return []


def _lists() -> dict[str, object]:
    """What the form above the wishes offers."""
    places = sorted(
        ((tile.country, country_name(tile.country)) for tile in load_map().tiles()), key=lambda pair: fold(pair[1])
    )
    return {
        "measures": [(code, said(code, "measure")) for code in names.MEASURES],
        "categories": [(code, said(code, "data")) for code in DATA_CATEGORIES],
        "places": places,
        "others": [pair for pair in places if pair[0] != reader().country],
        "kinds": [(code, said(code, "offence_kind")) for code in names.OFFENCE_KINDS],
        "circumstances": [(code, said(code, "circumstance")) for code in names.CIRCUMSTANCES],
    }


def _draft(sheet: Sheet, case_id: str, found: list[Wish]) -> list[str]:
    """Draft every ticked route."""
    ways = {tick_of(wish, each): (wish, each) for wish in found for each in wish.routing.routes}
    chosen = [ways[tick] for tick in sheet.many("route") if tick in ways]
    if not chosen:
        sheet.wrong("route", N_("is not chosen."), N_("Tick at least one way."))
    sheet.check()
    return [
        drafting.draft(
            actor(),
            now(),
            case_id,
            replace(wish.choice, instrument=each.instrument, recipient=each.recipient.name),
        )
        for wish, each in chosen
    ]


def tick_of(wish: Wish, way: Route) -> str:
    """How the form names one way of a wish: several companies may be reached by one law."""
    return "|".join((wish.key, way.instrument, way.recipient.name))
