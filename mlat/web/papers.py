"""Frozen papers and annexes: download, replace by a file made outside, add."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mlat.domain.messages import N_
from mlat.domain.permissions import Act
from mlat.reads.removed import removed_annexes
from mlat.reads.requests import request_view
from mlat.services import annex_removing, annexing, issuing
from mlat.services.access import NotHere
from mlat.web.clock import now
from mlat.web.dates import today
from mlat.web.door import actor, needs
from mlat.web.drafts import pdf
from mlat.web.sheet import Sheet
from mlat.web.words import paper_languages

papers = Blueprint("papers", __name__)
KINDS = (
    N_("Court order"),
    N_("Non-disclosure order"),
    N_("Text of the provisions"),
    N_("CyberTip report"),
    N_("Translation"),
    N_("Certificate of hash values"),
    N_("Certificate of records (form A)"),
    N_("Other document"),
)
"""What an annex may be; papers print it in their own language."""


@papers.get("/papers/<paper_id>")
@needs(Act.SEE_CASE, Act.SEE_LETTERS, Act.TRANSMIT)
def download(paper_id: str) -> ResponseReturnValue:
    """The exact bytes of a paper, checked against its hash."""
    data, name = issuing.paper_bytes(actor(), now(), paper_id)
    return pdf(data, name)


@papers.route("/requests/<request_id>/papers/<paper_id>/replace", methods=["GET", "POST"])
@needs(Act.ISSUE)
def replace(request_id: str, paper_id: str) -> ResponseReturnValue:
    """Put a scan or a token-signed file in the place of the printed paper."""
    view = request_view(actor(), request_id)
    paper = next((one for one in view.papers if one.id == paper_id), None)
    if paper is None:
        raise NotHere("paper")
    sheet = Sheet(method="ink")
    if sheet.sent:
        with sheet.trying():
            method = sheet.one_of("method", ("ink", "token"))
            data, name = sheet.upload("file", ("application/pdf",))
            sheet.check()
            issuing.replace_paper(actor(), now(), paper_id, data, name, method)
            return redirect(url_for("requests.show", request_id=request_id) + "#papers")
    return render_template("replace.html", it=view, paper=paper, sheet=sheet), sheet.status


@papers.route("/requests/<request_id>/annexes", methods=["GET", "POST"])
@needs(Act.DRAFT)
def annexes(request_id: str) -> ResponseReturnValue:
    """The numbered annexes of a request, and the form that adds one."""
    view = request_view(actor(), request_id)
    sheet = Sheet(language=view.language, audience="provider" if view.recipient_kind == "provider" else "authority")
    if sheet.sent:
        with sheet.trying():
            kind = sheet.one_of("kind", KINDS)
            language = sheet.one_of("language", tuple(code for code, _name in paper_languages()))
            audience = sheet.one_of("audience", ("provider", "authority", "office"))
            source = sheet.one_of("translation_of", ("", *(str(one.number) for one in view.annexes)))
            issued_on, ends_on = sheet.day("issued_on"), sheet.day("ends_on")
            data, name = sheet.upload("file", ("application/pdf",))
            sheet.check()
            given = annexing.AnnexInput(
                kind=kind,
                name=name,
                data=data,
                language=language,
                audience=audience,
                sealed=sheet.ticked("sealed"),
                translation_of=int(source or 0),
                issuer=sheet.text("issuer"),
                issued_on=issued_on,
                ends_on=ends_on,
            )
            annexing.add_annex(actor(), now(), request_id, given)
            return redirect(url_for("papers.annexes", request_id=request_id))
    blanks = annexing.forms_wanted(view.route.get("requires_annexes", ()), [one.kind for one in view.annexes])
    return render_template(
        "annexes.html",
        it=view,
        sheet=sheet,
        kinds=KINDS,
        paper_languages=paper_languages(),
        blanks=blanks,
        sources=[(str(one.number), str(one.number)) for one in view.annexes],
        today=today(),
        removed=removed_annexes(actor(), request_id),
    ), sheet.status


@papers.get("/annexes/<annex_id>")
@needs(Act.SEE_CASE)
def annex(annex_id: str) -> ResponseReturnValue:
    """An annex as it will travel, for who must approve it; a sealed one is opened nowhere here."""
    data, name = annexing.annex_file(actor(), annex_id)
    return pdf(data, name, download=True)


@papers.route("/requests/<request_id>/annexes/<annex_id>/remove", methods=["GET", "POST"])
@needs(Act.DRAFT)
def remove_annex(request_id: str, annex_id: str) -> ResponseReturnValue:
    """Ask once, and take an annex out of a draft."""
    view = request_view(actor(), request_id)
    found = next((one for one in view.annexes if one.id == annex_id), None)
    sheet = Sheet()
    if found is None or (view.line.state != "draft" and not sheet.sent):
        raise NotHere("annex")
    if sheet.sent:
        with sheet.trying():
            annex_removing.remove_annex(actor(), now(), annex_id)
            flash(
                _(
                    "Annex %(number)s is removed. You can take it back until the request is approved.",
                    number=found.number,
                )
            )
            return redirect(url_for("papers.annexes", request_id=request_id))
    return render_template("annex_remove.html", it=view, annex=found, sheet=sheet), sheet.status


@papers.post("/requests/<request_id>/annexes/<annex_id>/back")
@needs(Act.DRAFT)
def take_annex_back(request_id: str, annex_id: str) -> ResponseReturnValue:
    """A removed annex goes with its draft again."""
    found = next((one for one in removed_annexes(actor(), request_id) if one.id == annex_id), None)
    if found is None:
        raise NotHere("annex")
    annex_removing.take_back(actor(), now(), annex_id)
    flash(_("Annex %(number)s goes with the request again.", number=found.number))
    return redirect(url_for("papers.annexes", request_id=request_id))


@papers.post("/requests/<request_id>/annexes/forms")
@needs(Act.DRAFT)
def required_forms(request_id: str) -> ResponseReturnValue:
    """Make the forms that the instrument requires as annexes, for others to complete."""
    annexing.add_required_forms(actor(), now(), request_id)
    return redirect(url_for("papers.annexes", request_id=request_id))


@papers.post("/requests/<request_id>/annexes/identity")
@needs(Act.SEE_NAMES)
def identity(request_id: str) -> ResponseReturnValue:
    """Make the sealed annex that names the victims."""
    annexing.add_sealed_identity(actor(), now(), request_id)
    return redirect(url_for("papers.annexes", request_id=request_id))


@papers.post("/requests/<request_id>/annexes/<annex_id>/passphrase")
@needs(Act.SEE_NAMES)
def passphrase(request_id: str, annex_id: str) -> ResponseReturnValue:
    """What opens a sealed annex, shown to those who may see names; each look stands in the chain of events."""
    view = request_view(actor(), request_id)
    found = next((one for one in view.annexes if one.id == annex_id and one.sealed), None)
    if found is None:
        raise NotHere("annex")
    return render_template("passphrase.html", it=view, annex=found, words=annexing.passphrase(actor(), now(), annex_id))
