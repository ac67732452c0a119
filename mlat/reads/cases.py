"""Cases: the list, and everything about one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from mlat.domain.permissions import Act, Actor, allowed
from mlat.domain.protection import WORST_FIRST, danger
from mlat.keys import CaseKey
from mlat.model import (
    Case,
    CaseText,
    FamilyContact,
    Offence,
    Person,
    Request,
    User,
    reading,
)
from mlat.reads.accounts import AccountLine, accounts_of
from mlat.reads.holds import Bars, Protection, bars_of
from mlat.reads.paging import Page, newest
from mlat.reads.requests import RequestLine, lines_of
from mlat.reads.timeline import Happening, events_of, people
from mlat.services.access import find_case, visible
from mlat.services.ages import age_on
from mlat.services.vault import key_of

MOST = 200
"""Open cases that are looked through for the greatest danger."""


@dataclass(frozen=True)
class CaseLine:
    """A case in a list."""

    id: str
    reference: str
    owner: str
    opened_at: datetime
    training: bool
    closed: bool
    erased: bool
    open_requests: int
    danger: Protection | None = None
    """The account of an open case whose data can vanish first."""

    def urgency(self, today: date) -> tuple[float, int]:
        """A key that sorts the case whose data can vanish first to the top, and those without accounts last."""
        return danger(self.danger.standing, today) if self.danger else (float("inf"), len(WORST_FIRST))


@dataclass(frozen=True)
class OffenceLine:
    """An offence."""

    code: str
    article: str
    law: str
    title: str
    penalty: str
    kind: str = ""


@dataclass(frozen=True)
class PersonLine:
    """Someone by code; the name only where the actor may see names."""

    id: str
    code: str
    role: str
    name: str
    age: str
    age_source: str


@dataclass(frozen=True)
class TextLine:
    """The facts or the summary in one language."""

    id: str
    kind: str
    language: str
    source_language: str
    status: str
    translator: str
    version: int
    text: str


@dataclass(frozen=True)
class ContactLine:
    """A family contact."""

    id: str
    code: str
    language: str
    channel: str
    greeting: str
    wants_letters: bool


@dataclass(frozen=True)
class CaseView:
    """Everything about one case."""

    line: CaseLine
    version: int
    deputy: str
    erasure_asked: bool
    erasure_asked_by_me: bool
    offences: tuple[OffenceLine, ...] = ()
    persons: tuple[PersonLine, ...] = ()
    accounts: tuple[AccountLine, ...] = ()
    texts: tuple[TextLine, ...] = ()
    contacts: tuple[ContactLine, ...] = ()
    requests: tuple[RequestLine, ...] = ()
    timeline: tuple[Happening, ...] = ()
    bars: Bars | None = None
    """What protects its accounts over time; None once it is erased."""

    @property
    def unprotected(self) -> tuple[AccountLine, ...]:
        """Accounts that no running, confirmed hold keeps with everything that is wanted of them."""
        return tuple(one for one in self.accounts if one.protection and not one.protection.protected)


def cases_page(
    actor: Actor,
    today: date,
    *,
    ball: str = "",
    state: str = "",
    recipient: str = "",
    after: str = "",
    lines: int = 50,
    by_danger: bool = False,
) -> Page[CaseLine]:
    """The office's cases, newest first; the filters keep those with at least one such request.

    With `by_danger` one page of the open ones (of the newest `MOST`), the data that can vanish first at the top.
    """
    query = visible(actor)
    for column, wanted in ((Request.ball, ball), (Request.state, state), (Request.recipient_id, recipient)):
        if wanted:
            query = query.where(exists().where(Request.case_id == Case.id, column == wanted))
    with reading() as session:
        if by_danger:
            newest_open = query.where(Case.closed_at.is_(None), Case.erased_at.is_(None))
            rows = session.scalars(newest_open.order_by(Case.opened_at.desc(), Case.id).limit(MOST)).all()
            found = case_lines(session, rows, today)
            return Page(tuple(sorted(found, key=lambda line: line.urgency(today))), "")
        rows, onward = newest(session, query, Case.opened_at, Case.id, after, lines)
        return Page(case_lines(session, rows, today), onward)


def case_lines(session: Session, rows: Sequence[Case], today: date) -> tuple[CaseLine, ...]:
    """Rows as lines, with the number of requests that are not done, and the account in the greatest danger."""
    open_cases = [row for row in rows if row.closed_at is None and row.erased_at is None]
    bars = bars_of(session, open_cases, today, drawn=False)
    ids = [row.id for row in rows]
    waiting = dict(
        session.execute(
            select(Request.case_id, func.count())
            .where(Request.case_id.in_(ids), Request.ball != "done")
            .group_by(Request.case_id)
        ).all()
    )
    owners = dict(session.execute(select(User.id, User.name).where(User.id.in_({row.owner_id for row in rows}))).all())
    return tuple(
        CaseLine(
            row.id,
            row.reference,
            owners.get(row.owner_id, ""),
            row.opened_at,
            row.training,
            row.closed_at is not None,
            row.erased_at is not None,
            waiting.get(row.id, 0),
            bars[row.id].shortest if row.id in bars else None,
        )
        for row in rows
    )


def case_view(actor: Actor, today: date, case_id: str) -> CaseView:
    """One case with everything in it on `today` (a local day); `NotHere` where it is not the actor's."""
    with reading() as session:
        case = find_case(session, actor, case_id)
        names = people(session, case.office_id)
        head = CaseView(
            case_lines(session, [case], today)[0],
            case.version,
            names.get(case.deputy_id or "", ""),
            case.erasure_asked_by is not None,
            case.erasure_asked_by == actor.user_id,
            timeline=events_of(
                session,
                case_id=case.id,
                names=names,
                key=None if case.erased_at else key_of(session, case.id),
            ),
        )
        if case.erased_at is not None:
            return head
        key = key_of(session, case.id)
        bars = bars_of(session, [case], today)[case.id]
        requests = lines_of(
            session,
            session.scalars(
                select(Request).where(Request.case_id == case.id).order_by(Request.created_at, Request.code)
            ).all(),
        )
        return CaseView(
            head.line,
            head.version,
            head.deputy,
            head.erasure_asked,
            head.erasure_asked_by_me,
            _offences(session, case),
            _persons(session, case, key, actor, today),
            accounts_of(session, actor, case, key, requests, bars),
            _texts(session, case, key, names),
            _contacts(session, case),
            requests,
            head.timeline,
            bars,
        )


