"""Was it asked already? The same data of the same account, here, in another case, or by another office."""

from __future__ import annotations

from collections.abc import Iterator

from mlat.domain.checks import Checks
from mlat.domain.findings import Finding
from mlat.domain.forms import Form
from mlat.domain.record import Record


def findings(record: Record, form: Form, checks: Checks) -> Iterator[Finding]:
    """Open requests for the same, what needs no asking any more, and other files about the same account."""
    for other in checks.duplicates:
        yield Finding(
            "request.duplicate",
            "warn",
            "identifiers",
            "%(other)s already asks the same recipient for the same data of the same account.",
            "Wait for its answer, ask after it, or withdraw it.",
            {"other": other},
        )
    for other in checks.settled:
        yield Finding(
            "request.settled",
            "warn",
            "previous_request",
            "Nothing is awaited on %(other)s any more: it was answered, closed or withdrawn.",
            "Withdraw this letter, and ask after the others anew.",
            {"other": other},
        )
    for other in checks.elsewhere:
        yield Finding(
            "account.elsewhere",
            "warn",
            "identifiers",
            "Another case of this office concerns the same account: %(other)s.",
            "Look there first: what is asked for may have come already.",
            {"other": other},
        )
    for other in checks.other_offices:
        yield Finding(
            "account.other_office",
            "note",
            "identifiers",
            "Another office has a file about the same account: %(other)s.",
            "Call it before two offices ask for the same.",
            {"other": other},
        )
