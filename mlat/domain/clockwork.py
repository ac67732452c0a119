"""Which clocks an event opens and ends: pure, so that a case can be lived through on paper.

An acknowledgement stops the first clock only. A promise silences the chase up to its own day. A resend
does not restart anything. Holds are in mlat.domain.holding.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from zoneinfo import ZoneInfo

from mlat.domain.clock_acts import BY_DATE
from mlat.domain.clock_parts import (
    ACKNOWLEDGEMENT,
    ANSWER,
    ANSWER_OWED,
    CHASED,
    DOWNLOAD,
    HOLD,
    MLA_DUTY,
    OUR_ANSWER,
    OWN_DUTY,
    PROMISE,
    TRANSMISSION,
    Almanac,
    Happened,
    Opening,
    Running,
    Stated,
    Subject,
    Turn,
    ends,
)
from mlat.domain.counting import Due, Step, local_day
from mlat.domain.counting_rule import Kind as Counted
from mlat.domain.follow_up import ASSISTANCE, answered_by, with_duties
from mlat.domain.holding import hold_confirmed
from mlat.domain.lifecycle import DONE_WHEN, Kind

UNCHASED = frozenset(
    {"status_inquiry", "urgent_confirmation", "more_information", "translation_order", "withdrawal", "child_notice"}
)
"""What is not asked after: the request (or the text) that it is about has its own clocks."""


OURS = frozenset({OUR_ANSWER, DOWNLOAD})
"""What we owe them back. A link stays to be fetched whatever they ask or say besides, until something came."""
WHERE_NONE_NAMED = "P3D"
"""Within which the office fetches what lies behind a link of which nobody said when it ends."""

STARTED_BY_SENDING = frozenset({TRANSMISSION, ACKNOWLEDGEMENT, ANSWER_OWED, HOLD})


def turn(event: Happened, subject: Subject, running: Iterable[Running], almanac: Almanac) -> Turn:
    """The clocks that `event` opens and ends, given those that run.

    Of other requests' clocks (not `own`), an extension sees the hold that it extends, and a request for
    evidence the holds that wait for it.
    """
    running = tuple(running)
    extends = subject.measure == "preservation_extension" and event.kind is Kind.HOLD_CONFIRMED
    near = running if extends else tuple(clock for clock in running if clock.own)
    turned = with_duties(_turn(event, subject, near, almanac), subject, near)
    if subject.measure not in ASSISTANCE:
        return turned
    kept = answered_by(event, subject, running)
    return Turn(turned.opens + kept.opens, turned.ends + kept.ends)


def _turn(event: Happened, subject: Subject, running: tuple[Running, ...], almanac: Almanac) -> Turn:
    match event.kind:
        case Kind.SENT | Kind.TAKEN_OVER | Kind.RECEIVED | Kind.REROUTED:
            return _travelled(event, subject, running, almanac)
        case Kind.ISSUED:
            return Turn(tuple(_duties("issued", event, subject, almanac)))
        case Kind.HOLD_CONFIRMED:
            return hold_confirmed(event, subject, running, almanac)
        case Kind.ACKNOWLEDGED if event.heard:
            return Turn()
        case Kind.ACKNOWLEDGED | Kind.MORE_GIVEN | Kind.CONDITIONS_ACCEPTED | Kind.TRANSFERRED:
            return _answer_awaited(event, subject, ends(running, CHASED | {OUR_ANSWER}, event.kind))
        case Kind.PARTLY_ANSWERED | Kind.LINK_LOST:
            return _answer_awaited(event, subject, ends(running, CHASED | OURS, event.kind))
        case Kind.POSTPONED if event.promised_on:
            return Turn((_promise(event),), ends(running, CHASED, event.kind))
        case Kind.POSTPONED:
            return _answer_awaited(event, subject, ends(running, CHASED, event.kind))
        case Kind.LINK_GIVEN:
            return Turn((_download(event, subject, almanac),), ends(running, CHASED | OURS, event.kind))
        case Kind.MORE_ASKED | Kind.CONDITIONS_OFFERED:
            # Where a question of theirs waits already, the day by which that one is owed stands.
            waits = any(clock.kind == OUR_ANSWER for clock in running)
            ours = () if waits else (_ours(event, subject, almanac),)
            return Turn(ours, ends(running, CHASED, event.kind))
        case Kind.PROMISED if not event.awaited:
            return Turn()
        case Kind.PROMISED:
            return Turn((_promise(event),), ends(running, CHASED, event.kind))
        case Kind.ANSWERED | Kind.REMOVED | Kind.NO_RECORDS | Kind.REFUSED | Kind.RETURNED | Kind.LEG_RETURNED:
            return Turn(ends=ends(running, CHASED | OURS | {ANSWER_OWED}, event.kind))
        case Kind.WITHDRAWN:
            return Turn(ends=tuple((clock.id, event.kind.value) for clock in running))
        case Kind.CLOSED:
            # Putting our own file aside frees no recipient of what it keeps: a confirmed hold and its duty run on.
            over = (clock for clock in running if not (clock.confirmed or clock.kind == MLA_DUTY))
            return Turn(ends=tuple((clock.id, event.kind.value) for clock in over))
        case _:
            return Turn()


def _travelled(event: Happened, subject: Subject, running: tuple[Running, ...], almanac: Almanac) -> Turn:
    opens: list[Opening] = []
    over: tuple[tuple[str, str], ...] = ()
    if event.bounced:
        never = tuple(clock for clock in running if clock.kind in STARTED_BY_SENDING and not clock.confirmed)
        over, running = ends(never, STARTED_BY_SENDING, Kind.BOUNCED), tuple(c for c in running if c not in never)
    known = {clock.kind for clock in running}
    if not event.heard and not known & (CHASED - {TRANSMISSION}) and subject.measure not in UNCHASED:
        if event.reaches:
            # What was asked of the bodies on the way is done; the recipient's own clock starts here.
            over += ends(running, {TRANSMISSION}, event.kind)
            opens.append(Opening(ACKNOWLEDGEMENT, "them", event.at, event.zone))
        elif TRANSMISSION not in known:
            opens.append(Opening(TRANSMISSION, "them", event.at, event.zone))
    if event.kind is not Kind.RECEIVED and event.electronic and not event.resent and OWN_DUTY not in known:
        opens += _duties("sent", event, subject, almanac)
    if event.reaches:
        opens += [
            _stated(HOLD, "nobody", each, event, subject, almanac, covers=subject.identifiers)
            for each in subject.stated
            if each.kind == "hold" and HOLD not in known
        ]
        opens += [
            _stated(ANSWER_OWED, "them", each, event, subject, almanac)
            for each in subject.stated
            if each.kind == "answer" and each.starts in ("", "received", "served") and ANSWER_OWED not in known
        ]
    return Turn(tuple(opens), over)


def _duties(starts: str, event: Happened, subject: Subject, almanac: Almanac) -> list[Opening]:
    """What we owe from this event on. The route states a duty of urgent requests only where it is urgent."""
    mine = [each for each in subject.stated if each.kind == "own_duty" and (each.starts or "sent") == starts]
    return [_stated(OWN_DUTY, "us", each, event, subject, almanac) for each in mine]


def _answer_awaited(event: Happened, subject: Subject, over: tuple[tuple[str, str], ...]) -> Turn:
    awaited = subject.measure not in DONE_WHEN
    return Turn((Opening(ANSWER, "them", event.at, event.zone),) if awaited else (), over)


def _promise(event: Happened) -> Opening:
    promised = event.promised_on
    due = Due(promised, promised, (), "promise", "", event.zone) if promised else None
    return Opening(PROMISE, "them", event.at, event.zone, "promise", "", due, "the recipient's own word", "read")


def _download(event: Happened, subject: Subject, almanac: Almanac) -> Opening:
    """The link's end is the day they named: gone, in the earliest reading, as that day begins."""
    zone, country = _place("us", event, subject, almanac)
    if event.until is not None:
        safe = max(event.until - timedelta(days=1), local_day(event.at, ZoneInfo(zone)))
        due = Due(event.until, min(safe, event.until), (Step("exact_date", event.until),), BY_DATE, "", zone)
        return Opening(DOWNLOAD, "us", event.at, zone, BY_DATE, "", due, "the recipient's own word", "read")
    due = almanac.due(almanac.domestic, WHERE_NONE_NAMED, event.at, zone, country, Counted.ACT)
    source = "the office's own habit, not law"
    return Opening(DOWNLOAD, "us", event.at, zone, almanac.domestic, WHERE_NONE_NAMED, due, source, "unverified")


