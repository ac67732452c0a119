"""A case as it comes in: from a form, an import or a case file. Plain values, exactly as given."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from mlat.domain.record import Tone

PersonRole = Literal["victim", "suspect", "witness", "contact"]
Certainty = Literal["certain", "probable", "possible"]
FamilyChannel = Literal["by_hand", "collection", "post", "mail", "telephone"]
FAMILY_CHANNELS: tuple[FamilyChannel, ...] = ("by_hand", "collection", "post", "mail", "telephone")
"""The ways to a family; `collection`: they come and take the letter in person."""
Relation = Literal["parent", "guardian", "other", "self"]
RELATIONS: tuple[Relation, ...] = ("parent", "guardian", "other", "self")
Custody = Literal["", "sole", "shared", "none"]
CUSTODY: tuple[Custody, ...] = ("", "sole", "shared", "none")
ChildWish = Literal["", "agrees", "objects", "not_asked"]
CHILD_WISHES: tuple[ChildWish, ...] = ("", "agrees", "objects", "not_asked")


@dataclass(frozen=True, kw_only=True)
class OffenceInput:
    """One offence, as the requesting state's law has it."""

    code: str
    article: str
    law: str
    title: str
    penalty: str = ""
    years: int | None = None
    kind: str = ""
    """Kind of offence of vocabulary.toml, by which treaties say what they cover."""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class PersonInput:
    """One person by code. `born` or `estimated_age` (whole years, on `estimated_on`), with its source."""

    code: str
    role: PersonRole
    name: str = ""
    latin: str = ""
    """The same name in Latin letters, where a person gives it: nothing here guesses one."""
    born: date | None = None
    estimated_age: int | None = None
    estimated_on: date | None = None
    age_source: str = ""
    note: str = ""
    same_as: str = ""
    """Identity of the same human in another case, where known."""


@dataclass(frozen=True, kw_only=True)
class IdentifierInput:
    """One identifier exactly as received; instants are text with an offset or Z."""

    code: str
    kind: str
    given: str
    platform: str | None = None
    port: int | None = None
    instants: tuple[str, ...] = ()
    used_from: date | None = None
    used_until: date | None = None
    user_in: str | None = None
    """ISO 3166-1 alpha-2: where the account's user is believed to be."""
    persons: tuple[tuple[str, Certainty], ...] = ()
    synthetic: bool = False


@dataclass(frozen=True, kw_only=True)
class TextInput:
    """The facts (for authorities) or the summary (for providers) in one language."""

    language: str
    text: str
    kind: Literal["facts", "summary"] = "facts"
    source_language: str | None = None
    status: Literal["original", "machine", "human", "sworn"] = "original"


@dataclass(frozen=True, kw_only=True)
class WishInput:
    """How somebody of a family wants to be told: in which language, by which way, how often, and when it is safe."""

    language: str
    wants_letters: bool = False
    channel: FamilyChannel = "by_hand"
    address: str = ""
    """Where that way reaches them: an address, a mailbox or a number."""
    greeting: Literal["feminine", "masculine", "neutral"] = "neutral"
    between_days: int = 30
    """At least so long between two letters or calls."""
    no_news_days: int | None = None
    """Also without news, after so long; none: only when there is something new."""
    safe_times: str = ""
    may_leave_message: bool = False


@dataclass(frozen=True, kw_only=True)
class AddresseeInput:
    """What was found out before somebody is told: whose family they are, custody, and the child's own wish."""

    relation: Relation = "parent"
    child: str = ""
    """Code of the victim; where it is not said, any victim of the case may be meant."""
    custody: Custody = ""
    contact_forbidden: bool = False
    child_wish: ChildWish = ""
    check_note: str = ""


@dataclass(frozen=True, kw_only=True)
class ContactInput(WishInput, AddresseeInput):
    """A family member, by the code of the person, who may have asked for news."""

    person: str


@dataclass(frozen=True, kw_only=True)
class CaseInput:
    """A whole case as it comes in."""

    reference: str
    offences: tuple[OffenceInput, ...] = ()
    persons: tuple[PersonInput, ...] = ()
    identifiers: tuple[IdentifierInput, ...] = ()
    texts: tuple[TextInput, ...] = ()
    contacts: tuple[ContactInput, ...] = ()
    training: bool = False


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What is wanted: a measure about some identifiers; the route follows, unless an instrument is named."""

    measure: str
    identifiers: tuple[str, ...] = ()
    platform: str | None = None
    requested: str | None = None
    """The state that is asked, for requests to authorities."""
    user_in: str | None = None
    data: tuple[str, ...] = ()
    instrument: str | None = None
    recipient: str | None = None
    """The name of the recipient, where one instrument reaches several companies."""
    language: str | None = None
    urgent: bool = False
    organised: bool = False
    penalty_years: int | None = None
    """The highest penalty, where the case's offences do not give it."""
    offences: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    """Kinds of offence and circumstances that some laws ask for: codes of vocabulary.toml."""
    parent: str | None = None
    """Id of the request that this one extends or asks after."""
    tone: Tone = "gentle"
    """Of a status inquiry; in the tone `own_authority` it goes to the authority that transmitted the request."""
    code: str | None = None
    form: str | None = None
    """A form of ours for the same measure, in the place of the one that the instrument names."""
    fields: dict[str, str] = field(default_factory=dict)
    """Form fields that the drafter fills at once, over what the case itself gives."""


@dataclass(frozen=True, kw_only=True)
class OpenRequest:
    """A request already sent elsewhere, taken over with its true dates."""

    code: str
    measure: str
    recipient: str
    """Platform or authority id of the facts."""
    instrument: str
    sent_at: datetime
    zone: str
    channel: str
    reference: str = ""
    """The recipient's own reference, where it gave one."""
    number: str = ""
    """Our office's number on it."""
    identifiers: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    confirmed_at: datetime | None = None
    """For a hold: when the recipient said that the data are kept."""
    acknowledged_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ReplyInput:
    """An answer of any kind, as somebody reads it."""

    kind: str
    """An event kind of `mlat.domain.lifecycle` that a recipient can cause."""
    at: datetime
    zone: str
    reference: str = ""
    note: str = ""
    came: tuple[tuple[str, str], ...] = ()
    """(identifier code, data category) pairs that came."""
    missing: tuple[tuple[str, str], ...] = ()
    spans: dict[tuple[str, str], tuple[date, date]] = field(default_factory=dict)
    """First and last day, for a pair of which only part of the period came."""
    ground: str = ""
    """Why they refused: a code of `mlat.domain.preflight.grounds`; empty where they gave none."""
    leg: str = ""
    """Id of the leg whose body answered; empty: the recipient itself."""
    passed_to: str = ""
    """The authority to which they passed it on, as they name it, or its id in the facts."""
    link: str = ""
    """A download link, exactly as given; `until` is the day on which it ends, where they named one."""
    promised_on: date | None = None
    until: date | None = None
    """An end that the recipient itself named, for example of a hold."""
    evidence: tuple[EvidenceInput, ...] = ()
    files: tuple[FileInput, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FileInput:
    """A file that came with the answer: it is set aside unseen."""

    name: str
    declared: str
    data: bytes = field(repr=False)
    what: str = ""
    """Its data category, where the person says it."""


@dataclass(frozen=True, kw_only=True)
class EvidenceInput:
    """Where returned content is kept, outside this program."""

    what: str
    size: int
    sha256: str
    place: str
    custodian: str
