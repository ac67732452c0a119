"""What a form is: sections of fields, each field an id of the one vocabulary.

The same ids stand in the instruments' required contents, in what platforms ask for, and in the forms,
so that "this recipient needs X" and "this form asks for X" can be compared by a machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from mlat.domain.messages import N_
from mlat.domain.problems import Problem
from mlat.domain.record import OWN_COPY, Copy, Record, Tone

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
RecipientKind = Literal["provider", "authority", "family", "translator"]
CatalogName = Literal["ui", "legal", "family"]

VOCABULARY: Mapping[str, FieldType] = {
    "addressee_other": "paragraphs",
    "addressee_role": "statement",
    "annexes": "paragraphs",
    "appointment": "paragraphs",
    "answer_at_once": "statement",
    "answer_to_question": "paragraphs",
    "answer_within": "statement",
    "asked_information": "statement",
    "asked_transfer": "statement",
    "attend": "statement",
    "case_number": "text",
    "certificate": "statement",
    "certificate_annex": "statement",
    "certified_accurate": "statement",
    "child_codes": "list",
    "child_safety_statement": "statement",
    "conditions_of_use": "list",
    "confidentiality": "statement",
    "confirmation": "statement",
    "contact": "contact",
    "contact_languages": "text",
    "custodian": "text",
    "cybertip": "list",
    "data_categories": "categories",
    "data_sought": "paragraphs",
    "date_range": "range",
    "deadline_wish": "date",
    "decision_news": "statement",
    "emergency": "paragraphs",
    "emergency_what": "paragraphs",
    "emergency_when": "paragraphs",
    "emergency_who": "paragraphs",
    "emergency_why": "paragraphs",
    "enforcing_authority": "paragraphs",
    "enforcing_wait": "statement",
    "evidence_held": "list",
    "extension_reason": "paragraphs",
    "facts": "paragraphs",
    "foreign_reference": "text",
    "from_language": "text",
    "go_on": "statement",
    "handling": "statement",
    "hash_list": "paragraphs",
    "hearing": "paragraphs",
    "hearing_conduct": "paragraphs",
    "hearing_means": "paragraphs",
    "hearing_protection": "paragraphs",
    "hearing_when": "text",
    "hold_confirmation": "statement",
    "hold_ends": "date",
    "identification_only": "statement",
    "identifiers": "identifiers",
    "information": "paragraphs",
    "intent_mla": "statement",
    "into_language": "text",
    "investigating_authority": "paragraphs",
    "legal_basis": "paragraphs",
    "limitation": "text",
    "listed_offence": "statement",
    "link_account_offence": "paragraphs",
    "measures_sought": "list",
    "milestones": "milestones",
    "mla_date": "date",
    "necessity": "paragraphs",
    "no_legalisation": "statement",
    "no_notice": "statement",
    "not_available": "paragraphs",
    "notice_of_execution": "statement",
    "offence_condition": "paragraphs",
    "offences": "offences",
    "operation": "text",
    "operation_size": "text",
    "order": "text",
    "original_hash": "text",
    "own_proceedings": "paragraphs",
    "own_reference": "text",
    "partial_disclosure": "statement",
    "page_address": "text",
    "page_code": "text",
    "page_until": "date",
    "penal_text": "paragraphs",
    "persons": "persons",
    "preserved_sixty_days": "statement",
    "previous_preservation": "text",
    "previous_reference": "text",
    "previous_report": "text",
    "previous_request": "text",
    "privilege": "paragraphs",
    "procedure": "paragraphs",
    "proceedings_kind": "statement",
    "processor_conditions": "paragraphs",
    "protected_on": "date",
    "protection": "statement",
    "provisional": "paragraphs",
    "purpose": "paragraphs",
    "question": "paragraphs",
    "question_on": "date",
    "reciprocity": "statement",
    "release": "statement",
    "remedies": "statement",
    "reply_way": "statement",
    "request_status": "statement",
    "requests_asked": "list",
    "requesting_authority": "paragraphs",
    "restrictions": "paragraphs",
    "sealed_annex": "statement",
    "second_contact": "contact",
    "seen_on": "text",
    "sent_by": "text",
    "sent_on": "date",
    "similar_case": "statement",
    "support": "list",
    "text_extent": "text",
    "text_reference": "text",
    "transfer_means": "text",
    "transfer_to": "paragraphs",
    "translation": "statement",
    "translation_cost": "text",
    "translation_due": "date",
    "translation_kind": "text",
    "translation_rules": "paragraphs",
    "urgency": "paragraphs",
    "user_information": "statement",
    "user_information_later": "statement",
    "validated_later": "statement",
    "validating_authority": "paragraphs",
    "validating_contact": "paragraphs",
    "victims_position": "paragraphs",
    "wait_months": "text",
    "what_is_owed": "list",
    "withdrawal_reason": "paragraphs",
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

    def holds_in_any(self, copies: Iterable[Copy], *, measure: str, instrument: str) -> bool:
        """Whether the field exists in one of these copies."""
        return any(self.holds(measure=measure, instrument=instrument, copy=copy) for copy in copies)


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
    letter: str = ""
    """Of the section of an official certificate whose data it holds; a form with letters is a draft for that one."""


@dataclass(frozen=True)
class Opening:
    """How a form begins in one tone. `opening` is a msgid; `of_many` where the letter is about several requests."""

    tone: Tone
    opening: str
    of_many: str = ""
    cites_clause: bool = False
    """Whether the letter cites what the instrument says of answering."""
    to_own_authority: bool = False
    """Whether it goes to the authority of our own that transmitted the request, not to its recipient."""


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
    tones: tuple[Opening, ...] = ()
    """The tones in which it can be written, the mildest first; none where it has but one."""
    two_persons: bool = False
    """Whether a second person must confirm it after its approval, before it is issued."""
    two_persons_in: tuple[str, ...] = ()
    """The measures under which that is so, where it is not so under all."""
    second_copy: Copy | Literal[""] = ""
    """Whose copy is made beside the recipient's own, where the field `second_reader` names that reader."""
    second_reader: str = ""
    persons_of_accounts: bool = False
    """Whether it tells only of the suspects whose accounts it names, each with the numbers of these."""
    takes_annexes: bool = True
    one_address: bool = False
    """Whether it is about exactly one internet address."""
    annex_of: str = ""
    """Code of the annex that it is where an instrument requires that one; then it is no letter of its own."""
    written_to: tuple[str, ...] = ()
    """Roles of the authorities to whom a person writes it directly: no law routes it."""
    at_home: bool = False
    """Whether these are the office's own State's alone."""
    answer_page: bool = False
    """Whether it stays with the authority to which it goes, so that it may carry the link of that one's own page."""

    @property
    def official(self) -> bool:
        """Whether it only collects the data of an official certificate."""
        return any(section.letter for section in self.sections)

    def needs_two(self, measure: str) -> bool:
        """Whether a second person must confirm it under this measure."""
        return self.two_persons or measure in self.two_persons_in

    def in_tone(self, tone: Tone) -> Opening:
        """How it begins in this tone. Raises `Problem` where it has no such tone."""
        for each in self.tones:
            if each.tone == tone:
                return each
        known = ", ".join(each.tone for each in self.tones)
        raise Problem("tone", "tone", "is no tone of this form.", "Choose of: %(known)s.", known=known)

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


def copies_of(form: Form, recipient_kind: str) -> tuple[Copy, ...]:
    """The copies for which a drafter fills in this form: the recipient's own, and the second one."""
    own = OWN_COPY.get(recipient_kind, "authority")
    return (own, form.second_copy) if form.second_copy else (own,)


def second_copy(record: Record, form: Form) -> tuple[Copy, ...]:
    """Whose copy is made beside the recipient's own: nobody's, where the record names no such reader."""
    return (form.second_copy,) if form.second_copy and record.value(form.second_reader) else ()
