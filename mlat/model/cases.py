"""A case: what happened, to which accounts, which people, told in which languages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from mlat.model.base import Base, Editable, Identified


class Case(Identified, Editable, Base):
    """A case file of one office. Free facts and names are elsewhere, sealed under the case's key."""

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_office_opened", "office_id", "opened_at", "id"),
        UniqueConstraint("office_id", "reference"),
    )

    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"))
    reference: Mapped[str]
    owner_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    deputy_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    opened_at: Mapped[datetime]
    training: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    erasure_asked_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    """First of the two persons that an erasure needs."""


class CaseKey(Base):
    """The key of one case, wrapped by the master key; without it the case is gone."""

    __tablename__ = "case_keys"

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    wrapped: Mapped[bytes | None]


class Offence(Identified, Base):
    """One offence under investigation, as the requesting state's law has it."""

    __tablename__ = "offences"

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    code: Mapped[str]
    article: Mapped[str]
    law: Mapped[str]
    title: Mapped[str]
    penalty: Mapped[str] = mapped_column(default="")
    years: Mapped[int | None]
    """Highest penalty in years, where treaties ask for it."""
    kind: Mapped[str] = mapped_column(String(20), default="")
    """Kind of offence of the vocabulary, by which treaties say what they cover; empty where nobody chose one."""
    text: Mapped[str] = mapped_column(default="")


class Person(Identified, Editable, Base):
    """Someone in a case, by code; `identity` is the same random id wherever the same human appears."""

    __tablename__ = "persons"
    __table_args__ = (UniqueConstraint("case_id", "code"),)

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    identity: Mapped[str] = mapped_column(String(32), index=True)
    code: Mapped[str]
    role: Mapped[str] = mapped_column(String(12))
    name_sealed: Mapped[bytes | None]
    latin_sealed: Mapped[bytes | None]
    """The same name in Latin letters, as a person gave it."""
    born_sealed: Mapped[bytes | None]
    """ISO date of birth."""
    age_sealed: Mapped[bytes | None]
    """Estimated age in years and the day of the estimate, `11@2026-03-02`."""
    age_source: Mapped[str] = mapped_column(default="")
    note_sealed: Mapped[bytes | None]


class Identifier(Identified, Editable, Base):
    """An account, number or address exactly as received."""

    __tablename__ = "identifiers"
    __table_args__ = (
        UniqueConstraint("case_id", "code"),
        Index("ix_identifiers_lookup", "office_id", "lookup"),
        Index("ix_identifiers_shared_lookup", "shared_lookup"),
    )

    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    code: Mapped[str]
    platform: Mapped[str | None]
    kind: Mapped[str]
    given_sealed: Mapped[bytes]
    normal_sealed: Mapped[bytes | None]
    lookup: Mapped[str | None] = mapped_column(String(64))
    """Keyed hash of the normal form: finds the same account again without opening anything."""
    shared_lookup: Mapped[str | None] = mapped_column(String(64))
    """The same over all offices of this house: it tells only that another file exists."""
    port: Mapped[int | None]
    instants: Mapped[list[Any]] = mapped_column(default=list)
    """UTC instants, ISO with Z, at which it was seen."""
    used_from: Mapped[date | None]
    used_until: Mapped[date | None]
    user_in: Mapped[str | None] = mapped_column(String(2))
    """Where the account's user is believed to be."""
    synthetic: Mapped[bool] = mapped_column(default=False)
    findings: Mapped[list[Any]] = mapped_column(default=list)
    """Codes and values of `mlat.domain.findings`."""


class IdentifierPerson(Base):
    """Whose account it is believed to be, and how certain that is."""

    __tablename__ = "identifier_persons"

    identifier_id: Mapped[str] = mapped_column(ForeignKey("identifiers.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    certainty: Mapped[str] = mapped_column(String(12), default="possible")
    """certain, probable or possible."""


class CaseText(Identified, Editable, Base):
    """The facts of a case in one language; a translation names its source and its translator."""

    __tablename__ = "case_texts"
    __table_args__ = (UniqueConstraint("case_id", "kind", "language"),)

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20), default="facts")
    """facts, or summary (the short text a provider may read)."""
    language: Mapped[str] = mapped_column(String(12))
    source_language: Mapped[str | None] = mapped_column(String(12))
    translator_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"), index=True)
    status: Mapped[str] = mapped_column(String(12), default="original")
    """original, assigned, machine, human or sworn."""
    text_sealed: Mapped[bytes | None]
    outside_sealed: Mapped[bytes | None]
    """A translator who is no user: the person or agency, by name."""
    stale: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether its source was changed after it was written."""
    ordered_on: Mapped[date | None]
    due_on: Mapped[date | None]
    cost: Mapped[str] = mapped_column(String(16), default="", server_default="")
    """An amount in decimal digits, of `currency` (ISO 4217)."""
    currency: Mapped[str] = mapped_column(String(3), default="", server_default="")
    sworn_number_sealed: Mapped[bytes | None]
    """Under which the sworn translator entered it."""
    scan: Mapped[str | None] = mapped_column(String(64))
    """Name of the encrypted scan in storage."""
    scan_sha256: Mapped[str | None] = mapped_column(String(64))
    certified_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    """Who of the office certified it: as read against its source, or as sworn with number and scan."""
    certified_at: Mapped[datetime | None]


class Order(Identified, Base):
    """An order of secrecy or non-disclosure. Its end is a clock; only a person lifts it, never a date."""

    __tablename__ = "orders"

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    request_id: Mapped[str | None] = mapped_column(ForeignKey("requests.id"), index=True)
    """The request whose recipient it binds to silence; none where it covers the file."""
    kind: Mapped[str] = mapped_column(String(20))
    """file_secrecy or non_disclosure."""
    ordered_at: Mapped[datetime]
    zone: Mapped[str]
    rule: Mapped[str]
    period: Mapped[str] = mapped_column(default="")
    """ISO 8601; empty where the order names its last day, or none."""
    until: Mapped[date | None]
    issuer_sealed: Mapped[bytes | None]
    """Who ordered it, and under which number."""
    entered_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
