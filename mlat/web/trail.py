"""The audit trail, and proving that it holds."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from mlat.domain.permissions import Act
from mlat.reads.trail import trail_page
from mlat.services import audit
from mlat.web import names
from mlat.web.door import actor, needs
from mlat.web.words import said

trail = Blueprint("trail", __name__)


@trail.get("/trail")
@needs(Act.SEE_TRAIL)
def index() -> ResponseReturnValue:
    """The office's events, the latest first."""
    return _page(None)


@trail.post("/trail/verify")
@needs(Act.SEE_TRAIL)
def verify() -> ResponseReturnValue:
    """Walk every chain now, and say what was found."""
    return _page(audit.verify())


def _page(bad: list[str] | None) -> ResponseReturnValue:
    kind = request.args.get("kind", "")
    kind = kind if kind in names.EVENTS else ""
    return render_template(
        "trail.html",
        page=trail_page(actor(), kind=kind, before=request.args.get("after", "")),
        bad=bad,
        asked_kind=kind,
        kinds=sorted(((code, said(code, "event")) for code in names.EVENTS), key=lambda pair: pair[1].casefold()),
    )
