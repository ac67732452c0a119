"""The record of one paper: everything a form prints, in plain values, before any layout.

One record, several renderings: `copy` says whose copy it is, and the documents room leaves out
what that reader must not see. Identical records give identical bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Copy = Literal["provider", "authority", "file", "family"]


@dataclass(frozen=True)
class Party:
    """A body that sends or receives a paper; lines are printed as given, one below the other."""

    name: str
    lines: tuple[str, ...] = ()
    country: str = ""
    """ISO 3166-1 alpha-2."""
    zone: str = ""
    """IANA name of the zone of its seat."""


@dataclass(frozen=True)
class Contact:
    """Whom the recipient may call: a function, not necessarily a person."""

    name: str
    function: str = ""
    email: str = ""
    phone: str = ""
    hours: str = ""
    zone: str = ""


@dataclass(frozen=True)
class OffenceLine:
    """One offence as the law of the requesting state has it."""

    article: str
    law: str
    title: str
    penalty: str = ""
    text: str = ""
    """The wording of the provision, where the instrument asks for it."""


@dataclass(frozen=True)
class IdentifierLine:
    """One account, number or address, exactly as received, with what makes it findable."""

    label: str
    """msgid of the type, for example "Numeric user id"."""
    given: str
    platform: str = ""
    instants: tuple[str, ...] = ()
    """UTC instants, ISO 8601 with Z."""
    used: str = ""
    """Dates of use, ISO dates or a range `2026-01-02/2026-02-03`."""
    port: int | None = None
    note: str = ""
    synthetic: bool = False


@dataclass(frozen=True)
class PersonLine:
    """A person by code; names stand only in a sealed annex or where the copy may carry them."""

    code: str
    role: Literal["victim", "suspect", "witness", "contact"]
    age: str = ""
    note: str = ""
    name: str = ""


@dataclass(frozen=True)
class AnnexLine:
    """One row of the numbered annex list printed in the letter."""

    number: int
    kind: str
    """msgid, for example "Court order"."""
    pages: int
    sha256: str
    language: str
    audience: str
    """msgid of who may receive it."""
    sealed: bool = False


@dataclass(frozen=True)
class Signatory:
    """Who signs, in what function; `method` is office_key, token or ink."""

    name: str
    function: str
    method: Literal["office_key", "token", "ink"] = "ink"


Value = str | bool | date | tuple[str, ...] | tuple[OffenceLine, ...] | tuple[IdentifierLine, ...] | tuple[PersonLine, ...] | Contact


@dataclass(frozen=True)
class Record:
    """What one paper says. `fields` holds the form's field ids (the one vocabulary) and their values."""

    form: str
    copy: Copy
    language: str
    title: str
    """msgid of the paper's title, from the form."""
    sender: Party
    recipient: Party
    contact: Contact
    place: str
    on: date
    """The date printed on the paper, local to the office."""
    number: str = ""
    """Empty in a draft."""
    proof_code: str = ""
    case_reference: str = ""
    instrument: str = ""
    """How the law is cited, once, for example "Ley 26.137, art. XVI"."""
    article: str = ""
    fields: dict[str, Value] = field(default_factory=dict)
    annexes: tuple[AnnexLine, ...] = ()
    signatories: tuple[Signatory, ...] = ()
    legs: tuple[str, ...] = ()
    """Names of the bodies the paper passes, in order."""
    marks: tuple[str, ...] = ()
    """Codes printed as plain marks: training, draft, unverified_route, translation_not_certified."""
    verify_url: str = ""
    """Where the proof code can be checked; empty leaves the QR out."""
