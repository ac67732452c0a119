"""Requests: the list, and everything about one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mlat.domain.channels import BY_LETTER
from mlat.domain.permissions import Actor
from mlat.domain.preflight.grounds import GROUNDS
from mlat.domain.preflight.objections import OBJECTIONS
from mlat.keys import CaseKey
from mlat.model import (
    Case,
    Clock,
    Dispatch,
    Leg,
    Office,
    Override,
    Reference,
    Reply,
    Request,
    User,
    reading,
)
from mlat.reads.clocks import ClockLine, clocks_of
from mlat.reads.paging import Page, newest
from mlat.reads.papers import AnnexLine, PaperLine, annexes_of, papers_of
from mlat.reads.timeline import Happening, events_of, people
from mlat.services.access import find_request, own_requests
from mlat.services.vault import key_of


@dataclass(frozen=True)
class RequestLine:
    """A request in a list."""

    id: str
    code: str
    case_id: str
    case_reference: str
    recipient: str
    country: str
    measure: str
    state: str
    ball: str
    number: str
    created_at: datetime
    next_due: datetime | None


@dataclass(frozen=True)
class LegLine:
    """One stretch of the way."""

    id: str
    seq: int
    to_body: str
    to_name: str
    channel: str
    state: str
    ours: bool
    reaches_recipient: bool
    sent_at: datetime | None
    received_at: datetime | None
    zone: str


@dataclass(frozen=True)
class ReplyLine:
    """An answer, with the note only where the actor's own office holds the case."""

    kind: str
    at: datetime
    zone: str
    reference: str
    note: str
    came: tuple[tuple[str, str], ...]
    missing: tuple[tuple[str, str], ...]
    ground: str
    by: str
    """The body that answered, where somebody named it."""
    has_link: bool


@dataclass(frozen=True)
class MailLine:
    """A mail that was queued for this request."""

    id: str
    state: str
    queued_at: datetime
    settled_at: datetime | None
    sha256: str
    error: str


@dataclass(frozen=True)
class OverrideLine:
    """A warning that an approver let pass; `prevents` is the msgid of the ground of refusal it spoke of."""

    version: int
    code: str
    field: str
    prevents: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class RequestView:
    """Everything about one request. `own` is false for an office that only transmits it: no case then."""

    line: RequestLine
    own: bool
    office: str
    version: int
    form: str
    language: str
    instrument: str
    article: str
    recipient_kind: str
    recipient_id: str
    platform: str
    data: tuple[str, ...]
    identifiers: tuple[str, ...]
    route: dict[str, Any]
    proof_code: str
    taken_over: bool
    parent: RequestLine | None
    children: tuple[RequestLine, ...]
    legs: tuple[LegLine, ...]
    clocks: tuple[ClockLine, ...]
    papers: tuple[PaperLine, ...]
    annexes: tuple[AnnexLine, ...]
    replies: tuple[ReplyLine, ...]
    mails: tuple[MailLine, ...]
    references: tuple[tuple[str, str], ...]
    overrides: tuple[OverrideLine, ...]
    timeline: tuple[Happening, ...]
    training: bool

    @property
    def asked_by_letter(self) -> bool:
        """Whether a company got it straight from the office as a letter, so that another one can ask after it."""
        first = self.legs[0]
        return self.recipient_kind == "provider" and first.reaches_recipient and first.channel in BY_LETTER


def requests_page(
    actor: Actor, *, ball: str = "", state: str = "", recipient: str = "", after: str = "", lines: int = 50
) -> Page[RequestLine]:
    """The office's requests, newest first; empty filters do not filter."""
    query = own_requests(actor)
    for column, wanted in ((Request.ball, ball), (Request.state, state), (Request.recipient_id, recipient)):
        if wanted:
            query = query.where(column == wanted)
    with reading() as session:
        rows, onward = newest(session, query, Request.created_at, Request.id, after, lines)
        return Page(lines_of(session, rows), onward)


