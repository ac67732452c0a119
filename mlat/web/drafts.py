"""The draft: the form on one side, the very PDF on the other, and what its recipient would object to."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mlat.documents.forms import form
from mlat.domain.filling import SECOND, SECOND_LANGUAGE, SECOND_LAYOUT, YES, typed
from mlat.domain.forms import DATA_CATEGORIES, copies_of
from mlat.domain.permissions import Act
from mlat.domain.preflight.overriding import PRESSING
from mlat.domain.record import Copy
from mlat.reads.drafts import DraftView, draft_view
from mlat.services import approving, drafting, issuing
from mlat.services.access import NotHere
from mlat.services.second_language import offered
from mlat.web.clock import now
from mlat.web.door import actor, needs
from mlat.web.objections import Part, Shown, labels_of
from mlat.web.sheet import Sheet
from mlat.web.words import language_name

drafts = Blueprint("drafts", __name__)


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@drafts.route("/requests/<request_id>/draft", methods=["GET", "POST"])
@needs(Act.DRAFT)
def edit(request_id: str) -> ResponseReturnValue:
    """Fill in the form; each save makes a new version."""
    view = draft_view(actor(), request_id)
    sheet = Sheet(**_first(view), version=view.version)
    if sheet.sent:
        with sheet.trying():
            drafting.save(actor(), now(), request_id, sheet.version(), _filled(sheet, view))
            return redirect(url_for("drafts.edit", request_id=request_id) + "#saved")
    findings = drafting.findings(actor(), now(), request_id)
    parts = _parts(view)
    named = {one.field for one in findings} | {name for name, _message in sheet.errors}
    return render_template(
        "draft.html",
        it=view,
        sheet=sheet,
        parts=[_folded(part, view, named) for part in parts],
        yes=YES,
        categories=DATA_CATEGORIES,
        beside=form(view.form).second_copy,
        second=_second_languages(view),
        layouts=[("columns", _("In two columns")), ("after", _("One after the other"))],
        shown=Shown(findings, labels_of(parts)),
    ), sheet.status


@drafts.get("/requests/<request_id>/preview.pdf")
@needs(Act.DRAFT, Act.APPROVE)
def preview(request_id: str) -> ResponseReturnValue:
    """The very PDF that would go out now."""
    view = draft_view(actor(), request_id)
    return pdf(drafting.preview(actor(), now(), request_id, _asked_copy(view)))


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
    shown = Shown(findings, labels_of(_parts(view)), one_reason=view.line.measure in PRESSING)
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


def _second_languages(view: DraftView) -> list[tuple[str, str]]:
    """(code, name) of the languages in which this paper can stand too; none for a provider's."""
    if view.recipient_kind == "provider":
        return []
    return [(code, language_name(code)) for code in offered(view.form) if code != view.language]


def _parts(view: DraftView) -> list[Part]:
    """The sections with the fields that a person fills in and that exist for this measure and instrument."""
    shape = form(view.form)
    copies = copies_of(shape, view.recipient_kind)
    here = {
        one.id
        for one in typed(shape)
        if one.when.holds_in_any(copies, measure=view.line.measure, instrument=view.instrument)
    }
    parts = [Part(section.title, tuple(one for one in section.fields if one.id in here)) for section in shape.sections]
    return [part for part in parts if part.fields]


def _folded(part: Part, view: DraftView, named: set[str]) -> Part:
    """The section with its optional, empty fields put apart, unless something was said about them."""
    spare = tuple(
        one for one in part.fields if not (one.required or one.id in named or view.fields.get(one.id, "").strip())
    )
    return Part(part.title, tuple(one for one in part.fields if one not in spare), spare)


def _first(view: DraftView) -> dict[str, object]:
    """Field values as the page shows them: statements as yes, ranges as two days, categories as ticks."""
    found: dict[str, object] = {
        SECOND_LANGUAGE: view.fields.get(SECOND_LANGUAGE, ""),
        SECOND_LAYOUT: view.fields.get(SECOND_LAYOUT) or "columns",
    }
    for part in _parts(view):
        for one in part.fields:
            found[SECOND + one.id] = view.fields.get(SECOND + one.id, "")
            text = view.fields.get(one.id, "")
            match one.type:
                case "range":
                    first, _, last = text.partition("/")
                    found |= {f"{one.id}_from": first, f"{one.id}_until": last or first}
                case "categories":
                    found[one.id] = text.split()
                case "statement" if one.sentence:
                    found |= {
                        one.id: "yes" if text == YES else "",
                        f"{one.id}_text": "" if text == YES else text,
                    }
                case _:
                    found[one.id] = text
    return found


def _filled(sheet: Sheet, view: DraftView) -> dict[str, str]:
    """What was filled in, in the form's own shape."""
    found: dict[str, str] = {}
    if _second_languages(view):
        found = {SECOND_LANGUAGE: sheet.text(SECOND_LANGUAGE), SECOND_LAYOUT: sheet.text(SECOND_LAYOUT)}
    for part in _parts(view):
        for one in part.fields:
            if sheet.given(SECOND + one.id) or view.fields.get(SECOND + one.id):
                found[SECOND + one.id] = sheet.given(SECOND + one.id)
            match one.type:
                case "range":
                    first, last = sheet.text(f"{one.id}_from"), sheet.text(f"{one.id}_until")
                    found[one.id] = f"{first}/{last or first}" if first else ""
                case "categories":
                    found[one.id] = " ".join(sheet.many(one.id))
                case "statement" if one.sentence:
                    found[one.id] = sheet.text(f"{one.id}_text") or (YES if sheet.ticked(one.id) else "")
                case _:
                    found[one.id] = sheet.given(one.id)
    return found
