"""Findings as a page shows them: at their field, counted, each with what it prevents and a box for a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mlat.domain.findings import Finding
from mlat.domain.forms import Field
from mlat.domain.messages import N_
from mlat.domain.preflight.grounds import GROUNDS
from mlat.domain.preflight.overriding import ALL
from mlat.reads.requests import OverrideLine
from mlat.web.labels import FIELDS

HEAD: Mapping[str, str] = {
    "annexes": N_("Annexes"),
    "contact": N_("Contact"),
    "identifiers": N_("Accounts"),
    "language": N_("Language"),
    "offences": N_("Offences"),
    "recipient": N_("Recipient"),
    "signatories": N_("Who signs"),
}
"""What is wrong outside the fields that one fills in here."""


@dataclass(frozen=True)
class Part:
    """A section of the form with the fields that exist for this request; `spare` ones are optional and empty."""

    title: str
    fields: tuple[Field, ...]
    spare: tuple[Field, ...] = ()


def labels_of(parts: Iterable[Part]) -> dict[str, str]:
    """{field id: msgid} of the fields that a page shows."""
    return {one.id: one.label for part in parts for one in part.fields}


@dataclass(frozen=True)
class Shown:
    """The findings of one draft; `labels` are its fields, `one_reason` whether one covers all warnings."""

    findings: tuple[Finding, ...]
    labels: Mapping[str, str]
    one_reason: bool = False

    @property
    def counts(self) -> Mapping[str, int]:
        """How many of each level."""
        return Counter(one.level for one in self.findings)

    @property
    def blocked(self) -> bool:
        """Whether something keeps it from being approved."""
        return any(one.blocks for one in self.findings)

    def at(self, field: str) -> Sequence[Finding]:
        """What is wrong at one field of the form."""
        return [one for one in self.findings if one.field == field]

    def fields(self) -> Sequence[Finding]:
        """One finding for each field of the form that has any, the gravest, in the order of the form."""
        grave = ("stop", "warn", "note")
        first = {one.field: one for one in sorted(self.findings, key=lambda each: -grave.index(each.level))}
        return [first[name] for name in self.labels if name in first]

    def lacking(self, field: str) -> bool:
        """Whether it is missed where it is empty."""
        return any(one.code.startswith("field.") for one in self.at(field))

    def elsewhere(self) -> Sequence[Finding]:
        """What is wrong where the form has no field."""
        return [one for one in self.findings if one.field not in self.labels]

    def label(self, found: Finding) -> str:
        """The msgid of where it is."""
        name = found.field
        return self.labels.get(name) or HEAD.get(name) or FIELDS.get(name) or name.replace("_", " ").capitalize()

    @staticmethod
    def prevents(found: Finding) -> str:
        """The msgid of the ground of refusal that mending it prevents."""
        return GROUNDS[found.prevents].says

    # -- reasons

    @property
    def boxes(self) -> tuple[str, ...]:
        """The names of the boxes for reasons."""
        warned = tuple(one.key for one in self.findings if one.level == "warn")
        return (ALL,) if self.one_reason and warned else warned

    def reasons_given(self, before: Iterable[OverrideLine]) -> dict[str, str]:
        """{box: reason} of an earlier approval of the same version."""
        said = {(one.code, one.field): one.reason for one in before}
        if self.one_reason:
            return {ALL: next(iter(said.values()), "")}
        return {one.key: said.get((one.code, one.field), "") for one in self.findings}
