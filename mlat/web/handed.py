"""Requests that other offices handed to this one for transmission."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from mlat.domain.permissions import Act
from mlat.reads.handed import handed_page
from mlat.web.door import actor, needs

handed = Blueprint("handed", __name__)


@handed.get("/handed")
@needs(Act.TRANSMIT)
def index() -> ResponseReturnValue:
    """What waits here to be passed on; the cases behind are not shown."""
    return render_template("handed.html", page=handed_page(actor(), request.args.get("after", "")))
