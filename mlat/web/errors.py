"""What a person reads when something does not work: what, where, how to mend, and the request's id."""

from __future__ import annotations

import json
import traceback

from flask import Flask, g, render_template
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from mlat.domain.messages import N_
from mlat.domain.problems import Problem, Problems, Stale
from mlat.services.access import NotHere
from mlat.web.headers import log
from mlat.web.telling import tell

Page = tuple[str, int]

WHAT = {
    400: (
        N_("This page was not asked for in the right way"),
        N_("Go back, open the page again and repeat the step."),
    ),
    403: (N_("This is not for you"), N_("Ask your administrator if you need it for your work.")),
    404: (
        N_("There is nothing here"),
        N_("Check the address, or search for the reference at the top of the page."),
    ),
    405: (N_("This page cannot be used in this way"), N_("Go back and use the buttons of the page.")),
    409: (
        N_("Somebody else changed this in between"),
        N_("Open the page again and look at what is there now."),
    ),
    413: (
        N_("The file is too large"),
        N_("A file may have up to 10 MB. Split it, or scan it at a lower resolution."),
    ),
    429: (N_("Too many attempts"), N_("Wait one minute and try again.")),
    500: (
        N_("Something broke on our side"),
        N_("Nothing was changed. Try again; if it happens again, give this number to your administrator."),
    ),
}


def install(app: Flask) -> None:
    """Every kind of failure has a page; nothing is said about things of other offices."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(NotHere, _not_here)
    app.register_error_handler(Problem, _problem)
    app.register_error_handler(Problems, _problem)
    app.register_error_handler(Stale, _stale)
    app.register_error_handler(Exception, _broken)


def page(status: int, details: list[str] | None = None) -> Page:
    """The page of one status."""
    title, remedy = WHAT.get(status, WHAT[400 if status < 500 else 500])
    return render_template(
        "error.html",
        title=_(title),
        remedy=_(remedy),
        details=details or [],
        request_id=g.get("request_id", ""),
    ), status


def _http(error: HTTPException) -> HTTPException | Page:
    if error.code is None or error.code < 400:
        return error  # a redirect is no failure
    return page(error.code)


def _forged(error: CSRFError) -> Page:
    return page(400, [_("The form was too old, or did not come from this page.")])


def _not_here(error: NotHere) -> Page:
    return page(404)


def _problem(error: Problem | Problems) -> Page:
    found = error.found if isinstance(error, Problems) else (error,)
    return render_template(
        "problem.html", details=[tell(one) for one in found], request_id=g.get("request_id", "")
    ), 422


def _stale(error: Stale) -> Page:
    return render_template(
        "stale.html", mine=_pairs(error.mine), theirs=_pairs(error.theirs), version=error.version
    ), 409


def _pairs(text: object) -> list[tuple[str, str]]:
    """One text, or a form's fields, as rows to lay side by side."""
    if isinstance(text, dict):
        return [(str(name), str(value)) for name, value in text.items()]
    return [("", str(text))]


def _broken(error: Exception) -> Page:
    """Only the kind and our own last line are kept: a message may hold what a person typed."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/mlat/" in frame.filename]
    where = f"{frames[-1].filename.rpartition('/mlat/')[2]}:{frames[-1].lineno}" if frames else ""
    log.error(json.dumps({"request": g.get("request_id", ""), "broken": type(error).__name__, "at": where}))
    return page(500)
