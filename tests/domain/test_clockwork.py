"""Which clocks an event opens and ends, lived through on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from mlat.domain.calendars import none
from mlat.domain.clock_parts import Almanac, Happened, Opening, Running, Stated, Subject, Turn
from mlat.domain.clockwork import turn
from mlat.domain.counting import written
from mlat.domain.lifecycle import Kind
from mlat.facts import load

PACIFIC = "America/Los_Angeles"
SENT_AT = datetime(2026, 3, 2, 18, 10, tzinfo=UTC)
LATER = datetime(2026, 3, 4, 18, 10, tzinfo=UTC)
HOLD = Stated("hold", "P90D", "us_hold", "18 USC 2703(f)", "read")
RENEWAL = Stated("renewal", "P90D", "us_hold", "18 USC 2703(f)", "read")
ANSWER = Stated("answer", "P10D", "budapest", "art. 8", "read")
PRESERVATION = Subject("preservation", ("A", "B"), PACIFIC, "US", (HOLD,))
EXTENSION = replace(PRESERVATION, measure="preservation_extension", stated=(RENEWAL,))
EVIDENCE = Subject("mla_evidence", ("A",), "America/Mexico_City", "MX")
ORDER = Subject("subscriber_disclosure", ("A",), PACIFIC, "US", (ANSWER,))


@pytest.fixture(scope="module")
def almanac() -> Almanac:
    return Almanac(tuple(load().counting.values()), lambda _country, _day: none())


def event(kind: Kind, at: datetime = LATER, *, reaches: bool = False, heard: bool = False) -> Happened:
    return Happened(kind, at, PACIFIC, reaches=reaches, heard=heard)


def runs(opening: Opening, name: str) -> Running:
    return Running(
        name,
        opening.kind,
        opening.started_at,
        opening.rule,
        opening.period,
        opening.zone,
        written(opening.due.legal_due) if opening.due else "",
        opening.covers,
        opening.confirmed,
    )


def one(turned: Turn, kind: str) -> Opening:
    (found,) = [opening for opening in turned.opens if opening.kind == kind]
    return found


def dues(opening: Opening) -> tuple[str, str]:
    assert opening.due is not None
    return written(opening.due.legal_due), written(opening.due.safe_due)


def running_hold(almanac: Almanac, *, confirmed: bool, covers: tuple[str, ...] = ("A", "B")) -> Running:
    opened = one(turn(event(Kind.SENT, SENT_AT, reaches=True), PRESERVATION, (), almanac), "hold")
    return replace(runs(opened, "h"), confirmed=confirmed, covers=covers)


def test_what_reaches_the_recipient_starts_its_clocks_and_a_hold_that_protects_nothing_yet(almanac: Almanac) -> None:
    turned = turn(event(Kind.SENT, SENT_AT, reaches=True), PRESERVATION, (), almanac)
    assert {opening.kind for opening in turned.opens} == {"acknowledgement", "hold"}
    hold = one(turned, "hold")
    assert (hold.confirmed, hold.covers) == (False, ("A", "B"))
    assert dues(hold) == ("2026-05-31", "2026-05-29")


def test_what_is_on_its_way_starts_the_chase_but_no_clock_of_the_recipient(almanac: Almanac) -> None:
    turned = turn(event(Kind.SENT, SENT_AT), PRESERVATION, (), almanac)
    assert [opening.kind for opening in turned.opens] == ["transmission"]
    chase = runs(turned.opens[0], "c")
    arrived = turn(event(Kind.RECEIVED, reaches=True), PRESERVATION, (chase,), almanac)
    assert [opening.kind for opening in arrived.opens] == ["acknowledgement", "hold"]
    assert {opening.started_at for opening in arrived.opens} == {LATER}
    assert arrived.ends == (("c", "received"),)


def test_a_second_receipt_restarts_nothing(almanac: Almanac) -> None:
    first = turn(event(Kind.RECEIVED, reaches=True), PRESERVATION, (), almanac)
    running = tuple(runs(opening, opening.kind) for opening in first.opens)
    assert turn(event(Kind.RECEIVED, reaches=True), PRESERVATION, running, almanac) == Turn()


def test_a_resend_restarts_nothing(almanac: Almanac) -> None:
    first = turn(event(Kind.SENT, SENT_AT, reaches=True), PRESERVATION, (), almanac)
    running = [runs(opening, str(number)) for number, opening in enumerate(first.opens)]
    assert turn(event(Kind.SENT, reaches=True), PRESERVATION, running, almanac) == Turn()


def test_a_confirmed_hold_is_counted_from_the_request_not_from_the_confirmation(almanac: Almanac) -> None:
    turned = turn(event(Kind.HOLD_CONFIRMED), PRESERVATION, (running_hold(almanac, confirmed=False),), almanac)
    hold = one(turned, "hold")
    assert (hold.confirmed, hold.started_at) == (True, SENT_AT)
    assert dues(hold) == ("2026-05-31", "2026-05-29")
    assert turned.ends == (("h", "confirmed"),)


def test_a_hold_never_rolls_over_a_weekend(almanac: Almanac) -> None:
    hold = one(turn(event(Kind.SENT, SENT_AT, reaches=True), PRESERVATION, (), almanac), "hold")
    assert hold.due is not None
    assert isinstance(hold.due.legal_due, date)
    assert hold.due.legal_due.strftime("%A") == "Sunday"


@pytest.mark.parametrize("stated", [(HOLD,), (HOLD, RENEWAL)])
def test_a_confirmation_said_twice_neither_lengthens_nor_loses_the_hold(
    almanac: Almanac, stated: tuple[Stated, ...]
) -> None:
    held = running_hold(almanac, confirmed=True)
    assert turn(event(Kind.HOLD_CONFIRMED), replace(PRESERVATION, stated=stated), (held,), almanac) == Turn()


def test_an_end_that_the_recipient_names_wins(almanac: Almanac) -> None:
    said = replace(event(Kind.HOLD_CONFIRMED), until=date(2026, 4, 1))
    hold = one(turn(said, PRESERVATION, (running_hold(almanac, confirmed=False),), almanac), "hold")
    assert dues(hold) == ("2026-04-01", "2026-04-01")
    assert (hold.rule, hold.confirmed) == ("recipient", True)


def test_a_confirmation_where_no_law_gives_an_end_says_that_nobody_knows_it(almanac: Almanac) -> None:
    hold = one(turn(event(Kind.HOLD_CONFIRMED), replace(PRESERVATION, stated=()), (), almanac), "hold")
    assert (hold.due, hold.confirmed, hold.verification) == (None, True, "unverified")


def test_a_renewal_is_added_to_the_hold_that_runs(almanac: Almanac) -> None:
    renewed = datetime(2026, 5, 11, 18, tzinfo=UTC)
    turned = turn(event(Kind.HOLD_CONFIRMED, renewed), EXTENSION, (running_hold(almanac, confirmed=True),), almanac)
    assert turned.ends == (("h", "renewed"),)
    assert dues(one(turned, "hold")) == ("2026-08-29", "2026-08-07")


def test_a_renewal_covers_only_what_it_names_and_the_rest_runs_on(almanac: Almanac) -> None:
    turned = turn(
        event(Kind.HOLD_CONFIRMED),
        replace(EXTENSION, identifiers=("B",)),
        (running_hold(almanac, confirmed=True),),
        almanac,
    )
    assert one(turned, "hold").covers == ("B",)
    assert turned.ends == ()


@pytest.mark.parametrize("confirmed_on", [11, 20])
def test_a_renewal_counts_from_its_request_though_it_is_confirmed_late(almanac: Almanac, confirmed_on: int) -> None:
    """Asked on 10 April while a hold ran until the 15th: the days of the reference's vectors 8 and 9."""
    asked = datetime(2026, 4, 10, 19, tzinfo=UTC)
    held = replace(running_hold(almanac, confirmed=True), legal_due="2026-04-15")
    said = replace(event(Kind.HOLD_CONFIRMED, datetime(2026, 4, confirmed_on, 19, tzinfo=UTC)), asked_at=asked)
    hold = one(turn(said, EXTENSION, (held,), almanac), "hold")
    assert (dues(hold), hold.started_at) == (("2026-07-14", "2026-07-08"), asked)


