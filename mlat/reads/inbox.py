"""The mailbox as those who tend it see it: the pile, one message with its candidates, mail that lies with a request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Select, func, literal, select, tuple_
from sqlalchemy.orm import Session

from mlat.domain.lifecycle import BEFORE_ISSUE
from mlat.domain.mailed import Mail
from mlat.domain.matching import Candidate, fold
from mlat.domain.permissions import Act, Actor, allowed
from mlat.domain.problems import Problem
from mlat.model import Case, Filing, Message, Request, User, UtcDateTime, reading
from mlat.reads.mail_handed import HandedLine, handed_to
from mlat.reads.paging import Page, cursor
from mlat.reads.requests import RequestLine, lines_of
from mlat.reads.search import find
from mlat.services.access import NotHere, find_message, find_request, own_requests, visible, visible_messages
from mlat.services.vault import head_of, key_of, key_of_message, whole_of

LINES = 50
LATELY = 10
"""Decided messages from which one may take back."""


@dataclass(frozen=True)
class MailLine:
    """A message in a list."""

    id: str
    state: str
    kind: str
    source: str
    stored_at: datetime
    size: int
    subject: str
    sender: str
    name: str
    files: int
    verdict: str
    reasons: tuple[str, ...]
    proposed: RequestLine | None = None
    decided_by: str = ""
    decided_at: datetime | None = None
    handed: HandedLine | None = None


@dataclass(frozen=True)
class CandidateLine:
    """A request that may be meant; a person who searched for it gives no reasons."""

    request: RequestLine
    reasons: tuple[str, ...] = ()
    weight: int = 0


@dataclass(frozen=True)
class FilingLine:
    """Where a message lies."""

    request: RequestLine
    filed_as: str
    reasons: tuple[str, ...]
    by: str
    at: datetime


@dataclass(frozen=True)
class MessageView:
    """One message. `mail` is None where it was never read; `opens` says whether its bytes are still here."""

    line: MailLine
    mail: Mail | None
    candidates: tuple[CandidateLine, ...]
    filings: tuple[FilingLine, ...]
    reason: str
    onward: str
    """The next message of the pile, or nothing."""
    sha256: str
    opens: bool


@dataclass(frozen=True)
class Pile:
    """What waits, in one line for the desk."""

    waiting: int = 0
    oldest: datetime | None = None
    first: tuple[MailLine, ...] = ()


def pile(actor: Actor, after: str = "") -> Page[MailLine]:
    """What waits for a person, oldest first."""
    query = _waiting(actor)
    instant, _, row_id = after.partition("~")
    if row_id.isalnum():
        try:
            place = tuple_(literal(datetime.fromisoformat(instant), UtcDateTime()), literal(row_id))
            query = query.where(tuple_(Message.stored_at, Message.id) > place)
        except ValueError:
            pass  # tampered with: the list begins at its beginning
    with reading() as session:
        rows = session.scalars(query.limit(LINES + 1)).all()
        shown = rows[:LINES]
        onward = cursor(shown[-1].stored_at, shown[-1].id) if len(rows) > LINES else ""
        return Page(_lines(session, actor, shown), onward)


def on_the_desk(actor: Actor) -> Pile:
    """How much mail waits, since when, and the oldest of it."""
    with reading() as session:
        count = _waiting(actor).order_by(None).with_only_columns(func.count(), func.min(Message.stored_at))
        waiting, oldest = session.execute(count).one()
        first = session.scalars(_waiting(actor).limit(5)).all() if waiting else ()
        return Pile(waiting, oldest, _lines(session, actor, first))


def decided_lately(actor: Actor) -> tuple[MailLine, ...]:
    """What was decided last, by a person or by itself: from here it is taken back."""
    query = visible_messages(actor).where(Message.state.in_(("filed", "dismissed")))
    with reading() as session:
        rows = session.scalars(query.order_by(Message.decided_at.desc(), Message.id).limit(LATELY)).all()
        return _lines(session, actor, rows)


def message_view(actor: Actor, message_id: str, candidates: Sequence[Candidate] = (), wanted: str = "") -> MessageView:
    """One message, with the requests that it may be about (`candidates`) and those that `wanted` finds.

    A message that lies in a case is seen by whoever sees one of its cases; any other by those who tend the mailbox.
    """
    found = _searched(actor, wanted)
    with reading() as session:
        row, mail = _open(session, actor, message_id)
        line = _lines(session, actor, [row])[0]
        if mail is not None:
            line = _headed(line, mail)
        waits = row.state == "waiting"
        offered = _offered(session, actor, candidates)
        known = {each.request.id for each in offered}
        more = (CandidateLine(each) for each in lines_of(session, _rows(session, actor, found)) if each.id not in known)
        return MessageView(
            line=line,
            mail=mail,
            candidates=(*offered, *more) if waits else (),
            filings=_filings(session, actor, row),
            reason=_reason(row),
            onward=_onward(session, actor, row),
            sha256=row.sha256,
            opens=bool(row.blob),
        )


def of_request(actor: Actor, request_id: str) -> tuple[MailLine, ...]:
    """The mail that lies with a request of the actor's own office, newest first."""
    with reading() as session:
        request = find_request(session, actor, request_id)
        case = session.get_one(Case, request.case_id)
        if request.office_id != actor.office_id or case.erased_at is not None:
            return ()
        key = key_of(session, request.case_id)
        filings = session.execute(
            select(Filing, Message)
            .join(Message, Message.id == Filing.message_id)
            .where(Filing.request_id == request.id, Filing.undone_at.is_(None))
            .order_by(Filing.filed_at.desc())
        ).all()
        return tuple(
            _headed(replace(_bare(row), verdict=filing.filed_as, decided_at=filing.filed_at), head_of(filing, key))
            for filing, row in filings
        )


