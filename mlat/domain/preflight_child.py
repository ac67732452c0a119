"""Does the draft protect the child? Statement, report number, silence towards the user, names."""

from __future__ import annotations

from collections.abc import Iterator

from mlat.domain.checks import Checks
from mlat.domain.findings import Finding
from mlat.domain.forms import Form
from mlat.domain.record import PersonLine, Record


def child_findings(record: Record, form: Form, checks: Checks) -> Iterator[Finding]:
    """What the draft forgets, or says too much of."""
    yield from _child(record, form, checks)
    yield from _notice(record, form, checks)
    yield from _names(record)


def _child(record: Record, form: Form, checks: Checks) -> Iterator[Finding]:
    asked = {each.id for each in form.fields()}
    if checks.child and "child_safety_statement" in asked and not record.value("child_safety_statement"):
        yield Finding(
            "child.not_stated",
            "warn",
            "child_safety_statement",
            "The request does not say that a child is concerned, which changes how the company treats it.",
            "Add the statement.",
        )
    if checks.cybertips and "cybertip" in asked and not record.value("cybertip"):
        yield Finding(
            "cybertip.not_quoted",
            "warn",
            "cybertip",
            "The case holds a CyberTip number and the request does not quote it.",
            "Add it: %(numbers)s.",
            {"numbers": ", ".join(checks.cybertips)},
        )


def _notice(record: Record, form: Form, checks: Checks) -> Iterator[Finding]:
    if not checks.user_notice or "no_notice" not in {each.id for each in form.fields()}:
        return
    if not record.value("no_notice"):
        yield Finding(
            "notice.not_excluded",
            "warn",
            "no_notice",
            "This company tells the user, and the request does not ask it not to.",
            "Ask for no notice, or accept it knowingly.",
        )
    elif checks.notice_needs_order and not record.value("order"):
        yield Finding(
            "notice.needs_order",
            "warn",
            "order",
            "This company keeps silent only on a court order; a letter is not enough.",
            "Obtain the order with an end date, or expect that the user is told.",
        )


def _names(record: Record) -> Iterator[Finding]:
    """Part of a child's name in free text; the whole name is refused when the copy is made."""
    persons = record.fields.get("persons")
    if not isinstance(persons, tuple):
        return
    names = [each.name for each in persons if isinstance(each, PersonLine) and each.role == "victim"]
    words = {word.casefold() for name in names for word in name.split() if len(word) > 3}
    for field_id, value in record.fields.items():
        if isinstance(value, str) and words & {each.strip(".,;:()").casefold() for each in value.split()}:
            yield Finding(
                "text.child_name",
                "warn",
                field_id,
                "This text holds a word that is part of a victim's name.",
                "Write the code name instead.",
            )
