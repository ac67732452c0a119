"""The facts and the summary of a case, one text for each language."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.casefile import TextInput
from mlat.domain.clock_parts import TRANSLATION_DUE
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Stale
from mlat.i18n import locale
from mlat.keys import CaseKey
from mlat.model import Case, CaseText, new_id, transaction
from mlat.services.access import find_case
from mlat.services.caseclocks import running_about, turn_case
from mlat.services.vault import key_of


def set_text(actor: Actor, now: datetime, case_id: str, given: TextInput, version: int | None = None) -> int:
    """Write the facts or the summary in one language; returns the new version.

    Raises `Stale` with both texts when `version` is not the current one.
    """
    with transaction() as session:
        case = find_case(session, actor, case_id, Act.EDIT_CASE)
        return write_text(session, now, actor, case, key_of(session, case.id), given, version).version


def write_text(
    session: Session,
    now: datetime,
    actor: Actor,
    case: Case,
    key: CaseKey,
    given: TextInput,
    version: int | None,
) -> CaseText:
    """Write one text; raises `Stale` when `version` is given and has passed."""
    row = session.scalar(
        select(CaseText).where(
            CaseText.case_id == case.id, CaseText.kind == given.kind, CaseText.language == given.language
        )
    )
    if row is None:
        language = locale(given.language).code
        row = CaseText(id=new_id(), case_id=case.id, kind=given.kind, language=language, version=0)
        session.add(row)
    place = f"case_texts:{row.id}:text"
    if version is not None and version != row.version:
        raise Stale("text", given.text, key.text(row.text_sealed, place), row.version)
    changed = key.text(row.text_sealed, place) != given.text
    row.source_language, row.status = given.source_language, given.status
    row.text_sealed = key.seal(given.text, place)
    row.version += 1
    written(session, now, actor, case, row, changed=changed)
    return row


def written(session: Session, now: datetime, actor: Actor, case: Case, row: CaseText, *, changed: bool) -> None:
    """A text was written: what was promised is there, and what was translated from it or certified fits no longer.

    Saved again without a change it still counts as brought up to date: a person looked at it beside its source.
    """
    row.stale = False
    if changed:
        row.certified_by = row.certified_at = row.sworn_number_sealed = row.scan = row.scan_sha256 = None
        for each in _made_from(session, row):
            each.stale = True
    session.flush()
    ends = [(clock.id, "filled") for clock in running_about(session, case, (TRANSLATION_DUE,), row.id)]
    data = {"text": row.id, "language": row.language, "version": row.version}
    turn_case(session, now, actor, case, "text_written", ends=ends, data=data)


def _made_from(session: Session, row: CaseText) -> list[CaseText]:
    """The translations that were made from a text."""
    return list(
        session.scalars(
            select(CaseText).where(
                CaseText.case_id == row.case_id,
                CaseText.kind == row.kind,
                CaseText.source_language == row.language,
                CaseText.text_sealed.is_not(None),
                CaseText.id != row.id,
            )
        )
    )
