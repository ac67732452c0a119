"""Orders of secrecy and non-disclosure, and the other clocks of a case that a person ends."""

from __future__ import annotations

from typing import get_args

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mlat.domain.orders import OrderInput, OrderKind, rule_of
from mlat.domain.permissions import Act
from mlat.house import house
from mlat.reads.case_clocks import CaseClock, OrderLine, case_clocks, order_line
from mlat.reads.cases import CaseView, case_view
from mlat.services import caseclocks
from mlat.services import orders as services
from mlat.services.access import NotHere
from mlat.web.clock import now
from mlat.web.dates import today
from mlat.web.door import actor, needs, reader
from mlat.web.sheet import Sheet
from mlat.web.words import said, zones

orders = Blueprint("orders", __name__)
KINDS: tuple[OrderKind, ...] = get_args(OrderKind)


@orders.route("/cases/<case_id>/orders/new", methods=["GET", "POST"])
@needs(Act.EDIT_CASE)
def new(case_id: str) -> ResponseReturnValue:
    """Record an order: who ordered what, when, and how long it lasts."""
    case = case_view(actor(), today(), case_id)
    sheet = Sheet(kind="file_secrecy", zone=reader().office_zone, rule=rule_of("file_secrecy", reader().country))
    if sheet.sent:
        with sheet.trying():
            given = _given(sheet, case)
            sheet.check()
            services.record_order(actor(), now(), case_id, given)
            return _back(case_id)
    requests = [(one.id, f"{one.code} · {one.recipient}") for one in case.requests if one.state != "draft"]
    kinds = [(code, said(code, "order")) for code in KINDS]
    page = render_template(
        "orders/new.html", case=case, sheet=sheet, kinds=kinds, requests=requests, rules=_rules(), zones=zones()
    )
    return page, sheet.status


@orders.route("/orders/<order_id>/extend", methods=["GET", "POST"])
@needs(Act.EDIT_CASE)
def extend(order_id: str) -> ResponseReturnValue:
    """Extend an order, from the end of the period before."""
    case_id, order = order_line(actor(), order_id)
    sheet = Sheet()
    if sheet.sent:
        with sheet.trying():
            period, until, reason = sheet.period("period"), sheet.day("until"), sheet.needed("reason")
            sheet.check()
            services.extend_order(actor(), now(), order_id, reason, period, until)
            return _back(case_id)
    return _page("extend", case_id, order, sheet)


@orders.route("/orders/<order_id>/lift", methods=["GET", "POST"])
@needs(Act.APPROVE)
def lift(order_id: str) -> ResponseReturnValue:
    """Lift an order, after one question."""
    case_id, order = order_line(actor(), order_id)
    sheet = Sheet()
    if sheet.sent:
        with sheet.trying():
            reason = sheet.needed("reason")
            sheet.check()
            services.lift_order(actor(), now(), order_id, reason)
            return _back(case_id)
    return _page("lift", case_id, order, sheet)


@orders.route("/cases/<case_id>/clocks/<clock_id>/settle", methods=["GET", "POST"])
@needs(Act.RECORD)
def settle(case_id: str, clock_id: str) -> ResponseReturnValue:
    """A birthday was looked at, or the reported content was asked for: the clock ends."""
    clocks = case_clocks(actor(), now(), case_id).clocks
    clock = next((one for one in clocks if one.line.id == clock_id and one.line.kind in caseclocks.SETTLED), None)
    if clock is None:
        raise NotHere("clock")
    sheet = Sheet()
    if sheet.sent:
        with sheet.trying():
            reason = sheet.needed("reason")
            sheet.check()
            caseclocks.settle_clock(actor(), now(), clock_id, reason)
            return _back(case_id)
    return render_template("orders/settle.html", case_id=case_id, one=clock, sheet=sheet), sheet.status


def _given(sheet: Sheet, case: CaseView) -> OrderInput:
    kind = sheet.one_of("kind", KINDS)
    known = tuple(one.id for one in case.requests)
    return OrderInput(
        kind=kind,
        ordered_at=sheet.instant("ordered_at"),
        zone=sheet.zone(),
        rule=sheet.one_of("rule", tuple(house().world.counting)),
        request=sheet.one_of("request", known) if kind == "non_disclosure" else "",
        period=sheet.period("period"),
        until=sheet.day("until"),
        issuer=sheet.needed("issuer"),
    )


def _rules() -> list[tuple[str, str]]:
    """The counting rules, those of prohibitions first."""
    rules = sorted(house().world.counting.values(), key=lambda rule: (rule.kind != "prohibition", rule.id))
    return [(rule.id, _(rule.title)) for rule in rules]


def _page(act: str, case_id: str, order: OrderLine, sheet: Sheet) -> ResponseReturnValue:
    clock: CaseClock | None = next(
        (one for one in case_clocks(actor(), now(), case_id).clocks if one.line.about == order.id), None
    )
    page = render_template(f"orders/{act}.html", case_id=case_id, order=order, one=clock, sheet=sheet)
    return page, sheet.status


def _back(case_id: str) -> ResponseReturnValue:
    return redirect(url_for("cases.show", case_id=case_id, _anchor="clocks"))
