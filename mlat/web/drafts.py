"""The draft: the form on one side, the very PDF on the other, and what its recipient would object to."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mlat.documents.forms import form
from mlat.domain.filling import SECOND, YES
from mlat.domain.forms import DATA_CATEGORIES, copies_of
from mlat.domain.permissions import Act
from mlat.domain.preflight.overriding import PRESSING
from mlat.domain.problems import Problem, Problems, Stale
from mlat.domain.record import Copy
from mlat.reads.drafts import DraftView, draft_view
from mlat.services import approving, drafting, issuing, paper_language
from mlat.services.access import NotHere
from mlat.web.clock import now
from mlat.web.dates import zone_here
from mlat.web.door import actor, needs
from mlat.web.filled import filled, first_values, folded, paper_languages, parts_of, second_languages
from mlat.web.objections import Shown, labels_of
from mlat.web.sheet import Sheet
from mlat.web.telling import tell

drafts = Blueprint("drafts", __name__)


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@drafts.route("/requests/<request_id>/draft", methods=["GET", "POST"])
@needs(Act.DRAFT)
def edit(request_id: str) -> ResponseReturnValue:
    """Fill in the form; each save makes a new version."""
    view = draft_view(actor(), request_id)
    sheet = Sheet(**first_values(view), version=view.version, paper_language=view.language)
    if sheet.sent:
        with sheet.trying():
            drafting.save(actor(), now(), request_id, sheet.version(), filled(sheet, view))
            return redirect(url_for("drafts.edit", request_id=request_id) + "#saved")
    findings = drafting.findings(actor(), now(), request_id)
    parts = parts_of(view)
    named = {one.field for one in findings} | {name for name, _message in sheet.errors}
    return render_template(
        "draft.html",
        it=view,
        sheet=sheet,
        parts=[folded(part, view, named) for part in parts],
        yes=YES,
        categories=DATA_CATEGORIES,
        beside=form(view.form).second_copy,
        paper_languages=paper_languages(view),
        second=second_languages(view),
        layouts=[("columns", _("In two columns")), ("after", _("One after the other"))],
        shown=Shown(findings, labels_of(parts)),
    ), sheet.status


@drafts.post("/requests/<request_id>/draft/keep")
@needs(Act.DRAFT)
def keep(request_id: str) -> ResponseReturnValue:
    """Save while somebody writes; answers with the new version, and words that say when or what to do."""
    view, sheet = draft_view(actor(), request_id), Sheet()
    try:
        version = drafting.save(actor(), now(), request_id, sheet.version(), filled(sheet, view))
    except Stale:
        return {"words": _("Not kept: somebody else changed this draft. Press Save to see both.")}, 409
    except (Problem, Problems):
        return {"words": _("Not kept: something here is not right yet. Press Save to see what.")}, 422
    at = f"{now().astimezone(zone_here()):%H:%M}"
    return {"version": version, "words": _("Kept at %(time)s. Save shows the page anew.", time=at)}


@drafts.post("/requests/<request_id>/draft/language")
@needs(Act.DRAFT)
def write_in(request_id: str) -> ResponseReturnValue:
    """Write the draft in another language."""
    sheet = Sheet()
    paper_language.write_in(actor(), now(), request_id, sheet.version(), sheet.needed("paper_language"))
    return redirect(url_for("drafts.edit", request_id=request_id))


@drafts.get("/requests/<request_id>/preview.pdf")
@needs(Act.DRAFT, Act.APPROVE)
def preview(request_id: str) -> ResponseReturnValue:
    """The very PDF that would go out now."""
    view = draft_view(actor(), request_id)
    try:
        return pdf(drafting.preview(actor(), now(), request_id, _asked_copy(view)))
    except (Problem, Problems) as problem:
        return _not_yet(view, problem)


def _not_yet(view: DraftView, problem: Problem | Problems) -> ResponseReturnValue:
    """A small page in the place of the PDF: what must be there first, and the way to its field."""
    first = problem.found[0] if isinstance(problem, Problems) else problem
    labels = labels_of(parts_of(view))
    field = first.where if first.where in labels else ""
    at = SECOND + field if first.code == "beside.unsaid" and field else field
    told = {"says": tell(first, labels), "label": labels.get(field, ""), "at": at}
    return render_template("no_preview.html", it=view, **told), 422


@drafts.get("/requests/<request_id>/preview.docx")
@needs(Act.DRAFT, Act.APPROVE)
def editable(request_id: str) -> ResponseReturnValue:
    """The same paper for a word processor; what is finished there is uploaded as the paper that goes out."""
    view = draft_view(actor(), request_id)
    answer = Response(drafting.editable(actor(), now(), request_id, _asked_copy(view)), mimetype=WORD)
    answer.headers["Content-Disposition"] = 'attachment; filename="draft.docx"'
    return answer


def _asked_copy(view: DraftView) -> Copy | None:
    """The copy that the page asks for, where it may be shown; the recipient's own otherwise."""
    shown: tuple[Copy, ...] = ("provider", *copies_of(form(view.form), view.recipient_kind))
    return next((one for one in shown if one == request.args.get("copy")), None)


def pdf(data: bytes, name: str = "preview.pdf", *, download: bool = False) -> Response:
    """An answer that holds a PDF, shown inside the page unless it is to be kept."""
    answer = Response(data, mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "attachment" if download else "inline", filename=name)
    return answer


@drafts.route("/requests/<request_id>/approve", methods=["GET", "POST"])
@needs(Act.APPROVE)
def approve(request_id: str) -> ResponseReturnValue:
    """The page as it would go out, the findings with a box for each reason, and one sentence of what will happen."""
    view = draft_view(actor(), request_id)
    findings = drafting.findings(actor(), now(), request_id)
    shown = Shown(findings, labels_of(parts_of(view)), one_reason=view.line.measure in PRESSING)
    sheet = Sheet(version=view.version, **shown.reasons_given(view.overrides))
    if sheet.sent:
        with sheet.trying():
            reasons = {name: sheet.text(name) for name in shown.boxes}
            approving.approve(actor(), now(), request_id, sheet.version(), reasons)
            return redirect(url_for("requests.show", request_id=request_id))
    if view.line.state not in ("draft", "approved"):
        raise NotHere("draft")
    changed = approving.changed(actor(), now(), request_id)
    return render_template("approve.html", it=view, sheet=sheet, shown=shown, changed=changed), sheet.status


@drafts.post("/requests/<request_id>/approval/withdraw")
@needs(Act.APPROVE)
def take_back(request_id: str) -> ResponseReturnValue:
    """Take the approval back, to change the draft again."""
    approving.withdraw_approval(actor(), now(), request_id)
    return redirect(url_for("drafts.edit", request_id=request_id))


@drafts.post("/requests/<request_id>/issue")
@needs(Act.ISSUE)
def issue(request_id: str) -> ResponseReturnValue:
    """Number it, freeze it, sign it."""
    issuing.issue(actor(), now(), request_id)
    return redirect(url_for("sending.ways", request_id=request_id))
