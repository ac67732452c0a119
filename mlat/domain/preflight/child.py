"""Does the draft protect the child? The statement, the report number, and no name where a code suffices."""

from __future__ import annotations

from collections.abc import Iterator

from mlat.domain.checks import Checks
from mlat.domain.children import children, names_of_children, plain
from mlat.domain.findings import Finding
from mlat.domain.forms import Form
from mlat.domain.record import Record

SHORT = 3
"""Letters of a name's word that also is a common word: it counts only where it is written with a capital letter."""


def findings(record: Record, form: Form, checks: Checks) -> Iterator[Finding]:
    """What the draft forgets, or says too much of."""
    asked = {each.id for each in form.fields()}
    if checks.child and "child_safety_statement" in asked and not record.value("child_safety_statement"):
        yield _not_stated(checks)
    if checks.cybertips and "cybertip" in asked and not record.value("cybertip"):
        yield Finding(
            "cybertip.not_quoted",
            "warn",
            "cybertip",
            "The case holds a CyberTip number and the request does not quote it.",
            "Add it: %(numbers)s.",
            {"numbers": ", ".join(checks.cybertips)},
        )
    yield from _names(record)


def _not_stated(checks: Checks) -> Finding:
    if checks.child_changes_notice:
        return Finding(
            "child.not_stated",
            "warn",
            "child_safety_statement",
            "The request does not say that a child is concerned, which alone keeps this company from telling the user.",
            "Add the statement.",
        )
    return Finding(
        "child.not_stated",
        "warn",
        "child_safety_statement",
        "The request does not say that a child is concerned, which changes how the company treats it.",
        "Add the statement.",
    )


def _names(record: Record) -> Iterator[Finding]:
    """Part of a child's name in free text; the whole name is refused when the copy is made."""
    words = {word for name in names_of_children(record) for word in plain(name).split() if len(word) >= SHORT}
    for each in children(record):
        if words & set(plain(each.code).split()):
            yield Finding(
                "child.named",
                "warn",
                "persons",
                "The code of a victim is a name.",
                "Give the person a code, such as V1.",
            )
    for field_id, value in record.fields.items():
        texts = (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
        if any(_holds(text, words) for text in texts if isinstance(text, str)):
            yield Finding(
                "text.child_name",
                "warn",
                field_id,
                "This text holds a word that is part of a victim's name.",
                "Write the code name instead.",
            )


def _holds(text: str, words: set[str]) -> bool:
    said = ((word, each != each.lower()) for each in text.split() for word in plain(each).split())
    return any(word in words and (len(word) > SHORT or capital) for word, capital in said)
