"""What was returned: what waits for the custodian, what was filed, and what is kept outside, with its limits of use."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mlat.documents.kinds import FILEABLE
from mlat.domain.clock_parts import DOWNLOAD
from mlat.domain.lifecycle import Kind
from mlat.domain.permissions import Act, Actor
from mlat.domain.routes import limits_of_use
from mlat.model import Case, Clock, Event, EvidenceItem, Reply, Request, User, reading
from mlat.reads.paging import Page, newest
from mlat.services.access import NotHere, require, visible_items
from mlat.services.vault import key_of

HERE = ("waiting", "aside")
MOST = 200
"""Items that wait on one page, the oldest first."""
NEVER_FILED = frozenset({"found", "unread"})


@dataclass(frozen=True)
class ItemLine:
    """One returned item. `here`: its bytes are in this house; `fileable`: it may be declared free."""

    id: str
    case_id: str
    case_reference: str
    request_id: str
    request_code: str
    recipient: str
    what: str
    size: int
    sha256: str
    state: str
    scan: str
    kind: str
    sniffed: str
    declared: str
    name: str
    names: tuple[tuple[str, int], ...]
    names_whole: bool
    place: str
    custodian: str
    use_limit: str
    recorded_at: datetime
    settled_by: str
    settled_at: datetime | None
    here: bool
    fileable: bool


@dataclass(frozen=True)
class LinkLine:
    """A download link that is still to be fetched, with its end and the limits of use of what lies behind it."""

    reply_id: str
    request_id: str
    request_code: str
    case_reference: str
    recipient: str
    safe_due: str
    use_limit: str


@dataclass(frozen=True)
class Checked:
    """The last time that its hash was computed anew."""

    at: datetime
    same: bool


def items_of(actor: Actor, request_id: str) -> tuple[ItemLine, ...]:
    """What came to a request, the newest first; nothing for who may see neither cases nor evidence."""
    with reading() as session:
        rows = visible_items(actor).where(EvidenceItem.request_id == request_id)
        return _lines(session, session.scalars(rows.order_by(EvidenceItem.recorded_at.desc(), EvidenceItem.id)).all())


def item_view(actor: Actor, item_id: str) -> tuple[ItemLine, Checked | None]:
    """One item, and when its hash was last computed anew; `NotHere` where the actor may not see it."""
    with reading() as session:
        item = session.scalar(visible_items(actor).where(EvidenceItem.id == item_id))
        if item is None:
            raise NotHere("item")
        hashed = select(Event).where(Event.case_id == item.case_id, Event.kind == "evidence_rehashed")
        last = next(
            (one for one in session.scalars(hashed.order_by(Event.id.desc())) if one.data["item"] == item.id), None
        )
        return _lines(session, [item])[0], Checked(last.at, last.data["same"]) if last else None


def waiting(actor: Actor) -> tuple[ItemLine, ...]:
    """What waits for the custodian of the office, the oldest first."""
    require(actor, Act.KEEP_EVIDENCE)
    with reading() as session:
        rows = visible_items(actor).where(EvidenceItem.state.in_(HERE))
        found = session.scalars(rows.order_by(EvidenceItem.recorded_at, EvidenceItem.id).limit(MOST)).all()
        return _lines(session, found)


def owed(actor: Actor) -> int:
    """How many files and links wait for the custodian."""
    with reading() as session:
        here = visible_items(actor).where(EvidenceItem.state.in_(HERE)).with_only_columns(func.count())
        ending = (
            select(func.count())
            .select_from(Clock)
            .where(Clock.office_id == actor.office_id, Clock.kind == DOWNLOAD, Clock.ended_at.is_(None))
        )
        return (session.scalar(here) or 0) + (session.scalar(ending) or 0)


def kept(actor: Actor, after: str) -> Page[ItemLine]:
    """What is in the evidence store, the newest first."""
    require(actor, Act.KEEP_EVIDENCE)
    with reading() as session:
        rows = visible_items(actor).where(EvidenceItem.state == "outside")
        found, onward = newest(session, rows, EvidenceItem.recorded_at, EvidenceItem.id, after)
        return Page(_lines(session, found), onward)


def links(actor: Actor) -> tuple[LinkLine, ...]:
    """Download links of the office that are still to be fetched, the first to end first."""
    require(actor, Act.KEEP_EVIDENCE)
    with reading() as session:
        rows = session.execute(
            select(Clock, Request, Case)
            .join(Request, Request.id == Clock.request_id)
            .join(Case, Case.id == Clock.case_id)
            .where(Clock.office_id == actor.office_id, Clock.kind == DOWNLOAD, Clock.ended_at.is_(None))
            .order_by(Clock.safe_at)
        ).all()
        return tuple(
            LinkLine(
                reply, row.id, row.code, case.reference, row.recipient_name, clock.safe_due, limits_of_use(row.route)
            )
            for clock, row, case in rows
            if (reply := _last_link(session, row.id))
        )


def conditions_of(actor: Actor, request_id: str) -> tuple[str, ...]:
    """The conditions that were accepted for a request, as they stand in the replies that offered them."""
    require(actor, Act.SEE_EVIDENCE)
    with reading() as session:
        row = session.get(Request, request_id)
        accepted = select(Event.id).where(Event.request_id == request_id, Event.kind == Kind.CONDITIONS_ACCEPTED)
        if row is None or row.office_id != actor.office_id or session.scalar(accepted.limit(1)) is None:
            return ()
        if session.get_one(Case, row.case_id).erased_at is not None:
            return ()
        key = key_of(session, row.case_id)
        offered = select(Reply).where(Reply.request_id == request_id, Reply.kind == Kind.CONDITIONS_OFFERED)
        notes = (key.text(one.note_sealed, f"replies:{one.id}:note") for one in session.scalars(offered))
        return tuple(note for note in notes if note)


def _last_link(session: Session, request_id: str) -> str | None:
    rows = select(Reply.id).where(Reply.request_id == request_id, Reply.link_sealed.is_not(None))
    return session.scalar(rows.order_by(Reply.at.desc(), Reply.id).limit(1))


def _lines(session: Session, items: Sequence[EvidenceItem]) -> tuple[ItemLine, ...]:
    cases = {one.id: one for one in session.scalars(select(Case).where(Case.id.in_({i.case_id for i in items})))}
    asked = {i.request_id for i in items if i.request_id}
    requests = {one.id: one for one in session.scalars(select(Request).where(Request.id.in_(asked)))}
    people = {i.settled_by for i in items if i.settled_by}
    names = {one.id: one.name for one in session.scalars(select(User).where(User.id.in_(people)))}
    return tuple(_line(session, one, cases[one.case_id], requests.get(one.request_id or ""), names) for one in items)


def _line(session: Session, item: EvidenceItem, case: Case, row: Request | None, people: dict[str, str]) -> ItemLine:
    key = key_of(session, case.id) if case.erased_at is None else None
    name = key.text(item.name_sealed, f"evidence_items:{item.id}:name") if key else ""
    listed = key.text(item.listing_sealed, f"evidence_items:{item.id}:listing") if key else ""
    listing: dict[str, Any] = json.loads(listed) if listed else {"names": [], "whole": True}
    fileable = item.state == "aside" and item.kind in FILEABLE and item.scan not in NEVER_FILED
    return ItemLine(
        item.id, case.id, case.reference, row.id if row else "", row.code if row else "",
        row.recipient_name if row else "", item.what, item.size, item.sha256, item.state, item.scan, item.kind,
        item.sniffed, item.declared, name, tuple((n, s) for n, s in listing["names"]), listing["whole"], item.place,
        item.custodian, item.use_limit, item.recorded_at, people.get(item.settled_by or "", ""), item.settled_at,
        item.key_sealed is not None or item.blob != "", fileable and item.key_sealed is not None,
    )  # fmt: skip