def test_a_renewal_asked_for_after_the_end_is_a_new_hold_from_its_confirmation(almanac: Almanac) -> None:
    gone = replace(running_hold(almanac, confirmed=True), legal_due="2026-03-02")
    said = replace(event(Kind.HOLD_CONFIRMED), asked_at=datetime(2026, 3, 3, 18, tzinfo=UTC))
    hold = one(turn(said, EXTENSION, (gone,), almanac), "hold")
    assert (dues(hold), hold.started_at) == (("2026-06-02", "2026-06-01"), LATER)


def test_a_renewal_that_the_law_adds_at_the_end_counts_from_there_in_both_readings(almanac: Almanac) -> None:
    """The reference's vectors 5 and 6: sixty days and thirty more (Regulation (EU) 2023/1543, art. 11(1))."""
    berlin = "Europe/Berlin"
    sixty = Stated("hold", "P60D", "eu_1182", "art. 11(1)", "read")
    thirty = Stated("renewal", "P30D", "eu_1182", "art. 11(1)", "read", starts="hold_ended")
    order = Subject("preservation", ("A",), berlin, "DE", (sixty,))
    asked = Happened(Kind.SENT, datetime(2026, 9, 1, 7, tzinfo=UTC), berlin, reaches=True)
    first = one(turn(asked, order, (), almanac), "hold")
    assert dues(first) == ("2026-10-31", "2026-10-30")
    longer = replace(order, measure="preservation_extension", stated=(thirty,))
    said = Happened(Kind.HOLD_CONFIRMED, datetime(2026, 9, 21, 7, tzinfo=UTC), berlin)
    hold = one(turn(said, longer, (replace(runs(first, "h"), confirmed=True),), almanac), "hold")
    assert dues(hold) == ("2026-11-30", "2026-11-30")


