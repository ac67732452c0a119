"""One operation, many suspects: take them from a file, see what each State gets, have the packages drafted."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mlat.domain.operations import COLUMNS
from mlat.domain.permissions import Act
from mlat.reads.cases import case_view
from mlat.reads.operations import works
from mlat.services import operations as services
from mlat.services import referring
from mlat.services.operations import MEASURES, Wish
from mlat.web.clock import now
from mlat.web.dates import today
from mlat.web.door import actor, needs
from mlat.web.sheet import Sheet
from mlat.web.telling import tell
from mlat.web.words import said

operations = Blueprint("operations", __name__)


@operations.get("/cases/<case_id>/operation")
@needs(Act.DRAFT)
def show(case_id: str) -> ResponseReturnValue:
    """Every State with a suspect: its law, its language, how many; the refused ones with the ground."""
    return _page(case_id, Sheet())


@operations.post("/cases/<case_id>/operation")
@needs(Act.DRAFT)
def draft(case_id: str) -> ResponseReturnValue:
    """Have the workers draft the packages that are missing."""
    wish, sheet = _wish(), Sheet()
    with sheet.trying():
        referring.plant_packages(actor(), now(), case_id, wish)
        return redirect(_here(case_id, wish))
    return _page(case_id, sheet)


@operations.post("/cases/<case_id>/operation/<work_id>/<any(stop, resume):act>")
@needs(Act.DRAFT)
def change(case_id: str, work_id: str, act: str) -> ResponseReturnValue:
    """Let planted work rest, or go on."""
    {"stop": referring.stop, "resume": referring.resume}[act](actor(), now(), work_id)
    return redirect(_here(case_id, _wish()))


@operations.post("/cases/<case_id>/operation/suspects")
@needs(Act.EDIT_CASE)
def suspects(case_id: str) -> ResponseReturnValue:
    """Have the workers take in a CSV file; one wrong line and nothing is taken in."""
    wish, sheet = _wish(), Sheet()
    case_view(actor(), today(), case_id)
    with sheet.trying():
        referring.plant_suspects(actor(), now(), case_id, wish, sheet.table("file"))
        return redirect(_here(case_id, wish))
    return _page(case_id, sheet)


def _wish() -> Wish:
    """What stands in the address or in the form: both name it the same."""
    given = request.values
    measure = given.get("measure", MEASURES[0])
    return Wish(given.get("code", "OP1").strip(), measure, given.get("organised") == "yes")


def _here(case_id: str, wish: Wish) -> str:
    organised = "yes" if wish.organised else None
    return url_for("operations.show", case_id=case_id, code=wish.code, measure=wish.measure, organised=organised)


def _page(case_id: str, sheet: Sheet) -> ResponseReturnValue:
    case, wish = case_view(actor(), today(), case_id), _wish()
    plan = None
    with sheet.trying():
        plan = services.plan(actor(), now(), case_id, wish)
    return render_template(
        "operation.html",
        case=case,
        sheet=sheet,
        wish=wish,
        plan=plan,
        columns=COLUMNS,
        measures=[(code, said(code, "measure")) for code in MEASURES],
        works=[(each, tell(each.problem) if each.problem else "") for each in works(actor(), case_id)],
    ), sheet.status
