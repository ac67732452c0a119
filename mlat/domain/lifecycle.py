"""What can happen to a request, and where it stands after that: computed from its events, never typed over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from mlat.domain.problems import Problem


class Kind(StrEnum):
    """Kinds of event that a request can meet."""

    DRAFTED = "drafted"
    REVISED = "revised"
    APPROVED = "approved"
    APPROVAL_WITHDRAWN = "approval_withdrawn"
    CONFIRMED = "second_confirmed"
    ISSUED = "issued"
    PAPER_REPLACED = "paper_replaced"
    TAKEN_OVER = "taken_over"
    QUEUED = "queued"
    SENT = "sent"
    SEND_FAILED = "send_failed"
    SEND_UNSURE = "send_unsure"
    SETTLED_NOT_SENT = "settled_not_sent"
    BOUNCED = "mail_bounced"
    RECEIVED = "received"
    LEG_RETURNED = "leg_returned"
    REROUTED = "rerouted"
    ACKNOWLEDGED = "acknowledged"
    HOLD_CONFIRMED = "hold_confirmed"
    MORE_ASKED = "more_asked"
    MORE_GIVEN = "more_given"
    PROMISED = "promised"
    PARTLY_ANSWERED = "partly_answered"
    ANSWERED = "answered"
    REMOVED = "removed"
    NO_RECORDS = "no_records"
    REFUSED = "refused"
    RETURNED = "returned"
    POSTPONED = "postponed"
    CONDITIONS_OFFERED = "conditions_offered"
    CONDITIONS_ACCEPTED = "conditions_accepted"
    TRANSFERRED = "transferred"
    LINK_GIVEN = "link_given"
    LINK_LOST = "link_lost"
    INQUIRED = "inquired"
    EXTENDED = "extended"
    TAKEN_BACK = "answer_taken_back"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


REPLIES = frozenset(
    {
        Kind.ACKNOWLEDGED,
        Kind.HOLD_CONFIRMED,
        Kind.MORE_ASKED,
        Kind.PROMISED,
        Kind.PARTLY_ANSWERED,
        Kind.ANSWERED,
        Kind.NO_RECORDS,
        Kind.REFUSED,
        Kind.RETURNED,
        Kind.POSTPONED,
        Kind.CONDITIONS_OFFERED,
        Kind.TRANSFERRED,
        Kind.LINK_GIVEN,
    }
)
"""What a recipient can cause."""

STATE_AFTER: Mapping[Kind, str] = {
    Kind.DRAFTED: "draft",
    Kind.APPROVED: "approved",
    Kind.APPROVAL_WITHDRAWN: "draft",
    Kind.ISSUED: "issued",
    Kind.TAKEN_OVER: "sent",
    Kind.QUEUED: "sending",
    Kind.SENT: "sent",
    Kind.SEND_FAILED: "issued",
    Kind.SEND_UNSURE: "unsure",
    Kind.SETTLED_NOT_SENT: "issued",
    Kind.BOUNCED: "returned",
    Kind.RECEIVED: "received",
    Kind.LEG_RETURNED: "returned",
    Kind.REROUTED: "sent",
    Kind.ACKNOWLEDGED: "acknowledged",
    Kind.HOLD_CONFIRMED: "held",
    Kind.MORE_ASKED: "more_asked",
    Kind.MORE_GIVEN: "acknowledged",
    Kind.PARTLY_ANSWERED: "partly_answered",
    Kind.ANSWERED: "answered",
    Kind.REMOVED: "answered",
    Kind.NO_RECORDS: "no_records",
    Kind.REFUSED: "refused",
    Kind.RETURNED: "returned",
    Kind.POSTPONED: "postponed",
    Kind.CONDITIONS_OFFERED: "conditions_offered",
    Kind.CONDITIONS_ACCEPTED: "acknowledged",
    Kind.TRANSFERRED: "transferred",
    Kind.LINK_GIVEN: "link_given",
    Kind.LINK_LOST: "acknowledged",
    Kind.WITHDRAWN: "withdrawn",
    Kind.CLOSED: "closed",
}

LEG_AFTER: Mapping[str, str] = {
    Kind.QUEUED: "queued",
    Kind.SENT: "sent",
    Kind.TAKEN_OVER: "sent",
    Kind.SEND_FAILED: "failed",
    Kind.SEND_UNSURE: "unsure",
    Kind.RECEIVED: "received",
    Kind.LEG_RETURNED: "returned",
    Kind.BOUNCED: "returned",
    Kind.TRANSFERRED: "sent",
}
"""Where a leg stands after an event that names it."""

HEARD = frozenset(STATE_AFTER[kind] for kind in REPLIES if kind in STATE_AFTER) - {"returned"}
"""States after the recipient's own word: a receipt that is recorded later does not take it back."""
TRAVELS = frozenset({Kind.SENT, Kind.RECEIVED, Kind.REROUTED})
OUTCOMES = frozenset({Kind.SEND_FAILED, Kind.SEND_UNSURE, Kind.SETTLED_NOT_SENT})
"""How a mail went: it matters only while the mail is on its way or in doubt."""
IN_THE_MAIL = frozenset({"sending", "unsure"})
BOUNCES_FROM = IN_THE_MAIL | {"sent"}
"""States in which a mail that comes back is news: afterwards the recipient has spoken, or another way was taken."""
PROMISE_LIMIT = timedelta(days=90)
"""For so long at most a promised date silences the chase: who names a day years away is asked before it."""
WE_OWE = frozenset(
    {"draft", "approved", "issued", "unsure", "more_asked", "returned", "conditions_offered", "link_given"}
)
DONE = frozenset({"held", "answered", "no_records", "refused", "withdrawn", "closed"})
GIVEN_BACK = frozenset({Kind.MORE_GIVEN, Kind.CONDITIONS_ACCEPTED, Kind.LINK_LOST})
"""Own acts after which they owe again: the chase begins with them, whatever was promised before."""
NOT_THEIRS = WE_OWE | DONE | {"sending"}
"""States in which the recipient has nothing to do: it is ours, on its way out, or over."""
OWING = frozenset({"they_owe", "promised"})
"""Balls of whoever was asked: the answer is theirs to give."""
BEFORE_ISSUE = frozenset({"draft", "approved"})
NOT_SENT = BEFORE_ISSUE | {"issued"}
ENDED = frozenset({"withdrawn", "closed"})


