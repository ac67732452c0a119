"""The chase: one letter for many, what goes without a click, promises, pauses, absences, data about to be lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from mlat.domain.permissions import Act, Actor, allowed
from mlat.domain.problems import Problem
from mlat.model import Clock, Dispatch, Event, Office, Reminder, Request, User, transaction
from mlat.reads.automatic import automatic as shown
from mlat.services import (
    automatic,
    bouncing,
    clocking,
    drafting,
    inquiring,
    issuing,
    outbox,
    pacing,
    reminders,
    sweeping,
    transit,
    withdrawing,
)
from mlat.services.access import NotHere
from mlat.services.inquiring import asked_after
from tests.conftest import ZONE, OfficeThere
from tests.services import lives

DAY = timedelta(days=1)


def work_all(now: datetime) -> list[Reminder]:
    """A worker's round: sweep, then do all that is planted; the reminders that wait for a click."""
    sweeping.sweep(now)
    while (taken := reminders.take(now)) is not None:
        reminders.work(now, taken)
    with transaction() as session:
        return list(session.scalars(select(Reminder).where(Reminder.state == "waiting").order_by(Reminder.id)))


def another(office: OfficeThere, now: datetime, reference: str) -> str:
    """A case more, with a treaty request on its way to Mexico."""

    def lived() -> str:
        case = lives.a_case(office, now, replace(lives.GIVEN, reference=reference))
        return lives.a_sent(office, now, case, lives.EVIDENCE, "by_hand")

    return lives.remembered(f"another case {reference}", lived)


def events(request_id: str, kind: str) -> list[Event]:
    with transaction() as session:
        return list(session.scalars(select(Event).where(Event.request_id == request_id, Event.kind == kind)))


def next_rung(request_id: str) -> tuple[str | None, datetime | None]:
    with transaction() as session:
        clocks = session.scalars(
            select(Clock).where(Clock.request_id == request_id, Clock.ended_at.is_(None), Clock.next_rung.is_not(None))
        ).all()
        return next(((each.next_rung, each.next_rung_at) for each in clocks), (None, None))


@pytest.fixture
def silent(office: OfficeThere, case_id: str, now: datetime) -> str:
    """A treaty request that went through the own ministry, and of which nothing is heard."""
    return lives.a_sent(office, now, case_id, lives.EVIDENCE, "by_hand")


# -- one letter for all


def test_one_letter_asks_after_all_that_is_due_at_a_recipient(office: OfficeThere, silent: str, now: datetime) -> None:
    second = another(office, now, "MPF-EJ 2/2026")
    later = now + 65 * DAY
    waiting = work_all(later)
    assert {each.request_id for each in waiting} == {silent, second}
    assert reminders.alike(office.liaison, waiting[0].id) == 2
    made = reminders.accept(office.liaison, later, waiting[0].id)
    assert made is not None
    assert work_all(later) == []
    with transaction() as session:
        assert {row.id for row in asked_after(session, made)} == {silent, second}
        assert len(session.scalars(select(Request).where(Request.measure == "status_inquiry")).all()) == 1
    for request_id in (silent, second):
        assert [event.data["made"] for event in events(request_id, "inquired")] == [made]
    record = drafting.record(office.prosecutor, later, made)
    lines = record.fields["requests_asked"]
    assert isinstance(lines, tuple) and len(lines) == 2
    numbers = {lives.the(silent).number, lives.the(second).number}
    assert {line.partition(";")[0] for line in lines} == numbers
    assert record.fields["case_number"] == "MPF-EJ 1/2026; MPF-EJ 2/2026"
    assert set(str(record.fields["previous_request"]).split("; ")) == numbers


