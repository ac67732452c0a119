"""Where a request stands after what happened to it, and what fits its state."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest

from mlat.domain.lifecycle import (
    BEFORE_ISSUE,
    DONE,
    ENDED,
    REPLIES,
    STATE_AFTER,
    WE_OWE,
    Kind,
    Standing,
    instant,
    permit,
    standing,
)
from mlat.domain.problems import Problem

AT = datetime(2026, 3, 2, 13, tzinfo=UTC)
TODAY = date(2026, 3, 20)
OUT = (Kind.DRAFTED, Kind.APPROVED, Kind.ISSUED, Kind.SENT)


@dataclass(frozen=True)
class Event:
    kind: str
    at: datetime = AT
    data: dict[str, Any] = field(default_factory=dict)


def after(*kinds: Kind, today: date = TODAY, measure: str = "", on: str = "2026-03-25") -> Standing:
    return standing([Event(kind, data={"on": on}) for kind in kinds], today, measure)


@pytest.mark.parametrize(
    ("kinds", "state", "ball"),
    [
        ((), "draft", "we_owe"),
        (OUT[:2], "approved", "we_owe"),
        ((*OUT[:2], Kind.APPROVAL_WITHDRAWN), "draft", "we_owe"),
        (OUT[:3], "issued", "we_owe"),
        ((*OUT[:3], Kind.QUEUED), "sending", "they_owe"),
        ((*OUT[:3], Kind.QUEUED, Kind.SEND_UNSURE), "unsure", "we_owe"),
        ((*OUT[:3], Kind.QUEUED, Kind.SEND_FAILED), "issued", "we_owe"),
        (OUT, "sent", "they_owe"),
        ((*OUT, Kind.RECEIVED), "received", "they_owe"),
        ((*OUT, Kind.LEG_RETURNED), "returned", "we_owe"),
        ((*OUT, Kind.LEG_RETURNED, Kind.QUEUED, Kind.SENT), "sent", "they_owe"),
        ((*OUT, Kind.BOUNCED), "returned", "we_owe"),
        ((*OUT, Kind.BOUNCED, Kind.QUEUED, Kind.SENT), "sent", "they_owe"),
        ((*OUT, Kind.ACKNOWLEDGED, Kind.BOUNCED), "acknowledged", "they_owe"),
        ((*OUT, Kind.ACKNOWLEDGED), "acknowledged", "they_owe"),
        ((*OUT, Kind.HOLD_CONFIRMED), "held", "done"),
        ((*OUT, Kind.MORE_ASKED), "more_asked", "we_owe"),
        ((*OUT, Kind.MORE_ASKED, Kind.MORE_GIVEN), "acknowledged", "they_owe"),
        ((*OUT, Kind.CONDITIONS_OFFERED), "conditions_offered", "we_owe"),
        ((*OUT, Kind.PARTLY_ANSWERED), "partly_answered", "they_owe"),
        ((*OUT, Kind.ANSWERED), "answered", "done"),
        ((*OUT, Kind.NO_RECORDS), "no_records", "done"),
        ((*OUT, Kind.WITHDRAWN), "withdrawn", "done"),
        ((*OUT, Kind.WITHDRAWN, Kind.CLOSED), "closed", "done"),
        ((Kind.TAKEN_OVER,), "sent", "they_owe"),
    ],
)
def test_events_give_state_and_ball(kinds: tuple[Kind, ...], state: str, ball: str) -> None:
    assert after(*kinds) == Standing(state, ball)


def test_on_every_day_exactly_one_has_the_ball() -> None:
    for kind in STATE_AFTER:
        assert after(*OUT, kind).ball in {"we_owe", "they_owe", "promised", "done"}
    assert not WE_OWE & DONE


@pytest.mark.parametrize(
    ("today", "ball"),
    [(date(2026, 3, 24), "promised"), (date(2026, 3, 25), "promised"), (date(2026, 3, 26), "they_owe")],
)
def test_a_promise_counts_up_to_its_own_day(today: date, ball: str) -> None:
    assert after(*OUT, Kind.PROMISED, today=today).ball == ball


def test_a_promise_ends_with_any_other_answer() -> None:
    assert after(*OUT, Kind.PROMISED, Kind.PARTLY_ANSWERED) == Standing("partly_answered", "they_owe")


def test_a_promise_does_not_hide_what_we_owe() -> None:
    assert after(*OUT, Kind.MORE_ASKED, Kind.PROMISED).ball == "we_owe"


@pytest.mark.parametrize(
    "kinds",
    [
        (Kind.MORE_ASKED, Kind.PROMISED, Kind.MORE_GIVEN),
        (Kind.CONDITIONS_OFFERED, Kind.PROMISED, Kind.CONDITIONS_ACCEPTED),
        (Kind.LINK_GIVEN, Kind.PROMISED, Kind.LINK_LOST),
        (Kind.PARTLY_ANSWERED, Kind.PROMISED, Kind.MORE_GIVEN),
        (Kind.RETURNED, Kind.PROMISED, Kind.QUEUED, Kind.SENT),
        (Kind.PROMISED, Kind.LEG_RETURNED, Kind.SENT),
    ],
)
def test_a_promise_from_before_it_was_theirs_again_counts_for_nothing(kinds: tuple[Kind, ...]) -> None:
    assert after(*OUT, *kinds).ball == "they_owe", "no clock of a promise runs then, and the chase does"


@pytest.mark.parametrize("word", sorted(REPLIES - {Kind.RETURNED, Kind.PROMISED}))
@pytest.mark.parametrize("late", [Kind.SENT, Kind.RECEIVED])
def test_a_receipt_recorded_late_takes_no_answer_back(word: Kind, late: Kind) -> None:
    assert after(*OUT, word, late) == after(*OUT, word)


def test_what_is_recorded_after_the_end_changes_nothing() -> None:
    assert after(*OUT, Kind.WITHDRAWN, Kind.SENT, Kind.ANSWERED).state == "withdrawn"


@pytest.mark.parametrize(
    ("measure", "kinds", "ball"),
    [
        ("status_inquiry", OUT, "done"),
        ("spontaneous_information", OUT, "they_owe"),
        ("spontaneous_information", (*OUT, Kind.ACKNOWLEDGED), "done"),
        ("mla_evidence", (*OUT, Kind.ACKNOWLEDGED), "they_owe"),
    ],
)
def test_some_measures_are_owed_no_answer_of_their_own(measure: str, kinds: tuple[Kind, ...], ball: str) -> None:
    assert after(*kinds, measure=measure).ball == ball


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (Kind.APPROVED, "approved"),
        (Kind.APPROVED, "sent"),
        (Kind.ISSUED, "draft"),
        (Kind.ISSUED, "issued"),
        (Kind.QUEUED, "sending"),
        (Kind.QUEUED, "unsure"),
        (Kind.PAPER_REPLACED, "sent"),
        *((Kind.SENT, state) for state in sorted(BEFORE_ISSUE)),
        *((Kind.RECEIVED, state) for state in sorted(BEFORE_ISSUE)),
        *((kind, "issued") for kind in sorted(REPLIES)),
        *((Kind.SENT, state) for state in sorted(ENDED)),
        (Kind.WITHDRAWN, "closed"),
    ],
)
def test_an_act_that_does_not_fit_is_refused_with_a_remedy(kind: Kind, state: str) -> None:
    with pytest.raises(Problem) as refused:
        permit(kind, state)
    assert refused.value.code == "state"
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (Kind.APPROVED, "draft"),
        (Kind.ISSUED, "approved"),
        (Kind.QUEUED, "issued"),
        (Kind.QUEUED, "returned"),
        (Kind.ANSWERED, "sent"),
        (Kind.ANSWERED, "unsure"),
        (Kind.CLOSED, "withdrawn"),
    ],
)
def test_what_fits_passes(kind: Kind, state: str) -> None:
    permit(kind, state)


def test_an_instant_is_read_as_utc() -> None:
    assert instant("2026-03-02T10:00:00-03:00") == AT


def test_an_answer_that_was_taken_back_counts_for_nothing() -> None:
    told = [Event(kind) for kind in OUT]
    first, second = (Event(Kind.MORE_ASKED, data={"reply": name}) for name in ("a", "b"))
    back = Event(Kind.TAKEN_BACK, data={"reply": "a"})
    assert standing([*told, first, back], TODAY).state == "sent"
    assert standing([*told, first, back, second], TODAY).state == "more_asked"
    assert standing([*told, Event(Kind.ACKNOWLEDGED), first, back], TODAY).state == "acknowledged"
