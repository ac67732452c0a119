"""Is it the right company for where the user is, and does the law still give this way?"""

from __future__ import annotations

from collections.abc import Iterator

from mlat.domain.checks import Checks
from mlat.domain.findings import Finding
from mlat.domain.forms import Form
from mlat.domain.record import Record


def findings(record: Record, form: Form, checks: Checks) -> Iterator[Finding]:
    """A wrong or doubtful addressee, and a route that is refused today."""
    if form.recipients == "provider" and checks.entity and _same(record.recipient.name) != _same(checks.entity):
        yield Finding(
            "entity.wrong",
            "warn",
            "recipient",
            "This is addressed to %(given)s, but the company for this user is %(right)s.",
            "Change the addressee.",
            {"given": record.recipient.name, "right": checks.entity},
        )
    if form.recipients == "provider" and len(checks.entities) > 1:
        yield Finding(
            "entity.place_unknown",
            "warn",
            "recipient",
            "Which of these companies serves the user is not known: %(companies)s.",
            "Say with the account where its user is believed to be.",
            {"companies": "; ".join(checks.entities)},
        )
    if checks.refused:
        yield Finding(
            "route.refused",
            "warn",
            "legal_basis",
            checks.refused,
            "The law does not give this way today: draft it anew on one that it gives.",
            checks.refused_values,
        )


def _same(name: str) -> str:
    return "".join(each for each in name.casefold() if each.isalnum())
