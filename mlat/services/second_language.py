"""The office's language beside the recipient's: what the case says in it, and when a paper takes it by itself."""

from __future__ import annotations

from sqlalchemy.orm import Session

from mlat.documents.forms import form
from mlat.domain.filling import SECOND, SECOND_LANGUAGE, SECOND_LAYOUT, second_wording, values
from mlat.domain.problems import Problem
from mlat.domain.record import Beside
from mlat.domain.two_languages import is_wording
from mlat.domain.world import World
from mlat.i18n import locales, missing
from mlat.keys import CaseKey
from mlat.model import Case, Office, Request
from mlat.services.filling import first_draft


def by_itself(
    session: Session, case: Case, row: Request, key: CaseKey, parent: Request | None, draft: dict[str, str]
) -> dict[str, str]:
    """The draft keys that set the office's language beside the recipient's; none where that would leave a gap.

    A paper takes a second language by itself only where every text of it is there in both.
    """
    language = session.get_one(Office, row.office_id).language
    if language == row.language or row.recipient_kind != "authority" or language not in offered(row.form):
        return {}
    found = texts_in(session, case, row, key, parent, draft, language)
    shape = form(row.form)
    said = values(shape, draft)
    if any(is_wording(each, said.get(each.id)) and SECOND + each.id not in found for each in shape.fields()):
        return {}
    return {SECOND_LANGUAGE: language, SECOND_LAYOUT: "columns"} | found


def texts_in(
    session: Session,
    case: Case,
    row: Request,
    key: CaseKey,
    parent: Request | None,
    draft: dict[str, str],
    language: str,
) -> dict[str, str]:
    """What the case and the standing phrases say in the second language, for the fields that the draft fills alike.

    A text that somebody changed in the first language has no wording in the second before somebody writes it.
    """
    shape = form(row.form)
    first = first_draft(session, case, row, key, parent)
    second = first_draft(session, case, row, key, parent, language)
    said = values(shape, draft)
    return {
        SECOND + each.id: second[each.id]
        for each in shape.fields()
        if is_wording(each, said.get(each.id))
        and draft.get(each.id) == first.get(each.id)
        and second.get(each.id)
        and (second[each.id] != first[each.id])
    }


def on_change(
    session: Session, row: Request, key: CaseKey, before: dict[str, str], after: dict[str, str]
) -> dict[str, str]:
    """What a draft takes along when another second language is chosen; raises `Problem` where it is not offered."""
    language = after.get(SECOND_LANGUAGE, before.get(SECOND_LANGUAGE, ""))
    if language == before.get(SECOND_LANGUAGE, ""):
        return {}
    empty = dict.fromkeys((name for name in before | after if name.startswith(SECOND)), "")
    if not language:
        return empty
    if language == row.language or language not in offered(row.form):
        raise Problem(
            "beside.language",
            SECOND_LANGUAGE,
            "%(language)s is not offered beside this paper.",
            "Choose another language, or none.",
            language=language,
        )
    case = session.get_one(Case, row.case_id)
    parent = session.get(Request, row.parent_id) if row.parent_id else None
    return empty | texts_in(session, case, row, key, parent, before | after, language)


def offered(form_id: str) -> tuple[str, ...]:
    """The languages in which a paper of this form can also stand: none for a provider, a family, or a body that a
    person writes to in its own language.
    """
    return written_in(form_id) if form(form_id).recipients == "authority" else ()


def written_in(form_id: str) -> tuple[str, ...]:
    """The languages in which a paper of this form can be printed; none of a letter in a body's own language."""
    if form(form_id).written_to:
        return ()
    return tuple(each.code for each in locales() if "legal" in each.catalogs and not missing(each.code, "legal"))


def second_of(row: Request, draft: dict[str, str], world: World) -> Beside | None:
    """The second wording of a draft, with the law cited in its language."""
    found = second_wording(form(row.form), draft)
    instrument = world.instruments.get(row.instrument)
    if found is None or instrument is None:
        return found
    return Beside(found.language, found.layout, instrument.cited(found.language), found.fields)