def _ours(event: Happened, subject: Subject, almanac: Almanac) -> Opening:
    """Our turn to answer; where no law gives a day, the office gives itself ten, as its own law counts them."""
    for stated in subject.stated:
        if stated.kind == "own_duty" and stated.starts == "questions_received":
            return _stated(OUR_ANSWER, "us", stated, event, subject, almanac)
    zone, country = _place("us", event, subject, almanac)
    return Opening(
        OUR_ANSWER,
        "us",
        event.at,
        zone,
        almanac.domestic,
        "P10D",
        almanac.due(almanac.domestic, "P10D", event.at, zone, country, Counted.ACT),
        "the office's own habit, not law",
        "unverified",
    )


def _place(party: str, event: Happened, subject: Subject, almanac: Almanac) -> tuple[str, str]:
    """(zone, country) of a deadline: what we owe starts where we are and is done on working days there."""
    if party == "us":
        return almanac.zone or event.zone, almanac.home or subject.country
    return event.zone, subject.country


def _stated(
    kind: str,
    party: str,
    stated: Stated,
    event: Happened,
    subject: Subject,
    almanac: Almanac,
    covers: tuple[str, ...] = (),
) -> Opening:
    counted = Counted.HOLD if stated.kind == "hold" else Counted.ACT
    zone, country = _place(party, event, subject, almanac)
    due = almanac.due(stated.rule, stated.value, event.at, zone, country, counted)
    return Opening(
        kind,
        party,
        event.at,
        zone,
        stated.rule,
        stated.value,
        due,
        stated.source,
        stated.verification,
        covers,
    )
