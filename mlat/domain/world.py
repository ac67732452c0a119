"""What is known about the world, one frozen shape per file of `mlat/data`, and how sure we are of each field.

Every fact has an id: `platforms.roblox.preservation.period_days`, `authorities.mx-central.name_en`,
`instruments.ar_mx.mlat.channel`, `parties.budapest.MX`. `World.mark` says of any id whether it was read in
a source, is unverified, or was confirmed by the office.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from mlat.domain.instrument import Clause, Conditions, Inquiry, Instrument, PeriodRule
from mlat.domain.ladder import Ladder, Rung
from mlat.domain.marks import Fact, Mark, State, covered
from mlat.domain.parties import Authority, Convention, Membership
from mlat.domain.platform import LegalEntity, Platform, Portal, Preservation, UserNotice

__all__ = [
    "Authority",
    "Clause",
    "Conditions",
    "Confirmation",
    "Convention",
    "Fact",
    "Inquiry",
    "Instrument",
    "Ladder",
    "LegalEntity",
    "Mark",
    "Membership",
    "PeriodRule",
    "Platform",
    "Portal",
    "Preservation",
    "Rung",
    "State",
    "UserNotice",
    "Vocabulary",
    "World",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The one list of ids that joins instruments, platforms and forms.

    `fields`: form field id -> what it holds. `requirements`: what an instrument requires -> the form fields
    that fulfil it. `identifiers`: what a platform requires -> what it is. `regions`: region -> countries.
    """

    fields: Mapping[str, str]
    requirements: Mapping[str, tuple[str, ...]]
    identifiers: Mapping[str, str]
    events: Mapping[str, str]
    circumstances: Mapping[str, str]
    offence_kinds: Mapping[str, str]
    regions: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """An office's own word on one fact: the value, the source it read, the day and who."""

    value: object
    source: str
    on: date
    by: str


@dataclass(frozen=True, kw_only=True)
class World:
    """All facts of one data directory. `version` is the SHA-256 over its files; frozen papers keep it."""

    platforms: Mapping[str, Platform]
    authorities: Mapping[str, Authority]
    instruments: Mapping[str, Instrument]
    parties: Mapping[str, Convention]
    vocabulary: Vocabulary
    ladders: Mapping[str, Ladder]
    version: str
    confirmed: Mapping[str, Confirmation] = field(default_factory=dict)

    def mark(self, fact_id: str) -> Mark:
        """How sure we are of `fact_id`; the office's word wins. KeyError where no such fact exists."""
        for known, confirmation in self.confirmed.items():
            if covered(fact_id, (known,)):
                return Mark("confirmed", (confirmation.source,), confirmation.on.isoformat())
        fact, path = self.find(fact_id)
        if isinstance(fact, Convention) and path in fact.members:
            member = fact.members[path]
            return Mark(member.verification, member.source or fact.source, fact.as_of)
        return fact.mark(path)

    def find(self, fact_id: str) -> tuple[Fact, str]:
        """The entry of `fact_id`, and the path of the field within it. KeyError where there is none."""
        room, _, rest = fact_id.partition(".")
        entries: Mapping[str, Fact] = {
            "platforms": self.platforms,
            "authorities": self.authorities,
            "instruments": self.instruments,
            "parties": self.parties,
        }[room]
        words = rest.split(".")
        for length in range(len(words), 0, -1):
            entry = entries.get(".".join(words[:length]))
            if entry is not None:
                return entry, ".".join(words[length:])
        raise KeyError(fact_id)
