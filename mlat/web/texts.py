"""The translation desk: texts given away, filled and certified; a translator's page holds nothing of the case."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mlat.domain.permissions import Act, Role
from mlat.domain.translations import Terms
from mlat.reads import texts as reads
from mlat.reads.cases import case_view
from mlat.reads.people import colleagues
from mlat.services import certifying, translating
from mlat.web.clock import now
from mlat.web.dates import today
from mlat.web.door import actor, needs, reader
from mlat.web.drafts import pdf
from mlat.web.sheet import Sheet
from mlat.web.words import paper_languages, said

texts = Blueprint("texts", __name__)
KINDS: tuple[translating.Kind, ...] = ("facts", "summary")
READ, SWORN = "read", "sworn"
OUTSIDE = "outside"


@texts.get("/texts")
@needs(Act.TRANSLATE, Act.EDIT_CASE)
def index() -> ResponseReturnValue:
    """The texts that wait for this translator, and for an editor those that wait in the office."""
    mine = reads.assigned(actor()) if reader().may(Act.TRANSLATE) else ()
    office = reads.translations(actor()) if reader().may(Act.EDIT_CASE) else ()
    return render_template("texts.html", texts=mine, office=office, today=today())


@texts.get("/cases/<case_id>/translations")
@needs(Act.EDIT_CASE)
def desk(case_id: str) -> ResponseReturnValue:
    """Every translation of a case: who has it, by when, at what price, and who vouches for it."""
    case = case_view(actor(), today(), case_id)
    lines = reads.translations(actor(), case_id)
    return render_template("translations.html", case=case, lines=lines, today=today())


@texts.route("/texts/<text_id>", methods=["GET", "POST"])
@needs(Act.TRANSLATE, Act.EDIT_CASE)
def show(text_id: str) -> ResponseReturnValue:
    """One text with its source beside it, and the place to write."""
    task = reads.text_task(actor(), text_id)
    sheet = Sheet(text=task.text, version=task.version)
    if sheet.sent:
        with sheet.trying():
            text = sheet.given("text")
            sheet.needed("text")
            sheet.check()
            translating.translate(actor(), now(), text_id, text, sheet.version())
            return redirect(url_for("texts.show", text_id=text_id, saved=1))
    return render_template("text.html", text=task, sheet=sheet, saved=request.args.get("saved")), sheet.status


@texts.route("/texts/<text_id>/certify", methods=["GET", "POST"])
@needs(Act.TRANSLATE, Act.EDIT_CASE)
def certify(text_id: str) -> ResponseReturnValue:
    """Vouch for a translation: as read against its source, or as sworn with number and scan."""
    task = reads.text_task(actor(), text_id)
    if not task.text:
        return redirect(url_for("texts.show", text_id=text_id))
    sheet = Sheet(way=READ, version=task.version)
    if sheet.sent:
        with sheet.trying():
            sworn = None
            if sheet.one_of("way", (READ, SWORN)) == SWORN:
                data, name = sheet.upload("scan", ("application/pdf",))
                sworn = certifying.Sworn(number=sheet.needed("number"), name=name, scan=data)
            sheet.check()
            certifying.certify_text(actor(), now(), text_id, sheet.version(), sworn)
            return redirect(url_for("texts.show", text_id=text_id, saved=1))
    ways = [(READ, _("I read it against its source, and it says the same")), (SWORN, _("It is a sworn translation"))]
    return render_template("certify.html", text=task, sheet=sheet, ways=ways), sheet.status


@texts.get("/texts/<text_id>/scan")
@needs(Act.TRANSLATE, Act.EDIT_CASE)
def scan(text_id: str) -> ResponseReturnValue:
    """The scan of a sworn translation."""
    return pdf(certifying.scan_of(actor(), text_id), f"{text_id[:8]}.pdf")


@texts.route("/cases/<case_id>/texts/assign", methods=["GET", "POST"])
@needs(Act.EDIT_CASE)
def assign(case_id: str) -> ResponseReturnValue:
    """Give a text of a case to a translator of the office, or to a person or agency outside."""
    case = case_view(actor(), today(), case_id)
    translators = colleagues(actor(), Role.TRANSLATOR)
    languages = paper_languages()
    codes = tuple(code for code, _name in languages)
    sheet = Sheet(
        kind=request.args.get("kind", "facts"),
        language=request.args.get("language", ""),
        source_language=reader().office_language,
        translator=translators[0][0] if len(translators) == 1 else "" if translators else OUTSIDE,
        ordered_on=today().isoformat(),
    )
    if sheet.sent:
        with sheet.trying():
            kind = sheet.one_of("kind", KINDS)
            source, language = sheet.one_of("source_language", codes), sheet.one_of("language", codes)
            chosen = sheet.one_of("translator", (*(user_id for user_id, _name in translators), OUTSIDE))
            outside = sheet.needed("outside") if chosen == OUTSIDE else ""
            terms = Terms(
                ordered_on=sheet.day("ordered_on"),
                due_on=sheet.day("due"),
                cost=sheet.text("cost"),
                currency=sheet.text("currency"),
            )
            sheet.check()
            translating.assign_text(
                actor(), now(), case_id, kind, language, source, "" if outside else chosen, outside=outside, terms=terms
            )
            return redirect(url_for("texts.desk", case_id=case_id))
    return render_template(
        "assign.html",
        case=case,
        sheet=sheet,
        kinds=[(code, said(code, "text")) for code in KINDS],
        languages_=languages,
        translators=[*translators, (OUTSIDE, _("somebody outside, by name"))],
    ), sheet.status
