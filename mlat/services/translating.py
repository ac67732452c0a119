"""Texts given to a translator, and what the translator writes: the source and the translation, never the case."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.permissions import Act, Actor, Role
from mlat.domain.problems import Problem, Stale
from mlat.i18n import locale
from mlat.model import Case, CaseText, User, new_id, transaction
from mlat.services import journal
from mlat.services.access import NotHere, find_case, require
from mlat.services.vault import key_of

Kind = Literal["facts", "summary"]
Work = Literal["human", "sworn"]


def assign_text(
    actor: Actor, now: datetime, case_id: str, kind: Kind, language: str, source_language: str, translator_id: str
) -> str:
    """Give a text of a case to a translator of the office; returns the text's id.

    What already stands in `language` (a machine translation) is kept with its status, for the translator to mend.
    Raises `Problem` where there is no source, the target is the original, or the translator is none of the office.
    """
    with transaction() as session:
        case = find_case(session, actor, case_id, Act.EDIT_CASE)
        _need_translator(session, case, translator_id)
        _need_source(session, case, kind, source_language)
        target = locale(language).code
        row = _text_in(session, case, kind, target)
        if target == source_language or (row is not None and row.text_sealed and row.status == "original"):
            raise Problem("original", "language", "is the language of the original.", "Choose another language.")
        if row is None:
            row = CaseText(id=new_id(), case_id=case.id, kind=kind, language=target, version=0)
            session.add(row)
        if not row.text_sealed:
            row.status = "assigned"
        row.translator_id, row.source_language = translator_id, source_language
        row.version += 1
        session.flush()
        journal.write(
            session, now, actor, "text_assigned", office_id=case.office_id, case_id=case.id,
            data={"text": row.id, "language": target, "translator": translator_id},
        )  # fmt: skip
        return row.id


def translate(actor: Actor, now: datetime, text_id: str, text: str, version: int, status: Work = "human") -> int:
    """Save what the translator wrote; returns the new version.

    Raises `NotHere` for a text that was given to somebody else, `Stale` with both texts when `version` has passed.
    """
    require(actor, Act.TRANSLATE)
    if not text.strip():
        raise Problem("empty", "text", "is empty.", "Write the translation.")
    with transaction() as session:
        mine = select(CaseText).where(CaseText.id == text_id, CaseText.translator_id == actor.user_id)
        row = session.scalar(mine.with_for_update())
        case = session.get(Case, row.case_id) if row else None
        if row is None or case is None or case.erased_at is not None or case.office_id != actor.office_id:
            raise NotHere("text")
        key, place = key_of(session, case.id), f"case_texts:{row.id}:text"
        if version != row.version:
            raise Stale("text", text, key.text(row.text_sealed, place), row.version)
        row.text_sealed, row.status = key.seal(text, place), status
        row.version += 1
        session.flush()
        journal.write(
            session, now, actor, "text_written", office_id=case.office_id, case_id=case.id,
            data={"text": row.id, "language": row.language, "version": row.version},
        )  # fmt: skip
        return row.version


def _text_in(session: Session, case: Case, kind: Kind, language: str) -> CaseText | None:
    return session.scalar(
        select(CaseText).where(CaseText.case_id == case.id, CaseText.kind == kind, CaseText.language == language)
    )


def _need_source(session: Session, case: Case, kind: Kind, language: str) -> None:
    source = _text_in(session, case, kind, language)
    if source is None or not source.text_sealed:
        raise Problem("source", "source_language", "has no text yet.", "Write the text first, then give it away.")


def _need_translator(session: Session, case: Case, user_id: str) -> None:
    user = session.scalar(select(User).where(User.id == user_id, User.office_id == case.office_id, User.active))
    if user is None or all(role.name != Role.TRANSLATOR for role in user.roles):
        raise Problem("translator", "translator", "is no translator of this office.", "Choose one of the list.")
