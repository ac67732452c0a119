"""What came back, as a person records it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from mlat.domain.casefile import EvidenceInput, ReplyInput
from mlat.domain.forms import DATA_CATEGORIES
from mlat.domain.lifecycle import REPLIES
from mlat.domain.permissions import Act
from mlat.reads.requests import RequestView, request_view
from mlat.services import tracking
from mlat.web.clock import now
from mlat.web.door import actor, needs
from mlat.web.sheet import Sheet
from mlat.web.words import zones

replies = Blueprint("replies", __name__)
KINDS = (
    "acknowledged",
    "hold_confirmed",
    "more_asked",
    "promised",
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


@replies.route("/requests/<request_id>/reply", methods=["GET", "POST"])
@needs(Act.RECORD)
def record(request_id: str) -> ResponseReturnValue:
    """Record an answer: of which kind, when, what came and what is missing."""
    view = request_view(actor(), request_id)
    sheet = Sheet(zone=actor().zone)
    if sheet.sent:
        with sheet.trying():
            given = _given(sheet, view)
            sheet.check()
            tracking.record_reply(actor(), now(), request_id, given)
            return redirect(url_for("requests.show", request_id=request_id))
    return render_template(
        "reply.html", it=view, sheet=sheet, kinds=KINDS, pairs=_pairs(view), zones=zones()
    ), sheet.status


@replies.route("/requests/<request_id>/given", methods=["GET", "POST"])
@needs(Act.RECORD)
def give_more(request_id: str) -> ResponseReturnValue:
    """Record that we gave what the recipient asked for."""
    view = request_view(actor(), request_id)
    sheet = Sheet(zone=actor().zone)
    if sheet.sent:
        with sheet.trying():
            at, zone = sheet.instant("at"), sheet.zone()
            sheet.check()
            tracking.give_more(actor(), now(), request_id, at, zone)
            return redirect(url_for("requests.show", request_id=request_id))
    return render_template("given.html", it=view, sheet=sheet, zones=zones()), sheet.status


def _pairs(view: RequestView) -> list[tuple[str, str, str]]:
    """(field value, account, data category) of everything that was asked."""
    return [(f"{code}:{data}", code, data) for code in view.identifiers for data in view.data]


def _given(sheet: Sheet, view: RequestView) -> ReplyInput:
    asked = {value: (code, data) for value, code, data in _pairs(view)}
    return ReplyInput(
        kind=sheet.one_of("kind", KINDS),
        at=sheet.instant("at"),
        zone=sheet.zone(),
        reference=sheet.text("reference"),
        note=sheet.given("note"),
        came=tuple(asked[one] for one in sheet.many("came") if one in asked),
        missing=tuple(asked[one] for one in sheet.many("missing") if one in asked),
        promised_on=sheet.day("promised_on"),
        until=sheet.day("until"),
        evidence=_evidence(sheet),
    )


def _evidence(sheet: Sheet) -> tuple[EvidenceInput, ...]:
    """Where returned content is kept; the content itself never comes here."""
    if not sheet.text("what"):
        return ()
    digest = sheet.needed("sha256").lower()
    if digest and (len(digest) != 64 or not set(digest) <= set("0123456789abcdef")):
        sheet.wrong("sha256", "is not a SHA-256 hash.", "Give its 64 hexadecimal digits.")
    size = sheet.whole("size")
    if size is None:
        sheet.needed("size")
    return (
        EvidenceInput(
            what=sheet.one_of("what", tuple(DATA_CATEGORIES)),
            size=size or 0,
            sha256=digest,
            place=sheet.needed("place"),
            custodian=sheet.needed("custodian"),
        ),
    )
