"""One thing happens to a request: the event, the clocks it opens and ends, and what the columns then say."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from mlat.domain.clock_parts import HOLD, MLA_DUTY, Happened, Opening, Running, Stated, Subject
from mlat.domain.clockwork import turn
from mlat.domain.counting import written
from mlat.domain.follow_up import ASSISTANCE, CLAUSE
from mlat.domain.instants import read_instant, read_zone
from mlat.domain.lifecycle import DONE, HEARD, OWING, Kind, permit
from mlat.domain.milestones import OF_EVENTS
from mlat.domain.permissions import Actor
from mlat.domain.problems import Problem
from mlat.model import Case, Clock, Event, Leg, Request, new_id
from mlat.services import journal
from mlat.services.almanac import almanac_of
from mlat.services.families import propose_in
from mlat.services.knowledge import world_of
from mlat.services.majority import forget_month, place_majority
from mlat.services.projecting import refresh
from mlat.services.renewing import EXTENSION, family
from mlat.services.rungs import overtake, renewal_leaves, set_chased, set_dependants, set_rung

FASTER = frozenset({"mail", "telephone"})
"""Ways after which a signed original is owed, where the instrument says so."""
HANDS_OVER_AT_ONCE = frozenset({"portal", "mail", "by_hand", "telephone"})


def happen(
    session: Session,
    now: datetime,
    actor: Actor,
    row: Request,
    kind: Kind,
    *,
    at: datetime | None = None,
    zone: str = "UTC",
    leg: Leg | None = None,
    promised_on: date | None = None,
    until: date | None = None,
    data: dict[str, Any] | None = None,
) -> Event:
    """Record `kind` at the instant `at` in `zone`; raises `Problem` where it does not fit, and changes nothing then."""
    at = read_instant(at or now)
    read_zone(zone)
    if at > now:
        raise Problem("future", "at", "lies in the future.", "Give the day on which it happened.")
    permit(kind, row.state)
    event = Happened(
        kind=kind,
        at=at,
        zone=zone,
        reaches=_reaches(kind, leg),
        promised_on=promised_on,
        until=until,
        electronic=bool(leg and leg.channel in FASTER),
        resent=kind is Kind.SENT and row.state != "returned" and _went_before(session, row, leg),
        bounced=kind is Kind.SENT and _came_back(session, row, leg),
        heard=row.state in HEARD,
        asked_at=_asked_at(session, row) if kind is Kind.HOLD_CONFIRMED else None,
        awaited=row.ball in OWING,
    )
    turned = turn(event, subject_of(session, row), running(session, row), almanac_of(session, row.office_id))
    opens = [opening_entry(opening) for opening in turned.opens]
    written_event = journal.write(
        session,
        now,
        actor,
        kind,
        office_id=row.office_id,
        case_id=row.case_id,
        request_id=row.id,
        at=at,
        zone=zone,
        data=_data(kind, leg, promised_on, until)
        | (data or {})
        | ({"opens": opens} if opens else {})
        | ({"ends": [list(e) for e in turned.ends]} if turned.ends else {}),
    )
    had = row.ball
    apply(session, written_event)
    for each in (row, *_others_ended(session, row, written_event)):
        refresh(session, each, now)
    for clock in session.scalars(select(Clock).where(Clock.opened_event == written_event.id)):
        set_rung(session, row, clock, now)
    if row.ball != had:
        set_chased(session, row, now)
    if kind is Kind.SENT and row.measure == EXTENSION:
        renewal_leaves(session, row, now)
    set_dependants(session, written_event, now)
    if kind in OF_EVENTS:
        propose_in(session, Actor(row.office_id), now, session.get_one(Case, row.case_id))
    return written_event


def _others_ended(session: Session, row: Request, event: Event) -> list[Request]:
    """Other requests of which the event ended a clock: a hold that was renewed, or waited for this request."""
    ended = select(Clock.request_id).where(Clock.ended_event == event.id, Clock.request_id != row.id)
    return list(session.scalars(select(Request).where(Request.id.in_(ended))))


def apply(session: Session, event: Event) -> None:
    """Write the clock rows that an event opens, ends and counts anew; a rebuild does the same."""
    for clock_id, why in event.data.get("ends", []):
        clock = session.get_one(Clock, clock_id)
        clock.ended_event, clock.ended_at, clock.ended_why = event.id, event.at, why
        forget_month(clock)
        clock.next_rung = clock.next_rung_at = None
        overtake(session, clock_id, event.recorded_at)
    for entry in event.data.get("opens", []):
        clock = clock_of(event, entry)
        place_majority(session, clock)
        session.add(clock)
    for entry in event.data.get("recounts", []):
        count_anew(session.get_one(Clock, entry["id"]), entry)
    session.flush()


def count_anew(clock: Clock, entry: dict[str, Any]) -> None:
    """The same clock with the dates that an event gives it after the days of rest changed."""
    clock.legal_due, clock.safe_due, clock.working = entry["legal_due"], entry["safe_due"], entry["working"]
    clock.legal_at, clock.safe_at = (datetime.fromisoformat(entry[name]) for name in ("legal_at", "safe_at"))
    clock.calendar_version = entry["calendar"]


def clock_of(event: Event, entry: dict[str, Any]) -> Clock:
    """The clock row that an event's entry describes."""
    instants = {name: datetime.fromisoformat(entry[name]) if entry[name] else None for name in ("legal_at", "safe_at")}
    return Clock(
        id=entry["id"],
        office_id=event.office_id,
        case_id=event.case_id or "",
        request_id=event.request_id,
        kind=entry["kind"],
        party=entry["party"],
        rule=entry["rule"],
        period=entry["period"],
        started_at=datetime.fromisoformat(entry["started_at"]),
        zone=entry["zone"],
        legal_due=entry["legal_due"],
        safe_due=entry["safe_due"],
        legal_at=instants["legal_at"],
        safe_at=instants["safe_at"],
        working=entry["working"],
        calendar_version=entry["calendar"],
        source=entry["source"],
        verification=entry["verification"],
        covers=entry["covers"],
        confirmed=entry["confirmed"],
        about=entry.get("about", ""),
        paused_at=datetime.fromisoformat(entry["paused_at"]) if entry.get("paused_at") else None,
        opened_event=event.id,
        ended_why="",
    )


