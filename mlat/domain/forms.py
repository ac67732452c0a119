"""What a form is: sections of fields, each field an id of the one vocabulary.

The same ids stand in the instruments' required contents, in what platforms ask for, and in the forms,
so that "this recipient needs X" and "this form asks for X" can be compared by a machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from mlat.domain.messages import N_
from mlat.domain.record import Copy

FieldType = Literal[
    "text",  # one line
    "paragraphs",  # free text; an empty line starts a new paragraph
    "statement",  # true prints the form's sentence, a text prints itself
    "date",
    "range",  # two ISO dates with a slash between them
    "list",
    "categories",  # ids of `DATA_CATEGORIES`
    "offences",
    "identifiers",
    "persons",
    "contact",
    "milestones",
]
RecipientKind = Literal["provider", "authority", "family"]
CatalogName = Literal["ui", "legal", "family"]

VOCABULARY: Mapping[str, FieldType] = {
    "annexes": "paragraphs",
    "attend": "statement",
    "case_number": "text",
    "certificate": "statement",
    "child_safety_statement": "statement",
    "conditions_of_use": "list",
    "confidentiality": "statement",
    "contact": "contact",
    "custodian": "text",
    "cybertip": "list",
    "data_categories": "categories",
    "data_sought": "paragraphs",
    "date_range": "range",
    "deadline_wish": "date",
    "emergency": "paragraphs",
    "emergency_what": "paragraphs",
    "emergency_when": "paragraphs",
    "emergency_who": "paragraphs",
    "emergency_why": "paragraphs",
    "extension_reason": "paragraphs",
    "facts": "paragraphs",
    "foreign_reference": "text",
    "handling": "statement",
    "hearing": "paragraphs",
    "identifiers": "identifiers",
    "information": "paragraphs",
    "intent_mla": "statement",
    "investigating_authority": "paragraphs",
    "legal_basis": "paragraphs",
    "link_account_offence": "paragraphs",
    "measures_sought": "list",
    "milestones": "milestones",
    "mla_date": "date",
    "necessity": "paragraphs",
    "no_legalisation": "statement",
    "no_notice": "statement",
    "notice_of_execution": "statement",
    "offences": "offences",
    "order": "text",
    "own_reference": "text",
    "penal_text": "paragraphs",
    "persons": "persons",
    "previous_preservation": "text",
    "previous_reference": "text",
    "previous_request": "text",
    "procedure": "paragraphs",
    "purpose": "paragraphs",
    "reciprocity": "statement",
    "requesting_authority": "paragraphs",
    "restrictions": "paragraphs",
    "sealed_annex": "statement",
    "second_contact": "contact",
    "support": "list",
    "translation": "statement",
    "urgency": "paragraphs",
    "wait_months": "text",
    "what_is_owed": "list",
}
"""Every field id and what kind of value it holds."""

DATA_CATEGORIES: Mapping[str, str] = {
    "subscriber": N_("Subscriber information"),
    "login": N_("Log-in records: dates and times (UTC), IP addresses and ports, devices"),
    "traffic": N_("Traffic data"),
    "content": N_("Content data"),
}
"""Data categories and the msgid that a paper prints for each."""


@dataclass(frozen=True)
class When:
    """Where a field exists; an empty tuple sets no condition."""

    measures: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    copies: tuple[Copy, ...] = ()

    def holds(self, *, measure: str, instrument: str, copy: Copy) -> bool:
        """Whether the field exists under this measure and instrument, in this copy."""
        return (
            (not self.measures or measure in self.measures)
            and (not self.instruments or instrument in self.instruments)
            and (not self.copies or copy in self.copies)
        )


@dataclass(frozen=True)
class Field:
    """One field of a form. `label`, `help` and `sentence` are msgids; the type follows from the id."""

    id: str
    label: str
    help: str = ""
    """For the person who drafts; never printed."""
    sentence: str = ""
    """What a statement says when it is simply true."""
    required: bool = False
    when: When = When()

    @property
    def type(self) -> FieldType:
        """The kind of value, from the vocabulary."""
        return VOCABULARY[self.id]


@dataclass(frozen=True)
class Section:
    """A numbered section of the paper; it is left out where none of its fields has a value."""

    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Form:
    """One kind of paper as data: what it asks, of whom, under which measures, with which template."""

    id: str
    title: str
    measures: tuple[str, ...]
    recipients: RecipientKind
    template: str
    """Path under templates/documents."""
    catalog: CatalogName
    sections: tuple[Section, ...] = ()

    def fields(self) -> Iterator[Field]:
        """Every field, in the order of the paper."""
        for section in self.sections:
            yield from section.fields

    def required(self, *, measure: str, instrument: str, copy: Copy) -> tuple[Field, ...]:
        """The fields that must have a value under this measure and instrument, in this copy."""
        return tuple(
            field
            for field in self.fields()
            if field.required and field.when.holds(measure=measure, instrument=instrument, copy=copy)
        )
