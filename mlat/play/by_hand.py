"""What a person of a case file does to a clock or to an order by hand."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from mlat.domain.clock_acts import By
from mlat.domain.orders import OrderInput, rule_of
from mlat.domain.permissions import Actor
from mlat.domain.playbook import Deed, HappeningGiven
from mlat.domain.problems import Problem
from mlat.model import Clock, Office, transaction
from mlat.play.stage import Stage
from mlat.services import clocking, orders


def on_clock(now: datetime, given: HappeningGiven, actor: Actor, request_id: str, zone: str) -> None:
    """Extend, pause, resume or reset the request's running clock of the kind that was named."""
    clock, reason = _clock(request_id, given.clock), given.note or "case file"
    if given.kind == Deed.CLOCK_PAUSED:
        clocking.pause_clock(actor, now, clock, reason, now)
    elif given.kind == Deed.CLOCK_RESUMED:
        clocking.resume_clock(actor, now, clock, reason, now)
    elif given.kind == Deed.CLOCK_RESET:
        clocking.reset_clock(actor, now, clock, reason, now, given.zone or zone)
    else:
        by: By = "until" if given.until else "whole"
        clocking.extend_clock(actor, now, clock, reason, by, given.until or given.period)


def on_order(stage: Stage, now: datetime, given: HappeningGiven, actor: Actor) -> None:
    """Record an order of secrecy or non-disclosure under its code, extend it, or lift it."""
    if given.kind == Deed.ORDER_RECORDED:
        stage.orders[given.order] = orders.record_order(actor, now, stage.case_id, _order(stage, now, given))
        return
    order = stage.orders.get(given.order)
    if order is None:
        raise Problem("no_order", "order", "%(name)s was never recorded.", "See why further up.", name=given.order)
    if given.kind == Deed.ORDER_LIFTED:
        orders.lift_order(actor, now, order, given.note)
    else:
        orders.extend_order(actor, now, order, given.note, given.period, given.until)


def _order(stage: Stage, now: datetime, given: HappeningGiven) -> OrderInput:
    with transaction() as session:
        country = session.get_one(Office, stage.cast.office_id).country
    return OrderInput(
        kind=given.order_kind,
        ordered_at=now,
        zone=given.zone or stage.cast.zone,
        rule=given.rule or rule_of(given.order_kind, country),
        request=stage.find(given.request, given.made) or "" if given.request else "",
        period=given.period,
        until=given.until,
        issuer=given.issuer,
    )


def _clock(request_id: str, kind: str) -> str:
    with transaction() as session:
        found = session.scalar(
            select(Clock.id)
            .where(Clock.request_id == request_id, Clock.kind == kind, Clock.ended_at.is_(None))
            .order_by(Clock.opened_event.desc())
            .limit(1)
        )
    if found is None:
        raise Problem("no_clock", "clock", "no %(name)s is running.", "Look at clocks.json.", name=kind)
    return found
