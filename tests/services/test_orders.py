"""Orders of secrecy and non-disclosure: counted to their latest reading, lifted by a person, and silent letters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from mlat.domain.casefile import OpenRequest
from mlat.domain.orders import OrderInput
from mlat.domain.permissions import Role
from mlat.domain.problems import Problem
from mlat.model import Clock, Event, Order, StatusLetter, transaction
from mlat.reads.case_clocks import case_clocks, dates_ahead
from mlat.reads.desk import prompts
from mlat.services import families, letters, orders, rebuilding, reminders, sweeping, takeover
from mlat.services.access import NotHere
from tests.conftest import ZONE, OfficeThere
from tests.services import lives

DAY = timedelta(days=1)
ISSUER = "Juzgado de Garantías 4, res. 88/2026"


@pytest.fixture
def secrecy(now: datetime) -> OrderInput:
    """Ten days of secrecy, ordered today."""
    return OrderInput(
        kind="file_secrecy", ordered_at=now, zone=ZONE, rule="ar_secrecy_234", period="P10D", issuer=ISSUER
    )


def clock_of(order_id: str) -> Clock:
    with transaction() as session:
        return session.scalars(select(Clock).where(Clock.about == order_id, Clock.ended_at.is_(None))).one()


def sent(office: OfficeThere, now: datetime, case_id: str) -> str:
    """A request that a company abroad has: a step of which a family may be told."""
    given = OpenRequest(
        code="H1", measure="preservation", recipient="roblox", instrument="us.sca.2703f.preservation", sent_at=now,
        zone=lives.PACIFIC, channel="portal", identifiers=("RBX",), data=("subscriber",), acknowledged_at=now,
    )  # fmt: skip
    return takeover.take_over(office.liaison, now, case_id, given)


def work_all(now: datetime) -> None:
    while sweeping.sweep(now):
        while (taken := reminders.take(now)) is not None:
            reminders.work(now, taken)


def test_an_order_is_a_clock_of_nobody_to_its_latest_reading(
    office: OfficeThere, case_id: str, now: datetime, secrecy: OrderInput
) -> None:
    order_id = orders.record_order(office.liaison, now, case_id, secrecy)
    clock = clock_of(order_id)
    assert (clock.kind, clock.party, clock.request_id, clock.about) == ("secrecy", "nobody", None, order_id)
    assert (clock.legal_due, clock.safe_due, clock.verification) == ("2026-03-12", "2026-03-12", "read")
    with transaction() as session:
        event = session.scalars(select(Event).where(Event.kind == "order_recorded")).one()
    assert (event.data["order"], event.data["kind"]) == (order_id, "file_secrecy")
    assert "Juzgado" not in repr(lives.whole_database())
    (line,) = case_clocks(office.prosecutor, now, case_id).orders
    assert (line.issuer, line.lifted_at) == (ISSUER, None)
    assert rebuilding.rebuild(now, check=True) == []


def test_an_extension_counts_from_the_end_of_the_period_before(
    office: OfficeThere, case_id: str, now: datetime, secrecy: OrderInput
) -> None:
    order_id = orders.record_order(office.liaison, now, case_id, secrecy)
    orders.extend_order(office.liaison, now + 8 * DAY, order_id, "Once renewable.", "P10D")
    assert clock_of(order_id).legal_due == "2026-03-22"
    orders.extend_order(office.liaison, now + 9 * DAY, order_id, "To the day.", until=date(2026, 4, 1))
    assert clock_of(order_id).legal_due == "2026-04-01"
    with transaction() as session:
        assert {row.ended_why for row in session.scalars(select(Clock).where(Clock.ended_at.is_not(None)))} == {
            "extended"
        }
    assert rebuilding.rebuild(now + 9 * DAY, check=True) == []


def test_a_date_lifts_nothing_and_a_person_who_approves_does(
    office: OfficeThere, case_id: str, now: datetime, secrecy: OrderInput
) -> None:
    order_id = orders.record_order(office.liaison, now, case_id, secrecy)
    later = now + 30 * DAY
    work_all(later)
    (shown,) = [one for one in case_clocks(office.prosecutor, later, case_id).clocks if one.order]
    assert (shown.over, shown.line.ended_at) == (True, None)
    (ahead,) = [one for one in dates_ahead(office.prosecutor, later) if one.kind == "secrecy"]
    assert (ahead.over, ahead.prohibition, ahead.due) == (True, True, "2026-03-12")
    assert [one.rung for one in prompts(office.prosecutor)] == ["secrecy_over"]
    with pytest.raises(NotHere):
        orders.lift_order(office.liaison, later, order_id, "x")
    orders.lift_order(office.prosecutor, later, order_id, "Resolution 99/2026.")
    with transaction() as session:
        row = session.get_one(Order, order_id)
    assert (row.lifted_at, row.lifted_by) == (later, office.prosecutor.user_id)
    assert not [one for one in case_clocks(office.prosecutor, later, case_id).clocks if one.order]
    assert prompts(office.prosecutor) == ()
    with pytest.raises(Problem, match="lifted already"):
        orders.lift_order(office.prosecutor, later, order_id, "x")
    assert rebuilding.rebuild(later, check=True) == []


def test_an_order_on_its_last_day_is_not_over_yet(
    office: OfficeThere, case_id: str, now: datetime, secrecy: OrderInput
) -> None:
    orders.record_order(office.liaison, now, case_id, secrecy)
    for day, over in ((10, False), (11, True)):
        (shown,) = [one for one in case_clocks(office.prosecutor, now + day * DAY, case_id).clocks if one.order]
        assert shown.over is over


def test_notices_come_before_the_end_and_after_it_once_each(
    office: OfficeThere, case_id: str, now: datetime, secrecy: OrderInput
) -> None:
    orders.record_order(office.liaison, now, case_id, replace(secrecy, period="P30D"))
    seen = []
    for day in range(0, 40):
        work_all(now + day * DAY)
        found = [one for one in prompts(office.prosecutor) if one.rung.startswith("secrecy")]
        seen += [(one.rung, day) for one in found]
        for one in found:
            assert (one.case_id, one.request) == (case_id, None)
            reminders.accept(office.prosecutor, now + day * DAY, one.id)
    # 30 days before lies on the day of the order itself; 14 and 7 days before 1 April, and the day after it.
    assert [rung for rung, _ in seen] == ["secrecy_14", "secrecy_7", "secrecy_over"]
    assert [day for _, day in seen] == sorted(day for _, day in seen)


def test_non_disclosure_names_the_request_that_it_binds(office: OfficeThere, case_id: str, now: datetime) -> None:
    request_id = sent(office, now, case_id)
    given = OrderInput(
        kind="non_disclosure", ordered_at=now, zone=lives.PACIFIC, rule="unknown", until=date(2026, 9, 1),
        request=request_id,
    )  # fmt: skip
    orders.record_order(office.liaison, now, case_id, given)
    (shown,) = [one for one in case_clocks(office.prosecutor, now, case_id).clocks if one.order]
    assert shown.request is not None
    assert (shown.line.kind, shown.request.id, shown.line.legal_due) == ("non_disclosure", request_id, "2026-09-01")
    # closing the request does not lift the order
    assert lives.the(request_id).next_due != shown.line.safe_at


def test_an_order_without_an_end_stands_until_it_is_lifted(
    office: OfficeThere, case_id: str, now: datetime, secrecy: OrderInput
) -> None:
    order_id = orders.record_order(office.liaison, now, case_id, replace(secrecy, period=""))
    assert clock_of(order_id).legal_due == ""
    assert not [one for one in dates_ahead(office.prosecutor, now + 900 * DAY) if one.kind == "secrecy"]
    with pytest.raises(Problem, match="no end"):
        orders.extend_order(office.liaison, now, order_id, "x", "P10D")


def test_a_wrong_order_is_named_and_changes_nothing(
    office: OfficeThere, case_id: str, now: datetime, secrecy: OrderInput
) -> None:
    wrong = [
        (replace(secrecy, ordered_at=now + DAY), "ordered_at"),
        (replace(secrecy, zone="Salta"), "zone"),
        (replace(secrecy, period="ten days"), "period"),
        (replace(secrecy, until=date(2026, 4, 1)), "until"),
        (replace(secrecy, kind="non_disclosure"), "request"),
        (replace(secrecy, kind="non_disclosure", request="0" * 32), "request"),
        (replace(secrecy, kind="gossip"), "kind"),  # type: ignore[arg-type]
    ]
    for given, where in wrong:
        (found,) = lives.refused(lambda given=given: orders.record_order(office.liaison, now, case_id, given))  # type: ignore[misc]
        assert found.where == where
    with transaction() as session:
        assert session.scalars(select(Order)).all() == []
    with pytest.raises(NotHere):
        orders.record_order(office.actors[Role.FAMILY_OFFICER], now, case_id, secrecy)


# -- letters while the file is secret


def said(letter: StatusLetter) -> list[tuple[str, str | None]]:
    return [(each["code"], each["body_kind"]) for each in letter.milestones]


def test_while_the_file_is_secret_a_letter_says_no_step(
    office: OfficeThere, case_id: str, now: datetime, secrecy: OrderInput
) -> None:
    orders.record_order(office.liaison, now, case_id, secrecy)
    sent(office, now, case_id)
    families.propose(office.prosecutor, now, case_id)
    (letter,) = lives.letters(case_id)
    assert said(letter) == [("still_waiting", None)]
    assert letter.left_out > 0


def test_a_letter_that_waits_becomes_minimal_and_is_read_again(
    office: OfficeThere, case_id: str, now: datetime, secrecy: OrderInput
) -> None:
    sent(office, now, case_id)
    (letter,) = lives.letters(case_id)
    assert ("received", "company") in said(letter)
    orders.record_order(office.liaison, now, case_id, secrecy)
    (after,) = lives.letters(case_id)
    assert said(after) == [("still_waiting", None)]
    with pytest.raises(Problem, match="changed since you read it"):
        letters.approve(office.prosecutor, now, letter.id, letter.version)


def test_an_approved_letter_that_tells_a_step_stays_until_the_secrecy_is_lifted(
    office: OfficeThere, case_id: str, now: datetime, secrecy: OrderInput
) -> None:
    sent(office, now, case_id)
    (letter,) = lives.letters(case_id)
    letters.approve(office.prosecutor, now, letter.id, letter.version)
    order_id = orders.record_order(office.liaison, now, case_id, secrecy)
    later = now + 30 * DAY  # its date has passed: it stands all the same
    with pytest.raises(Problem, match="become secret"):
        letters.record_handed(office.prosecutor, later, letter.id, later)
    orders.lift_order(office.prosecutor, later, order_id, "x")
    letters.record_handed(office.prosecutor, later, letter.id, later)


def test_once_lifted_the_next_letter_tells_what_was_kept_back(
    office: OfficeThere, case_id: str, now: datetime, secrecy: OrderInput
) -> None:
    order_id = orders.record_order(office.liaison, now, case_id, secrecy)
    sent(office, now, case_id)
    families.propose(office.prosecutor, now, case_id)
    (first,) = lives.letters(case_id)
    letters.approve(office.prosecutor, now, first.id, first.version)
    letters.record_handed(office.prosecutor, now, first.id, now)
    orders.lift_order(office.prosecutor, now + DAY, order_id, "x")
    families.propose(office.prosecutor, now + 40 * DAY, case_id)
    _, second = lives.letters(case_id)
    assert ("received", "company") in said(second)
