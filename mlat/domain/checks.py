"""What preflight knows of the recipient and the case, beside the record itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from mlat.domain.findings import Basis


@dataclass(frozen=True)
class Checks:
    """What the route and the facts say of this recipient and this case, in plain values."""

    today: date
    """At the office."""
    entity: str = ""
    """Legal name of the right addressee for where the user is believed to be; empty where not known."""
    entities: tuple[str, ...] = ()
    """The companies that may be the right one, where the user's place is not known."""
    refused: str = ""
    """Why the law does not give the chosen way today, a msgid; empty where it does, or nothing is known."""
    refused_values: Mapping[str, str | int] = field(default_factory=dict)
    """What fills it."""
    goes_to: str = ""
    """Whom the office itself sends it to, where that is not the recipient."""
    address: Literal["", "none", "unconfirmed", "confirmed"] = ""
    """How far the office knows where to send it; empty where nobody looked."""
    required_identifiers: tuple[str, ...] = ()
    """Ids of what the platform can find an account by."""
    categories: tuple[str, ...] | None = None
    """Data categories that can be had on this way; None where nothing is known."""
    not_held: tuple[str, ...] = ()
    """Data categories that the platform does not hold or never gives."""
    languages: tuple[str, ...] = ()
    """Languages that the recipient reads; empty where nothing is known."""
    required_fields: tuple[str, ...] = ()
    """Field ids that the instrument requires."""
    annexes: tuple[str, ...] = ()
    """Codes of the annexes that the route requires."""
    order_needed: bool = False
    """The recipient gives these data only on the order of a court."""
    judge_needed: bool = False
    """The measure itself is one that a judge orders: content, by mutual legal assistance."""
    ended_orders: tuple[int, ...] = ()
    """Numbers of the annexes that are orders of a court and have ended."""
    pictures: tuple[int, ...] = ()
    """Numbers of the annexes that are only a picture."""
    dual_criminality: str = ""
    """The condition of the instrument that the act be an offence in both States."""
    official_domains: tuple[str, ...] = ()
    """Mail domains of the office."""
    translation: Literal["not_needed", "missing", "machine", "stale", "uncertified", "human", "sworn"] = "not_needed"
    language_reviewed: bool = True
    """Whether somebody reviewed the legal texts of the record's language."""
    child: bool = False
    """The case concerns a child."""
    child_changes_notice: bool = False
    """The platform keeps silent towards the user in matters of child protection."""
    cybertips: tuple[str, ...] = ()
    """CyberTip numbers that the case holds."""
    user_notice: bool = False
    """The platform tells the user unless it is kept from doing so."""
    notice_copy: bool = False
    """It sends the user a copy of the request."""
    notice_needs_order: bool = False
    """Only a court order keeps the platform from telling the user."""
    silence_ordered: bool = False
    """The office holds such an order."""
    kept_days: Mapping[str, int] = field(default_factory=dict)
    """How many days the recipient keeps each data category by itself."""
    held_until: date | None = None
    """Last day of a hold on these data."""
    duplicates: tuple[str, ...] = ()
    """Open requests of this case for the same data of the same accounts, by number or code."""
    settled: tuple[str, ...] = ()
    """Requests that a letter asks after and of which nothing is awaited any more, by number or code."""
    elsewhere: tuple[str, ...] = ()
    """Other cases of the office in which the same account was asked for, with the request."""
    other_offices: tuple[str, ...] = ()
    """Other offices that hold a file about the same account, and whom to call."""
    basis: Mapping[str, Basis] = field(default_factory=dict)
    """Where each of these was read and how sure it is, by the names of `mlat.domain.preflight.objections`."""
