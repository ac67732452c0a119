"""What follows a request on its own way: the confirmation that a treaty wants, and the answer to a question."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from mlat.domain.record import Record
from mlat.model import Paper, transaction
from mlat.reads import desk
from mlat.services import (
    dispatch,
    drafting,
    following,
    issuing,
    outbox,
    rebuilding,
    reminders,
    sweeping,
    tracking,
    transit,
)
from mlat.services.access import NotHere
from tests.conftest import ZONE, OfficeThere
from tests.services import lives

DAY = timedelta(days=1)
TO_BRAZIL = replace(
    lives.EVIDENCE,
    requested="BR",
    instrument="sanluis.art6.mla",
    language="es",
    fields={"measures_sought": "Los datos."},
)
"""Under the San Luis protocol what was sent by electronic means is followed by its signed original in ten days."""


def left_as_a_mail(office: OfficeThere, now: datetime, case_id: str) -> str:
    """A request that leaves as a mail at `now`, so that its signed original is owed."""
    request_id = lives.a_draft(office, now, case_id, TO_BRAZIL)
    lives.knows(office, now, lives.legs(request_id)[0].to_body, "mail", "central@example.org")
    lives.approve(office, now, request_id)
    issuing.issue(office.prosecutor, now, request_id)
    dispatch.send_mail(office.liaison, now, request_id)
    claimed = outbox.take(now)
    assert claimed is not None
    assert outbox.deliver(now, claimed) == "sent"
    return request_id


@pytest.fixture
def urgent(office: OfficeThere, now: datetime, case_id: str) -> str:
    """A request that left as a mail, so that its signed original is owed."""
    return lives.remembered("left as a mail to Brazil", lambda: left_as_a_mail(office, now, case_id))


def filled(office: OfficeThere, now: datetime, request_id: str) -> Record:
    return drafting.record(office.liaison, now, request_id)


def leaves(office: OfficeThere, now: datetime, request_id: str, channel: str = "courier") -> None:
    lives.approve(office, now, request_id)
    issuing.issue(office.prosecutor, now, request_id)
    transit.record_sent(office.liaison, now, lives.legs(request_id)[0].id, channel, now, ZONE)


def test_the_duty_leads_to_the_confirmation_and_sending_it_does_the_duty(
    office: OfficeThere, now: datetime, urgent: str
) -> None:
    duty = lives.clocks(urgent)["own_duty"]
    assert duty.period == "P10D"
    made = following.confirm_urgent(office.liaison, now + DAY, duty.id)
    assert following.confirm_urgent(office.liaison, now + DAY, duty.id) == made, "pressed twice"
    row, parent = lives.the(made), lives.the(urgent)
    assert (row.form, row.parent_id, row.recipient_id) == ("urgent_confirmation", urgent, parent.recipient_id)
    assert [leg.to_body for leg in lives.legs(made)] == [leg.to_body for leg in lives.legs(urgent)]

    record = filled(office, now + DAY, made)
    with transaction() as session:
        sent = session.scalars(
            select(Paper).where(Paper.request_id == urgent, Paper.form == "mla_request", Paper.is_sent_one)
        ).one()
    assert record.value("previous_request") == parent.number
    assert record.value("original_hash") == sent.sha256
    assert str(record.value("sent_on")) == now.date().isoformat()
    assert record.fields["confirmation"] is True

    leaves(office, now + 2 * DAY, made)
    assert "own_duty" not in lives.clocks(urgent)
    done = lives.clocks(urgent, ended=True)["own_duty"]
    assert (done.ended_why, done.ended_at) == ("met", now + 2 * DAY)
    assert lives.clocks(made) == {}, "nobody is chased for a confirmation"
    assert (lives.the(made).ball, lives.the(urgent).ball) == ("done", "they_owe")
    assert rebuilding.rebuild(now + 2 * DAY, check=True) == []


def test_an_original_that_left_before_the_duty_began_does_not_do_it(
    office: OfficeThere, now: datetime, urgent: str
) -> None:
    made = following.confirm_urgent(office.liaison, now + DAY, lives.clocks(urgent)["own_duty"].id)
    lives.approve(office, now + DAY, made)
    issuing.issue(office.prosecutor, now + DAY, made)
    transit.record_sent(office.liaison, now + DAY, lives.legs(made)[0].id, "courier", now - DAY, ZONE)
    assert "own_duty" in lives.clocks(urgent)


def test_only_a_duty_of_ours_is_confirmed(
    office: OfficeThere, other_office: OfficeThere, now: datetime, urgent: str
) -> None:
    clocks = lives.clocks(urgent)
    (problem,) = lives.refused(lambda: following.confirm_urgent(office.liaison, now, clocks["transmission"].id))
    assert problem.code == "kind"
    with pytest.raises(NotHere):
        following.confirm_urgent(other_office.liaison, now, clocks["own_duty"].id)


@pytest.fixture
def asked(office: OfficeThere, now: datetime, case_id: str) -> str:
    """A request on which its recipient has put a question."""

    def lived() -> str:
        request_id = lives.a_sent(office, now, case_id, lives.EVIDENCE, "post")
        lives.replies(
            office,
            now + 9 * DAY,
            request_id,
            "more_asked",
            reference="FGR/77/2026",
            zone=lives.MEXICO,
            note="Wants dates.",
        )
        return request_id

    return lives.remembered("asked a question", lived)


def test_an_answer_cites_their_reference_and_their_day(office: OfficeThere, now: datetime, asked: str) -> None:
    made = following.answer_question(office.liaison, now + 10 * DAY, asked)
    assert following.answer_question(office.liaison, now + 10 * DAY, asked) == made
    record = filled(office, now + 10 * DAY, made)
    assert record.value("foreign_reference") == "FGR/77/2026"
    assert str(record.value("question_on")) == (now + 9 * DAY).date().isoformat()
    assert record.value("previous_request") == lives.the(asked).number
    assert "facts" not in record.fields, "an answer repeats nothing of the request"
    missing = {each.field for each in drafting.findings(office.liaison, now + 10 * DAY, made)}
    assert "answer_to_question" in missing


def test_sending_the_answer_gives_the_ball_back(office: OfficeThere, now: datetime, asked: str) -> None:
    made = following.answer_question(office.liaison, now + 10 * DAY, asked)
    drafting.save(office.liaison, now, made, lives.the(made).version, {"answer_to_question": "Entre enero y febrero."})
    assert lives.the(asked).ball == "we_owe"
    leaves(office, now + 11 * DAY, made, "post")
    row = lives.the(asked)
    assert (row.state, row.ball) == ("acknowledged", "they_owe")
    assert "our_answer" not in lives.clocks(asked)
    assert lives.the(made).ball == "done"
    assert rebuilding.rebuild(now + 11 * DAY, check=True) == []


def test_an_answer_that_was_recorded_by_hand_meanwhile_is_not_given_twice(
    office: OfficeThere, now: datetime, asked: str
) -> None:
    made = following.answer_question(office.liaison, now + 10 * DAY, asked)
    tracking.give_more(office.liaison, now + 10 * DAY, asked, now + 10 * DAY, ZONE)
    leaves(office, now + 11 * DAY, made, "post")
    assert lives.the(asked).state == "acknowledged"


def test_without_a_question_there_is_no_answer(office: OfficeThere, now: datetime, case_id: str) -> None:
    request_id = lives.a_sent(office, now, case_id, lives.EVIDENCE, "post")
    (problem,) = lives.refused(lambda: following.answer_question(office.liaison, now, request_id))
    assert problem.code == "state"


def test_a_family_is_told_nothing_of_such_papers(office: OfficeThere, now: datetime, case_id: str, asked: str) -> None:
    before = len(lives.letters(case_id))
    made = following.answer_question(office.liaison, now + 10 * DAY, asked)
    leaves(office, now + 11 * DAY, made, "post")
    told = [entry for letter in lives.letters(case_id)[before:] for entry in letter.milestones]
    assert "request_sent_abroad" not in {each["code"] for each in told}


def test_what_we_owe_is_recalled_on_a_working_day_of_our_own(office: OfficeThere, case_id: str) -> None:
    sunday = datetime(2026, 5, 24, 13, 0, tzinfo=UTC)
    duty = lives.clocks(left_as_a_mail(office, sunday, case_id))["own_duty"]
    assert (duty.safe_due, duty.next_rung) == ("2026-06-03", "own_duty_9")
    assert duty.next_rung_at == sunday, "Monday is a holiday here, and none in Brazil"


def test_the_confirmation_is_prepared_before_it_is_due(office: OfficeThere, now: datetime, urgent: str) -> None:
    duty = lives.clocks(urgent)["own_duty"]
    assert duty.next_rung == "own_duty_9"
    later = now + 2 * DAY
    sweeping.sweep(later)
    while (taken := reminders.take(later)) is not None:
        reminders.work(later, taken)
    (prompt,) = [each for each in desk.prompts(office.liaison) if each.rung == "own_duty_9"]
    made = lives.the(prompt.made_request_id)
    assert (made.form, made.parent_id, made.state) == ("urgent_confirmation", urgent, "draft")
    leaves(office, later, made.id)
    assert lives.clocks(urgent, ended=True)["own_duty"].next_rung is None
    assert "own_duty_9" not in {each.rung for each in desk.prompts(office.liaison)}, "what was owed is done"