class Happened(Protocol):
    """What is read of an event to say where its request stands, and how long it lay with whom."""

    @property
    def kind(self) -> str:
        """The event's kind."""

    @property
    def at(self) -> datetime:
        """When it happened."""

    @property
    def data(self) -> dict[str, Any]:
        """Codes, dates and ids, and whether a leg reached the recipient."""


@dataclass(frozen=True)
class Standing:
    """Where a request stands: its state, who has the ball, and a date promised by the recipient."""

    state: str
    ball: str
    promised_on: date | None = None


ONCE_IT_LEFT = frozenset({"sent", "received", "acknowledged"})
DONE_WHEN = {
    "status_inquiry": ONCE_IT_LEFT,
    "urgent_confirmation": ONCE_IT_LEFT,
    "more_information": ONCE_IT_LEFT,
    "translation_order": ONCE_IT_LEFT,
    "withdrawal": ONCE_IT_LEFT,
    "child_notice": ONCE_IT_LEFT,
    "domestic_referral": frozenset({"acknowledged"}),
    "spontaneous_information": frozenset({"acknowledged"}),
}
"""Measures to which no answer of their own is due: news comes on the request asked after, information only arrives."""


def standing(events: Iterable[Happened], today: date, measure: str = "") -> Standing:
    """Fold the events (in the order they were recorded) into a standing on `today` (a local date).

    Exactly one of we_owe, they_owe, promised, done holds on every day: a promise counts up to its own day, and no
    longer than `PROMISE_LIMIT`. Given while nothing was owed by them, it counts for nothing.
    An answer that was taken back, because it was filed here by mistake, counts for nothing.
    """
    state, promised, counts_to = "draft", None, today
    for event in holding(events):
        if event.kind == Kind.PROMISED and state not in WE_OWE | DONE:
            promised = date.fromisoformat(event.data["on"])
            counts_to = event.at.date() + PROMISE_LIMIT
        elif counts(event.kind, state):
            state = STATE_AFTER[Kind(event.kind)]
            if event.kind in REPLIES | GIVEN_BACK or state in WE_OWE:
                promised, counts_to = _named_day(event), event.at.date() + PROMISE_LIMIT
    if state in DONE or state in DONE_WHEN.get(measure, ()):
        return Standing(state, "done", promised)
    if state in WE_OWE:
        return Standing(state, "we_owe", promised)
    if promised and min(promised, counts_to) >= today:
        return Standing(state, "promised", promised)
    return Standing(state, "they_owe", promised)


