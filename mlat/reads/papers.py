"""The frozen papers of a request and what travels with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.keys import CaseKey
from mlat.model import Annex, Paper, Request


@dataclass(frozen=True)
class PaperLine:
    """A frozen paper."""

    id: str
    form: str
    number: str
    language: str
    sha256: str
    size: int
    pages: int
    signed: str
    source: str
    compared: dict[str, Any]
    is_sent_one: bool
    frozen_at: datetime


@dataclass(frozen=True)
class AnnexLine:
    """An annex; a sealed one shows no name."""

    id: str
    number: int
    kind: str
    name: str
    pages: int
    language: str
    audience: str
    sealed: bool
    sha256: str
    size: int
    translation_of: int
    issuer: str
    issued_on: date | None
    ends_on: date | None
    only_picture: bool


def papers_of(session: Session, row: Request) -> tuple[PaperLine, ...]:
    """The papers of a request, those that go out first."""
    papers = session.scalars(
        select(Paper).where(Paper.request_id == row.id).order_by(Paper.is_sent_one.desc(), Paper.frozen_at)
    )
    return tuple(
        PaperLine(
            p.id,
            p.form,
            p.number,
            p.language,
            p.sha256,
            p.size,
            p.pages,
            p.signed,
            p.source,
            p.compared or {},
            p.is_sent_one,
            p.frozen_at,
        )
        for p in papers
    )


def annexes_of(session: Session, row: Request, key: CaseKey | None) -> tuple[AnnexLine, ...]:
    """The annexes of a request; without the key no names."""
    annexes = session.scalars(select(Annex).where(Annex.request_id == row.id).order_by(Annex.number))
    return tuple(
        AnnexLine(
            a.id,
            a.number,
            a.kind,
            "" if a.sealed or key is None else key.text(a.name_sealed, f"annexes:{a.id}:name"),
            a.pages,
            a.language,
            a.audience,
            a.sealed,
            a.sha256,
            a.size,
            a.translation_of or 0,
            "" if key is None else key.text(a.issuer_sealed, f"annexes:{a.id}:issuer"),
            a.issued_on,
            a.ends_on,
            a.only_picture,
        )
        for a in annexes
    )
