"""The texts that a translator was given."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from mlat.domain.permissions import Act
from mlat.reads import texts as reads
from mlat.web.door import actor, needs

texts = Blueprint("texts", __name__)


@texts.get("/texts")
@needs(Act.TRANSLATE)
def index() -> ResponseReturnValue:
    """The texts that wait for this translator."""
    return render_template("texts.html", texts=reads.assigned(actor()))


@texts.get("/texts/<text_id>")
@needs(Act.TRANSLATE)
def show(text_id: str) -> ResponseReturnValue:
    """One text with its source, and nothing of the case around it."""
    return render_template("text.html", text=reads.text_task(actor(), text_id))
