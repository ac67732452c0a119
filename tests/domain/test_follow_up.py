"""An art. 29 hold on paper: what the arrival of the request for evidence does, and what it does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from mlat.domain.calendars import none
from mlat.domain.clock_parts import (
    HOLD,
    MLA_DUTY,
    PENDING,
    Almanac,
    Happened,
    Opening,
    Running,
    Stated,
    Subject,
    Turn,
)
from mlat.domain.clockwork import turn
from mlat.domain.counting import written
from mlat.domain.lifecycle import Kind
from mlat.facts import load

BERLIN = "Europe/Berlin"
EFFECTED = datetime(2026, 3, 2, 9, tzinfo=UTC)
SIXTY = Stated("hold", "P60D", "budapest", "art. 29(7)", "read")
ASKED = Subject("preservation", ("A", "B"), BERLIN, "DE", (SIXTY,), follow_up=True)
REQUEST = Subject("mla_evidence", ("A", "B"), BERLIN, "DE")


@pytest.fixture(scope="module")
def almanac() -> Almanac:
    return Almanac(tuple(load().counting.values()), lambda _country, _day: none())


def at(kind: Kind, day: datetime, *, reaches: bool = False, electronic: bool = False) -> Happened:
    return Happened(kind, day, BERLIN, reaches=reaches, electronic=electronic)


def kinds(turned: Turn) -> list[str]:
    return [opening.kind for opening in turned.opens]


def runs(opening: Opening, name: str, *, own: bool = False) -> Running:
    due = written(opening.due.legal_due) if opening.due else ""
    return Running(
        name,
        opening.kind,
        opening.started_at,
        opening.rule,
        opening.period,
        opening.zone,
        due,
        opening.covers,
        opening.confirmed,
        "P",
        own,
    )


@pytest.fixture
def waiting(almanac: Almanac) -> tuple[Running, ...]:
    """A confirmed hold of sixty days and the duty beside it, as the request for evidence sees them."""
    turned = turn(at(Kind.SENT, EFFECTED, reaches=True), ASKED, (), almanac)
    return tuple(
        replace(runs(each, each.kind), confirmed=each.kind == HOLD)
        for each in turned.opens
        if each.kind in (HOLD, MLA_DUTY)
    )


def test_vector_7_the_duty_ends_when_the_sixty_days_end(almanac: Almanac) -> None:
    turned = turn(at(Kind.SENT, EFFECTED, reaches=True), ASKED, (), almanac)
    (duty,) = [each for each in turned.opens if each.kind == MLA_DUTY]
    assert duty.due is not None
    assert (written(duty.due.legal_due), duty.party, duty.covers) == ("2026-05-01", "us", ("A", "B"))


def test_a_hold_without_that_rule_has_no_such_duty(almanac: Almanac) -> None:
    turned = turn(at(Kind.SENT, EFFECTED, reaches=True), replace(ASKED, follow_up=False), (), almanac)
    assert MLA_DUTY not in kinds(turned)


def test_a_confirmation_that_changes_no_day_leaves_the_duty_alone(almanac: Almanac) -> None:
    opened = turn(at(Kind.SENT, EFFECTED, reaches=True), ASKED, (), almanac)
    running = tuple(runs(each, each.kind, own=True) for each in opened.opens)
    turned = turn(at(Kind.HOLD_CONFIRMED, EFFECTED), ASKED, running, almanac)
    assert kinds(turned) == [HOLD]
    assert MLA_DUTY not in dict(turned.ends)


def test_an_end_that_they_name_moves_the_duty_too(almanac: Almanac) -> None:
    opened = turn(at(Kind.SENT, EFFECTED, reaches=True), ASKED, (), almanac)
    running = tuple(runs(each, each.kind, own=True) for each in opened.opens)
    said = replace(at(Kind.HOLD_CONFIRMED, EFFECTED), until=date(2026, 6, 1))
    turned = turn(said, ASKED, running, almanac)
    (duty,) = [each for each in turned.opens if each.kind == MLA_DUTY]
    assert duty.due is not None
    assert written(duty.due.legal_due) == "2026-06-01"
    assert dict(turned.ends)[MLA_DUTY] == "moved"


@pytest.mark.parametrize("kind", [Kind.RECEIVED, Kind.ACKNOWLEDGED, Kind.MORE_ASKED])
def test_receipt_and_whatever_proves_it_keep_the_data_until_the_decision(
    almanac: Almanac, waiting: tuple[Running, ...], kind: Kind
) -> None:
    turned = turn(at(kind, datetime(2026, 4, 30, tzinfo=UTC), reaches=True), REQUEST, waiting, almanac)
    (kept,) = [each for each in turned.opens if each.kind == HOLD]
    assert (kept.rule, kept.due, kept.covers, kept.confirmed) == (PENDING, None, ("A", "B"), True)
    assert dict(turned.ends) == {MLA_DUTY: "arrived", HOLD: "kept_until_decision"}


def test_on_the_last_day_it_is_in_time_and_a_day_later_it_is_late(
    almanac: Almanac, waiting: tuple[Running, ...]
) -> None:
    last = turn(at(Kind.RECEIVED, datetime(2026, 5, 1, 21, tzinfo=UTC), reaches=True), REQUEST, waiting, almanac)
    assert HOLD in kinds(last)
    late = turn(at(Kind.RECEIVED, datetime(2026, 5, 1, 22, tzinfo=UTC), reaches=True), REQUEST, waiting, almanac)
    assert HOLD not in kinds(late)
    assert dict(late.ends) == {MLA_DUTY: "arrived_late"}
    told_late = turn(at(Kind.ACKNOWLEDGED, datetime(2026, 5, 3, tzinfo=UTC)), REQUEST, waiting, almanac)
    assert dict(told_late.ends) == {}, "an answer does not tell when the request arrived"


@pytest.mark.parametrize(
    ("kind", "reaches", "electronic"),
    [
        (Kind.SENT, False, False),
        (Kind.SENT, True, True),
        (Kind.RETURNED, True, False),
        (Kind.LEG_RETURNED, True, False),
    ],
    ids=["on its way", "a mail that nobody confirmed", "sent back", "sent back on the way"],
)
def test_what_shows_no_receipt_ends_no_duty(
    almanac: Almanac, waiting: tuple[Running, ...], kind: Kind, reaches: bool, electronic: bool
) -> None:
    event = at(kind, datetime(2026, 4, 1, tzinfo=UTC), reaches=reaches, electronic=electronic)
    turned = turn(event, REQUEST, waiting, almanac)
    assert (HOLD not in kinds(turned), dict(turned.ends)) == (True, {})


def test_what_the_request_does_not_name_is_held_no_longer_than_before(
    almanac: Almanac, waiting: tuple[Running, ...]
) -> None:
    event = at(Kind.RECEIVED, datetime(2026, 4, 1, tzinfo=UTC), reaches=True)
    turned = turn(event, replace(REQUEST, identifiers=("A",)), waiting, almanac)
    (kept,) = [each for each in turned.opens if each.kind == HOLD]
    assert (kept.covers, dict(turned.ends)) == (("A",), {})


def test_an_unconfirmed_hold_is_not_made_a_confirmed_one(almanac: Almanac, waiting: tuple[Running, ...]) -> None:
    unconfirmed = tuple(replace(clock, confirmed=False) for clock in waiting)
    event = at(Kind.RECEIVED, datetime(2026, 4, 1, tzinfo=UTC), reaches=True)
    turned = turn(event, REQUEST, unconfirmed, almanac)
    assert (HOLD not in kinds(turned), dict(turned.ends)) == (True, {MLA_DUTY: "arrived"})
    own = tuple(replace(clock, own=True) for clock in unconfirmed if clock.kind == HOLD)
    confirmed = turn(at(Kind.HOLD_CONFIRMED, event.at), replace(ASKED, arrived=("A", "B")), own, almanac)
    assert [(each.rule, each.confirmed) for each in confirmed.opens] == [(PENDING, True)]


@pytest.mark.parametrize("kind", [Kind.ANSWERED, Kind.NO_RECORDS, Kind.REFUSED, Kind.RETURNED])
def test_the_decision_or_the_return_ends_what_was_kept_for_it(almanac: Almanac, kind: Kind) -> None:
    kept = Running("k", HOLD, EFFECTED, PENDING, "", BERLIN, "", ("A",), True, "M")
    turned = turn(at(kind, EFFECTED), REQUEST, (kept,), almanac)
    assert dict(turned.ends) == {"k": kind.value}


def test_giving_up_the_request_ends_no_clock_of_another(almanac: Almanac, waiting: tuple[Running, ...]) -> None:
    assert turn(at(Kind.WITHDRAWN, EFFECTED), REQUEST, waiting, almanac).ends == ()
