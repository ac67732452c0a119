"""A case file: a case, the requests wanted for it, and what happened on which day. Plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Literal

from mlat.domain.casefile import (
    CaseInput,
    ContactInput,
    IdentifierInput,
    OffenceInput,
    PersonInput,
    TextInput,
)
from mlat.domain.channels import Channel
from mlat.domain.instants import read_zone
from mlat.domain.lifecycle import REPLIES
from mlat.domain.orders import OrderKind
from mlat.domain.permissions import Role
from mlat.domain.problems import Problem

NOON = time(12)
"""The hour of a happening that gives only its day."""


class Deed(StrEnum):
    """What can happen in a case file besides the replies of a recipient."""

    SENT = "sent"
    RECEIVED = "received"
    LEG_RETURNED = "leg_returned"
    MORE_GIVEN = "more_given"
    CONDITIONS_ACCEPTED = "conditions_accepted"
    LINK_LOST = "link_lost"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    CLOCK_EXTENDED = "clock_extended"
    CLOCK_PAUSED = "clock_paused"
    CLOCK_RESUMED = "clock_resumed"
    CLOCK_RESET = "clock_reset"
    ORDER_RECORDED = "order_recorded"
    ORDER_EXTENDED = "order_extended"
    ORDER_LIFTED = "order_lifted"
    REMINDER_ACCEPTED = "reminder_accepted"
    REMINDER_DISMISSED = "reminder_dismissed"
    LETTERS_PROPOSED = "letters_proposed"
    LETTER_APPROVED = "letter_approved"
    LETTER_HELD = "letter_held"
    LETTER_SENT = "letter_sent"
    LETTER_HANDED = "letter_handed"


OF_MOMENTS = frozenset({Deed.MORE_GIVEN, Deed.CONDITIONS_ACCEPTED, Deed.LINK_LOST})
"""Acts of ours that need nothing but when they happened."""
ON_CLOCKS = frozenset({Deed.CLOCK_EXTENDED, Deed.CLOCK_PAUSED, Deed.CLOCK_RESUMED, Deed.CLOCK_RESET})
"""The four acts on a running clock."""
ON_ORDERS = frozenset({Deed.ORDER_RECORDED, Deed.ORDER_EXTENDED, Deed.ORDER_LIFTED})
"""What happens to an order of secrecy or of non-disclosure."""
OF_A_REQUEST = (
    frozenset(map(str, REPLIES))
    | ON_CLOCKS
    | OF_MOMENTS
    | {
        Deed.SENT,
        Deed.RECEIVED,
        Deed.LEG_RETURNED,
        Deed.WITHDRAWN,
        Deed.CLOSED,
    }
)
KINDS = OF_A_REQUEST | set(Deed)
"""Every kind of happening."""


@dataclass(frozen=True, kw_only=True)
class OfficeGiven:
    """The office that signs, as it is set up. `zone` is an IANA name, `country` ISO 3166-1 alpha-2."""

    code: str
    name: str
    country: str
    zone: str
    language: str
    place: str
    email: str
    phone: str
    hours: str = ""
    letterhead: tuple[str, ...] = ()
    counting_rule: str = "ar_cppf_114"
    signing: Literal["office_key", "token", "ink"] = "office_key"
    own_authority: str = ""
    automatic: tuple[str, ...] = ()
    address_limit_days: int = 365


@dataclass(frozen=True, kw_only=True)
class UserGiven:
    """Someone of the office, named by `code` in the rest of the file."""

    code: str
    name: str
    roles: tuple[Role, ...]
    function: str = ""
    email: str = ""
    """Where it is left out, one that belongs to nobody is made from the code."""
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class AddressGiven:
    """Where the office reaches a recipient; two persons stand for it."""

    recipient: str
    channel: Channel
    address: str
    source: str
    dated: date
    entered_by: str
    confirmed_by: str = ""
    """Empty: entered, and never confirmed; nothing is sent there."""


@dataclass(frozen=True, kw_only=True)
class CaseGiven:
    """The case's own reference, and whose it is."""

    reference: str
    opened_at: str
    owner: str
    deputy: str = ""


