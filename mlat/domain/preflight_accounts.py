"""Can the recipient find the account? Identifiers, read as a records clerk would."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from mlat.domain.findings import Finding
from mlat.domain.forms import Form
from mlat.domain.identifiers import satisfies
from mlat.domain.record import IdentifierLine, Record


def account_findings(record: Record, form: Form, required: Sequence[str]) -> Iterator[Finding]:
    """What is wrong with the identifiers; `required` are the ids by which the platform finds an account."""
    value = record.value("identifiers")
    lines = [each for each in value if isinstance(each, IdentifierLine)] if isinstance(value, tuple) else []
    for number, line in enumerate(lines, start=1):
        yield from _instants(line, number)
        if line.label == "ip":
            yield from _address(line, number)
        elif form.recipients == "provider":
            yield from _account(line, number, required)
    if form.recipients == "provider" and lines and required and not any(_finds(each, required) for each in lines):
        yield Finding(
            "identifier.none_enough",
            "stop",
            "identifiers",
            "The company cannot find an account by any of these; it asks for: %(required)s.",
            "Add one of them.",
            {"required": ", ".join(required)},
        )


def _finds(line: IdentifierLine, required: Sequence[str]) -> bool:
    can_be = satisfies(line.label, instant=bool(line.instants), dated=bool(line.used), port=line.port is not None)
    return bool(can_be & set(required))


def _account(line: IdentifierLine, number: int, required: Sequence[str]) -> Iterator[Finding]:
    if line.label == "display_name":
        yield Finding(
            "identifier.display_name",
            "warn",
            "identifiers",
            "No. %(number)s is a display name: anybody can carry it, and companies refuse it.",
            "Add the user name with its dates, the numeric id or the address of the profile.",
            {"number": number},
        )
    elif line.label == "username" and not line.used and "username_plus_relevant_date" in required:
        yield Finding(
            "identifier.username_undated",
            "warn",
            "identifiers",
            "No. %(number)s is a user name without the dates on which it was used; names change hands.",
            "Add the dates of use.",
            {"number": number},
        )


def _address(line: IdentifierLine, number: int) -> Iterator[Finding]:
    if not line.instants:
        yield Finding(
            "ip.no_instant",
            "stop",
            "identifiers",
            "No. %(number)s is an IP address without an instant: it was many people's, one after the other.",
            "Add the instant in UTC, to the second.",
            {"number": number},
        )
    if line.port is None and ":" not in line.given:
        yield Finding(
            "ip.no_port",
            "warn",
            "identifiers",
            "No. %(number)s is an IP address without its port: many users may share it at one instant.",
            "Add the source port if the records show it; otherwise say that it is not known.",
            {"number": number},
        )


def _instants(line: IdentifierLine, number: int) -> Iterator[Finding]:
    for instant in line.instants:
        if not _is_utc(instant):
            yield Finding(
                "instant.not_utc",
                "stop",
                "identifiers",
                "No. %(number)s carries “%(given)s”, which is not an instant in UTC.",
                "Write it like 2026-02-11T01:42:07Z.",
                {"number": number, "given": instant},
            )


def _is_utc(instant: str) -> bool:
    try:
        read = datetime.fromisoformat(instant)
    except ValueError:
        return False
    return read.tzinfo is not None and not read.utcoffset()
