"""A service with accounts, the companies behind it, and how they answer authorities from abroad."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from mlat.domain import opening
from mlat.domain.marks import Fact

Process = Literal["voluntary", "case_by_case", "treaty_only", "not_available", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalEntity:
    """A company behind a platform, in `country` (ISO 3166 alpha-2, or `*` where it varies).

    `user_in` and `for_authorities` are countries, region codes or `*` (the rest of the world).
    An entity with `addressee = false` is never written to; `treaty_only`: it answers treaty requests only.
    `unclear_in` names the places for which the source leaves open whether this entity serves them.
    """

    entity: str
    country: str
    serves: str
    addressee: bool = True
    user_in: tuple[str, ...] = ("*",)
    for_authorities: tuple[str, ...] = ("*",)
    unclear_in: tuple[str, ...] = ()
    treaty_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """Where the company takes requests: its public page, portal or role mailbox."""

    name: str
    url: str = ""
    via: str = ""
    note: str = ""
    login: str = ""
    former_url: str = ""
    email: str = ""
    scope: str = ""
    short: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preservation:
    """What a platform offers to keep, in days. `None` and `unknown` mean that nothing was found.

    `non_us_*` is what it may hold, at its own discretion, for an authority outside the United States.
    `ask_before_days`: how long before the end the platform wants the request for an extension.
    """

    offered: Literal["yes", "no", "unknown", "case_by_case", "varies"]
    period_days: int | None = None
    renewable: bool | Literal["unknown"] = "unknown"
    renewals_max: int | Literal["unknown"] = "unknown"
    extension_days: int | None = None
    non_us_period_days: int | None = None
    non_us_extension_days: int | None = None
    ask_before_days: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How long a platform keeps one kind of record by itself, in days, while nobody asked to preserve it.

    `counted_from`: the day on which the record was made, opened or deleted, or the account last used. A user
    who deletes ends it sooner.
    """

    category: Literal["subscriber", "login", "traffic", "content"]
    what: str
    days: int
    counted_from: Literal["made", "opened", "deleted", "last_used"]


@dataclass(frozen=True, slots=True, kw_only=True)
class UserNotice:
    """Whether the platform tells the user of a request, and what keeps it from doing so."""

    default: str
    exceptions: tuple[str, ...] = ()
    how_to_keep_confidential: str = ""
    after: str = ""
    warning: str = ""
    note: str = ""
    preservation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountShape:
    """How accounts of a platform look, so that a wrong copy is noticed and one account is known in any notation.

    `id` and `handle` are regular expressions of a whole number or name (lower case, without @); empty where not known.
    `links` are addresses of an account without scheme, with `{id}`, `{handle}` or `{phone}` in its place; `sites` are
    further hosts, of short links and invitations.
    `ids_since`: the instant from which its numbers count milliseconds, in the bits above the lowest 22.
    """

    id: str = ""
    handle: str = ""
    links: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    ids_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform(Fact):
    """A service with accounts, the companies behind it, and how they answer authorities from abroad.

    `process_required` is the platform's own wording in short; `foreign_process` the same as a code per data
    category (subscriber, traffic, content). `accepted_languages` are language codes, the safest first.
    `financial`: its records are no communications, so laws on communications do not reach it.
    `kept`: what it keeps for a known time. `protect_within_days`: how soon to ask for a preservation, as its
    data vanish (0: the same day); a choice of this program, from what is known.
    """

    id: str
    name: str
    service_of: str = ""
    mandatory: bool = False
    financial: bool = False
    protect_within_days: int | None = None
    status: Literal["active", "closed"]
    legal_entities: tuple[LegalEntity, ...]
    address_to: str = ""
    law_enforcement_portal: Portal
    channel: Literal["provider_portal", "provider_mail", "post", "none_found"]
    channels_refused: tuple[str, ...] = ()
    preservation: Preservation
    emergency_channel: str
    accepted_languages: tuple[str, ...]
    language_note: str = ""
    file_formats: tuple[str, ...] = ()
    required_identifiers: tuple[str, ...]
    identifiers_refused: tuple[str, ...] = ()
    accounts: AccountShape = AccountShape()
    request_must_carry: tuple[str, ...] = ()
    user_notice_policy: UserNotice
    fees: str = "unknown"
    retention: tuple[str, ...] = ()
    kept: tuple[Kept, ...] = ()
    child_safety: str = ""
    response_statistics: str = ""
    office_hours: str = opening.ASSUMED
    """Local hours of a working day, like 09:00-17:00."""
    data_categories: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    process_required: Mapping[str, str] = field(default_factory=dict)
    foreign_process: Mapping[str, Process] = field(default_factory=dict)
