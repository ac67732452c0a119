"""Can the recipient find the account? Identifiers, read as a records clerk would."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from mlat.domain.checks import Checks
from mlat.domain.findings import Finding
from mlat.domain.forms import Form
from mlat.domain.identifiers import satisfies
from mlat.domain.record import IdentifierLine, Record

CHOSEN_WILL_DO = frozenset({"profile_or_vanity_url", "username_or_t_me_link"})
"""What companies ask for that find an account by the name its owner chose."""
NUMBER_IN_LINK = re.compile(r"\d{5,}")
"""A link that holds its account's number, not only a chosen name."""


def findings(record: Record, form: Form, checks: Checks) -> Iterator[Finding]:
    """What is wrong with the identifiers, each for itself and all together."""
    value = record.value("identifiers")
    lines = [each for each in value if isinstance(each, IdentifierLine)] if isinstance(value, tuple) else []
    required = checks.required_identifiers
    for number, line in enumerate(lines, start=1):
        yield from _instants(line, number)
        if line.label == "ip":
            yield from _address(line, number)
        elif form.recipients == "provider":
            yield from _account(line, number, required)
    if form.recipients != "provider" or not lines or not required:
        return
    if not any(_finds(each, required) for each in lines):
        yield Finding(
            "identifier.none_enough",
            "warn",
            "identifiers",
            "The company cannot find an account by any of these; it asks for: %(required)s.",
            "Add one of them.",
            {"required": ", ".join(required)},
        )
    if (
        _by_number(required)
        and not CHOSEN_WILL_DO & set(required)
        and not any(each.label == "numeric_id" for each in lines)
    ):
        yield from _vanity(lines)


def _finds(line: IdentifierLine, required: Sequence[str]) -> bool:
    can_be = satisfies(line.label, instant=bool(line.instants), dated=bool(line.used), port=line.port is not None)
    return bool(can_be & set(required))


def _by_number(required: Sequence[str]) -> bool:
    """Whether the company finds accounts by their number."""
    return bool(satisfies("numeric_id") & set(required))


def _vanity(lines: Sequence[IdentifierLine]) -> Iterator[Finding]:
    for number, line in enumerate(lines, start=1):
        if line.label == "url" and not NUMBER_IN_LINK.search(line.given):
            yield Finding(
                "identifier.vanity",
                "warn",
                "identifiers",
                "No. %(number)s is a link with a chosen name, which its owner can change or give away.",
                "Add the number of the account behind it.",
                {"number": number},
            )


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
            "warn",
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
                "warn",
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
