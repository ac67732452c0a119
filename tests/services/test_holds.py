"""Holds lived through: asked, confirmed, renewed, capped; and kept on only where the request for evidence arrives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from mlat.domain.casefile import IdentifierInput, OpenRequest
from mlat.domain.clock_parts import PENDING
from mlat.domain.protection import State
from mlat.model import Case, transaction
from mlat.reads.cases import case_view, cases_page
from mlat.reads.desk import vanishing
from mlat.reads.holds import Protection, early_of
from mlat.services import accounts, rebuilding, takeover, transit, withdrawing
from tests.conftest import OfficeThere
from tests.services import lives

DAY = timedelta(days=1)
LISBON = "Europe/Lisbon"
EXTENSION = replace(
    lives.HOLD,
    measure="preservation_extension",
    fields={
        "previous_reference": "RBX-1",
        "extension_reason": "The treaty takes longer.",
        "legal_basis": "CPPF art. 151",
    },
)


def protection(office: OfficeThere, case_id: str, on: datetime, code: str = "RBX") -> Protection:
    """How one account of the case stands on that day."""
    bars = case_view(office.prosecutor, on.date(), case_id).bars
    assert bars is not None
    (one,) = [each for each in bars.accounts if each.code == code]
    return one


def a_renewal(office: OfficeThere, at: datetime, case_id: str, held: str) -> str:
    """An extension that was sent and confirmed; returns its id."""
    request_id = lives.a_sent(office, at, case_id, replace(EXTENSION, parent=held))
    lives.replies(office, at + DAY, request_id, "hold_confirmed")
    return request_id


def test_a_hold_is_asked_confirmed_renewed_once_and_then_refused_with_what_to_do(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    assert protection(office, case_id, now).standing.state is State.UNKNOWN
    held = lives.a_sent(office, now, case_id)
    assert protection(office, case_id, now).standing.state is State.ASKED
    assert protection(office, case_id, now).left == 0
    lives.replies(office, now + DAY, held, "hold_confirmed")
    found = protection(office, case_id, now + DAY)
    assert (found.standing.state, found.standing.until) == (State.HELD, date(2026, 5, 29))
    assert found.renewable is not None
    assert found.renewable.last == date(2026, 8, 27)

    renewal = a_renewal(office, now + 60 * DAY, case_id, held)
    found = protection(office, case_id, now + 62 * DAY)
    assert found.standing.hold is not None
    assert (found.standing.hold.request_id, found.renewable) == (renewal, None)
    assert "renewals_used" in {each.code for each in found.reasons}

    for parent in (held, renewal):
        again = replace(EXTENSION, parent=parent)
        (problem,) = lives.refused(lambda again=again: lives.a_draft(office, now + 70 * DAY, case_id, again))  # type: ignore[misc]
        assert problem.code == "renewals_used"
        assert (problem.values["times"], problem.values["used"]) == (1, 1)
        assert "emergency" in problem.says
    assert rebuilding.rebuild(now + 70 * DAY, check=True) == []


def test_a_renewal_confirmed_late_counts_from_the_day_on_which_it_was_asked_for(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    held = lives.a_sent(office, now, case_id)
    lives.replies(office, now + DAY, held, "hold_confirmed")
    asked = lives.a_sent(office, now + 60 * DAY, case_id, replace(EXTENSION, parent=held))
    lives.replies(office, now + 95 * DAY, asked, "hold_confirmed")
    renewed = lives.clocks(asked)["hold"]
    assert renewed.started_at == now + 60 * DAY
    assert (renewed.legal_due, renewed.safe_due) == ("2026-08-29", "2026-07-29")


def test_a_renewal_that_was_refused_or_given_up_uses_nothing_up(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    held = lives.a_sent(office, now, case_id)
    lives.replies(office, now + DAY, held, "hold_confirmed")
    given_up = lives.a_draft(office, now + 2 * DAY, case_id, replace(EXTENSION, parent=held))
    withdrawing.withdraw(office.prosecutor, now + 2 * DAY, given_up)
    assert lives.clocks(held)["hold"].confirmed, "giving the extension up must not end the hold that it would extend"
    asked = lives.a_sent(office, now + 3 * DAY, case_id, replace(EXTENSION, parent=held))
    lives.replies(office, now + 4 * DAY, asked, "refused")
    assert lives.a_draft(office, now + 5 * DAY, case_id, replace(EXTENSION, parent=held))


def test_what_is_confirmed_where_it_is_tomorrow_already_protects_today(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    """22:00 in Buenos Aires is the next day in Lisbon and in UTC: the office's day is the one of its page."""
    evening, today = now.replace(day=3, hour=1), now.replace(day=2)
    asked = taken(office, evening, case_id, "P1", "pt-247", "budapest.art29.preservation", channel="post")
    assert protection(office, case_id, today).standing.state is State.ASKED
    lives.replies(office, evening, asked, "hold_confirmed", zone=LISBON)
    assert protection(office, case_id, today).protected


