"""What came against what a request asked, and what is left to be obtained in another way."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.completeness import Cell, Pair, Said, Span, completeness
from mlat.domain.lifecycle import NOT_SENT, Kind
from mlat.domain.permissions import Actor
from mlat.domain.preflight.retention import ASKS_TO_KEEP
from mlat.keys import CaseKey
from mlat.model import Case, Event, Identifier, Reply, Request, reading
from mlat.services.access import find_request
from mlat.services.vault import key_of


@dataclass(frozen=True)
class Came:
    """The table of a request; empty before it was sent, and where it asks for no data that could come.

    `ground` is that of the last refusal.
    """

    cells: tuple[Cell, ...] = ()
    ground: str = ""
    others: tuple[str, ...] = ()
    """Codes of the case's accounts that this request does not name."""

    @property
    def accounts(self) -> tuple[str, ...]:
        """The accounts asked about, each once."""
        return tuple(dict.fromkeys(cell.account for cell in self.cells))

    @property
    def categories(self) -> tuple[str, ...]:
        """The data categories asked for, each once."""
        return tuple(dict.fromkeys(cell.category for cell in self.cells))

    def cell(self, account: str, category: str) -> Cell:
        """The cell of that row and column."""
        return next(one for one in self.cells if (one.account, one.category) == (account, category))


def came(actor: Actor, request_id: str) -> Came:
    """The table over all answers of the request that hold; nothing for an office that only transmits it."""
    with reading() as session:
        row = find_request(session, actor, request_id)
        case = session.get_one(Case, row.case_id)
        if row.office_id != actor.office_id or case.erased_at is not None:
            return Came()
        replies = _holding(session, row)
        refused = [one.ground for one in replies if one.kind == Kind.REFUSED]
        others = session.scalars(
            select(Identifier.code)
            .where(
                Identifier.case_id == row.case_id, Identifier.code.not_in(row.identifiers), Identifier.platform != ""
            )
            .order_by(Identifier.code)
        )
        cells: tuple[Cell, ...] = ()
        if row.measure not in ASKS_TO_KEEP and row.state not in NOT_SENT:
            key = key_of(session, row.case_id)
            cells = completeness(row.identifiers, row.data, _periods(session, row, key), map(_said, replies))
        return Came(cells, refused[-1] if refused else "", tuple(others))


def _holding(session: Session, row: Request) -> Sequence[Reply]:
    """The replies in the order they came, without those that were taken back."""
    taken = select(Event.data).where(Event.request_id == row.id, Event.kind == Kind.TAKEN_BACK)
    gone = {data.get("reply") for data in session.scalars(taken)}
    rows = session.scalars(select(Reply).where(Reply.request_id == row.id).order_by(Reply.at, Reply.id))
    return [one for one in rows if one.id not in gone]


def _said(reply: Reply) -> Said:
    spans: dict[Pair, Span] = {
        _pair(name): (date.fromisoformat(first), date.fromisoformat(last))
        for name, (first, last) in reply.spans.items()
    }
    return Said(reply.kind, _pairs(reply.came), _pairs(reply.missing), spans)


def _pairs(found: Sequence[Sequence[str]]) -> frozenset[Pair]:
    return frozenset((account, category) for account, category in found)


def _pair(name: str) -> Pair:
    account, _, category = name.rpartition(":")
    return account, category


def _periods(session: Session, row: Request, key: CaseKey) -> dict[str, Span]:
    """The period that the request asked for; else, for each account, the days on which it was used."""
    draft = json.loads(key.text(row.draft_sealed, f"requests:{row.id}:draft") or "{}")
    if whole := _span(draft.get("date_range", "")):
        return dict.fromkeys(row.identifiers, whole)
    used = session.scalars(
        select(Identifier).where(Identifier.case_id == row.case_id, Identifier.code.in_(row.identifiers))
    )
    return {one.code: (one.used_from, one.used_until) for one in used if one.used_from and one.used_until}


def _span(text: str) -> Span | None:
    try:
        first, last = (date.fromisoformat(part.strip()) for part in text.split("/"))
    except ValueError:
        return None
    return first, last