def test_a_hold_whose_end_somebody_set_to_a_day_is_confirmed_with_that_day(almanac: Almanac) -> None:
    waiting = replace(running_hold(almanac, confirmed=False), rule="by_date", period="", legal_due="2026-06-15")
    turned = turn(event(Kind.HOLD_CONFIRMED), PRESERVATION, (waiting,), almanac)
    hold = one(turned, "hold")
    assert (dues(hold), hold.confirmed, hold.rule) == (("2026-06-15", "2026-06-15"), True, "by_date")
    assert (hold.started_at, hold.covers, turned.ends) == (SENT_AT, ("A", "B"), (("h", "confirmed"),))


@pytest.mark.parametrize("end", ["2026-03-03", ""])
def test_a_renewal_confirmed_after_the_end_is_a_new_hold_from_that_day(almanac: Almanac, end: str) -> None:
    gone = replace(running_hold(almanac, confirmed=True), legal_due=end)
    hold = one(turn(event(Kind.HOLD_CONFIRMED), EXTENSION, (gone,), almanac), "hold")
    assert (hold.started_at, hold.confirmed, hold.covers) == (LATER, True, ("A", "B"))
    assert dues(hold) == ("2026-06-02", "2026-06-01")


def test_an_acknowledgement_stops_the_first_clock_only(almanac: Almanac) -> None:
    sent = turn(event(Kind.SENT, SENT_AT, reaches=True), ORDER, (), almanac)
    running = [runs(opening, opening.kind) for opening in sent.opens]
    assert {clock.kind for clock in running} == {"acknowledgement", "answer_owed"}
    turned = turn(event(Kind.ACKNOWLEDGED), ORDER, running, almanac)
    assert turned.ends == (("acknowledgement", "acknowledged"),)
    assert [opening.kind for opening in turned.opens] == ["answer"]


@pytest.mark.parametrize("kind", [Kind.ANSWERED, Kind.NO_RECORDS, Kind.REFUSED, Kind.RETURNED])
def test_an_answer_ends_what_was_owed_and_leaves_the_hold(almanac: Almanac, kind: Kind) -> None:
    held = running_hold(almanac, confirmed=True)
    running = [held, replace(held, id="a", kind="answer"), replace(held, id="o", kind="answer_owed")]
    assert dict(turn(event(kind), ORDER, running, almanac).ends) == {"a": kind, "o": kind}


def test_a_part_of_an_answer_leaves_the_rest_owed(almanac: Almanac) -> None:
    held = running_hold(almanac, confirmed=True)
    running = [replace(held, id="a", kind="answer"), replace(held, id="o", kind="answer_owed")]
    turned = turn(event(Kind.PARTLY_ANSWERED), ORDER, running, almanac)
    assert turned.ends == (("a", Kind.PARTLY_ANSWERED),)
    assert [opening.kind for opening in turned.opens] == ["answer"]


