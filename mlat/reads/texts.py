"""Texts to translate: what a translator was given, with its source alone, and the translation desk of the office."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from mlat.domain.permissions import Act, Actor, allowed
from mlat.domain.translations import Terms
from mlat.keys import CaseKey
from mlat.model import Case, CaseText, reading
from mlat.reads.timeline import people
from mlat.services.access import NotHere, require, to_fill, visible_texts
from mlat.services.vault import key_of

SHOWN = 50


@dataclass(frozen=True)
class TextTask:
    """One text to translate. `source` is the original in its own language."""

    id: str
    kind: str
    language: str
    source_language: str
    status: str
    version: int
    source: str = ""
    text: str = ""
    due_on: date | None = None
    stale: bool = False
    case_id: str = ""
    """Empty for a translator, who knows nothing of the case."""


@dataclass(frozen=True)
class Translation:
    """A translation as the desk sees it: by whom, by when, at what price, and who vouches for it."""

    id: str
    case_id: str
    case_reference: str
    kind: str
    language: str
    source_language: str
    status: str
    version: int
    written: bool
    stale: bool
    translator: str
    outside: bool
    """Whether the translator is no user: somebody of the office types in what came."""
    ordered_on: date | None
    due_on: date | None
    price: str
    sworn_number: str
    scan_sha256: str
    certified_by: str
    certified_at: datetime | None

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return not self.written or self.stale or self.status == "machine"


def assigned(actor: Actor) -> tuple[TextTask, ...]:
    """The texts given to this translator, those that wait first."""
    mine = _readable(actor).where(CaseText.translator_id == actor.user_id)
    with reading() as session:
        rows = session.scalars(
            mine.order_by(CaseText.status != "assigned", CaseText.due_on.is_(None), CaseText.due_on, CaseText.language)
            .order_by(CaseText.id)
            .limit(SHOWN)
        ).all()
        return tuple(_task(row) for row in rows)


def text_task(actor: Actor, text_id: str) -> TextTask:
    """One text that this person may fill, with its source; else `NotHere`."""
    with reading() as session:
        row = session.scalar(_readable(actor).where(CaseText.id == text_id, to_fill(actor)))
        if row is None:
            raise NotHere("text")
        key = key_of(session, row.case_id)
        source = session.scalar(
            select(CaseText).where(
                CaseText.case_id == row.case_id,
                CaseText.kind == row.kind,
                CaseText.language == row.source_language,
            )
        )
        said = key.text(source.text_sealed, f"case_texts:{source.id}:text") if source else ""
        known = row.case_id if allowed(actor, Act.EDIT_CASE) else ""
        return _task(row, said, key.text(row.text_sealed, f"case_texts:{row.id}:text"), known)


def translations(actor: Actor, case_id: str = "") -> tuple[Translation, ...]:
    """The translation desk: every translation of a case, or all of the office that wait for somebody, the first due
    first. Raises `NotHere` for whoever does not edit cases."""
    require(actor, Act.EDIT_CASE)
    rows = _readable(actor).where(CaseText.source_language.is_not(None), CaseText.status != "original")
    waits = or_(CaseText.text_sealed.is_(None), CaseText.stale, CaseText.status == "machine")
    rows = rows.where(CaseText.case_id == case_id) if case_id else rows.where(waits, Case.closed_at.is_(None))
    ordered = rows.order_by(CaseText.due_on.is_(None), CaseText.due_on, CaseText.kind, CaseText.language, CaseText.id)
    with reading() as session:
        names = people(session, actor.office_id)
        return tuple(_translation(session, row, names) for row in session.scalars(ordered.limit(SHOWN)))


def _readable(actor: Actor) -> Select[CaseText]:
    """The texts whose case was not erased: nothing opens the others."""
    return visible_texts(actor).join(Case, Case.id == CaseText.case_id).where(Case.erased_at.is_(None))


def _task(row: CaseText, source: str = "", text: str = "", case_id: str = "") -> TextTask:
    return TextTask(
        row.id,
        row.kind,
        row.language,
        row.source_language or "",
        row.status,
        row.version,
        source,
        text,
        row.due_on,
        row.stale,
        case_id,
    )


def _translation(session: Session, row: CaseText, names: Mapping[str, str]) -> Translation:
    key: CaseKey = key_of(session, row.case_id)
    place = f"case_texts:{row.id}"
    return Translation(
        row.id,
        row.case_id,
        session.get_one(Case, row.case_id).reference,
        row.kind,
        row.language,
        row.source_language or "",
        row.status,
        row.version,
        row.text_sealed is not None,
        row.stale,
        names.get(row.translator_id or "", "") or key.text(row.outside_sealed, f"{place}:outside"),
        row.translator_id is None,
        row.ordered_on,
        row.due_on,
        Terms(cost=row.cost, currency=row.currency).price,
        key.text(row.sworn_number_sealed, f"{place}:sworn_number"),
        row.scan_sha256 or "",
        names.get(row.certified_by or "", ""),
        row.certified_at,
    )
