"""What waits for one person, for a mail: as the gate shows it to that person at that moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from mlat.domain.digests import SAYS, Item
from mlat.domain.duties import stage
from mlat.domain.lifecycle import STATE_AFTER
from mlat.domain.permissions import Act, Actor, Role, allowed
from mlat.model import Event, Request, RotaTurn, reading
from mlat.reads import board, desk, letters, texts
from mlat.reads.duties import own_duties
from mlat.reads.handings import offered_to
from mlat.reads.requests import RequestLine
from mlat.reads.seconds import seconds_for
from mlat.reads.waking import waking
from mlat.services.access import own_requests

JUST = timedelta(days=1)
"""For so long nobody is told of what they have done themselves: they know."""


def items(actor: Actor, now: datetime) -> tuple[Item, ...]:
    """Everything that waits for `actor`, in the order of its urgency; nothing about what they did themselves."""
    found = [*_of_cases(actor, now), *_of_others(actor)] if allowed(actor, Act.SEE_CASE) else [*_of_others(actor)]
    found += _rota(actor, now)
    mine = _just_done(actor, now, found)
    told = [item for item in found if item.path not in mine or _presses(item)]
    order = list(SAYS)
    return tuple(sorted(told, key=lambda item: order.index(item.kind)))


def alert(actor: Actor, request_id: str) -> tuple[Item, ...]:
    """The one request that waits for `actor` as its second person; nothing where it waits no more."""
    return tuple(
        _item(f"second:{one.request.id}", f"alert:{one.version[:16]}", "second", one.request)
        for one in seconds_for(actor)
        if one.request.id == request_id
    )


def _of_cases(actor: Actor, now: datetime) -> Iterator[Item]:
    today = now.astimezone(ZoneInfo(actor.zone)).date()
    liaison = Role.LIAISON in actor.roles
    for second in seconds_for(actor):
        yield _item(f"second:{second.request.id}", second.version[:16], "second", second.request)
    duties = own_duties(actor, now, all_of_the_office=liaison)
    for duty in duties:
        kind = duty.kind if duty.kind in SAYS else "duty"
        yield _item(f"duty:{duty.clock_id}", f"{duty.due}:{stage(duty.left)}", kind, duty.request, duty.due)
    told = {duty.request.id for duty in duties}
    ours = [line for line in desk.yours(actor, today, all_of_the_office=liaison) if line.id not in told]
    turned = _turned(actor, [line.id for line in ours])
    for line in ours:
        yield _item(f"ours:{line.id}", str(turned.get(line.id, "")), "ours", line)
    for prompt in desk.prompts(actor):
        if prompt.request:
            yield _item(f"prompt:{prompt.id}", "", "prompt", prompt.request)
        else:
            path, where = f"/cases/{prompt.case_id}", prompt.case_reference
            yield Item(f"prompt:{prompt.id}", "", "prompt", path, prompt.case_id, where)
    for wake in waking(actor, now, today):
        path = f"/requests/{wake.request.id}" if wake.request else f"/cases/{wake.case_id}"
        code, on = wake.request.code if wake.request else "", wake.on.isoformat()
        yield Item(f"wake:{wake.id}", f"{on}:{wake.version}", "wake", path, wake.case_id, wake.case_reference, code, on)
    for reply in desk.arrived(actor, now):
        yield _item(f"arrived:{reply.request.id}", f"{reply.kind}:{reply.at.isoformat()}", "arrived", reply.request)
    late = board.Wanted(late=True, mine=not liaison)
    for owed in board.owed_page(actor, now, today, "them", late).lines:
        yield _item(f"late:{owed.line.id}", owed.due, "late", owed.line, owed.due)
    if allowed(actor, Act.OPEN_CASE):
        for offer in offered_to(actor):
            yield Item(f"offered:{offer.id}", "", "offered", "/handing", reference=offer.reference)


def _of_others(actor: Actor) -> Iterator[Item]:
    """What waits for those who see letters or translate."""
    if allowed(actor, Act.SEE_LETTERS):
        for letter in letters.due(actor):
            path = f"/letters/{letter.id}"
            yield Item(f"letter:{letter.id}", letter.state, "letter", path, reference=letter.case_reference)
    if Role.TRANSLATOR in actor.roles:
        for text in texts.assigned(actor):
            yield Item(f"text:{text.id}", text.status, "text", f"/texts/{text.id}")


def _rota(actor: Actor, now: datetime) -> Iterator[Item]:
    """A turn on duty that runs, or begins within a day."""
    with reading() as session:
        turns = session.scalars(
            select(RotaTurn)
            .where(
                RotaTurn.office_id == actor.office_id,
                RotaTurn.user_id == actor.user_id,
                RotaTurn.starts_at <= now + timedelta(days=1),
                RotaTurn.ends_at > now,
            )
            .order_by(RotaTurn.starts_at)
        ).all()
    for turn in turns:
        yield Item(f"turn:{turn.id}", turn.starts_at.isoformat(), "on_duty", "/rota")


def _item(key: str, said: str, kind: str, line: RequestLine, due: str = "") -> Item:
    return Item(key, said, kind, f"/requests/{line.id}", line.case_id, line.case_reference, line.code, due)


def _turned(actor: Actor, requests: Iterable[str]) -> dict[str, int]:
    """The event that brought each request to where it stands."""
    with reading() as session:
        rows = session.execute(
            select(Event.request_id, func.max(Event.id))
            .where(Event.request_id.in_(list(requests)), Event.kind.in_(list(STATE_AFTER)))
            .group_by(Event.request_id)
        )
        return {request: number for request, number in rows if request}


def _presses(item: Item) -> bool:
    """Whether it is said even to who worked on it yesterday: it is due, or they asked to be told."""
    return item.kind == "wake" or item.said.endswith((":today", ":over"))


def _just_done(actor: Actor, now: datetime, found: Iterable[Item]) -> frozenset[str]:
    """Paths of the requests that the actor brought to where they stand, within the last day."""
    asked = {item.path.rpartition("/")[2] for item in found if item.path.startswith("/requests/")}
    latest = (
        select(func.max(Event.id).label("id"))
        .where(
            Event.request_id.in_(own_requests(actor).where(Request.id.in_(asked)).with_only_columns(Request.id)),
            Event.kind.in_(list(STATE_AFTER)),
        )
        .group_by(Event.request_id)
    )
    with reading() as session:
        rows = session.scalars(
            select(Event.request_id).where(
                Event.id.in_(latest), Event.actor == actor.name, Event.recorded_at > now - JUST
            )
        )
        return frozenset(f"/requests/{request}" for request in rows)
