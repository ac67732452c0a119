"""Texts that a translator was given: the source and the place for the translation, nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, select

from mlat.domain.permissions import Actor
from mlat.model import Case, CaseText, transaction
from mlat.services.access import NotHere, visible_texts
from mlat.services.vault import key_of


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


def assigned(actor: Actor) -> tuple[TextTask, ...]:
    """The texts given to this translator, those that wait first."""
    mine = _readable(actor).where(CaseText.translator_id == actor.user_id)
    with transaction() as session:
        rows = session.scalars(
            mine.order_by(CaseText.status != "assigned", CaseText.language, CaseText.id).limit(50)
        ).all()
        return tuple(
            TextTask(row.id, row.kind, row.language, row.source_language or "", row.status, row.version) for row in rows
        )


def _readable(actor: Actor) -> Select[CaseText]:
    """The texts whose case was not erased: nothing opens the others."""
    return visible_texts(actor).join(Case, Case.id == CaseText.case_id).where(Case.erased_at.is_(None))


def text_task(actor: Actor, text_id: str) -> TextTask:
    """One text given to this translator, with its source; else `NotHere`."""
    with transaction() as session:
        row = session.scalar(_readable(actor).where(CaseText.id == text_id, CaseText.translator_id == actor.user_id))
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
        return TextTask(
            row.id,
            row.kind,
            row.language,
            row.source_language or "",
            row.status,
            row.version,
            key.text(source.text_sealed, f"case_texts:{source.id}:text") if source else "",
            key.text(row.text_sealed, f"case_texts:{row.id}:text"),
        )
