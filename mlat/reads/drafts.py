"""A draft as its form shows it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from mlat.domain.permissions import Act, Actor
from mlat.model import Case, Request, reading
from mlat.reads.papers import AnnexLine, annexes_of
from mlat.reads.requests import OverrideLine, RequestLine, lines_of, overrides_of
from mlat.services.access import NotHere, own_requests, require
from mlat.services.vault import key_of


@dataclass(frozen=True)
class DraftView:
    """The filled form of a request. `fields` holds {field id: text}."""

    line: RequestLine
    version: int
    form: str
    language: str
    instrument: str
    article: str
    recipient_kind: str
    route: dict[str, Any]
    data: tuple[str, ...]
    identifiers: tuple[str, ...]
    fields: dict[str, str]
    annexes: tuple[AnnexLine, ...]
    training: bool
    overrides: tuple[OverrideLine, ...]
    """What was let pass when this very version was approved before."""


def draft_view(actor: Actor, request_id: str) -> DraftView:
    """The draft of a request of the actor's own office, else `NotHere`."""
    require(actor, Act.DRAFT)
    with reading() as session:
        # Not as whoever drafts: looking holds no row.
        row = session.scalar(own_requests(actor).where(Request.id == request_id))
        if row is None:
            raise NotHere("request")
        key = key_of(session, row.case_id)
        fields = json.loads(key.text(row.draft_sealed, f"requests:{row.id}:draft") or "{}")
        return DraftView(
            lines_of(session, [row])[0],
            row.version,
            row.form,
            row.language,
            row.instrument,
            row.article,
            row.recipient_kind,
            row.route,
            tuple(row.data),
            tuple(row.identifiers),
            fields,
            annexes_of(session, row, key),
            session.get_one(Case, row.case_id).training,
            tuple(each for each in overrides_of(session, row, key) if each.version == row.version),
        )
