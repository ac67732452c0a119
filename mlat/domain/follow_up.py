"""Holds that go on only where the request for evidence arrives in time (Budapest Convention, art. 29(7)).

At least sixty days are promised, so that the request for mutual legal assistance can be made. Its receipt by
the requested State before they end, and nothing else, keeps the data until that request is decided.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from mlat.domain.clock_parts import HOLD, MLA_DUTY, PENDING, Happened, Opening, Running, Subject, Turn
from mlat.domain.counting import written
from mlat.domain.lifecycle import REPLIES, Kind

ASSISTANCE = frozenset({"mla_evidence", "emergency_mla"})
"""Measures whose request keeps the data until it is decided."""
CLAUSE = "mla_before_hold_ends"
"""The own duty by which an instrument's facts say that its hold ends so."""
DECIDES = frozenset({Kind.ANSWERED, Kind.NO_RECORDS, Kind.REFUSED})


def with_duties(turned: Turn, subject: Subject, running: Iterable[Running]) -> Turn:
    """Beside each hold of this kind that opens, our own duty: the request must have been received by its end.

    The duty ends on the days on which the hold ends, and moves with them.
    """
    duties = [clock for clock in running if clock.kind == MLA_DUTY]
    holds = [each for each in turned.opens if each.kind == HOLD and each.due and each.rule != PENDING]
    awaited = [each for each in holds if not set(each.covers) <= set(subject.arrived)]
    if not awaited or not (subject.follow_up or duties):
        return turned
    new = [each for each in awaited if not any(_same(duty, each) for duty in duties)]
    moved = tuple((duty.id, "moved") for duty in duties if any(set(duty.covers) <= set(each.covers) for each in new))
    opens = tuple(replace(each, kind=MLA_DUTY, party="us", confirmed=False) for each in new)
    return Turn(turned.opens + opens, turned.ends + moved)


def _same(duty: Running, hold: Opening) -> bool:
    same_day = hold.due is not None and duty.legal_due == written(hold.due.legal_due)
    return same_day and set(hold.covers) <= set(duty.covers)


def kept_until_decision(clock: Running, event: Happened) -> Opening:
    """The same data, kept from now on until the request for evidence is decided: no day can be named."""
    return Opening(
        HOLD,
        "nobody",
        event.at,
        clock.zone,
        PENDING,
        "",
        None,
        clock.source,
        clock.verification,
        clock.covers,
        confirmed=clock.confirmed,
        about=clock.request,
    )


def answered_by(event: Happened, subject: Subject, running: Iterable[Running]) -> Turn:
    """What a request for evidence does to the holds of its State that wait for it.

    `running` are its own clocks, and (not `own`) the holds and duties of that State in the case. Arrived in
    time, it ends the duty and turns a confirmed hold into one kept until the decision; decided, it ends that.
    """
    running = tuple(running)
    own = tuple((clock.id, event.kind.value) for clock in running if clock.own and clock.rule == PENDING)
    if event.kind is Kind.RETURNED:
        # Nobody decides any more on what was sent back: the data must be counted as kept by nothing.
        return Turn(ends=own)
    if event.kind in DECIDES:
        return Turn(ends=own + tuple((each.id, event.kind.value) for each in _awaiting(subject, running)))
    if not _arrival(event):
        return Turn()
    opens: list[Opening] = []
    over: list[tuple[str, str]] = []
    for duty in _awaiting(subject, running):
        if _late(event, duty):
            # An answer proves that it arrived before, but not when: only a recorded receipt settles the duty.
            over += [(duty.id, "arrived_late")] if event.kind is Kind.RECEIVED else []
            continue
        whole = set(duty.covers) <= set(subject.identifiers)
        over += [(duty.id, "arrived")] if whole else []
        for hold in _behind(duty, running):
            named = tuple(code for code in hold.covers if code in subject.identifiers)
            opens.append(replace(kept_until_decision(hold, event), covers=named))
            # What the request does not name is held no longer than before.
            over += [(hold.id, "kept_until_decision")] if len(named) == len(hold.covers) else []
    return Turn(tuple(opens), tuple(over))


def _awaiting(subject: Subject, running: tuple[Running, ...]) -> list[Running]:
    """The duties that this request fulfils, wholly or in part."""
    named = set(subject.identifiers)
    return [clock for clock in running if clock.kind == MLA_DUTY and not clock.own and named & set(clock.covers)]


def _behind(duty: Running, running: tuple[Running, ...]) -> list[Running]:
    """The confirmed holds that the duty stands beside."""
    return [
        clock
        for clock in running
        if clock.kind == HOLD and clock.confirmed and not clock.own and clock.request == duty.request
    ]


def _arrival(event: Happened) -> bool:
    """Whether the requested State has it: a mail that was sent shows nothing before somebody confirms it."""
    if event.kind in REPLIES and event.kind is not Kind.RETURNED:
        return True
    carried = event.kind in {Kind.SENT, Kind.TAKEN_OVER, Kind.REROUTED} and not event.electronic
    return event.reaches and (event.kind is Kind.RECEIVED or carried)


def _late(event: Happened, duty: Running) -> bool:
    return event.at.astimezone(ZoneInfo(duty.zone)).date() > date.fromisoformat(duty.legal_due[:10])
