"""Texts to translate: giving one to a translator, and the translator's own page with nothing of the case around it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mlat.domain.permissions import Act, Role
from mlat.reads import texts as reads
from mlat.reads.cases import case_view
from mlat.reads.people import colleagues
from mlat.services import translating
from mlat.web.clock import now
from mlat.web.dates import today
from mlat.web.door import actor, needs, reader
from mlat.web.sheet import Sheet
from mlat.web.words import paper_languages, said

texts = Blueprint("texts", __name__)
KINDS: tuple[translating.Kind, ...] = ("facts", "summary")
WORK: tuple[translating.Work, ...] = ("human", "sworn")


@texts.get("/texts")
@needs(Act.TRANSLATE)
def index() -> ResponseReturnValue:
    """The texts that wait for this translator."""
    return render_template("texts.html", texts=reads.assigned(actor()))


@texts.route("/texts/<text_id>", methods=["GET", "POST"])
@needs(Act.TRANSLATE)
def show(text_id: str) -> ResponseReturnValue:
    """One text with its source beside it, and the place to write."""
    task = reads.text_task(actor(), text_id)
    sheet = Sheet(text=task.text, version=task.version, status=task.status if task.status in WORK else "human")
    if sheet.sent:
        with sheet.trying():
            status, text = sheet.one_of("status", WORK), sheet.given("text")
            sheet.needed("text")
            sheet.check()
            translating.translate(actor(), now(), text_id, text, sheet.version(), status)
            return redirect(url_for("texts.show", text_id=text_id, saved=1))
    return render_template(
        "text.html",
        text=task,
        sheet=sheet,
        statuses=[(code, said(code, "text")) for code in WORK],
        saved=request.args.get("saved"),
    ), sheet.status


@texts.route("/cases/<case_id>/texts/assign", methods=["GET", "POST"])
@needs(Act.EDIT_CASE)
def assign(case_id: str) -> ResponseReturnValue:
    """Give a text of a case to a translator of the office."""
    case = case_view(actor(), today(), case_id)
    translators = colleagues(actor(), Role.TRANSLATOR)
    languages = paper_languages()
    codes = tuple(code for code, _name in languages)
    sheet = Sheet(
        kind=request.args.get("kind", "facts"),
        language=request.args.get("language", ""),
        source_language=reader().office_language,
        translator=translators[0][0] if len(translators) == 1 else "",
    )
    if sheet.sent:
        with sheet.trying():
            kind = sheet.one_of("kind", KINDS)
            source, language = sheet.one_of("source_language", codes), sheet.one_of("language", codes)
            translator = sheet.one_of("translator", tuple(user_id for user_id, _name in translators))
            sheet.check()
            translating.assign_text(actor(), now(), case_id, kind, language, source, translator)
            return redirect(url_for("intake.texts", case_id=case_id, kind=kind, language=language))
    return render_template(
        "assign.html",
        case=case,
        sheet=sheet,
        kinds=[(code, said(code, "text")) for code in KINDS],
        languages_=languages,
        translators=translators,
    ), sheet.status