def test_a_promise_silences_the_chase_up_to_its_own_day(almanac: Almanac) -> None:
    chase = replace(running_hold(almanac, confirmed=False), id="c", kind="answer")
    said = replace(event(Kind.PROMISED), promised_on=date(2026, 4, 20), zone="America/Mexico_City")
    turned = turn(said, EVIDENCE, (chase,), almanac)
    assert turned.ends == (("c", "promised"),)
    assert dues(one(turned, "promise")) == ("2026-04-20", "2026-04-20")


def test_a_question_gives_us_the_ball_and_a_date(almanac: Almanac) -> None:
    chase = replace(running_hold(almanac, confirmed=False), id="c", kind="answer")
    turned = turn(event(Kind.MORE_ASKED), EVIDENCE, (chase,), almanac)
    ours = one(turned, "our_answer")
    assert (ours.party, ours.verification) == ("us", "unverified")
    given = turn(event(Kind.MORE_GIVEN), EVIDENCE, (runs(ours, "ours"),), almanac)
    assert given.ends == (("ours", "more_given"),)
    assert [opening.kind for opening in given.opens] == ["answer"]


def test_a_receipt_that_comes_after_the_answer_starts_no_chase(almanac: Almanac) -> None:
    assert turn(event(Kind.RECEIVED, reaches=True, heard=True), EVIDENCE, (), almanac) == Turn()


@pytest.mark.parametrize("measure", ["status_inquiry"])
def test_an_inquiry_is_not_asked_after(almanac: Almanac, measure: str) -> None:
    inquiry = replace(EVIDENCE, measure=measure)
    assert turn(event(Kind.SENT, SENT_AT, reaches=True), inquiry, (), almanac) == Turn()
    assert turn(event(Kind.ACKNOWLEDGED), inquiry, (), almanac) == Turn()


def test_a_withdrawal_ends_every_clock(almanac: Almanac) -> None:
    held = running_hold(almanac, confirmed=True)
    running = [held, replace(held, id="a", kind="answer")]
    assert dict(turn(event(Kind.WITHDRAWN), PRESERVATION, running, almanac).ends) == {
        "h": Kind.WITHDRAWN,
        "a": Kind.WITHDRAWN,
    }


def test_closing_a_request_leaves_what_is_kept_and_its_duty(almanac: Almanac) -> None:
    held = running_hold(almanac, confirmed=True)
    answer, duty = replace(held, id="a", kind="answer", confirmed=False), replace(held, id="m", kind="mla_due")
    asked = replace(held, id="u", confirmed=False)
    over = dict(turn(event(Kind.CLOSED), PRESERVATION, [held, answer, duty, asked], almanac).ends)
    assert over == {"a": Kind.CLOSED, "u": Kind.CLOSED}


def test_sending_by_mail_opens_the_duty_of_the_original(almanac: Almanac) -> None:
    duty = Stated("own_duty", "P30D", "treaty_silent", "art. 5", "read", "urgent", "sent")
    subject = replace(EVIDENCE, stated=(duty,))
    mailed = replace(event(Kind.SENT, SENT_AT), electronic=True)
    assert one(turn(mailed, subject, (), almanac), "own_duty").party == "us"
    assert "own_duty" not in {o.kind for o in turn(event(Kind.SENT, SENT_AT), subject, (), almanac).opens}


def test_a_duty_starts_with_its_own_event(almanac: Almanac) -> None:
    clarify = Stated("own_duty", "P5D", "eu_1182", "art. 10", "read", "always", "questions_received")
    validate = Stated("own_duty", "PT48H", "eu_1182", "art. 4(5)", "read", "always", "issued")
    decided = Stated("answer", "P90D", "eu_1182", "art. 12", "read", "always", "decided")
    subject = replace(EVIDENCE, stated=(clarify, validate, decided))
    sent = turn(replace(event(Kind.SENT, SENT_AT, reaches=True), electronic=True), subject, (), almanac)
    assert {opening.kind for opening in sent.opens} == {"acknowledgement"}
    assert one(turn(event(Kind.MORE_ASKED), subject, (), almanac), "our_answer").period == "P5D"
    assert one(turn(event(Kind.ISSUED), subject, (), almanac), "own_duty").period == "PT48H"