def recipients(actor: Actor) -> tuple[tuple[str, str], ...]:
    """(id, name) of every recipient that the office has written to, by name.

    Steps through the index from one recipient to the next: its cost follows the recipients, not the requests.
    """
    mine = own_requests(actor)
    least = mine.with_only_columns(func.min(Request.recipient_id).label("id"))
    known = least.cte("known", recursive=True)
    beyond = least.where(Request.recipient_id > known.c.id).scalar_subquery()
    known = known.union_all(select(beyond).where(known.c.id.is_not(None)))
    latest_name = (
        mine.with_only_columns(Request.recipient_name)
        .where(Request.recipient_id == known.c.id)
        .order_by(Request.created_at.desc(), Request.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    with reading() as session:
        found = session.execute(select(known.c.id, latest_name).where(known.c.id.is_not(None)))
        return tuple(sorted(((row[0], row[1]) for row in found), key=lambda pair: pair[1]))


def lines_of(session: Session, rows: Sequence[Request], own: bool = True) -> tuple[RequestLine, ...]:
    """Rows as lines; where `own` is false, without their case."""
    ids = {row.case_id for row in rows}
    references = (
        dict(session.execute(select(Case.id, Case.reference).where(Case.id.in_(ids))).all()) if own and ids else {}
    )
    return tuple(
        RequestLine(
            row.id,
            row.code,
            row.case_id if own else "",
            references.get(row.case_id, ""),
            row.recipient_name,
            row.requested_state or "",
            row.measure,
            row.state,
            row.ball,
            row.number or "",
            row.created_at,
            row.next_due,
        )
        for row in rows
    )


def request_view(actor: Actor, request_id: str) -> RequestView:
    """One request; `NotHere` where the actor may not see it."""
    with reading() as session:
        row = find_request(session, actor, request_id)
        own = row.office_id == actor.office_id
        family = session.scalars(
            own_requests(actor)
            .where((Request.id == row.parent_id) | (Request.parent_id == row.id))
            .order_by(Request.created_at)
        ).all()
        related = lines_of(session, family)
        case = session.get_one(Case, row.case_id)
        key = key_of(session, row.case_id) if own and case.erased_at is None else None
        return RequestView(
            line=lines_of(session, [row], own)[0],
            own=own,
            office=session.get_one(Office, row.office_id).name,
            version=row.version,
            form=row.form,
            language=row.language,
            instrument=row.instrument,
            article=row.article,
            recipient_kind=row.recipient_kind,
            recipient_id=row.recipient_id,
            platform=row.platform or "",
            data=tuple(row.data),
            identifiers=tuple(row.identifiers) if own else (),
            route=row.route,
            proof_code=row.proof_code or "",
            taken_over=row.taken_over,
            parent=next((one for one in related if one.id == row.parent_id), None),
            children=tuple(one for one in related if one.id != row.parent_id),
            legs=_legs(session, row),
            clocks=clocks_of(session, Clock.request_id == row.id),
            papers=papers_of(session, row),
            annexes=annexes_of(session, row, key),
            replies=_replies(session, row, key),
            mails=_mails(session, row),
            references=_references(session, row),
            overrides=overrides_of(session, row, key),
            timeline=events_of(session, request_id=row.id, names=people(session, row.office_id), key=key),
            training=case.training,
        )


def _legs(session: Session, row: Request) -> tuple[LegLine, ...]:
    legs = session.scalars(select(Leg).where(Leg.request_id == row.id).order_by(Leg.seq))
    return tuple(
        LegLine(
            leg.id,
            leg.seq,
            leg.to_body,
            leg.to_name,
            leg.channel,
            leg.state,
            leg.ours,
            leg.reaches_recipient,
            leg.sent_at,
            leg.received_at,
            leg.zone,
        )
        for leg in legs
    )


def _replies(session: Session, row: Request, key: CaseKey | None) -> tuple[ReplyLine, ...]:
    replies = session.scalars(select(Reply).where(Reply.request_id == row.id).order_by(Reply.at.desc())).all()
    legs = {leg.id: leg.to_name for leg in session.scalars(select(Leg).where(Leg.request_id == row.id))}
    return tuple(
        ReplyLine(
            r.kind,
            r.at,
            r.zone,
            r.reference,
            key.text(r.note_sealed, f"replies:{r.id}:note") if key else "",
            tuple((a, b) for a, b in r.came),
            tuple((a, b) for a, b in r.missing),
            r.ground,
            legs.get(r.leg_id or "", ""),
            r.link_sealed is not None,
        )
        for r in replies
    )


def overrides_of(session: Session, row: Request, key: CaseKey | None) -> tuple[OverrideLine, ...]:
    """What was let pass at each approval, the latest first; nothing for whom the case is closed to."""
    if key is None:
        return ()
    rows = session.execute(
        select(Override, User.name)
        .outerjoin(User, User.id == Override.by)
        .where(Override.request_id == row.id)
        .order_by(Override.at.desc(), Override.code, Override.field)
    )
    return tuple(
        OverrideLine(
            one.request_version,
            one.code,
            one.field,
            GROUNDS[OBJECTIONS[one.code].prevents].says if one.code in OBJECTIONS else one.code,
            key.text(one.reason_sealed, f"overrides:{one.id}:reason"),
            name or "",
            one.at,
        )
        for one, name in rows
    )


def _mails(session: Session, row: Request) -> tuple[MailLine, ...]:
    mails = session.scalars(select(Dispatch).where(Dispatch.request_id == row.id).order_by(Dispatch.queued_at.desc()))
    return tuple(MailLine(m.id, m.state, m.queued_at, m.settled_at, m.sha256, m.error) for m in mails)


def _references(session: Session, row: Request) -> tuple[tuple[str, str], ...]:
    found = session.execute(
        select(Reference.body, Reference.value).where(Reference.request_id == row.id).order_by(Reference.body)
    )
    return tuple((body, value) for body, value in found)