def test_how_many_wait_for_a_letter_is_asked_once_and_what_it_does_not_hold_waits_for_the_next(
    office: OfficeThere, silent: str, now: datetime, queries: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (2, 3):
        another(office, now, f"MPF-EJ {number}/2026")
    later = now + 65 * DAY
    waiting = work_all(later)
    queries.clear()
    assert reminders.alike(office.liaison, waiting[0].id) == 3
    asked = len(queries)
    with transaction() as session:
        session.get_one(Reminder, waiting[-1].id).state = "dismissed"
    queries.clear()
    assert reminders.alike(office.liaison, waiting[0].id) == 2
    assert len(queries) == asked
    with transaction() as session:
        session.get_one(Reminder, waiting[-1].id).state = "waiting"
    monkeypatch.setattr(reminders, "IN_ONE_LETTER", 2)
    reminders.accept(office.liaison, later, waiting[0].id)
    (left,) = work_all(later)
    assert reminders.alike(office.liaison, left.id) == 1


def test_when_the_letter_leaves_each_request_knows_and_waits_from_that_day(
    office: OfficeThere, silent: str, now: datetime
) -> None:
    second = another(office, now, "MPF-EJ 2/2026")
    later, left = now + 65 * DAY, now + 100 * DAY
    made = reminders.accept(office.liaison, later, work_all(later)[0].id)
    assert made is not None
    before = next_rung(silent)
    lives.approve(office, left, made)
    issuing.issue(office.prosecutor, left, made)
    transit.record_sent(office.liaison, left, lives.legs(made)[0].id, "by_hand", left, ZONE)
    for request_id in (silent, second):
        assert [event.data["by"] for event in events(request_id, "inquiry_left")] == [made]
        rung, at = next_rung(request_id)
        assert rung == before[0] == "authority_firm"
        assert at is not None and before[1] is not None and at > left + 30 * DAY > before[1]


def test_whoever_was_just_asked_by_hand_is_not_asked_again_tomorrow(
    office: OfficeThere, silent: str, now: datetime
) -> None:
    _, due = next_rung(silent)
    assert due is not None
    asked = due - 2 * DAY
    made = inquiring.inquire(office.liaison, asked, silent, "gentle")
    lives.approve(office, asked, made)
    issuing.issue(office.prosecutor, asked, made)
    transit.record_sent(office.liaison, asked, lives.legs(made)[0].id, "by_hand", asked, ZONE)
    _, again = next_rung(silent)
    assert again is not None and again > asked + 30 * DAY


def test_a_letter_never_mixes_offices_or_recipients(
    office: OfficeThere, silent: str, case_id: str, now: datetime
) -> None:
    spain = replace(lives.EVIDENCE, requested="ES", instrument=None, code="ESP")
    lives.a_sent(office, now, case_id, spain, "by_hand")
    later = now + 65 * DAY
    (mine,) = [each for each in work_all(later) if each.request_id == silent]
    assert reminders.alike(office.liaison, mine.id) == 1


def test_of_two_tones_the_milder_speaks_for_both(office: OfficeThere, silent: str, now: datetime) -> None:
    first = now + 65 * DAY
    reminders.accept(office.liaison, first, work_all(first)[0].id)
    second = another(office, first, "MPF-EJ 2/2026")
    later = first + 70 * DAY
    waiting = {each.request_id: each.rung for each in work_all(later)}
    assert waiting == {silent: "authority_firm", second: "authority_gentle"}
    made = reminders.accept(office.liaison, later, work_all(later)[0].id)
    assert made is not None
    assert drafting.record(office.prosecutor, later, made).tone == "gentle"


def test_whoever_approves_a_letter_is_told_what_needs_no_asking_any_more(
    office: OfficeThere, silent: str, now: datetime
) -> None:
    another(office, now, "MPF-EJ 2/2026")
    later = now + 65 * DAY
    made = reminders.accept(office.liaison, later, work_all(later)[0].id) or ""

    def settled() -> list[str]:
        found = drafting.findings(office.prosecutor, later + DAY, made)
        return [str(each.values["other"]) for each in found if each.code == "request.settled"]

    assert settled() == []
    lives.replies(office, later + DAY, silent, "answered", zone=lives.MEXICO)
    assert settled() == [lives.the(silent).number]


def test_steps_that_nobody_took_leave_one_prompt_and_a_letter_that_says_what_is_so(
    office: OfficeThere, silent: str, now: datetime
) -> None:
    (gentle,) = work_all(now + 65 * DAY)
    (firm,) = work_all(now + 130 * DAY)
    assert (gentle.rung, firm.rung) == ("authority_gentle", "authority_firm")
    with pytest.raises(Problem, match="overtaken"):
        reminders.accept(office.liaison, now + 130 * DAY, gentle.id)
    made = reminders.accept(office.liaison, now + 130 * DAY, firm.id)
    assert drafting.record(office.prosecutor, now + 130 * DAY, made or "").tone == "gentle", "nobody wrote before"


# -- what goes without a click


@pytest.fixture
def lets_go(office: OfficeThere, now: datetime) -> OfficeThere:
    rungs = ["authority_gentle", "authority_firm"]
    lives.remembered("lets go", lambda: automatic.set_automatic(office.prosecutor, now, rungs))
    return office


def let_go(now: datetime) -> list[str]:
    done = []
    while (reminder := automatic.take(now)) is not None:
        done.append(automatic.go(now, reminder))
    return done


OPEN = timedelta(days=65, hours=4)
"""A working day on which Mexico is open: Wednesday 6 May 2026, 11:00 there."""


def test_what_the_office_lets_go_leaves_by_its_confirmed_address(
    lets_go: OfficeThere, silent: str, now: datetime
) -> None:
    office = lets_go
    second = another(office, now, "MPF-EJ 2/2026")
    later = now + OPEN
    lives.knows(office, later, "ar-central", "mail", "central@cancilleria.example")
    assert len(work_all(later)) == 2
    assert let_go(later) == ["sent"]
    mail = outbox.take(later)
    assert mail is not None
    assert outbox.take(later) is None, "one mail for both"
    outbox.deliver(later, mail)
    letter = lives.the(lives.the_mail(mail).request_id or "")
    assert (letter.measure, letter.state, letter.created_by) == ("status_inquiry", "sent", None)
    (approved,) = events(letter.id, "approved")
    assert (approved.actor, approved.data["ordered_by"]) == ("ticker", office.prosecutor.user_id)
    for request_id in (silent, second):
        assert [event.data["by"] for event in events(request_id, "inquiry_left")] == [letter.id]
    assert work_all(later) == [] == let_go(later)


@pytest.mark.parametrize("lacks", ["address", "order", "giver", "key"])
def test_what_cannot_leave_stays_a_draft_on_the_desk(
    lets_go: OfficeThere, silent: str, now: datetime, lacks: str
) -> None:
    office, later = lets_go, now + OPEN
    if lacks != "address":
        lives.knows(office, later, "ar-central", "mail", "central@cancilleria.example")
    with transaction() as session:
        match lacks:
            case "order":
                session.get_one(Office, office.id).automatic_by = None
            case "giver":
                session.get_one(User, office.prosecutor.user_id).active = False
            case "key":
                session.get_one(Office, office.id).signing = "ink"
    work_all(later)
    assert let_go(later) == ["drafted"]
    assert outbox.take(later) is None
    assert bool(shown(office.prosecutor).ordered_by) == (lacks not in ("order", "giver"))
    with transaction() as session:
        (letter,) = session.scalars(select(Request).where(Request.measure == "status_inquiry"))
        assert (letter.state, letter.ball) == ("draft", "we_owe")


def test_nothing_leaves_by_itself_at_night_or_on_a_day_of_rest_there(
    lets_go: OfficeThere, silent: str, now: datetime
) -> None:
    saturday = now + timedelta(days=68, hours=4)
    assert work_all(saturday)
    assert automatic.take(saturday) is None
    monday = now + timedelta(days=70, hours=4)
    assert automatic.take(monday) is not None


def test_nobody_is_asked_by_itself_about_what_came_back_to_us(lets_go: OfficeThere, silent: str, now: datetime) -> None:
    later = now + OPEN
    assert work_all(later)
    with transaction() as session:
        session.get_one(Request, silent).ball = "we_owe"
    assert automatic.take(later) is None


def test_nobody_is_asked_after_what_came_back_until_it_went_again(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    request_id, mail_id = lives.a_queued(office, now, case_id)
    assert outbox.take(now) == mail_id
    outbox.deliver(now, mail_id)
    later = now + 65 * DAY
    (waiting,) = work_all(later)
    assert waiting.request_id == request_id
    with transaction() as session:
        bouncing.bounced(session, later, Actor(office.id), session.get_one(Dispatch, mail_id), later, "a message")
    assert (lives.the(request_id).state, next_rung(request_id)) == ("returned", (None, None))
    assert work_all(later + 30 * DAY) == [], "what waited for a click is ours to send again"
    again = later + 31 * DAY
    transit.record_sent(office.liaison, again, lives.legs(request_id)[0].id, "courier", again, ZONE)
    rung, at = next_rung(request_id)
    assert rung == "authority_gentle"
    assert at is not None and at > again + 30 * DAY


def test_an_act_that_is_refused_waits_for_a_person(lets_go: OfficeThere, silent: str, now: datetime) -> None:
    with transaction() as session:
        session.execute(update(Request).where(Request.id == silent).values(identifiers=["GONE"]))
    later = now + OPEN
    work_all(later)
    assert let_go(later) == ["waiting"]
    (waiting,) = work_all(later)
    assert (waiting.note, waiting.made_request_id) == ("unknown", None)


def test_only_a_person_who_approves_lets_letters_go_and_only_letters(office: OfficeThere, now: datetime) -> None:
    with pytest.raises(NotHere):
        automatic.set_automatic(office.liaison, now, ["authority_gentle"])
    for by_a_person in ("authority_liaison", "authority_transmitting"):
        with pytest.raises(Problem):
            automatic.set_automatic(office.prosecutor, now, [by_a_person])
    assert not allowed(Actor(office.id), Act.APPROVE)


# -- promises, pauses, absences


def test_a_promise_too_far_away_does_not_silence_the_ladder(office: OfficeThere, silent: str, now: datetime) -> None:
    lives.replies(office, now + DAY, silent, "promised", promised_on=(now + 900 * DAY).date(), zone=lives.MEXICO)
    assert lives.the(silent).ball == "promised"
    sweeping.sweep(now + 95 * DAY)
    assert lives.the(silent).ball == "they_owe"
    rung, at = next_rung(silent)
    assert rung == "authority_gentle"
    assert at is not None and now + 91 * DAY < at < now + 150 * DAY


def test_a_chase_that_is_resumed_goes_on_where_it_was(office: OfficeThere, silent: str, now: datetime) -> None:
    later = now + 65 * DAY
    reminders.accept(office.liaison, later, work_all(later)[0].id)
    assert next_rung(silent)[0] == "authority_firm"
    clock = lives.clocks(silent)["transmission"]
    paused = clocking.pause_clock(office.liaison, later, clock.id, "They are on strike.", later)
    assert next_rung(silent) == (None, None)
    clocking.resume_clock(office.liaison, later + 20 * DAY, paused, "It is over.", later + 20 * DAY)
    rung, at = next_rung(silent)
    assert rung == "authority_firm"
    assert at is not None and at > later + 50 * DAY


def test_a_broken_promise_goes_on_with_the_next_rung_and_a_word_begins_anew(
    office: OfficeThere, silent: str, now: datetime
) -> None:
    later = now + 65 * DAY
    reminders.accept(office.liaison, later, work_all(later)[0].id)
    lives.replies(office, later, silent, "promised", promised_on=(later + 10 * DAY).date(), zone=lives.MEXICO)
    assert next_rung(silent)[0] == "authority_firm"
    lives.replies(office, later + DAY, silent, "acknowledged", zone=lives.MEXICO)
    assert next_rung(silent)[0] == "authority_gentle"


def test_after_a_month_without_a_worker_each_request_is_prompted_once(
    office: OfficeThere, silent: str, now: datetime
) -> None:
    second = another(office, now, "MPF-EJ 2/2026")
    back = now + 365 * DAY
    assert {each.request_id for each in work_all(back)} == {silent, second}
    assert len(work_all(back)) == 2
    for hours in range(1, 24 * 7, 24):
        work_all(back + timedelta(hours=hours))
    with transaction() as session:
        assert len(session.scalars(select(Reminder)).all()) == 2


def test_the_next_rung_falls_due_while_they_are_open(office: OfficeThere, silent: str, now: datetime) -> None:
    lives.replies(office, now + DAY, silent, "acknowledged", zone=lives.MEXICO)
    _, at = next_rung(silent)
    assert at is not None
    assert (at.astimezone(ZoneInfo(lives.MEXICO)).hour, at.weekday() < 5) == (9, True)


def test_data_about_to_be_lost_bring_in_the_24_7_point_and_a_renewal_takes_it_back(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    brazil = replace(lives.EVIDENCE, requested="BR", instrument=None, code="BRA")
    request_id = lives.a_sent(office, now, case_id, brazil, "by_hand")
    held = lives.a_sent(office, now, case_id)
    assert next_rung(request_id)[0] == "authority_gentle"
    lives.replies(office, now + DAY, held, "hold_confirmed", until=(now + 20 * DAY).date())
    rung, at = next_rung(request_id)
    assert rung == "authority_24_7"
    assert at is not None and at.date() == (now + 6 * DAY).date()
    withdrawing.withdraw(office.prosecutor, now + 2 * DAY, held)
    assert next_rung(request_id)[0] == "authority_gentle"


def test_a_call_for_data_at_risk_that_waits_is_taken_back_by_a_renewal(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    brazil = replace(lives.EVIDENCE, requested="BR", instrument=None, code="BRA")
    request_id = lives.a_sent(office, now, case_id, brazil, "by_hand")
    held = lives.a_sent(office, now, case_id)
    lives.replies(office, now + DAY, held, "hold_confirmed", until=(now + 20 * DAY).date())

    def calls(at: datetime) -> list[str]:
        return [each.rung for each in work_all(at) if each.request_id == request_id]

    assert calls(now + 7 * DAY) == ["authority_24_7"]
    lives.replies(office, now + 8 * DAY, held, "hold_confirmed", until=(now + 100 * DAY).date())
    assert calls(now + 8 * DAY) == []


# -- how long they take


def test_the_pace_is_kept_and_what_nobody_worked_out_is_worked_out_at_once(
    office: OfficeThere, silent: str, now: datetime
) -> None:
    lives.replies(office, now + 12 * DAY, silent, "acknowledged", zone=lives.MEXICO)
    key = (lives.the(silent).recipient_id, "mla_evidence")
    with transaction() as session:
        fresh = pacing.paces_of(session, office.id, {key}, now + 13 * DAY)[key]
    assert pacing.work_out(now + 13 * DAY) == 1
    with transaction() as session:
        kept = pacing.paces_of(session, office.id, {key}, now + 13 * DAY)[key]
    assert fresh == kept
    assert (kept.cases, kept.contacted, kept.answered, kept.answer_half) == (1, 1, 0, None)
    pacing.set_limit(office.prosecutor, now, *key, 10)
    pacing.set_limit(office.prosecutor, now, *key, 30)
    with transaction() as session:
        assert pacing.paces_of(session, office.id, {key}, now)[key].limit == 30
    pacing.set_limit(office.prosecutor, now, *key, None)
    with transaction() as session:
        assert pacing.limits_of(session, office.id, {key[0]}) == {}
    with pytest.raises(Problem):
        pacing.set_limit(office.prosecutor, now, *key, 0)
