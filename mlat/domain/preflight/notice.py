"""Will the user be told? What the company does by itself, and what alone keeps it from doing so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlat.domain.checks import Checks
from mlat.domain.findings import Finding
from mlat.domain.forms import Form
from mlat.domain.record import Record

SILENCE = frozenset({"Non-disclosure order", "non_disclosure_order"})
"""Kinds of annex that bind the company to silence."""
SPEAKS_OF_IT = re.compile(r"non.?disclosure|secre|confiden|reserva|sigilo|notif|silen", re.IGNORECASE)
"""How the line about the court order says, in any of our languages, that it forbids notice."""


def findings(record: Record, form: Form, checks: Checks) -> Iterator[Finding]:
    """Where silence is not asked for, or asked for in a way that this company does not accept."""
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
    if checks.silence_ordered or _ordered(record):
        return
    if checks.notice_copy:
        yield Finding(
            "notice.copy_sent",
            "warn",
            "order",
            "This company sends the user a copy of the request, and no order forbids it.",
            "Obtain the order with an end date, or write nothing that the user may not read.",
        )
    elif checks.notice_needs_order:
        yield Finding(
            "notice.needs_order",
            "warn",
            "order",
            "This company keeps silent only on a court order; a letter is not enough.",
            "Obtain the order with an end date, or expect that the user is told.",
        )


def _ordered(record: Record) -> bool:
    order = record.value("order")
    said = isinstance(order, str) and SPEAKS_OF_IT.search(order) is not None
    return said or any(each.kind in SILENCE for each in record.annexes)
