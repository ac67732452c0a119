"""Which reminders go without a click, and what each of them will do."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mlat.domain.permissions import Act
from mlat.reads import automatic as reads
from mlat.services import automatic as services
from mlat.web.clock import now
from mlat.web.door import actor, needs
from mlat.web.sheet import Sheet

automatic = Blueprint("automatic", __name__)


@automatic.route("/office/automatic", methods=["GET", "POST"])
@needs(Act.APPROVE)
def index() -> ResponseReturnValue:
    """Let letters go without a click, under one's own name."""
    view = reads.automatic(actor())
    sheet = Sheet(rungs=view.chosen)
    if sheet.sent:
        with sheet.trying():
            services.set_automatic(actor(), now(), sheet.many("rungs"))
            flash(_("Saved. It holds for what falls due from now on."))
            return redirect(url_for("automatic.index"))
    return render_template("automatic.html", it=view, sheet=sheet), sheet.status
