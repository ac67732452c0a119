"""Texts that a translator was given: the source and the place for the translation, nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from mlat.domain.permissions import Actor
from mlat.model import CaseText, transaction
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
    with transaction() as session:
        rows = session.scalars(visible_texts(actor).where(CaseText.translator_id == actor.user_id).limit(50)).all()
        found = [
            TextTask(row.id, row.kind, row.language, row.source_language or "", row.status, row.version) for row in rows
        ]
    return tuple(sorted(found, key=lambda one: (one.status != "assigned", one.language)))


def text_task(actor: Actor, text_id: str) -> TextTask:
    """One text with its source; `NotHere` where the actor may not see it."""
    with transaction() as session:
        row = session.scalar(visible_texts(actor).where(CaseText.id == text_id))
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
