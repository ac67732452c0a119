"""Recipients: whom the office waits for, and everything about one of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mlat.domain.calendars import countries, holiday_names
from mlat.domain.permissions import Act
from mlat.reads import addresses
from mlat.reads import recipients as reads
from mlat.services import pacing, reminders
from mlat.services.access import NotHere
from mlat.web.clock import now
from mlat.web.door import actor, needs
from mlat.web.language import spoken
from mlat.web.sheet import Sheet
from mlat.web.words import said

recipients = Blueprint("recipients", __name__)


@recipients.get("/recipients")
@needs(Act.SEE_CASE)
def index() -> ResponseReturnValue:
    """Every recipient with open requests."""
    return render_template("recipients.html", lines=reads.recipients_waited_for(actor(), now()))


@recipients.get("/recipients/<recipient_id>")
@needs(Act.SEE_CASE)
def show(recipient_id: str) -> ResponseReturnValue:
    """Open requests, the curve, the hour there, holidays, channels, and how they answer."""
    view = reads.recipient_view(actor(), now(), recipient_id)
    return render_template(
        "recipient.html",
        it=view,
        holidays=list(_in_words(view)),
        together=reminders.alike(actor(), view.due) if view.due else 0,
        ways=addresses.book(actor(), recipient_id),
        stalled=sum(one.silence.stalled for one in view.open if one.silence),
    )


def _in_words(view: reads.RecipientView) -> Iterator[tuple[date, str]]:
    """The days of rest there, by the names that the reader gives them where the set knows any."""
    for day, name in view.holidays:
        said_there = view.country in countries()
        named = holiday_names(view.country, day.year, None, spoken().language) if said_there else {}
        yield day, named.get(day) or str(_(name))


@recipients.route("/recipients/<recipient_id>/limit", methods=["GET", "POST"])
@needs(Act.APPROVE)
def limit(recipient_id: str) -> ResponseReturnValue:
    """The office's own limit of silence for one measure."""
    view = reads.recipient_view(actor(), now(), recipient_id)
    measures = {one.measure: one for one in view.measures}
    measure = request.args.get("measure", "")
    if measure not in measures:
        raise NotHere("measure")
    sheet = Sheet(days=measures[measure].pace.limit)
    if sheet.sent:
        with sheet.trying():
            days = sheet.whole("days")
            sheet.check()
            pacing.set_limit(actor(), now(), recipient_id, measure, days)
            return redirect(url_for("recipients.show", recipient_id=recipient_id) + "#pace")
    return render_template("silence_limit.html", it=view, measure=said(measure, "measure"), sheet=sheet), sheet.status
