"""Recipients: whom the office waits for, and everything that is known of one of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mlat.domain.marks import Mark
from mlat.domain.opening import ASSUMED, Place
from mlat.domain.permissions import Act, Actor
from mlat.domain.silence import Curve, Pace, Silence
from mlat.domain.world import World
from mlat.model import Reminder, Request, reading
from mlat.reads.requests import RequestLine, lines_of
from mlat.reads.silence import Published, published, silences_of
from mlat.services.access import NotHere, own_requests, require
from mlat.services.knowledge import world_of
from mlat.services.pacing import curves_of, owed, paces_of
from mlat.services.places import hours_of, place_at

OPEN = ("we_owe", "they_owe", "promised")
LINES = 200
"""Open requests that the page of a recipient names; the list of requests has them all."""
AHEAD = timedelta(days=120)
HOLIDAYS = 8
OF_PLATFORM = (
    "channel", "channels_refused", "accepted_languages", "language_note", "file_formats", "fees", "request_must_carry",
    "retention", "child_safety", "emergency_channel",
)  # fmt: skip
OF_AUTHORITY = ("languages_accepted", "legal_basis", "territory")
"""How a recipient answers, as the facts know it."""


@dataclass(frozen=True)
class There:
    """The hour at a recipient, whether somebody is there, and when next."""

    local: datetime
    zone: str
    open: bool
    opens: datetime
    rest: str
    """Why nobody is there today; empty on a working day."""
    hours: str
    assumed: bool
    """Whether the hours are this program's assumption."""


@dataclass(frozen=True)
class RecipientLine:
    """A recipient with open requests."""

    id: str
    name: str
    country: str
    open: int
    they_owe: int
    stalled: int
    longest: int
    """Days of the longest silence among what they owe."""
    there: There


@dataclass(frozen=True)
class Open:
    """An open request, with its silence while the recipient has the ball."""

    line: RequestLine
    silence: Silence | None


@dataclass(frozen=True)
class Known:
    """One fact of how they answer: its field, value and mark."""

    path: str
    value: object
    mark: Mark


@dataclass(frozen=True)
class OfMeasure:
    """How long they take under one measure: the curves of the first word and the answer, counts, the own limit."""

    measure: str
    curves: tuple[Curve, Curve]
    pace: Pace
    published: tuple[Published, ...]


@dataclass(frozen=True)
class RecipientView:
    """Everything about one recipient."""

    id: str
    kind: str
    name: str
    country: str
    room: str
    """Where the facts keep it: platforms, authorities, or nothing."""
    there: There
    open: tuple[Open, ...]
    open_in_all: int
    measures: tuple[OfMeasure, ...]
    holidays: tuple[tuple[date, str], ...]
    known: tuple[Known, ...]
    due: str
    """A reminder whose letter asks after all that waits to be asked after here; empty where none does."""


def recipients_waited_for(actor: Actor, now: datetime) -> tuple[RecipientLine, ...]:
    """Every recipient with open requests, the one with the most stalled first, then by the longest silence."""
    require(actor, Act.SEE_CASE)
    with reading() as session:
        world = world_of(session, actor.office_id)
        counted = session.execute(
            own_requests(actor)
            .where(Request.ball.in_(OPEN))
            .with_only_columns(
                Request.recipient_id, Request.ball, func.count(), func.max(Request.recipient_name),
                func.max(Request.requested_state),
            )
            .group_by(Request.recipient_id, Request.ball)
        ).all()  # fmt: skip
        open_, theirs = Counter[str](), Counter[str]()
        named: dict[str, tuple[str, str]] = {}
        for recipient, ball, number, name, country in counted:
            open_[recipient] += number
            theirs[recipient] += number if ball == "they_owe" else 0
            named[recipient] = (name, country or "")
        stalled, longest = _silences(session, actor, now)
        lines = [
            RecipientLine(
                each, *named[each], open_[each], theirs[each], stalled[each], longest.get(each, 0),
                there(session, world, actor, each, named[each][1], now),
            )
            for each in named
        ]  # fmt: skip
    return tuple(sorted(lines, key=lambda one: (-one.stalled, -one.longest, one.name)))


def _silences(session: Session, actor: Actor, now: datetime) -> tuple[Counter[str], dict[str, int]]:
    """By recipient: how many requests are stalled, and the longest silence in days."""
    stalled, longest = Counter[str](), dict[str, int]()
    for one in owed(session, actor.office_id, now):
        recipient = one.key[0]
        stalled[recipient] += one.stalled
        longest[recipient] = max(longest.get(recipient, 0), one.days)
    return stalled, longest