def test_x_is_asked_seven_days_before_the_end(office: OfficeThere, case_id: str, now: datetime) -> None:
    account = IdentifierInput(code="XX", kind="username", platform="x", given="una_cuenta", synthetic=True)
    accounts.add_identifier(office.prosecutor, now, case_id, account)
    held = taken(office, now, case_id, "X1", "x", "us.sca.2703f.preservation", ("XX",), confirmed_at=now)
    clock = lives.clocks(held)["hold"]
    assert (clock.safe_due, clock.next_rung) == ("2026-05-29", "hold_30")
    assert clock.next_rung_at is not None
    assert clock.next_rung_at.date() == date(2026, 4, 22), "thirty days before 22 May, the last day to ask"
    one = protection(office, case_id, now, "XX")
    assert one.standing.hold is not None
    assert (one.standing.hold.ask_by, one.standing.hold.renewals_left) == (date(2026, 5, 22), None)


def taken(
    office: OfficeThere,
    now: datetime,
    case_id: str,
    code: str,
    recipient: str,
    instrument: str,
    accounts: tuple[str, ...] = ("RBX",),
    measure: str = "preservation",
    confirmed_at: datetime | None = None,
    channel: str = "portal",
) -> str:
    """A request that was sent before this program knew of it."""
    given = OpenRequest(
        code=code,
        measure=measure,
        recipient=recipient,
        instrument=instrument,
        sent_at=now,
        zone=LISBON,
        channel=channel,
        identifiers=accounts,
        data=("subscriber", "login"),
        confirmed_at=confirmed_at,
    )
    return takeover.take_over(office.prosecutor, now, case_id, given)


@pytest.fixture
def held_abroad(office: OfficeThere, case_id: str, now: datetime) -> str:
    """A confirmed hold under art. 29, effected on Monday 2 March 2026, as in vector 7."""

    def lived() -> str:
        return taken(office, now, case_id, "P1", "pt-247", "budapest.art29.preservation", confirmed_at=now)

    return lives.remembered("held under article 29", lived)


def an_mla(office: OfficeThere, now: datetime, case_id: str) -> str:
    """A request for evidence to the same State, on its way by post."""
    return taken(office, now, case_id, "M1", "pt-central", "budapest.art31.mla", measure="mla_evidence", channel="post")


def arrives(office: OfficeThere, at: datetime, request_id: str) -> None:
    """The last stretch reached the authority that was asked."""
    leg = next(each for each in lives.legs(request_id) if each.reaches_recipient)
    transit.record_received(office.liaison, at, leg.id, at, LISBON)


def test_beside_an_article_29_hold_our_own_duty_runs_to_the_same_day(
    office: OfficeThere, case_id: str, held_abroad: str, now: datetime
) -> None:
    hold, duty = (lives.clocks(held_abroad)[kind] for kind in ("hold", "mla_due"))
    assert (hold.legal_due, hold.safe_due) == (duty.legal_due, duty.safe_due) == ("2026-05-01", "2026-04-30")
    assert (duty.party, duty.next_rung) == ("us", "mla_due_45")
    assert "duty" in {each.code for each in protection(office, case_id, now).reasons}


def test_the_request_arriving_in_time_keeps_the_data_until_it_is_decided(
    office: OfficeThere, case_id: str, held_abroad: str, now: datetime
) -> None:
    request_id = an_mla(office, now + 10 * DAY, case_id)
    assert lives.clocks(held_abroad)["mla_due"], "on its way is not received"
    arrives(office, now + 40 * DAY, request_id)
    ended = lives.clocks(held_abroad, ended=True)
    assert (ended["mla_due"].ended_why, ended["hold"].ended_why) == ("arrived", "kept_until_decision")
    kept = lives.clocks(request_id)["hold"]
    assert (kept.rule, kept.safe_due, kept.covers, kept.confirmed) == (PENDING, "", ["RBX"], True)
    much_later = now + 300 * DAY
    assert protection(office, case_id, much_later).standing.state is State.PENDING
    assert rebuilding.rebuild(much_later, check=True) == []
    lives.replies(office, much_later, request_id, "answered", zone=LISBON)
    assert protection(office, case_id, much_later + DAY).standing.state is State.LAPSED


