"""The board: everything that is owed, by us and by them, by country."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from mlat.domain.permissions import Act
from mlat.reads import board as reads
from mlat.reads.requests import recipients
from mlat.web import names
from mlat.web.clock import now
from mlat.web.dates import today
from mlat.web.door import actor, needs
from mlat.web.law import hour
from mlat.web.words import said_pairs

board = Blueprint("board", __name__)


@board.get("/board")
@needs(Act.SEE_CASE)
def index() -> ResponseReturnValue:
    """Both sides, what is due first; how much lies with each country, and the hour there."""
    asked = {name: request.args.get(name, "") for name in ("country", "recipient", "measure", "late", "mine")}
    wanted = reads.Wanted(
        asked["country"], asked["recipient"], asked["measure"], bool(asked["late"]), bool(asked["mine"])
    )
    pages = {
        side: reads.owed_page(actor(), now(), today(), side, wanted, request.args.get(side, "")) for side in reads.SIDES
    }
    countries = reads.countries(actor(), now(), today(), wanted)
    return render_template(
        "board.html",
        pages=pages,
        countries=countries,
        totals={name: sum(getattr(one, name) for one in countries) for name in ("us", "them", "late")},
        wanted=wanted,
        asked={name: value for name, value in asked.items() if value},
        recipients=recipients(actor()),
        measures=said_pairs((*names.MEASURES, *names.OWN_PAPERS), "measure"),
        hour_in=hour_in,
    )


def hour_in(zone: str) -> str:
    """The weekday and the hour at a place now; nothing where nobody knows its zone."""
    return hour(now().astimezone(ZoneInfo(zone)), zone) if zone and zone != "UTC" else ""
