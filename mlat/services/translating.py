"""Texts given to a translator, and what the translator writes: the source and the translation, never the case."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.clock_parts import TRANSLATION_DUE
from mlat.domain.permissions import Act, Actor, Role
from mlat.domain.problems import Problem, Stale
from mlat.domain.set_days import on_day
from mlat.domain.translations import Terms, agreed
from mlat.i18n import locale
from mlat.model import Case, CaseText, Office, User, new_id, transaction
from mlat.services.access import NotHere, find_case, to_fill, visible_texts
from mlat.services.caseclocks import running_about, turn_case
from mlat.services.texts import written
from mlat.services.vault import key_of

Kind = Literal["facts", "summary"]
OUTSIDE = "outside"
"""How events name a translator who is no user."""


def assign_text(
    actor: Actor,
    now: datetime,
    case_id: str,
    kind: Kind,
    language: str,
    source_language: str,
    translator_id: str = "",
    *,
    outside: str = "",
    terms: Terms | None = None,
) -> str:
    """Give a text of a case to a translator of the office, or to a person or agency `outside`; returns the text's id.

    What already stands in `language` (a machine translation) is kept with its status, for the translator to mend.
    The day on which it is due becomes a clock, which ends when it is filled. Raises `Problem` where there is no
    source, the target is the original, the translator is none of the office, or the terms cannot be.
    """
    with transaction() as session:
        case = find_case(session, actor, case_id, Act.EDIT_CASE)
        if bool(translator_id) == bool(outside.strip()):
            says = "and a name from outside: give exactly one."
            raise Problem("translator", "translator", says, "Choose of the list, or write the name of who is outside.")
        if translator_id:
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
        row.translator_id, row.source_language = translator_id or None, source_language
        key = key_of(session, case.id)
        row.outside_sealed = key.seal(outside.strip(), f"case_texts:{row.id}:outside") if outside.strip() else None
        row.version += 1
        data = {"text": row.id, "language": target, "translator": translator_id or OUTSIDE}
        agree(session, now, actor, case, row, terms or Terms(), "text_assigned", data)
        return row.id


def agree(
    session: Session,
    now: datetime,
    actor: Actor,
    case: Case,
    row: CaseText,
    terms: Terms,
    kind: str,
    data: dict[str, str],
) -> None:
    """Keep what was agreed of a translation, in a transaction that runs: one event of `kind` with its clock."""
    zone = session.get_one(Office, case.office_id).zone
    terms = agreed(terms, now.astimezone(ZoneInfo(zone)).date())
    row.ordered_on, row.due_on, row.cost, row.currency = terms.ordered_on, terms.due_on, terms.cost, terms.currency
    session.flush()
    ends = [(clock.id, "corrected") for clock in running_about(session, case, (TRANSLATION_DUE,), row.id)]
    opens = [on_day(TRANSLATION_DUE, row.id, terms.due_on, now, zone)] if terms.due_on else []
    turn_case(session, now, actor, case, kind, opens, ends, data=dict(data))


def translate(actor: Actor, now: datetime, text_id: str, text: str, version: int) -> int:
    """Save what the translator wrote, or an editor for one from outside; returns the new version.

    It is then the work of a person; that it is sworn says only its certificate (`certify_text`). Raises `NotHere`
    for a text that was given to somebody else, `Stale` with both texts when `version` has passed.
    """
    if not text.strip():
        raise Problem("empty", "text", "is empty.", "Write the translation.")
    with transaction() as session:
        case, row = find_text(session, actor, text_id)
        key, place = key_of(session, case.id), f"case_texts:{row.id}:text"
        if version != row.version:
            raise Stale("text", text, key.text(row.text_sealed, place), row.version)
        changed = key.text(row.text_sealed, place) != text
        row.text_sealed, row.status = key.seal(text, place), "human"
        row.version += 1
        written(session, now, actor, case, row, changed=changed)
        return row.version


def find_text(session: Session, actor: Actor, text_id: str) -> tuple[Case, CaseText]:
    """A translation that the actor may fill and its case, held: the own one, or for editors one from outside."""
    rows = visible_texts(actor).where(CaseText.id == text_id, to_fill(actor))
    row = session.scalar(rows.with_for_update())
    case = session.get(Case, row.case_id) if row else None
    if row is None or case is None or case.erased_at is not None:
        raise NotHere("text")
    return case, row


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
