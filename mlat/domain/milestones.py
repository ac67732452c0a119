"""What a family may be told: a short list of safe milestones, and nothing else.

A milestone says what happened, on which day, and at which kind of body. It has no place for a name, an
account, a platform or a foreign reference, so none can get in. An event of a kind that is not listed
here does not exist for the letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

BodyKind = Literal["company", "authority"]
"""The kind of body abroad: a company, or an authority of another country."""

Code = Literal[
    "request_sent_abroad",
    "received",
    "first_answer",
    "needs_more",
    "still_waiting",
    "finished",
    "person_to_call",
]
CODES: tuple[Code, ...] = (
    "request_sent_abroad",
    "received",
    "needs_more",
    "first_answer",
    "still_waiting",
    "finished",
    "person_to_call",
)
"""Every milestone, in the order in which things happen."""


@dataclass(frozen=True)
class Milestone:
    """One thing that a family may be told; `on` is the day at the office's place."""

    code: Code
    on: date
    body_kind: BodyKind | None = None


@dataclass(frozen=True)
class Happening:
    """One event of a case, reduced to what the list may look at."""

    kind: str
    """The event's kind, as in the events table."""
    on: date
    body_kind: BodyKind | None = None
    """Who abroad it reached or came from; none for what stays in this country, such as the way to the own
    transmitting authority, which a family is not told."""
    awaited: bool = True
    """Whether an answer of its request can still come."""


OF_EVENTS: Mapping[str, Code] = {
    "sent": "request_sent_abroad",
    "received": "received",
    "acknowledged": "received",
    "hold_confirmed": "received",
    "more_asked": "needs_more",
    "partly_answered": "first_answer",
    "answered": "first_answer",
    "no_records": "first_answer",
    "refused": "first_answer",
    "case_closed": "finished",
    "person_named": "person_to_call",
}
"""Which kinds of event become which milestone. What is not here cannot get in."""

STEPS: tuple[Code, ...] = ("request_sent_abroad", "received", "first_answer", "finished")
"""The four steps of the work, as a family sees them on its page."""


def step_reached(told: Iterable[Milestone]) -> int:
    """The furthest of `STEPS`, from 1; 0 where none was reached."""
    codes = {each.code for each in told}
    return max((number for number, code in enumerate(STEPS, 1) if code in codes), default=0)


_OURS: frozenset[Code] = frozenset({"finished", "person_to_call"})


def milestones(happenings: Iterable[Happening], today: date) -> tuple[Milestone, ...]:
    """The milestones of a case up to `today`, oldest first, each code once per kind of body and day.

    While something that can still be answered was sent to a kind of body that has not answered, the list ends
    with `still_waiting` on `today` for it.
    """
    found: dict[Milestone, None] = {}
    awaited: set[BodyKind] = set()
    for happening in sorted(happenings, key=lambda each: each.on):
        code = OF_EVENTS.get(happening.kind)
        if code is None or happening.on > today:
            continue
        if code in _OURS:
            found.setdefault(Milestone(code, happening.on))
        elif happening.body_kind:
            found.setdefault(Milestone(code, happening.on, happening.body_kind))
            if code == "request_sent_abroad" and happening.awaited:
                awaited.add(happening.body_kind)
    told = tuple(sorted(found, key=lambda each: (each.on, CODES.index(each.code), each.body_kind or "")))
    return told + _waiting(told, awaited, today)


def minimal(known: tuple[Milestone, ...], today: date) -> tuple[Milestone, ...]:
    """What may still be said while the file is secret: no step and no body abroad, only that work goes on."""
    kept = tuple(each for each in known if _says_no_step(each))
    if kept == known or any(each.code == "finished" or each.code == "still_waiting" for each in kept):
        return kept
    return (*kept, Milestone("still_waiting", today))


def is_minimal(told: Iterable[Milestone]) -> bool:
    """Whether nothing of this would betray a secret file."""
    return all(_says_no_step(each) for each in told)


def is_quiet(told: Iterable[Milestone]) -> bool:
    """Whether this was said while the file was secret: only that work goes on."""
    return any(each.code == "still_waiting" and each.body_kind is None for each in told)


def _says_no_step(milestone: Milestone) -> bool:
    return milestone.code in _OURS or (milestone.code == "still_waiting" and milestone.body_kind is None)


def _waiting(told: tuple[Milestone, ...], awaited: set[BodyKind], today: date) -> tuple[Milestone, ...]:
    if any(each.code == "finished" for each in told):
        return ()
    answered = {each.body_kind for each in told if each.code == "first_answer"}
    return tuple(Milestone("still_waiting", today, kind) for kind in sorted(awaited - answered))


def is_awaited(told: Iterable[Milestone]) -> bool:
    """Whether an answer is still to come from anybody of whom this speaks; only then is it said how long that takes."""
    latest: dict[BodyKind | None, Code] = {}
    for each in sorted(told, key=lambda one: (one.on, CODES.index(one.code))):
        if each.code == "finished":
            latest.clear()
        elif each.code not in _OURS:
            latest[each.body_kind] = each.code
    return any(code != "first_answer" for code in latest.values())


def letter_fields(
    told: tuple[Milestone, ...], *, wait_months: tuple[int, int] | None = None, support: tuple[str, ...] = ()
) -> dict[str, tuple[Milestone, ...] | tuple[str, ...] | str]:
    """The fields of the form `family_status`: the milestones and, where known, the usual wait and support.

    `wait_months` is the honest range that such answers take, in months; `support` the lines (name,
    telephone, hours) of services that help families, as the office keeps them.
    """
    fields: dict[str, tuple[Milestone, ...] | tuple[str, ...] | str] = {"milestones": told}
    if wait_months is not None:
        fields["wait_months"] = f"{wait_months[0]}-{wait_months[1]}"
    if support:
        fields["support"] = support
    return fields
