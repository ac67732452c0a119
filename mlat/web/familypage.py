"""A family's own page: a code typed in, and what was told so far. It keeps nothing and says nothing of itself.

No cookie, no address with a code in it, no name of ours in title or address; the answer to the typed code is the page
itself, so that nothing can be opened again from the browser's history without typing it again.
"""

from __future__ import annotations

from typing import cast

from flask import Blueprint, Response, g, make_response, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_wtf import CSRFProtect
from werkzeug.exceptions import HTTPException

from mlat.documents.render import family_page as render
from mlat.domain.milestones import step_reached
from mlat.domain.problems import Problem
from mlat.house import house
from mlat.i18n import SOURCE, locales
from mlat.services.familypages import open_page
from mlat.web.clock import now

family_page = Blueprint("family_page", __name__, url_prefix="/f")


@family_page.record
def _without_cookie(state: BlueprintSetupState) -> None:
    """Nobody is logged in here, so there is nothing to forge, and no cookie stays on a shared telephone."""
    cast(CSRFProtect, state.app.extensions["csrf"]).exempt(family_page)


@family_page.get("/", defaults={"language": ""})
@family_page.get("/<path:language>")
def enter(language: str) -> Response:
    """A field for the code, in the language of the slip; whatever else is typed leads to no page of the office."""
    return _page("page_enter.html", _spoken(language), refused=False, busy=False)


@family_page.post("/", defaults={"language": ""})
@family_page.post("/<path:language>")
def show(language: str) -> Response:
    """What the family was told so far; the same answer for every code that opens nothing."""
    told = open_page(now(), request.form.get("code", "")[:100])
    if told is None:
        return _page("page_enter.html", _spoken(language), 404, refused=True, busy=False)
    return _page("page_told.html", told.language, told=told, reached=0 if told.quiet else step_reached(told.milestones))


@family_page.errorhandler(HTTPException)
@family_page.errorhandler(Problem)
def _broken(error: HTTPException | Problem) -> Response:
    """Whatever fails here, no page of the office appears."""
    status = error.code if isinstance(error, HTTPException) and error.code else 500
    return _page("page_enter.html", _spoken(""), status, refused=False, busy=True)


def _page(template: str, language: str, status: int = 200, **given: object) -> Response:
    frame = {
        "nonce": g.nonce,
        "style": url_for("static", filename="quiet.css"),
        "script": url_for("static", filename="quiet.js"),
        "way_out": house().settings.way_out,
        "action": url_for("family_page.show", language=language),
    }
    answer = make_response(render(template, language, **frame, **given), status)
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _spoken(language: str) -> str:
    """The language asked for, else the first of the browser's that we write to families in."""
    known = [each.code for each in locales() if "family" in each.catalogs]
    code = language.partition("/")[0].lower()
    return code if code in known else request.accept_languages.best_match(known) or SOURCE