def opening_entry(opening: Opening) -> dict[str, Any]:
    """A clock as an event records it: dates, rule, working and holiday-set version."""
    due = opening.due
    return {
        "id": new_id(),
        "kind": opening.kind,
        "party": opening.party,
        "rule": opening.rule,
        "period": opening.period,
        "started_at": opening.started_at.astimezone(UTC).isoformat(),
        "zone": opening.zone,
        "legal_due": written(due.legal_due) if due else "",
        "safe_due": written(due.safe_due) if due else "",
        "legal_at": due.legal_at.isoformat() if due else "",
        "safe_at": due.safe_at.isoformat() if due else "",
        "working": [step.to_json() for step in (due.working if due else opening.said)],
        "calendar": due.calendar_version if due else "",
        "source": opening.source,
        "verification": opening.verification,
        "covers": list(opening.covers),
        "confirmed": opening.confirmed,
        "about": opening.about,
        "paused_at": opening.paused_at.astimezone(UTC).isoformat() if opening.paused_at else "",
    }


def running(session: Session, row: Request) -> tuple[Running, ...]:
    """The clocks that run on a request, and those of others that it may end.

    An extension also sees the hold that it extends; a request for evidence the holds of its State.
    """
    open_clocks = select(Clock).where(Clock.ended_at.is_(None)).order_by(Clock.opened_event)
    found = list(session.scalars(open_clocks.where(Clock.request_id == row.id)))
    holds = open_clocks.where(Clock.request_id != row.id, Clock.kind.in_((HOLD, MLA_DUTY)))
    if row.measure == EXTENSION and row.parent_id:
        extended = Clock.confirmed | (Clock.kind == MLA_DUTY)
        found += session.scalars(holds.where(Clock.request_id.in_(each.id for each in family(session, row)), extended))
    elif row.measure in ASSISTANCE:
        there = select(Request.id).where(
            Request.case_id == row.case_id,
            Request.recipient_kind == "authority",
            Request.requested_state == row.requested_state,
        )
        found += session.scalars(holds.where(Clock.request_id.in_(there)))
    return tuple(_running(clock, row) for clock in found)


