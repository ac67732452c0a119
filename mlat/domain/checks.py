"""What preflight knows of the recipient and the case, beside the record itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class Checks:
    """What the route and the facts say of this recipient and this case, in plain values."""

    today: date
    """At the office."""
    entity: str = ""
    """Legal name of the right addressee for where the user is believed to be."""
    required_identifiers: tuple[str, ...] = ()
    """Ids of what the platform can find an account by."""
    categories: tuple[str, ...] | None = None
    """Data categories that can be had on this way; None where nothing is known."""
    languages: tuple[str, ...] = ()
    """Languages that the recipient reads; empty where nothing is known."""
    required_fields: tuple[str, ...] = ()
    """Field ids that the instrument requires."""
    official_domains: tuple[str, ...] = ()
    """Mail domains of the office."""
    translation: Literal["not_needed", "missing", "machine", "human", "sworn"] = "not_needed"
    language_reviewed: bool = True
    """Whether somebody reviewed the legal texts of the record's language."""
    child: bool = False
    """The case concerns a child."""
    cybertips: tuple[str, ...] = ()
    """CyberTip numbers that the case holds."""
    user_notice: bool = False
    """The platform tells the user unless it is kept from doing so."""
    notice_needs_order: bool = False
    """Only a court order keeps the platform from telling the user."""
    kept_days: Mapping[str, int] = field(default_factory=dict)
    """How many days the recipient keeps each data category by itself."""
    held_until: date | None = None
    """Last day of a hold on these data."""
    widest_days: int = 366
    """A longer period asks for reasons."""
