"""The figures of a period: on a page with the definition beside each, and as a file for the annual report."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mlat.domain.messages import N_
from mlat.domain.permissions import Act
from mlat.reads import statistics as reads
from mlat.reads.statistics import BRACKETS, FIGURES, Statistics, Times
from mlat.web.clock import now
from mlat.web.dates import today
from mlat.web.door import actor, needs
from mlat.web.spreadsheet import inert
from mlat.web.words import said

statistics = Blueprint("statistics", __name__)

LABELS = {
    "sent": N_("Sent"),
    "executed": N_("Executed"),
    "partly": N_("Partly executed"),
    "no_records": N_("No records"),
    "refused": N_("Refused"),
    "returned": N_("Returned"),
    "withdrawn": N_("Withdrawn"),
    "stalled": N_("Stalled today"),
}
MEANS = {
    "sent": N_(
        "Requests that first left the office in the period, or were taken over as sent then. Inquiries, confirmations "
        "and other papers that only follow a request are not counted."
    ),
    "executed": N_(
        "Requests that were answered in full, whose data were confirmed as held, or whose content came off."
    ),
    "partly": N_("Requests of which some of what was asked came; they may be executed in full later."),
    "no_records": N_("Requests to which the recipient found nothing."),
    "refused": N_("Requests that were refused."),
    "returned": N_("Requests that came back unexecuted, from the recipient or from a body on the way."),
    "withdrawn": N_("Requests that this office withdrew."),
    "stalled": N_(
        "Not of the period: requests that are silent today for longer than four in five at that recipient, or than the "
        "office's own limit. Below twenty own cases and without a limit none is called stalled."
    ),
}
"""What each figure counts; a request counts once to a figure, on the first day on which it fulfils it."""


@statistics.get("/statistics")
@needs(Act.SEE_CASE)
def index() -> ResponseReturnValue:
    """A chosen period: this year where none is given."""
    first, last = _period()
    found = reads.statistics(actor(), now(), first, last)
    return render_template(
        "statistics.html",
        it=found,
        figures=[(name, LABELS[name], MEANS[name]) for name in FIGURES],
        brackets=[bracket(place) for place in range(len(BRACKETS) + 1)],
        years=range(today().year, today().year - 4, -1),
    )


@statistics.get("/statistics.csv")
@needs(Act.SEE_CASE)
def export() -> ResponseReturnValue:
    """The same figures, one to a line."""
    first, last = _period()
    found = reads.statistics(actor(), now(), first, last)
    name = f"statistics-{first.isoformat()}-{last.isoformat()}.csv"
    return Response(
        written(found), mimetype="text/csv", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _period() -> tuple[date, date]:
    """The days asked for; what cannot be read is this year, and days in the wrong order are exchanged."""
    year = today().year
    first, last = _day("from", date(year, 1, 1)), _day("to", date(year, 12, 31))
    return min(first, last), max(first, last)


def _day(name: str, otherwise: date) -> date:
    try:
        found = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return otherwise
    return found if 1990 <= found.year <= 2200 else otherwise


def bracket(place: int) -> str:
    """The words of a group of times to answer."""
    if place == 0:
        return str(_("up to %(days)s days", days=BRACKETS[0]))
    if place == len(BRACKETS):
        return str(_("over %(days)s days", days=BRACKETS[-1]))
    return str(_("%(first)s to %(last)s days", first=BRACKETS[place - 1] + 1, last=BRACKETS[place]))


COLUMNS = ("from", "to", "recipient", "name", "state", "measure", "measure_name", "figure", "value", "definition")


def written(it: Statistics) -> str:
    """The CSV: one figure a line, with the mark by which spreadsheets know UTF-8, and no cell that is a formula."""
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(COLUMNS)
    for row in it.rows:
        where = (row.recipient, row.name, row.country, row.measure, said(row.measure, "measure"))
        for figure, value, means in (*_figures(row.figures), *_lengths(row.times)):
            lines.writerow(map(inert, (it.first.isoformat(), it.last.isoformat(), *where, figure, str(value), means)))
    for ground, number in it.grounds:
        words = said(ground, "ground") if ground else _("no ground was given")
        row_ = ("", "", "", "", "", f"refused: {ground or 'none given'}", str(number), str(words))
        lines.writerow(map(inert, (it.first.isoformat(), it.last.isoformat(), *row_)))
    return "\ufeff" + text.getvalue()


def _figures(found: dict[str, int]) -> Iterator[tuple[str, int, str]]:
    for name in FIGURES:
        yield name, found.get(name, 0), str(_(MEANS[name]))


def _lengths(found: Times) -> Iterator[tuple[str, int | str, str]]:
    yield "answers", found.answers, str(_("Requests whose first answer of substance came in the period."))
    for place, number in enumerate(found.brackets):
        yield f"answered {bracket(place)}", number, str(_("Days during which the recipient had the request."))
    middle = "" if found.middle is None else found.middle
    yield "median days", middle, str(_("The middle one of the times to answer; none below twenty answers."))
