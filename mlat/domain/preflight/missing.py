"""What a request cannot do without: whom it asks, by what power, about which account, who signs; then its fields."""

from __future__ import annotations

from collections.abc import Iterator

from mlat.domain.checks import Checks
from mlat.domain.findings import Finding
from mlat.domain.forms import Form, second_copy
from mlat.domain.record import Record

OF_THEIR_OWN = frozenset({"legal_basis", "identifiers", "link_account_offence"})
"""Fields whose lack has a finding of its own."""


def findings(record: Record, form: Form, checks: Checks) -> Iterator[Finding]:
    """The five that block, then every other field that the form or the instrument requires."""
    yield from _whom(record, checks)
    yield from _five(record, form)
    yield from _fields(record, form, checks)
    if record.value("deadline_wish") and any(each.id == "urgency" for each in form.fields()):
        yield from _reason(record)


def _reason(record: Record) -> Iterator[Finding]:
    if not _says(record, "urgency"):
        yield Finding(
            "deadline.no_reason",
            "warn",
            "urgency",
            "It wishes an answer by a day, and does not say why by then.",
            "Say what will be lost after that day, or leave the day out.",
        )


def _whom(record: Record, checks: Checks) -> Iterator[Finding]:
    if not record.recipient.name.strip():
        yield Finding(
            "recipient.missing",
            "stop",
            "recipient",
            "It names no recipient.",
            "Choose whom it goes to.",
        )
    if checks.address in ("none", "unconfirmed"):
        yield Finding(
            "address.unconfirmed",
            "stop",
            "recipient",
            "No address of %(body)s is confirmed by two persons of this office, or it was confirmed too long ago.",
            "Enter it in the address book with its source, and have a second person confirm it.",
            {"body": checks.goes_to or record.recipient.name},
        )


def _five(record: Record, form: Form) -> Iterator[Finding]:
    asked = {each.id for each in form.fields()}
    required = {
        each.id for each in form.required(measure=record.measure, instrument=record.instrument_id, copy=record.copy)
    }
    if "legal_basis" in asked and not _says(record, "legal_basis"):
        yield Finding(
            "legal_basis.missing",
            "stop",
            "legal_basis",
            "It cites no law.",
            "Cite the article that gives the power to ask.",
        )
    if "identifiers" in required and not record.value("identifiers"):
        yield Finding(
            "identifiers.missing",
            "stop",
            "identifiers",
            "It names no account.",
            "Choose the accounts that it is about.",
        )
    if not any(each.name.strip() for each in record.signatories):
        yield Finding(
            "signatory.missing",
            "stop",
            "signatories",
            "Nobody signs it.",
            "Name who signs, and in which function.",
        )


def _says(record: Record, field_id: str) -> bool:
    value = record.value(field_id)
    return bool(value.strip() if isinstance(value, str) else value)


def _fields(record: Record, form: Form, checks: Checks) -> Iterator[Finding]:
    copies = (record.copy, *second_copy(record, form))
    for each in form.fields():
        if each.id in OF_THEIR_OWN or record.value(each.id) is not None:
            continue
        if not each.when.holds_in_any(copies, measure=record.measure, instrument=record.instrument_id):
            continue
        if each.required:
            yield Finding(
                "field.missing",
                "warn",
                each.id,
                "“%(label)s” is empty, and this form asks for it.",
                "Fill it in.",
                {"label": each.label},
            )
        elif each.id in checks.required_fields:
            yield Finding(
                "field.required_by_law",
                "warn",
                each.id,
                "“%(label)s” is empty, and the instrument requires it.",
                "Fill it in.",
                {"label": each.label},
            )
