"""An office's own word on one fact: it wins over what the program ships, and is marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any, TypeVar

from mlat.domain.messages import N_
from mlat.domain.opening import read_hours
from mlat.domain.parties import Convention, Membership
from mlat.domain.problems import Problem

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """An office's own word on one fact: the value, the source it read, the day and who.

    For a membership (`parties.budapest.MX`) the value is its status, or a table of status and since.
    """

    value: object
    source: str
    on: date
    by: str


def corrected(entry: T, path: str, confirmation: Confirmation, fact_id: str) -> T:
    """`entry` with the confirmed value at `path`. Raises `Problem` where the value cannot stand there."""
    if isinstance(entry, Convention) and "." not in path and path not in {each.name for each in fields(entry)}:
        members = {**entry.members, path: _membership(entry.members.get(path), confirmation, fact_id)}
        return replace(entry, members=members)
    changed: T = _set(entry, path.split("."), confirmation.value, fact_id)
    if path == "office_hours":
        read_hours(str(confirmation.value))
    return changed


def _membership(before: Membership | None, confirmation: Confirmation, fact_id: str) -> Membership:
    value: Any = confirmation.value
    if not isinstance(value, dict):
        value = {"status": value}
    if value.get("status") not in ("party", "ratified", "signed", "not_party", "unknown"):
        raise _wrong(fact_id, N_("Say party, ratified, signed, not_party or unknown."))
    return Membership(
        status=value["status"],
        since=str(value.get("since", "")),
        verification="confirmed",
        source=(confirmation.source,),
        reserved=before.reserved if before else (),
        remarks=before.remarks if before else {},
    )


def _set(at: Any, steps: list[str], value: object, fact_id: str) -> Any:
    step, rest = steps[0], steps[1:]
    if is_dataclass(at) and not isinstance(at, type) and step in {each.name for each in fields(at)}:
        old = getattr(at, step)
        return replace(at, **{step: _set(old, rest, value, fact_id) if rest else _fitting(old, value, fact_id)})
    if isinstance(at, Mapping) and (step in at or not rest):
        old = at.get(step)
        return {**at, step: _set(old, rest, value, fact_id) if rest else _fitting(old, value, fact_id)}
    raise Problem("fact.unknown", fact_id, N_("There is no such fact."), N_("Look up its id."))


def _fitting(old: object, value: object, fact_id: str) -> object:
    """`value`, where it is of the kind that stood there; lists become tuples, days may be given as text."""
    if isinstance(value, list):
        value = tuple(value)
    if isinstance(old, bool | date) and isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            raise _wrong(fact_id, N_("Give true, false, or a day such as 2026-11-22.")) from None
    of_kind = (
        type(value) is type(old)
        or (isinstance(old, bool | date) and isinstance(value, bool | date))
        or (old is None and isinstance(value, int))  # what was not found is a number of days, years or times
        or "unknown" in (old, value)
    )
    if not of_kind:
        raise _wrong(fact_id, N_("Give a value of the kind that stands there now."))
    return value


def _wrong(fact_id: str, remedy: str) -> Problem:
    return Problem("fact.value", fact_id, N_("This value cannot stand there."), remedy)