def _waiting(actor: Actor) -> Select[Message]:
    return visible_messages(actor).where(Message.state == "waiting").order_by(Message.stored_at, Message.id)


def _open(session: Session, actor: Actor, message_id: str) -> tuple[Message, Mail | None]:
    row = session.get(Message, message_id)
    if row is None:
        raise NotHere("message")
    if row.state != "filed":
        row = find_message(session, actor, message_id, held=False)
        return row, whole_of(row, key_of_message(row))
    for filing in session.scalars(select(Filing).where(Filing.message_id == row.id, Filing.undone_at.is_(None))):
        case = session.scalar(visible(actor).where(Case.id == filing.case_id))
        if case is not None and case.erased_at is None:
            return row, whole_of(filing, key_of(session, case.id))
    raise NotHere("message")


def _lines(session: Session, actor: Actor, rows: Sequence[Message]) -> tuple[MailLine, ...]:
    best = {row.id: row.proposal[0] for row in rows if row.proposal}
    requests = session.scalars(own_requests(actor).where(Request.id.in_([each[0] for each in best.values()]))).all()
    proposed = {line.id: line for line in lines_of(session, requests)}
    names = dict(session.execute(select(User.id, User.name).where(User.office_id == actor.office_id)).all())
    handed = handed_to(session, rows)
    found = []
    for row in rows:
        request_id, _, reasons = best.get(row.id, ("", 0, ()))
        line = replace(
            _bare(row),
            proposed=proposed.get(request_id),
            decided_by=names.get(row.decided_by or "", ""),
            handed=handed.get(row.id),
        )
        if line.proposed is not None:
            line = replace(line, reasons=tuple(reasons))
        found.append(_headed(line, head_of(row, key_of_message(row)) if row.key_wrapped else None))
    return tuple(found)


def _bare(row: Message) -> MailLine:
    """A line without what is sealed."""
    return MailLine(
        id=row.id, state=row.state, kind=row.kind, source=row.source, stored_at=row.stored_at, size=row.size,
        subject="", sender="", name="", files=0, verdict=row.verdict, reasons=(), decided_at=row.decided_at,
    )  # fmt: skip


def _headed(line: MailLine, mail: Mail | None) -> MailLine:
    if mail is None:
        return line
    who = mail.sender
    return replace(
        line, subject=mail.subject, sender=who.address, name=who.name, files=len(mail.attachments), kind=mail.kind.value
    )


def _offered(session: Session, actor: Actor, candidates: Sequence[Candidate]) -> tuple[CandidateLine, ...]:
    requests = _rows(session, actor, [each.request_id for each in candidates])
    lines = {line.id: line for line in lines_of(session, requests)}
    return tuple(
        CandidateLine(lines[each.request_id], tuple(each.reasons), each.weight)
        for each in candidates
        if each.request_id in lines
    )


def _rows(session: Session, actor: Actor, ids: Iterable[str]) -> Sequence[Request]:
    """Issued requests of the actor's own office: one that nobody recorded as sent is shown too, with its state."""
    wanted = list(dict.fromkeys(ids))
    issued = own_requests(actor).where(Request.id.in_(wanted), Request.state.not_in(BEFORE_ISSUE))
    rows: Mapping[str, Request] = {row.id: row for row in session.scalars(issued)}
    return [rows[each] for each in wanted if each in rows]


def _searched(actor: Actor, wanted: str) -> list[str]:
    """Ids of the requests that a reference finds, those of a whole case among them."""
    hits = find(actor, fold(wanted)) if wanted and allowed(actor, Act.TEND_MAIL) else ()
    cases = [hit.case_id for hit in hits if hit.case_id and not hit.request_id]
    with reading() as session:
        of_cases = session.scalars(own_requests(actor).where(Request.case_id.in_(cases)).limit(LINES)).all()
        return [*(hit.request_id for hit in hits if hit.request_id), *(row.id for row in of_cases)]


def _filings(session: Session, actor: Actor, row: Message) -> tuple[FilingLine, ...]:
    filings = session.scalars(select(Filing).where(Filing.message_id == row.id, Filing.undone_at.is_(None))).all()
    requests = session.scalars(own_requests(actor).where(Request.id.in_([each.request_id for each in filings]))).all()
    lines = {line.id: line for line in lines_of(session, requests)}
    names = dict(session.execute(select(User.id, User.name).where(User.office_id == actor.office_id)).all())
    return tuple(
        FilingLine(
            lines[each.request_id],
            each.filed_as,
            tuple(each.reasons),
            names.get(each.filed_by or "", ""),
            each.filed_at,
        )
        for each in filings
        if each.request_id in lines
    )


def _reason(row: Message) -> str:
    if not row.reason_sealed or not row.key_wrapped:
        return ""
    try:
        return key_of_message(row).text(row.reason_sealed, f"messages:{row.id}:reason")
    except Problem:
        return ""


def _onward(session: Session, actor: Actor, row: Message) -> str:
    """The oldest message that waits behind this one, or, at the end of the pile, the oldest of all."""
    waiting = _waiting(actor).where(Message.id != row.id)
    here = tuple_(literal(row.stored_at, UtcDateTime()), literal(row.id))
    behind = session.scalar(waiting.where(tuple_(Message.stored_at, Message.id) > here).limit(1))
    found = behind or session.scalar(waiting.limit(1))
    return found.id if found else ""
