"""Reads a draft as its recipient would, before it leaves: what would make it come back, be refused, or wait.

The grounds are those that providers and central authorities themselves give for refusing or delaying
(`mlat.domain.preflight.grounds`). Every reader below looks at one subject and only says what it found; how grave
that may be is decided in one place (`objections.judged`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mlat.domain.checks import Checks
from mlat.domain.findings import Finding
from mlat.domain.forms import Form
from mlat.domain.preflight import (
    accounts,
    addressee,
    annexes,
    child,
    data,
    emergency,
    language,
    law,
    material,
    missing,
    notice,
    retention,
    sender,
    twice,
)
from mlat.domain.preflight.objections import judged
from mlat.domain.record import Record

__all__ = ["Checks", "preflight"]

Reader = Callable[[Record, Form, Checks], Iterator[Finding]]
READERS: tuple[Reader, ...] = (
    missing.findings,
    addressee.findings,
    law.findings,
    data.findings,
    retention.findings,
    accounts.findings,
    annexes.findings,
    language.findings,
    sender.findings,
    child.findings,
    notice.findings,
    material.findings,
    emergency.findings,
    twice.findings,
)
ORDER = {"stop": 0, "warn": 1, "note": 2}


def preflight(record: Record, form: Form, checks: Checks) -> tuple[Finding, ...]:
    """Everything that the recipient would object to, what stops first."""
    found = [judged(each, checks) for reader in READERS for each in reader(record, form, checks)]
    return tuple(sorted(found, key=lambda each: ORDER[each.level]))
