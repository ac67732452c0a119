"""Letters to families: as they will be read, beside the officer's language; approve, hold, hand over."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mlat.domain.permissions import Act
from mlat.reads import letters as reads
from mlat.reads.families import contact_view
from mlat.services import calls, wishing
from mlat.services import letters as services
from mlat.web.clock import now
from mlat.web.door import actor, needs, reader
from mlat.web.drafts import pdf
from mlat.web.sheet import Sheet
from mlat.web.words import family_languages, said_pairs, zones

letters = Blueprint("letters", __name__)


@letters.get("/letters")
@needs(Act.SEE_LETTERS)
def index() -> ResponseReturnValue:
    """All letters of the office; those that wait stand on the desk."""
    return render_template("letters.html", page=reads.letters_page(actor(), request.args.get("after", "")))


@letters.get("/letters/<letter_id>")
@needs(Act.SEE_LETTERS)
def show(letter_id: str) -> ResponseReturnValue:
    """One letter, in its language and in the officer's."""
    letter = reads.letter_view(actor(), letter_id)
    offered = [code for code, _name in family_languages()]
    beside = actor().language if actor().language in offered else "en"
    return render_template(
        "letter.html",
        letter=letter,
        beside=beside,
        refused=wishing.refusal(actor(), now(), letter.contact_id),
        unread=wishing.unread(actor(), letter.contact_id),
        contact=contact_view(actor(), letter.contact_id) if reader().may(Act.DECIDE_LETTER) else None,
        sheet=Sheet(),
        zones=zones(),
    )


@letters.get("/letters/<letter_id>/preview.pdf")
@needs(Act.SEE_LETTERS)
def preview(letter_id: str) -> ResponseReturnValue:
    """The letter's very page; `language` shows it in another language."""
    letter = reads.letter_view(actor(), letter_id)
    language = request.args.get("language", letter.line.language)
    if letter.frozen and language == letter.line.language:
        data, name = services.letter_bytes(actor(), now(), letter_id)
        return pdf(data, name)
    known = [code for code, _name in family_languages()]
    return pdf(services.preview(actor(), now(), letter_id, language if language in known else None))


@letters.post("/letters/<letter_id>/approve")
@needs(Act.DECIDE_LETTER)
def approve(letter_id: str) -> ResponseReturnValue:
    """Freeze the letter as it was read."""
    services.approve(actor(), now(), letter_id, Sheet().version())
    return redirect(url_for("letters.show", letter_id=letter_id))


@letters.route("/letters/<letter_id>/read", methods=["GET", "POST"])
@needs(Act.DECIDE_LETTER)
def read(letter_id: str) -> ResponseReturnValue:
    """Nobody reviewed the texts of its language: name who read this letter, and approve it."""
    letter = reads.letter_view(actor(), letter_id)
    sheet = Sheet(version=letter.version)
    if sheet.sent:
        with sheet.trying():
            who = sheet.needed("reader")
            sheet.check()
            services.approve(actor(), now(), letter_id, sheet.version(), who)
            return redirect(url_for("letters.show", letter_id=letter_id))
    return render_template("letter_read.html", letter=letter, sheet=sheet), sheet.status


@letters.route("/letters/<letter_id>/call", methods=["GET", "POST"])
@needs(Act.DECIDE_LETTER)
def call(letter_id: str) -> ResponseReturnValue:
    """Record how a call went."""
    letter, sheet = reads.letter_view(actor(), letter_id), Sheet(zone=actor().zone)
    if sheet.sent:
        with sheet.trying():
            at, outcome = sheet.instant("at"), sheet.one_of("outcome", calls.OUTCOMES)
            sheet.check()
            calls.record_call(actor(), now(), letter_id, at, outcome)
            return redirect(url_for("letters.show", letter_id=letter_id))
    return render_template(
        "letter_call.html", letter=letter, sheet=sheet, zones=zones(), outcomes=said_pairs(calls.OUTCOMES, "call")
    ), sheet.status


@letters.route("/letters/<letter_id>/slip", methods=["GET", "POST"])
@needs(Act.DECIDE_LETTER)
def slip(letter_id: str) -> ResponseReturnValue:
    """The slip that asks somebody to come."""
    letter, sheet = reads.letter_view(actor(), letter_id), Sheet(zone=actor().zone)
    unread = wishing.unread(actor(), letter.contact_id)
    if sheet.sent:
        with sheet.trying():
            at, place = sheet.instant("at"), sheet.needed("place")
            who = sheet.needed("reader") if unread else ""
            sheet.check()
            return pdf(calls.appoint(actor(), now(), letter_id, at, place, who), "note.pdf")
    return render_template("letter_slip.html", letter=letter, sheet=sheet, zones=zones(), unread=unread), sheet.status


@letters.get("/letters/<letter_id>/envelope.pdf")
@needs(Act.DECIDE_LETTER)
def envelope(letter_id: str) -> ResponseReturnValue:
    """What is printed on the envelope."""
    return pdf(calls.envelope(actor(), now(), letter_id), "envelope.pdf")


@letters.route("/letters/<letter_id>/hold", methods=["GET", "POST"])
@needs(Act.DECIDE_LETTER)
def hold(letter_id: str) -> ResponseReturnValue:
    """Hold it back, with a reason for the file."""
    letter, sheet = reads.letter_view(actor(), letter_id), Sheet()
    if sheet.sent:
        with sheet.trying():
            reason = sheet.needed("reason")
            sheet.check()
            services.hold(actor(), now(), letter_id, reason)
            return redirect(url_for("letters.show", letter_id=letter_id))
    return render_template("hold.html", letter=letter, sheet=sheet), sheet.status


@letters.route("/letters/<letter_id>/handed", methods=["GET", "POST"])
@needs(Act.DECIDE_LETTER)
def handed(letter_id: str) -> ResponseReturnValue:
    """Record that it was handed over or posted."""
    letter, sheet = reads.letter_view(actor(), letter_id), Sheet(zone=actor().zone)
    if sheet.sent:
        with sheet.trying():
            at = sheet.instant("at")
            sheet.check()
            services.record_handed(actor(), now(), letter_id, at)
            return redirect(url_for("letters.show", letter_id=letter_id))
    return render_template("handover.html", letter=letter, sheet=sheet, zones=zones()), sheet.status


@letters.post("/letters/<letter_id>/send")
@needs(Act.DECIDE_LETTER)
def send(letter_id: str) -> ResponseReturnValue:
    """Queue it as a mail that says nothing on its outside."""
    services.send(actor(), now(), letter_id)
    return redirect(url_for("letters.show", letter_id=letter_id))
