"""The language in which a draft is written: the recipient's as the facts have it, until a person chooses another."""

from __future__ import annotations

import json
from datetime import datetime

from mlat.domain.filling import SECOND, SECOND_LANGUAGE
from mlat.domain.lifecycle import Kind
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem, Stale
from mlat.model import Case, Request, transaction
from mlat.services import journal
from mlat.services.access import find_request
from mlat.services.drafting import draft_of
from mlat.services.filling import first_draft
from mlat.services.second_language import written_in
from mlat.services.vault import key_of


def write_in(actor: Actor, now: datetime, request_id: str, version: int, language: str) -> int:
    """Write a draft in another language; returns its new version.

    What nobody changed by hand takes the case's words in that language; the rest stays as it was written, for a
    person to translate. Raises `Problem` where the form is not written in that language, `Stale` where somebody
    else saved in between.
    """
    with transaction() as session:
        row = find_request(session, actor, request_id, Act.DRAFT)
        if row.state != "draft":
            says, remedy = "is %(state)s: only a draft can be changed.", "Take the approval back first."
            raise Problem("state", "request", says, remedy, state=row.state)
        if language not in written_in(row.form):
            says = "%(language)s is not offered for this paper."
            raise Problem("language", "language", says, "Choose another language.", language=language)
        key = key_of(session, row.case_id)
        draft = draft_of(row, key.text(row.draft_sealed, f"requests:{row.id}:draft"))
        if version != row.version:
            raise Stale("request", {"language": language}, draft, row.version)
        case = session.get_one(Case, row.case_id)
        parent = session.get(Request, row.parent_id) if row.parent_id else None
        before = first_draft(session, case, row, key, parent)
        row.language = language
        after = first_draft(session, case, row, key, parent)
        kept = {name: text for name, text in draft.items() if text != before.get(name)}
        if kept.get(SECOND_LANGUAGE) == language:
            kept = {
                name: text for name, text in kept.items() if not name.startswith(SECOND) and name != SECOND_LANGUAGE
            }
        row.draft_sealed = key.seal(json.dumps(after | kept, ensure_ascii=False), f"requests:{row.id}:draft")
        row.version += 1
        data = {"version": row.version, "language": language}
        journal.write(
            session, now, actor, Kind.REVISED,
            office_id=row.office_id, case_id=row.case_id, request_id=row.id, data=data,
        )  # fmt: skip
        return row.version
