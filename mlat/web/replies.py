"""What came back, as a person records it."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mlat.domain.casefile import EvidenceInput, FileInput, ReplyInput
from mlat.domain.forms import DATA_CATEGORIES
from mlat.domain.lifecycle import REPLIES
from mlat.domain.messages import N_
from mlat.domain.permissions import Act
from mlat.reads.requests import RequestView, request_view
from mlat.services import tracking
from mlat.web import names
from mlat.web.clock import now
from mlat.web.door import actor, needs
from mlat.web.sheet import Sheet
from mlat.web.words import said, zones

replies = Blueprint("replies", __name__)
KINDS = (
    "acknowledged",
    "hold_confirmed",
    "more_asked",
    "promised",
    "link_given",
    "partly_answered",
    "answered",
    "no_records",
    "refused",
    "returned",
    "postponed",
    "conditions_offered",
    "transferred",
)
"""Kinds of answer in the order in which they usually come."""
assert set(KINDS) == {kind.value for kind in REPLIES}  # noqa: S101 (the two lists must say the same)
LARGEST_SIZE = 15
"""Digits of a size in bytes."""


@replies.route("/requests/<request_id>/reply", methods=["GET", "POST"])
@needs(Act.RECORD)
def record(request_id: str) -> ResponseReturnValue:
    """Record an answer: of whom, of which kind, when, what came and what is missing."""
    view = request_view(actor(), request_id)
    sheet = Sheet(zone=actor().zone, leg=request.args.get("leg", ""), kind=request.args.get("kind", ""))
    if sheet.sent:
        with sheet.trying():
            given = given_answer(sheet, view)
            sheet.check()
            tracking.record_reply(actor(), now(), request_id, given)
            return redirect(url_for("requests.show", request_id=request_id))
    return render_template(
        "reply.html", it=view, sheet=sheet, kinds=KINDS, pairs=pairs_of(view), zones=zones(), bodies=bodies_of(view),
        grounds=grounds(),
    ), sheet.status  # fmt: skip


@replies.route("/requests/<request_id>/given", methods=["GET", "POST"])
@needs(Act.RECORD)
def give_more(request_id: str) -> ResponseReturnValue:
    """Record that we gave what the recipient asked for."""
    return _moment(request_id, N_("When did we give what they asked for?"), tracking.give_more)


@replies.route("/requests/<request_id>/link-ended", methods=["GET", "POST"])
@needs(Act.RECORD)
def lose_link(request_id: str) -> ResponseReturnValue:
    """Record that a download link had ended and that a new one was asked for."""
    return _moment(request_id, N_("When did we ask them for a new download link?"), tracking.lose_link)


@replies.route("/requests/<request_id>/accept-conditions", methods=["GET", "POST"])
@needs(Act.APPROVE)
def accept_conditions(request_id: str) -> ResponseReturnValue:
    """Accept the conditions that they offered; from then on they bind like limits of use."""
    return _moment(request_id, N_("When did we accept their conditions?"), tracking.accept_conditions)


def _moment(request_id: str, asks: str, act: tracking.OfMoment) -> ResponseReturnValue:
    """A page that asks for one instant, and the act that happened then."""
    view = request_view(actor(), request_id)
    sheet = Sheet(zone=actor().zone)
    if sheet.sent:
        with sheet.trying():
            at, zone = sheet.instant("at"), sheet.zone()
            sheet.check()
            act(actor(), now(), request_id, at, zone)
            return redirect(url_for("requests.show", request_id=request_id))
    return render_template("given.html", it=view, sheet=sheet, zones=zones(), asks=asks), sheet.status


def pairs_of(view: RequestView) -> list[tuple[str, str, str]]:
    """(field value, account, data category) of everything that was asked."""
    return [(f"{code}:{data}", code, data) for code in view.identifiers for data in view.data]


def bodies_of(view: RequestView) -> list[tuple[str, str]]:
    """Who can answer, where it is not only the recipient: every body on the way that may have it."""
    if len(view.legs) < 2:
        return []
    return [(leg.id, leg.to_name or view.line.recipient) for leg in view.legs]


def grounds() -> list[tuple[str, str]]:
    """(code, words) of every ground on which they can refuse."""
    return [(code, said(code, "ground")) for code in names.REFUSALS]


def given_answer(sheet: Sheet, view: RequestView) -> ReplyInput:
    """The answer as the form's fields say it."""
    asked = {value: (code, data) for value, code, data in pairs_of(view)}
    kind = sheet.one_of("kind", KINDS)
    bodies = dict(bodies_of(view))
    return ReplyInput(
        kind=kind,
        at=sheet.instant("at"),
        zone=sheet.zone(),
        leg=sheet.text("leg") if sheet.text("leg") in bodies else "",
        reference=sheet.text("reference"),
        note=sheet.given("note"),
        came=tuple(asked[one] for one in sheet.many("came") if one in asked),
        missing=tuple(asked[one] for one in sheet.many("missing") if one in asked),
        spans=_spans(sheet, asked),
        ground=sheet.text("ground") if kind == "refused" else "",
        passed_to=sheet.needed("passed_to") if kind == "transferred" else "",
        link=sheet.needed("link") if kind == "link_given" else "",
        promised_on=sheet.day("promised_on"),
        until=sheet.day("until"),
        evidence=_evidence(sheet),
        files=_files(sheet),
    )


def _spans(sheet: Sheet, asked: dict[str, tuple[str, str]]) -> dict[tuple[str, str], tuple[date, date]]:
    """First and last day of what came only in part."""
    found = {}
    for value, pair in asked.items():
        if value not in sheet.many("came"):
            continue
        first, last = sheet.day(f"first:{value}"), sheet.day(f"last:{value}")
        if first and last:
            found[pair] = (first, last)
        elif first or last:
            missing = f"last:{value}" if first else f"first:{value}"
            sheet.wrong(missing, N_("is empty."), N_("Give both days, or neither where all of the period came."))
    return found


def _files(sheet: Sheet) -> tuple[FileInput, ...]:
    """A file that came: it is set aside unseen."""
    data, name = sheet.upload("file", (), needed=False)
    if not data:
        return ()
    declared = request.files["file"].mimetype
    return (FileInput(name=name, declared=declared, data=data, what=_category(sheet, "file_what")),)


def _category(sheet: Sheet, name: str) -> str:
    return sheet.one_of(name, tuple(DATA_CATEGORIES)) if sheet.text(name) else ""


def _evidence(sheet: Sheet) -> tuple[EvidenceInput, ...]:
    """Where returned content is kept; the content itself never came here."""
    if not sheet.text("what"):
        return ()
    digest = sheet.needed("sha256").lower()
    if digest and (len(digest) != 64 or not set(digest) <= set("0123456789abcdef")):
        sheet.wrong("sha256", N_("is not a SHA-256 hash."), N_("Give its 64 hexadecimal digits."))
    sheet.needed("size")
    return (
        EvidenceInput(
            what=sheet.one_of("what", tuple(DATA_CATEGORIES)),
            size=sheet.whole("size", LARGEST_SIZE) or 0,
            sha256=digest,
            place=sheet.needed("place"),
            custodian=sheet.needed("custodian"),
        ),
    )