def _running(clock: Clock, row: Request) -> Running:
    return Running(
        clock.id,
        clock.kind,
        clock.started_at,
        clock.rule,
        clock.period,
        clock.zone,
        clock.legal_due,
        tuple(clock.covers),
        clock.confirmed,
        clock.request_id or "",
        clock.request_id == row.id,
        clock.source,
        clock.verification,
    )


def subject_of(session: Session, row: Request) -> Subject:
    """What the clocks need to know of a request, from its route and the office's facts."""
    authority = world_of(session, row.office_id).authorities.get(row.recipient_id)
    zone = authority.time_zone[0] if authority and authority.time_zone else row.route.get("zone", "UTC")
    stated = tuple(Stated(**each) for each in row.route.get("stated", []))
    follow_up = any(each.get("code") == CLAUSE for each in row.route.get("own_duties", []))
    return Subject(
        row.measure,
        tuple(row.identifiers),
        zone,
        row.requested_state or "",
        stated,
        follow_up,
        _arrived(session, row) if follow_up else (),
    )


def _arrived(session: Session, row: Request) -> tuple[str, ...]:
    """Accounts that a request for evidence names which that State has received and not decided yet."""
    handed = Leg.sent_at.is_not(None) & Leg.channel.in_(HANDS_OVER_AT_ONCE - {"mail"})
    there = exists().where(Leg.request_id == Request.id, Leg.reaches_recipient, Leg.received_at.is_not(None) | handed)
    named = session.scalars(
        select(Request.identifiers).where(
            Request.case_id == row.case_id,
            Request.measure.in_(ASSISTANCE),
            Request.requested_state == row.requested_state,
            Request.state.not_in(DONE),
            there | Request.state.in_(HEARD),
        )
    )
    return tuple(dict.fromkeys(code for codes in named for code in codes))


def _data(kind: Kind, leg: Leg | None, promised_on: date | None, until: date | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if leg:
        found |= {"leg": leg.id, "channel": leg.channel, "to": leg.to_body, "reaches": _reaches(kind, leg)}
    if promised_on:
        found["on"] = promised_on.isoformat()
    if until:
        found["until"] = until.isoformat()
    return found


def _went_before(session: Session, row: Request, leg: Leg | None) -> bool:
    """Whether this leg was sent already."""
    sent = select(Event.data).where(Event.request_id == row.id, Event.kind.in_((Kind.SENT, Kind.TAKEN_OVER)))
    return leg is not None and any(data.get("leg") == leg.id for data in session.scalars(sent))


def _came_back(session: Session, row: Request, leg: Leg | None) -> bool:
    """Whether the last that is known of this leg is that its mail came back."""
    known = select(Event.kind, Event.data).where(Event.request_id == row.id, Event.kind.in_((Kind.SENT, Kind.BOUNCED)))
    kinds = [kind for kind, data in session.execute(known.order_by(Event.id)) if leg and data.get("leg") == leg.id]
    return kinds[-1:] == [Kind.BOUNCED]


def _asked_at(session: Session, row: Request) -> datetime | None:
    """When the recipient got it, or it left for there where no receipt is known."""
    legs = session.scalars(select(Leg).where(Leg.request_id == row.id, Leg.reaches_recipient)).all()
    had = (leg.sent_at if leg.channel in HANDS_OVER_AT_ONCE else leg.received_at or leg.sent_at for leg in legs)
    return min((at for at in had if at), default=None)


def _reaches(kind: Kind, leg: Leg | None) -> bool:
    """Whether the recipient itself has it now: a portal or a mailbox hands over at once, the post does not."""
    return leg is not None and leg.reaches_recipient and (kind is Kind.RECEIVED or leg.channel in HANDS_OVER_AT_ONCE)