def _named_day(event: Happened) -> date | None:
    """The day to which they put it off, where they named one; any other answer ends a promise."""
    put_off = event.data.get("on") if event.kind == Kind.POSTPONED else None
    return date.fromisoformat(put_off) if put_off else None


_Event = TypeVar("_Event", bound=Happened)


def holding(events: Iterable[_Event]) -> list[_Event]:
    """The events without those answers that were taken back."""
    found = list(events)
    gone = {event.data["reply"] for event in found if event.kind == Kind.TAKEN_BACK}
    return [event for event in found if event.kind not in REPLIES or event.data.get("reply") not in gone]


def counts(kind: str, state: str) -> bool:
    """Whether an event of this kind says anew where a request stands that is `state`."""
    return kind in STATE_AFTER and not _comes_too_late(kind, state)


def _comes_too_late(kind: str, state: str) -> bool:
    """Whether an event that is recorded now no longer changes where the request stands."""
    if state in ENDED:
        return kind != Kind.CLOSED
    if kind == Kind.BOUNCED:
        return state not in BOUNCES_FROM
    if kind in OUTCOMES:
        return state not in IN_THE_MAIL
    # That they have it is said by every other word of theirs.
    return state in HEARD and (kind in TRAVELS or kind == Kind.ACKNOWLEDGED)


PERMITTED: Mapping[Kind, frozenset[str]] = {
    Kind.DRAFTED: frozenset({"draft"}),
    Kind.TAKEN_OVER: frozenset({"draft"}),
    Kind.REVISED: BEFORE_ISSUE,
    Kind.APPROVED: frozenset({"draft"}),
    Kind.APPROVAL_WITHDRAWN: frozenset({"approved"}),
    Kind.CONFIRMED: frozenset({"approved"}),
    Kind.ISSUED: frozenset({"approved"}),
    Kind.PAPER_REPLACED: frozenset({"issued"}),
    Kind.QUEUED: frozenset({"issued", "returned"}),
    Kind.MORE_GIVEN: frozenset({"more_asked", "partly_answered", "postponed"}),
    Kind.CONDITIONS_ACCEPTED: frozenset({"conditions_offered"}),
    Kind.LINK_LOST: frozenset({"link_given"}),
    Kind.REMOVED: frozenset({"sent", "unsure", "received", "acknowledged", "more_asked", "transferred", "postponed"}),
}
"""States in which an own act is possible; replies are possible whenever something has gone out."""


def permit(kind: Kind, state: str) -> None:
    """Raise `Problem` where an act does not fit the state."""
    if kind in PERMITTED and state not in PERMITTED[kind]:
        raise Problem(
            "state",
            "request",
            "is %(state)s, so this cannot be done now.",
            "Look at what it owes next.",
            state=state,
        )
    if kind in TRAVELS | {Kind.LEG_RETURNED} and state in BEFORE_ISSUE:
        raise Problem(
            "state",
            "request",
            "is %(state)s: it has no frozen paper yet.",
            "Approve and issue it first.",
            state=state,
        )
    if kind in REPLIES and state in NOT_SENT:
        raise Problem(
            "state",
            "request",
            "has not been sent, so nothing can have come back.",
            "Record first how it was sent.",
        )
    if state in ENDED and kind is not Kind.CLOSED:
        raise Problem("state", "request", "is %(state)s: nothing more happens to it.", "Draft a new one.", state=state)


def instant(text: str) -> datetime:
    """An aware UTC instant from ISO text with an offset."""
    return datetime.fromisoformat(text).astimezone(UTC)
