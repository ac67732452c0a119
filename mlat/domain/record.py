"""The record of one paper: everything a form prints, in plain values, before any layout.

One record, several renderings: `copy` says whose copy it is, and the documents room leaves out
what that reader must not see. Identical records give identical bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from mlat.domain.milestones import Milestone

Copy = Literal["provider", "authority", "file", "family", "translator"]
OWN_COPY: Mapping[str, Copy] = {"provider": "provider", "translator": "translator"}
"""The copy that each kind of recipient gets; an authority's, where none is named here."""


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
    """Code of the kind (`mlat.domain.identifiers.TYPES`), or its name as typed."""
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
    latin: str = ""
    """The same name in Latin letters, as a person gave it."""


@dataclass(frozen=True)
class AnnexLine:
    """One row of the numbered annex list printed in the letter."""

    number: int
    kind: str
    """A code of the documents room, such as court_order, or its name as typed."""
    pages: int
    sha256: str
    language: str
    audience: str
    """Who may receive it: provider, authority, office, recipient."""
    sealed: bool = False
    translation_of: int = 0
    """Number of the annex that it translates; none where it is no translation."""
    issuer: str = ""
    """Of an order: the court, and its number."""
    issued_on: date | None = None


@dataclass(frozen=True)
class Signatory:
    """Who signs, in what function; `method` is office_key, token or ink."""

    name: str
    function: str
    method: Literal["office_key", "token", "ink"] = "ink"


Value = (
    str
    | bool
    | date
    | tuple[str, ...]
    | tuple[OffenceLine, ...]
    | tuple[IdentifierLine, ...]
    | tuple[PersonLine, ...]
    | tuple[Milestone, ...]
    | Contact
)

Layout = Literal["columns", "after"]
"""Two languages of one paper: in parallel columns, or one after the other."""


@dataclass(frozen=True)
class Beside:
    """What a paper says in its second language."""

    language: str
    layout: Layout = "columns"
    instrument: str = ""
    """How the law is cited in it."""
    fields: dict[str, Value] = field(default_factory=dict)
    """What differs from the first language: every free text."""


Tone = Literal["gentle", "firm", "own_authority"]
Greeting = Literal["feminine", "masculine", "neutral"]


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
    measure: str = ""
    """Id of the measure, as in the instruments."""
    instrument_id: str = ""
    """Id of the instrument in the facts; the form's conditions look at it."""
    clauses: Mapping[str, str] = field(default_factory=dict)
    """Which article of the instrument says it, by field id (`confidentiality` -> "XVI.5"), and for a status
    inquiry `answer_owed` (only where an article obliges the recipient to answer), `reasons_when_not_executed`
    and `return_with_cause`."""
    tone: Tone = "gentle"
    """Of a status inquiry."""
    greeting: Greeting = "neutral"
    """Of a family letter."""
    fields: dict[str, Value] = field(default_factory=dict)
    annexes: tuple[AnnexLine, ...] = ()
    signatories: tuple[Signatory, ...] = ()
    legs: tuple[str, ...] = ()
    """Names of the bodies the paper passes, in order."""
    marks: tuple[str, ...] = ()
    """Codes printed as plain marks: training, draft, unverified_route, translation_not_certified."""
    verify_url: str = ""
    """Where the proof code can be checked; empty leaves the QR out."""
    page_url: str = ""
    """Where an authority can answer without an account; empty in every copy but its own."""
    beside: Beside | None = None
    """The second language of a paper to an authority."""
    never: tuple[str, ...] = ()
    """Names of the victims of the case, looked for in every copy whatever its form; they stand in no file."""

    def wordings(self) -> tuple[Record, ...]:
        """This record in each of its languages, the first one first."""
        alone = replace(self, beside=None)
        if self.beside is None:
            return (alone,)
        other = self.beside
        cited = other.instrument or self.instrument
        return (
            alone,
            replace(alone, language=other.language, instrument=cited, fields=self.fields | other.fields),
        )

    def value(self, field_id: str) -> Value | None:
        """What the field holds; where the form left it empty, what the head of the paper already says."""
        given = self.fields.get(field_id)
        if given not in (None, "", ()):
            return given
        head: dict[str, Value] = {
            "requesting_authority": self.sender.name,
            "contact": self.contact,
            "case_number": self.case_reference,
            "own_reference": self.number,
            "legal_basis": ", ".join(part for part in (self.instrument, self.article) if part),
        }
        return head.get(field_id) or None
