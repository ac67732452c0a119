"""What a family may be told: the list, and nothing that is not on it."""

from __future__ import annotations

from datetime import date

import pytest

from mlat.domain.lifecycle import Kind
from mlat.domain.milestones import (
    CODES,
    OF_EVENTS,
    BodyKind,
    Code,
    Happening,
    Milestone,
    is_awaited,
    is_minimal,
    letter_fields,
    milestones,
    minimal,
)

TODAY = date(2026, 4, 20)


def told(*happenings: Happening) -> list[tuple[str, str, str | None]]:
    return [(each.code, each.on.isoformat(), each.body_kind) for each in milestones(happenings, TODAY)]


def test_a_request_sent_received_and_still_open() -> None:
    assert told(
        Happening("acknowledged", date(2026, 3, 9), "company"),
        Happening("sent", date(2026, 3, 5), "company"),
    ) == [
        ("request_sent_abroad", "2026-03-05", "company"),
        ("received", "2026-03-09", "company"),
        ("still_waiting", "2026-04-20", "company"),
    ]


def test_an_answer_ends_the_waiting_for_that_kind_of_body_only() -> None:
    assert [each[0] for each in told(
        Happening("sent", date(2026, 3, 5), "company"),
        Happening("sent", date(2026, 3, 20), "authority"),
        Happening("answered", date(2026, 4, 1), "company"),
    )] == ["request_sent_abroad", "request_sent_abroad", "first_answer", "still_waiting"]  # fmt: skip


def test_nobody_is_awaited_whose_request_can_no_longer_be_answered() -> None:
    withdrawn = Happening("sent", date(2026, 3, 5), "company", awaited=False)
    assert [each[0] for each in told(withdrawn)] == ["request_sent_abroad"]
    other = Happening("sent", date(2026, 3, 6), "company")
    assert [each[0] for each in told(withdrawn, other)] == ["request_sent_abroad"] * 2 + ["still_waiting"]


def test_several_requests_on_one_day_are_one_milestone() -> None:
    two = Happening("sent", date(2026, 3, 5), "company")
    assert [each[0] for each in told(two, two)] == ["request_sent_abroad", "still_waiting"]


def test_what_stays_in_this_country_is_not_told() -> None:
    assert told(Happening("sent", date(2026, 3, 5), None)) == []


def test_what_lies_ahead_is_not_told() -> None:
    assert told(Happening("sent", date(2026, 4, 21), "company")) == []


def test_a_closed_case_waits_for_nobody() -> None:
    assert [each[0] for each in told(
        Happening("sent", date(2026, 3, 5), "company"), Happening("case_closed", date(2026, 4, 2), "company")
    )] == ["request_sent_abroad", "finished"]  # fmt: skip


@pytest.mark.parametrize(
    "kind",
    sorted({kind.value for kind in Kind} - set(OF_EVENTS)) + ["person_added", "identifier_added", "", "SENT"],
)
def test_every_other_kind_of_event_is_kept_out(kind: str) -> None:
    assert told(Happening(kind, date(2026, 3, 5), "company")) == []


def test_every_milestone_of_the_table_is_on_the_list() -> None:
    assert set(OF_EVENTS.values()) <= set(CODES)


def test_letter_fields_hold_milestones_and_what_was_given() -> None:
    some = (Milestone("received", date(2026, 3, 9), "company"),)
    assert letter_fields(some) == {"milestones": some}
    assert letter_fields(some, wait_months=(6, 24), support=("Línea 000",)) == {
        "milestones": some,
        "wait_months": "6-24",
        "support": ("Línea 000",),
    }


def test_while_the_file_is_secret_no_step_and_no_body_abroad_is_said() -> None:
    day = date(2026, 3, 20)
    known = (
        Milestone("person_to_call", date(2026, 3, 2)),
        Milestone("request_sent_abroad", date(2026, 3, 3), "company"),
        Milestone("still_waiting", day, "company"),
    )
    assert minimal(known, day) == (known[0], Milestone("still_waiting", day))
    assert minimal(minimal(known, day), day) == minimal(known, day)
    assert (is_minimal(minimal(known, day)), is_minimal(known)) == (True, False)
    assert minimal(known[:1], day) == known[:1]
    assert minimal((), day) == ()
    ended = (known[1], Milestone("finished", day))
    assert minimal(ended, day) == ended[1:]


@pytest.mark.parametrize(
    ("codes", "awaited"),
    [
        ((("request_sent_abroad", "company"),), True),
        ((("first_answer", "authority"),), False),
        ((("first_answer", "authority"), ("still_waiting", "company")), True),
        ((("request_sent_abroad", "company"), ("first_answer", "company"), ("finished", None)), False),
        ((("request_sent_abroad", "company"), ("finished", None)), False),
        ((("still_waiting", None),), True),
    ],
)
def test_how_long_it_takes_is_said_only_while_an_answer_is_awaited(
    codes: tuple[tuple[Code, BodyKind | None], ...], awaited: bool
) -> None:
    told = tuple(Milestone(code, date(2026, 3, day), kind) for day, (code, kind) in enumerate(codes, 1))
    assert is_awaited(told) is awaited
