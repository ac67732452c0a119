"""Going over a warning: with a reason for each, or with one for all where what matters is that it leaves today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mlat.domain.findings import Finding
from mlat.domain.messages import N_
from mlat.domain.preflight.emergency import EMERGENCIES
from mlat.domain.preflight.retention import ASKS_TO_KEEP
from mlat.domain.problems import Problem, Problems

PRESSING = ASKS_TO_KEEP | EMERGENCIES
"""Measures whose warnings one reason covers."""
ALL = "all"
"""The name of that one reason; a reason of its own goes by its finding's `key`."""
SHORTEST = 3
"""Letters of a reason: a dot is none."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A finding that goes through, and why."""

    code: str
    field: str
    reason: str


def refuse_blocked(found: Iterable[Finding]) -> None:
    """Raise `Problems` for what blocks: no reason goes over it."""
    stops = [each for each in found if each.blocks]
    if stops:
        raise Problems([Problem(each.code, each.field, each.says, each.remedy, **each.values) for each in stops])


def overridden(found: Iterable[Finding], measure: str, reasons: Mapping[str, str]) -> tuple[Passed, ...]:
    """Every warning with its reason. Raises `Problems` at each box (`reasons.<key>`) that lacks one."""
    one = _given(reasons, ALL) if measure in PRESSING else ""
    passed: list[Passed] = []
    lacking: list[Problem] = []
    for each in found:
        if each.level != "warn":
            continue
        reason = _given(reasons, each.key) or one
        if reason:
            passed.append(Passed(each.code, each.field, reason))
        else:
            lacking.append(_lacks(f"reasons.{ALL if measure in PRESSING else each.key}"))
    if lacking:
        raise Problems(lacking[:1] if measure in PRESSING else lacking)
    return tuple(passed)


def _given(reasons: Mapping[str, str], key: str) -> str:
    reason = " ".join(reasons.get(key, "").split())
    return reason if len(reason) >= SHORTEST else ""


def _lacks(where: str) -> Problem:
    return Problem(
        "reason", where, N_("A warning is passed without a reason."), N_("Mend it, or say why it may stand.")
    )