def recipient_view(actor: Actor, now: datetime, recipient_id: str) -> RecipientView:
    """One recipient; `NotHere` for what neither the facts nor the office's requests know."""
    require(actor, Act.SEE_CASE)
    with reading() as session:
        world = world_of(session, actor.office_id)
        mine = own_requests(actor).where(Request.recipient_id == recipient_id)
        latest = session.scalars(mine.order_by(Request.created_at.desc(), Request.id.desc()).limit(1)).first()
        room, kind, name, country = _named(world, recipient_id, latest)
        rows = session.scalars(
            mine.where(Request.ball.in_(OPEN)).order_by(Request.created_at, Request.id).limit(LINES)
        ).all()
        silences = silences_of(session, actor.office_id, [row.id for row in rows], now)
        lines = [Open(line, silences.get(line.id)) for line in lines_of(session, rows)]
        curves = curves_of(session, actor.office_id, now, recipient_id)
        paces = paces_of(session, actor.office_id, curves.keys(), now)
        place = place_at(session, actor.office_id, recipient_id, country, now.date(), _zone(latest))
        in_all = mine.where(Request.ball.in_(OPEN)).with_only_columns(func.count())
        return RecipientView(
            recipient_id,
            kind,
            name,
            country,
            room,
            there(session, world, actor, recipient_id, country, now, _zone(latest)),
            tuple(sorted(lines, key=_worst_first)),
            session.scalar(in_all) or 0,
            tuple(
                OfMeasure(measure, both, paces[key], published(world, recipient_id, measure))
                for key, both in curves.items()
                for measure in key[1:]
            ),
            _coming(place, now),
            _facts(world, room, recipient_id),
            _due(session, actor, recipient_id),
        )


def _worst_first(one: Open) -> tuple[bool, int]:
    return (not (one.silence and one.silence.stalled), -(one.silence.days if one.silence else -1))


def _named(world: World, recipient_id: str, latest: Request | None) -> tuple[str, str, str, str]:
    """(room of the facts, kind, name, country) of a recipient, as the facts or its last request have it."""
    if authority := world.authorities.get(recipient_id):
        return "authorities", "authority", authority.name_local, authority.country
    platform = world.platforms.get(recipient_id)
    room = "platforms" if platform else ""
    if latest is not None:
        name = platform.name if platform else latest.recipient_name
        return room, latest.recipient_kind, name, latest.requested_state or ""
    if platform is None:
        raise NotHere("recipient")
    return room, "provider", platform.name, next((one.country for one in platform.legal_entities), "")


def _zone(latest: Request | None) -> str:
    return str(latest.route.get("zone", "")) if latest else ""


def there(
    session: Session, world: World, actor: Actor, recipient: str, country: str, now: datetime, zone: str = ""
) -> There:
    """The hour there, and whether somebody can be reached."""
    place = place_at(session, actor.office_id, recipient, country, now.date(), zone)
    local, hours = place.local(now), hours_of(world, recipient)
    today = local.date()
    rest = "" if place.works(today) else place.calendar.name(today)
    room = "authorities" if recipient in world.authorities else "platforms"
    known = recipient in world.authorities or recipient in world.platforms
    mark = world.mark(f"{room}.{recipient}.office_hours") if known else None
    assumed = hours == ASSUMED and (mark is None or mark.state == "unverified")
    return There(local, place.zone, place.is_open(now), place.next_open(now), rest, hours, assumed)


def _coming(place: Place, now: datetime) -> tuple[tuple[date, str], ...]:
    """The next days of rest there that are no weekend."""
    today = place.local(now).date()
    days = sorted(day for day in place.calendar.holidays if today <= day <= today + AHEAD)
    named = [(day, place.calendar.name(day)) for day in days if day.weekday() not in place.calendar.weekend]
    return tuple(named[:HOLIDAYS])


def _facts(world: World, room: str, recipient_id: str) -> tuple[Known, ...]:
    if room == "platforms":
        entry: object = world.platforms[recipient_id]
        wanted: tuple[str, ...] = OF_PLATFORM
    elif room == "authorities":
        entry, wanted = world.authorities[recipient_id], OF_AUTHORITY
    else:
        return ()
    found = [(path, getattr(entry, path)) for path in wanted]
    return tuple(
        Known(path, value, world.mark(f"{room}.{recipient_id}.{path}"))
        for path, value in found
        if value not in ("", (), None, "unknown")
    )


def _due(session: Session, actor: Actor, recipient_id: str) -> str:
    """The oldest reminder to ask for news there that waits for a click."""
    mine = own_requests(actor).where(Request.recipient_id == recipient_id).with_only_columns(Request.id)
    waiting = select(Reminder.id).where(
        Reminder.state == "waiting", Reminder.act == "remind", Reminder.request_id.in_(mine)
    )
    return session.scalar(waiting.order_by(Reminder.planted_at, Reminder.id).limit(1)) or ""