def _offences(session: Session, case: Case) -> tuple[OffenceLine, ...]:
    rows = session.scalars(select(Offence).where(Offence.case_id == case.id).order_by(Offence.code))
    return tuple(OffenceLine(o.code, o.article, o.law, o.title, o.penalty, o.kind) for o in rows)


def _persons(session: Session, case: Case, key: CaseKey, actor: Actor, today: date) -> tuple[PersonLine, ...]:
    names = allowed(actor, Act.SEE_NAMES)
    rows = session.scalars(select(Person).where(Person.case_id == case.id).order_by(Person.code))
    return tuple(
        PersonLine(
            p.id,
            p.code,
            p.role,
            key.text(p.name_sealed, f"persons:{p.id}:name") if names else "",
            age_on(p, key, today),
            p.age_source,
        )
        for p in rows
    )


def _texts(session: Session, case: Case, key: CaseKey, names: Mapping[str, str]) -> tuple[TextLine, ...]:
    rows = session.scalars(
        select(CaseText).where(CaseText.case_id == case.id).order_by(CaseText.kind, CaseText.language)
    )
    return tuple(
        TextLine(
            t.id,
            t.kind,
            t.language,
            t.source_language or "",
            t.status,
            names.get(t.translator_id or "", ""),
            t.version,
            key.text(t.text_sealed, f"case_texts:{t.id}:text"),
        )
        for t in rows
    )


def _contacts(session: Session, case: Case) -> tuple[ContactLine, ...]:
    rows = session.scalars(select(FamilyContact).where(FamilyContact.case_id == case.id).order_by(FamilyContact.code))
    return tuple(ContactLine(c.id, c.code, c.language, c.channel, c.greeting, c.wants_letters) for c in rows)
