"""Can the recipient read it? The language of the paper, the translation of the facts."""

from __future__ import annotations

from collections.abc import Iterator

from mlat.domain.checks import Checks
from mlat.domain.findings import Finding
from mlat.domain.forms import Form
from mlat.domain.record import Record
from mlat.domain.two_languages import unsaid


def findings(record: Record, form: Form, checks: Checks) -> Iterator[Finding]:
    """A language that is not read, facts that nobody translated, texts that nobody reviewed."""
    if checks.languages and record.language not in checks.languages:
        yield Finding(
            "language.unread",
            "warn",
            "language",
            "The recipient reads %(languages)s; this is written in %(given)s.",
            "Write it in one of these languages.",
            {"languages": ", ".join(checks.languages), "given": record.language},
        )
    for field in unsaid(record, form):
        yield Finding(
            "language.unsaid",
            "warn",
            field.id,
            "This is not written in the second language of the paper.",
            "Write it in both languages, or choose one language.",
        )
    if checks.translation == "missing":
        yield Finding(
            "translation.missing",
            "warn",
            "facts",
            "The text of the case has no translation into the language of this paper.",
            "Have it translated.",
        )
    elif checks.translation == "machine":
        yield Finding(
            "translation.machine",
            "warn",
            "facts",
            "The text of the case was translated by a machine and nobody has checked it.",
            "Have a person check it.",
        )
    elif checks.translation == "stale":
        yield Finding(
            "translation.stale",
            "warn",
            "facts",
            "The text of the case was changed after this translation of it was made.",
            "Have the translation brought up to date.",
        )
    elif checks.translation == "uncertified":
        yield Finding(
            "translation.uncertified",
            "warn",
            "facts",
            "The translation is called sworn, and neither its number nor its scan is here.",
            "Certify it with number and scan, or call it the work of a person.",
        )
    if not checks.language_reviewed:
        yield Finding(
            "language.draft",
            "note",
            "language",
            "Nobody has reviewed the legal texts of this language; the footer says so.",
            "Have a lawyer of that language read the paper.",
        )
