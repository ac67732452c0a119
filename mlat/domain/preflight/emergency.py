"""An emergency is believed by four facts: who is in danger, of what, when, and why nothing slower will do."""

from __future__ import annotations

from collections.abc import Iterator

from mlat.domain.checks import Checks
from mlat.domain.findings import Finding
from mlat.domain.forms import Form
from mlat.domain.record import Record

FACTS = ("emergency_who", "emergency_what", "emergency_when", "emergency_why")
"""Their fields."""
EMERGENCIES = frozenset({"emergency_disclosure", "emergency_mla"})
"""Measures that rest on an emergency."""


def findings(record: Record, form: Form, checks: Checks) -> Iterator[Finding]:
    """Each of the four that is missing where an emergency is claimed."""
    claimed = record.measure in EMERGENCIES or any(record.value(each) for each in ("emergency", *FACTS))
    labels = {each.id: each.label for each in form.fields() if each.id in FACTS}
    for fact in FACTS if claimed else ():
        if fact in labels and not record.value(fact):
            yield Finding(
                "emergency.facts_missing",
                "warn",
                fact,
                "An emergency is claimed without one of its four facts: %(label)s.",
                "Say it in a sentence, or do not call it an emergency.",
                {"label": labels[fact]},
            )
