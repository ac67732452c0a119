"""Orders of secrecy and of non-disclosure: recorded, extended, and lifted by a person. A date never lifts one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.clock_acts import Deadline, prolonged
from mlat.domain.clock_parts import PROHIBITIONS
from mlat.domain.instants import read_instant, read_zone
from mlat.domain.orders import CLOCK_OF, OrderInput, ordered
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.model import Case, Clock, Order, Request, new_id, transaction
from mlat.services.access import NotHere, find_case
from mlat.services.almanac import almanac_of
from mlat.services.caseclocks import running_about, turn_case
from mlat.services.families import make_minimal
from mlat.services.reasons import digest, keep_reason, needed
from mlat.services.vault import key_of


def record_order(actor: Actor, now: datetime, case_id: str, given: OrderInput) -> str:
    """Record an order; its end becomes a clock, and letters to the family stay minimal. Returns the order's id.

    Raises `Problem` for a kind, an instant, a zone, a period or a request that cannot be.
    """
    if given.kind not in CLOCK_OF:
        raise Problem("kind", "kind", "is no kind of order.", "Choose one of the list.")
    if given.period and given.until:
        raise Problem("order", "until", "and period: give at most one.", "Give the last day, or the period.")
    if (given.kind == "non_disclosure") != bool(given.request):
        raise Problem(
            "request",
            "request",
            "does not fit this kind of order.",
            "Non-disclosure names a request; secrecy does not.",
        )
    given = replace(
        given, ordered_at=read_instant(given.ordered_at, None, "ordered_at"), zone=read_zone(given.zone).key
    )
    if given.ordered_at > now:
        raise Problem("future", "ordered_at", "lies in the future.", "Give the day on which it was ordered.")
    with transaction() as session:
        case = find_case(session, actor, case_id, Act.EDIT_CASE)
        _check_request(session, case, given)
        order = Order(
            id=new_id(),
            case_id=case.id,
            request_id=given.request or None,
            kind=given.kind,
            ordered_at=given.ordered_at,
            zone=given.zone,
            rule=given.rule,
            period=given.period,
            until=given.until,
            entered_by=actor.user_id,
        )
        if given.issuer:
            order.issuer_sealed = key_of(session, case.id).seal(given.issuer, f"orders:{order.id}:issuer")
        session.add(order)
        session.flush()
        opening = ordered(order.id, given, almanac_of(session, case.office_id))
        turn_case(
            session, now, actor, case, "order_recorded", [opening], at=given.ordered_at, zone=given.zone,
            data={"order": order.id, "kind": order.kind} | ({"request": order.request_id} if order.request_id else {}),
        )  # fmt: skip
        if order.kind == "file_secrecy":
            make_minimal(session, case)
        return order.id


def extend_order(
    actor: Actor, now: datetime, order_id: str, reason: str, period: str = "", until: date | None = None
) -> None:
    """Extend an order by a period, counted from the end of the period before it, or to an exact day."""
    reason = needed(reason)
    if bool(period) == bool(until):
        raise Problem("extension", "until", "and period: give exactly one.", "Give the last day, or a period.")
    with transaction() as session:
        case, order = _in_force(session, actor, order_id, Act.EDIT_CASE)
        (clock,) = running_about(session, case, PROHIBITIONS, order.id)
        if period and not clock.legal_due:
            raise Problem(
                "no_end", "period", "cannot be added: this order has no end.", "It stands until it is lifted."
            )
        almanac = almanac_of(session, case.office_id)
        opening = prolonged(_deadline(order, clock, almanac.home, period), almanac, "more", until or period)
        event = turn_case(
            session, now, actor, case, "order_extended", [opening], [(clock.id, "extended")],
            data={"order": order.id, "reason_sha256": digest(reason), "from": clock.legal_due},
        )  # fmt: skip
        keep_reason(session, event, reason)


def lift_order(actor: Actor, now: datetime, order_id: str, reason: str) -> None:
    """Lift an order: from now on nothing of it holds. Only somebody who approves may."""
    reason = needed(reason)
    with transaction() as session:
        case, order = _in_force(session, actor, order_id, Act.APPROVE)
        order.lifted_at, order.lifted_by = now, actor.user_id
        ends = [(clock.id, "lifted") for clock in running_about(session, case, PROHIBITIONS, order.id)]
        event = turn_case(
            session, now, actor, case, "order_lifted", ends=ends,
            data={"order": order.id, "reason_sha256": digest(reason)},
        )  # fmt: skip
        keep_reason(session, event, reason)


def _check_request(session: Session, case: Case, given: OrderInput) -> None:
    own = select(Request.id).where(Request.id == given.request, Request.case_id == case.id)
    if given.request and session.scalar(own) is None:
        raise Problem("unknown", "request", "is none of this case.", "Choose one of the list.")


def _in_force(session: Session, actor: Actor, order_id: str, act: Act) -> tuple[Case, Order]:
    order = session.get(Order, order_id)
    if order is None:
        raise NotHere("order")
    case = find_case(session, actor, order.case_id, act)
    session.refresh(order)
    if order.lifted_at is not None:
        raise Problem("state", "order", "was lifted already.", "Record the new order.")
    return case, order


def _deadline(order: Order, clock: Clock, country: str, period: str) -> Deadline:
    """The order's clock as the rules see it: an extension follows the rule under which it was ordered."""
    return Deadline(
        clock.kind,
        clock.party,
        clock.started_at,
        clock.zone,
        country,
        order.rule,
        order.period or period,
        clock.legal_due,
        clock.safe_due,
        clock.working,
        source=clock.source,
        verification=clock.verification,
        about=order.id,
    )
