"""The page of a recipient abroad: no account, no script, no upload; what is entered is a proposal."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import validate_csrf
from wtforms import ValidationError

from mlat.documents import abroad as words
from mlat.documents.wording import Wording
from mlat.domain.answering import CHOICES, Entry, wrong
from mlat.domain.problems import Problem
from mlat.services import proposing
from mlat.services.proposing import Opened
from mlat.web.clock import now

abroad = Blueprint("abroad", __name__, url_prefix="/answer/<token>")
CHOICE = f"<any({', '.join(CHOICES)}):choice>"
Wrong = list[tuple[str, str]]
LEFT_TO_RIGHT = "\u2066{}\u2069"
"""Marks that keep a date of digits in its order inside a text of any direction."""
HEADERS = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow, noarchive"}


@abroad.record_once
def _check_forms_here(state: BlueprintSetupState) -> None:
    """These pages send no referrer, on which the general check insists: they compare the token of the form alone."""
    state.app.extensions["csrf"].exempt(abroad)


@abroad.after_request
def _unseen(answer: Response) -> Response:
    """The address of the page is a secret: it goes into no referrer and no index."""
    answer.headers.update(HEADERS)
    return answer


@abroad.get("")
def home(token: str) -> ResponseReturnValue:
    """Which request, who asks, what in general words; then what can be said."""
    opened = proposing.visit(now(), token)
    if opened is None:
        return _nothing()
    spoken = words.speaking(opened.language)
    last = opened.until.astimezone(ZoneInfo(opened.zones[0])).date()
    return _page(
        "home", opened, token, choices=tuple(CHOICES), measure=words.measure(opened.form, spoken),
        last_day=spoken.day(last),
    )  # fmt: skip


@abroad.route(f"/{CHOICE}", methods=["GET", "POST"])
def say(token: str, choice: str) -> ResponseReturnValue:
    """One of the four things, with the reference and the zone of whoever says it."""
    opened = proposing.visit(now(), token)
    if opened is None:
        return _nothing()
    found: Wrong = []
    if request.method == "POST":
        entry, found = _entry(choice, opened)
        if not found:
            try:
                outcome = proposing.propose(now(), token, entry)
            except Problem:
                found = [("", "many")]
            else:
                ends = {"code": url_for("abroad.code", token=token, sent="yes")}
                return redirect(ends.get(outcome or "", url_for("abroad.done", token=token, how="officer")))
    spoken, today = words.speaking(opened.language), _today(opened.zones[0])
    return _page(
        "say", opened, token, found, choice=choice, zones=words.zone_pairs(opened.zones, today, spoken),
        example=LEFT_TO_RIGHT.format(date(today.year, 3, 9).isoformat()),
    )  # fmt: skip


@abroad.route("/code", methods=["GET", "POST"])
def code(token: str) -> ResponseReturnValue:
    """The code that came to the confirmed mailbox."""
    opened = proposing.visit(now(), token)
    if opened is None:
        return _nothing()
    found: Wrong = []
    if request.method == "POST" and not (found := _forged()):
        outcome = proposing.confirm(now(), token, request.form.get("code", ""))
        if outcome is None:  # closed since the page was opened
            return _nothing()
        if outcome in ("confirmed", "officer"):
            return redirect(url_for("abroad.done", token=token, how=outcome))
        found = [("code", "code")]
    return _page("code", opened, token, found, sent="sent" in request.args)


@abroad.get("/<any(confirmed, officer):how>")
def done(token: str, how: str) -> ResponseReturnValue:
    """What becomes of it now."""
    opened = proposing.visit(now(), token)
    return _nothing() if opened is None else _page("done", opened, token, confirmed=how == "confirmed")


@abroad.errorhandler(429)
def _too_often(_error: Exception) -> ResponseReturnValue:
    return _plain("often", "", 429)


def _nothing() -> ResponseReturnValue:
    """The one answer to a link that opens nothing, whatever the reason: in the browser's language, not the paper's."""
    return _plain("nothing", "unknown", 404)


def _plain(heading: str, sentence: str, status: int) -> ResponseReturnValue:
    offered = words.languages()
    spoken = words.speaking(request.accept_languages.best_match(offered) or offered[0])
    return _spoken("plain", spoken, opened=None, wrong=(), heading=heading, sentence=sentence), status


def _page(name: str, opened: Opened, token: str, found: Wrong | None = None, **more: object) -> ResponseReturnValue:
    page = _spoken(
        name, words.speaking(opened.language), opened=opened, token=token, given=request.form, wrong=found or [], **more
    )
    return page, 422 if found else 200


def _spoken(name: str, spoken: Wording, **more: object) -> str:
    def said(key: str, **values: object) -> str:
        return spoken.say(words.SAYS[key], **values)

    return render_template(f"abroad/{name}.html", say=said, tongue=spoken.language, **more)


def _entry(choice: str, opened: Opened) -> tuple[Entry, Wrong]:
    """What was sent, and what of it cannot be taken."""
    form = request.form
    entry = Entry(
        choice,
        form.get("zone", ""),
        reference=" ".join(form.get("reference", "").split()),
        text=form.get("text", "").replace("\r\n", "\n").strip(),
        on=_day(form.get("on", "")),
    )
    zone = entry.zone if entry.zone in opened.zones else opened.zones[0]
    return entry, _forged() or wrong(entry, _today(zone), opened.zones)


def _forged() -> Wrong:
    """Whether the form is not of this page and this browser, or too old."""
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return [("", "old")]
    return []


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given.strip())
    except ValueError:
        return None


def _today(zone: str) -> date:
    at: datetime = now()
    return at.astimezone(ZoneInfo(zone)).date()
