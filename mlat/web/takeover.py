"""Taking over open work: requests that were sent before this program knew of them."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from mlat.domain.casefile import OpenRequest
from mlat.domain.forms import DATA_CATEGORIES
from mlat.domain.permissions import Act
from mlat.house import house
from mlat.reads.cases import CaseView, case_view
from mlat.services import takeover as services
from mlat.web import names
from mlat.web.clock import now
from mlat.web.dates import today
from mlat.web.door import actor, needs
from mlat.web.sheet import Sheet
from mlat.web.words import law_name, said, zones

takeover = Blueprint("takeover", __name__)


@takeover.route("/cases/<case_id>/take-over", methods=["GET", "POST"])
@needs(Act.RECORD)
def one(case_id: str) -> ResponseReturnValue:
    """One request with its true dates; its clocks run from those."""
    case = case_view(actor(), today(), case_id)
    sheet = Sheet(zone=actor().zone, code=f"R{len(case.requests) + 1}")
    if sheet.sent:
        with sheet.trying():
            given = _given(sheet, case)
            sheet.check()
            request_id = services.take_over(actor(), now(), case_id, given)
            return redirect(url_for("requests.show", request_id=request_id))
    return _page(case, sheet)


@takeover.post("/cases/<case_id>/import")
@needs(Act.RECORD)
def many(case_id: str) -> ResponseReturnValue:
    """Every row of a CSV file, or none."""
    case = case_view(actor(), today(), case_id)
    sheet = Sheet()
    with sheet.trying():
        services.import_csv(actor(), now(), case_id, sheet.table("file"))
        return redirect(url_for("cases.show", case_id=case_id) + "#requests")
    return _page(case, sheet)


def _page(case: CaseView, sheet: Sheet) -> ResponseReturnValue:
    world = house().world
    recipients = sorted(
        [(one.id, one.name) for one in world.platforms.values()]
        + [(one.id, f"{one.country} · {one.name_en}") for one in world.authorities.values()],
        key=lambda pair: pair[1].casefold(),
    )
    instruments = sorted(
        ((one.id, f"{law_name(one.id)}, {one.article} ({one.id})") for one in world.instruments.values()),
        key=lambda pair: pair[1].casefold(),
    )
    return render_template(
        "takeover.html",
        case=case,
        sheet=sheet,
        recipients=recipients,
        instruments=instruments,
        zones=zones(),
        columns=services.COLUMNS,
        measures=[(code, said(code, "measure")) for code in names.MEASURES],
        channels=[(code, said(code, "channel")) for code in names.CHANNELS],
        categories=[(code, said(code, "data")) for code in DATA_CATEGORIES],
        accounts=[(a.code, f"{a.code} · {a.given}") for a in case.accounts],
    ), sheet.status


def _given(sheet: Sheet, case: CaseView) -> OpenRequest:
    return OpenRequest(
        code=sheet.needed("code"),
        measure=sheet.one_of("measure", tuple(names.MEASURES)),
        recipient=sheet.needed("recipient"),
        instrument=sheet.needed("instrument"),
        sent_at=sheet.instant("sent_at"),
        zone=sheet.zone(),
        channel=sheet.one_of("channel", tuple(names.CHANNELS)),
        reference=sheet.text("reference"),
        number=sheet.text("number"),
        identifiers=tuple(code for code in sheet.many("identifiers") if code in {a.code for a in case.accounts}),
        data=tuple(code for code in sheet.many("data") if code in DATA_CATEGORIES),
        confirmed_at=sheet.optional_instant("confirmed_at"),
        acknowledged_at=sheet.optional_instant("acknowledged_at"),
    )
