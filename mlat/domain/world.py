"""What is known about the world, one frozen shape per file of `mlat/data`, and how sure we are of each field.

Every fact has an id: `platforms.roblox.preservation.period_days`, `authorities.mx-central.name_en`,
`instruments.ar_mx.mlat.channel`, `parties.budapest.MX`. `World.mark` says of any id whether it was read in
a source, is unverified, or was confirmed by the office.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from mlat.domain.corrections import Confirmation, corrected
from mlat.domain.counting_rule import CountingRule
from mlat.domain.expected import Expected
from mlat.domain.instrument import Clause, Conditions, Inquiry, Instrument, PeriodRule
from mlat.domain.ladder import Ladder, Rung
from mlat.domain.marks import Fact, Mark, State, covered
from mlat.domain.messages import N_
from mlat.domain.office_days import OfficeTable
from mlat.domain.parties import Authority, Convention, Membership
from mlat.domain.platform import LegalEntity, Platform, Portal, Preservation, UserNotice
from mlat.domain.problems import Problem

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
    that fulfil it. `papers`: purposes of our own papers, which no instrument gives. `identifiers`: what
    a platform requires -> what it is. `regions`: region -> countries.
    """

    fields: Mapping[str, str]
    papers: Mapping[str, str]
    requirements: Mapping[str, tuple[str, ...]]
    identifiers: Mapping[str, str]
    events: Mapping[str, str]
    circumstances: Mapping[str, str]
    offence_kinds: Mapping[str, str]
    regions: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class World:
    """All facts of one data directory. `version` is the SHA-256 over its files; frozen papers keep it."""

    platforms: Mapping[str, Platform]
    authorities: Mapping[str, Authority]
    instruments: Mapping[str, Instrument]
    parties: Mapping[str, Convention]
    vocabulary: Vocabulary
    ladders: Mapping[str, Ladder]
    counting: Mapping[str, CountingRule]
    calendars: Mapping[str, OfficeTable]
    """Days of rest on top of a country's holidays; an office counts with those that it switched on."""
    version: str
    expected: Mapping[str, Expected] = field(default_factory=dict)
    """Measure -> how long an answer to it usually takes."""
    confirmed: Mapping[str, Confirmation] = field(default_factory=dict)

    def mark(self, fact_id: str) -> Mark:
        """How sure we are of `fact_id`; the office's word wins. KeyError where no such fact exists."""
        for known, confirmation in self.confirmed.items():
            if covered(fact_id, (known,)):
                return Mark("confirmed", (confirmation.source,), confirmation.on.isoformat())
        entry, path = self.find(fact_id)
        if isinstance(entry, Convention) and path in entry.members:
            member = entry.members[path]
            return Mark(member.verification, member.source or entry.source, entry.as_of)
        return entry.mark(path)

    def find(self, fact_id: str) -> tuple[Fact, str]:
        """The entry of `fact_id`, and the path of the field within it. KeyError where there is none."""
        room, entry_id, path = self._place(fact_id)
        return self._room(room)[entry_id], path

    def with_corrections(self, corrections: Mapping[str, Confirmation]) -> World:
        """This world with an office's corrections by fact id: its value wins, and is marked as confirmed.

        Raises `Problem` for an id that names no fact and for a value that cannot stand there.
        """
        world = self
        for fact_id, confirmation in corrections.items():
            world = world._corrected(fact_id, confirmation)
        return world

    def _corrected(self, fact_id: str, confirmation: Confirmation) -> World:
        try:
            room, entry_id, path = self._place(fact_id)
        except KeyError:
            raise Problem("fact.unknown", fact_id, N_("There is no such fact."), N_("Look up its id.")) from None
        entries = self._room(room)
        entry = corrected(entries[entry_id], path, confirmation, fact_id)
        changed: dict[str, Any] = {room: {**entries, entry_id: entry}}
        return replace(self, confirmed={**self.confirmed, fact_id: confirmation}, **changed)

    def _room(self, room: str) -> Mapping[str, Fact]:
        rooms: Mapping[str, Mapping[str, Fact]] = {
            "platforms": self.platforms,
            "authorities": self.authorities,
            "instruments": self.instruments,
            "parties": self.parties,
        }
        return rooms[room]

    def _place(self, fact_id: str) -> tuple[str, str, str]:
        """Room, entry and path; ids of instruments have dots themselves, so the longest known one wins."""
        room, _, rest = fact_id.partition(".")
        words = rest.split(".")
        for length in range(len(words), 0, -1):
            if (entry_id := ".".join(words[:length])) in self._room(room):
                return room, entry_id, ".".join(words[length:])
        raise KeyError(fact_id)