@dataclass(frozen=True, kw_only=True)
class RequestWanted:
    """One request that the office wants to make, from its draft to its sending."""

    code: str
    measure: str
    on: str
    """When it is drafted, approved, issued and sent."""
    identifiers: tuple[str, ...] = ()
    platform: str | None = None
    requested: str | None = None
    user_in: str | None = None
    data: tuple[str, ...] = ()
    instrument: str | None = None
    language: str | None = None
    urgent: bool = False
    organised: bool = False
    parent: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    seal_identity: bool = False
    """Whether the victims' names travel with it, in a sealed annex for the authority alone."""
    drafted_by: str = ""
    approved_by: str = ""
    send: Channel | None = None
    reference: str = ""
    """What the recipient's portal, or the carrier, gave as proof of the sending."""
    in_spite: str = ""
    """The approver's reason to send it in spite of each warning; without one a warning keeps it from going out."""


@dataclass(frozen=True, kw_only=True)
class HappeningGiven:
    """One thing that happened on a day."""

    at: str
    kind: str
    request: str = ""
    made: str = ""
    """A measure: the newest request of it that was made under `request`, for example a hold's extension."""
    zone: str = ""
    by: str = ""
    leg: int | None = None
    reference: str = ""
    note: str = ""
    came: tuple[tuple[str, str], ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    ground: str = ""
    """Of a refusal: a code of the grounds that findings point at."""
    passed_to: str = ""
    """The authority to which they passed it on."""
    link: str = ""
    promised_on: date | None = None
    until: date | None = None
    period: str = ""
    clock: str = ""
    rung: str = ""
    contact: str = ""
    channel: Channel | None = None
    order: str = ""
    """Code of an order, as the file calls it."""
    order_kind: OrderKind = "file_secrecy"
    rule: str = ""
    issuer: str = ""


@dataclass(frozen=True, kw_only=True)
class Auto:
    """What the play does by itself, so that a file need not spell out every click."""

    accept_reminders: bool = True
    approve_letters: bool = True
    in_spite: str = "Prepared from a reminder."
    """The approver's reason to send what a reminder prepared in spite of each warning."""


@dataclass(frozen=True, kw_only=True)
class PlayGiven:
    """How the play behaves."""

    auto: Auto = Auto()


@dataclass(frozen=True, kw_only=True)
class Playbook:
    """A whole case file. Sections are named as in the file."""

    schema_version: Literal[1]
    training: bool = False
    office: OfficeGiven
    user: tuple[UserGiven, ...]
    address: tuple[AddressGiven, ...] = ()
    case: CaseGiven
    offence: tuple[OffenceInput, ...] = ()
    person: tuple[PersonInput, ...] = ()
    identifier: tuple[IdentifierInput, ...] = ()
    text: tuple[TextInput, ...] = ()
    contact: tuple[ContactInput, ...] = ()
    request: tuple[RequestWanted, ...] = ()
    happening: tuple[HappeningGiven, ...] = ()
    play: PlayGiven = PlayGiven()

    def case_input(self) -> CaseInput:
        """The case itself, as it comes in."""
        return CaseInput(
            reference=self.case.reference,
            offences=self.offence,
            persons=self.person,
            identifiers=self.identifier,
            texts=self.text,
            contacts=self.contact,
            training=self.training,
        )

    def someone(self, role: Role) -> str:
        """Code of the first user with the role; empty where nobody has it."""
        return next((user.code for user in self.user if role in user.roles), "")

    def moment(self, at: str, where: str, zone: str = "") -> datetime:
        """An aware instant from `at`; see `instant`. A plain day is noon at the office's place."""
        return instant(at, where, zone, self.office.zone)


def instant(at: str, where: str, zone: str = "", day_zone: str = "UTC") -> datetime:
    """An aware instant from ISO text: with an offset, local to `zone`, or a plain day.

    A plain day is noon in `zone`, or else in `day_zone`.
    Raises `Problem` naming `where` for an impossible date, an unknown zone, and a local time without one.
    """
    try:
        if len(at) == len("2026-03-02"):
            return datetime.combine(date.fromisoformat(at), NOON, read_zone(zone or day_zone, where))
        moment = datetime.fromisoformat(at)
    except ValueError as wrong:
        raise Problem(
            "instant",
            where,
            "%(at)s is not a possible date or time.",
            "Write 2026-03-09T15:00:00-03:00.",
            at=at,
        ) from wrong
    if moment.tzinfo is not None:
        return moment
    if not zone:
        raise Problem(
            "zoneless",
            where,
            "%(at)s is a local time without its zone.",
            "Add the offset (2026-03-09T15:00:00-03:00) or the key `zone`.",
            at=at,
        )
    return moment.replace(tzinfo=read_zone(zone, where))