def test_the_request_arriving_too_late_keeps_nothing(
    office: OfficeThere, case_id: str, held_abroad: str, now: datetime
) -> None:
    request_id = an_mla(office, now + 10 * DAY, case_id)
    arrives(office, now + 61 * DAY, request_id)
    assert lives.clocks(held_abroad, ended=True)["mla_due"].ended_why == "arrived_late"
    assert "hold" not in lives.clocks(request_id)
    found = protection(office, case_id, now + 62 * DAY)
    assert (found.standing.state, found.standing.until) == (State.LAPSED, date(2026, 4, 30))


def test_a_hold_confirmed_after_the_request_arrived_is_kept_until_the_decision(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    held = taken(office, now, case_id, "P1", "pt-247", "budapest.art29.preservation")
    request_id = an_mla(office, now + DAY, case_id)
    arrives(office, now + 5 * DAY, request_id)
    assert "mla_due" not in lives.clocks(held)
    assert not lives.clocks(held)["hold"].confirmed
    assert protection(office, case_id, now + 5 * DAY).standing.state is State.ASKED
    lives.replies(office, now + 6 * DAY, held, "hold_confirmed", zone=LISBON)
    assert lives.clocks(held)["hold"].rule == PENDING
    assert "mla_due" not in lives.clocks(held)


def test_a_request_to_another_state_or_about_other_accounts_ends_no_duty(
    office: OfficeThere, case_id: str, held_abroad: str, now: datetime
) -> None:
    other = IdentifierInput(code="B", kind="username", platform="discord", given="otra", synthetic=True)
    accounts.add_identifier(office.prosecutor, now, case_id, other)
    about_other = taken(
        office,
        now,
        case_id,
        "M2",
        "pt-central",
        "budapest.art31.mla",
        accounts=("B",),
        measure="mla_evidence",
        channel="post",
    )
    to_mexico = lives.a_sent(office, now, case_id, lives.EVIDENCE, "by_hand")
    for request_id in (about_other, to_mexico):
        arrives(office, now + 5 * DAY, request_id)
    assert {"hold", "mla_due"} <= set(lives.clocks(held_abroad))


# -- what the pages read


def test_a_hold_too_short_for_the_treaty_is_told_on_case_request_and_desk(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    held = lives.a_sent(office, now, case_id)
    lives.replies(office, now + DAY, held, "hold_confirmed")
    day = (now + DAY).date()
    (unasked,) = early_of(office.prosecutor, day, held)
    assert unasked.awaited.request == ""
    request_id = lives.a_sent(office, now, case_id, lives.EVIDENCE, "by_hand")
    (short,) = early_of(office.prosecutor, day, request_id)
    assert (short.certain, short.awaited.request_id, short.last_possible) == (True, request_id, date(2026, 8, 27))
    assert (short.earliest, short.latest) == (date(2026, 9, 2), date(2028, 3, 2))
    bars = case_view(office.prosecutor, day, case_id).bars
    assert bars is not None
    assert bars.shortfalls == (short,)
    assert [each.shortfall for each in vanishing(office.prosecutor, day).early] == [short]


def test_the_greatest_danger_stands_first_and_costs_no_more_queries(
    office: OfficeThere, case_id: str, now: datetime, queries: list[str]
) -> None:
    held = lives.a_sent(office, now, case_id)
    lives.replies(office, now + DAY, held, "hold_confirmed")
    day = (now + DAY).date()
    queries.clear()
    cases_page(office.prosecutor, day, by_danger=True)
    few = len(queries)
    for number in range(6):
        account = IdentifierInput(code="A", kind="username", platform="tiktok", given="a.b", synthetic=True)
        lives.a_case(office, now, replace(lives.GIVEN, reference=f"N-{number}", identifiers=(account,)))
    queries.clear()
    lines = cases_page(office.prosecutor, day, by_danger=True).lines
    assert len(queries) == few
    assert [line.danger.left for line in lines if line.danger] == [0] * 6 + [87]
    with transaction() as session:
        assert lines[-1].reference == session.get_one(Case, case_id).reference


def test_a_cybertip_keeps_what_was_reported_and_the_account_stays_unprotected(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    tip = IdentifierInput(
        code="TIP", kind="cybertip", platform="roblox", given="123456789", instants=("2026-02-28T12:00:00Z",)
    )
    accounts.add_identifier(office.prosecutor, now, case_id, tip)
    one = protection(office, case_id, now)
    assert one.standing.state is State.UNKNOWN
    assert one.reported is not None
    assert one.reported.until == date(2027, 2, 26)
