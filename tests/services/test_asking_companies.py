"""A company that was asked by mail or post is asked again by letter; one with a portal is looked up there."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select, update

from mlat.domain.casefile import CaseInput, Choice
from mlat.domain.record import Tone
from mlat.model import Event, Reminder, Request, transaction
from mlat.services import automatic, drafting, inquiring, issuing, outbox, reminders, sweeping, transit
from mlat.services.inquiring import asked_after
from mlat.services.rungs import rung_of
from tests.conftest import ZONE, OfficeThere
from tests.services import lives

DAY = timedelta(days=1)
DATA = Choice(
    measure="subscriber_disclosure",
    platform="roblox",
    identifiers=("RBX",),
    data=("subscriber", "login"),
    fields={"legal_basis": "CPPF art. 152", "necessity": "It shows who used the account."},
)
LATER = timedelta(days=21, hours=5)
"""A Monday on which the United States are open: the first step is due."""


def work_all(now: datetime) -> dict[str, Reminder]:
    """A worker's round; the reminders that wait for a click, by their request."""
    sweeping.sweep(now)
    while (taken := reminders.take(now)) is not None:
        reminders.work(now, taken)
    with transaction() as session:
        rows = session.scalars(select(Reminder).where(Reminder.state == "waiting").order_by(Reminder.id))
        return {row.request_id or "": row for row in rows}


def climb(office: OfficeThere, now: datetime) -> list[tuple[str, str, bool]]:
    """Every step after silence, taken as it falls due: its name, to whom it goes, and whether a letter left."""
    climbed: list[tuple[str, str, bool]] = []
    while (due := sweeping.next_due(now)) is not None:
        now = max(now, due)
        for reminder in work_all(now).values():
            with transaction() as session:
                rung = rung_of(session, reminder.office_id, reminder.rung)
            made = reminders.accept(office.liaison, now, reminder.id)
            if made is not None and lives.the(made).form == "provider_inquiry":
                lives.approve(office, now, made)
                issuing.issue(office.prosecutor, now, made)
                transit.record_sent(office.liaison, now, lives.legs(made)[0].id, "post", now, ZONE)
            if rung.wait:
                climbed.append((reminder.rung, rung.to, made is not None))
    return climbed


def another(office: OfficeThere, now: datetime, given: CaseInput, choice: Choice = lives.HOLD) -> str:
    """A case more, in which the same company was asked by mail."""
    return lives.a_sent(office, now, lives.a_case(office, now, given), choice, "mail")


@pytest.fixture
def silent(office: OfficeThere, case_id: str, now: datetime) -> str:
    """A preservation that was asked for by mail, and of which nothing is heard."""
    return lives.a_sent(office, now, case_id, lives.HOLD, "mail")


# -- one letter


@pytest.mark.parametrize("tone", ["gentle", "firm"])
def test_the_company_is_asked_on_the_way_and_by_the_law_of_the_request(
    office: OfficeThere, silent: str, now: datetime, tone: Tone
) -> None:
    lives.replies(office, now + DAY, silent, "acknowledged", reference="RBX-T-17")
    made, asked = lives.the(inquiring.inquire(office.liaison, now + LATER, silent, tone)), lives.the(silent)
    assert (made.form, made.measure, made.parent_id) == ("provider_inquiry", "status_inquiry", silent)
    same = ("recipient_kind", "recipient_id", "recipient_name", "requested_state", "instrument", "article", "language")
    assert [getattr(made, name) for name in same] == [getattr(asked, name) for name in same]
    assert [(leg.to_body, leg.reaches_recipient) for leg in lives.legs(made.id)] == [("roblox", True)]
    record = drafting.record(office.prosecutor, now + LATER, made.id)
    assert (record.tone, record.copy, record.beside, record.clauses) == (tone, "provider", None, {})
    said = record.fields
    assert (said["previous_request"], said["foreign_reference"]) == (asked.number, "RBX-T-17")
    assert (str(said["sent_on"]), said["legal_basis"]) == ("2026-03-02", "CPPF art. 151")
    assert said["what_is_owed"] == ("When an answer can be expected",), "they have said that it arrived"
    assert said["hold_confirmation"] is True
    assert said["confidentiality"] is True


def test_nothing_of_the_case_is_in_the_letter(office: OfficeThere, silent: str, now: datetime) -> None:
    made = inquiring.inquire(office.liaison, now + LATER, silent, "firm")
    record = drafting.record(office.prosecutor, now + LATER, made)
    assert record.fields["what_is_owed"] == (
        "Whether the request has arrived, and under which reference",
        "When an answer can be expected",
    )
    assert lives.CHILD in record.never
    assert not {"facts", "persons", "identifiers", "offences", "link_account_offence", "order"} & record.fields.keys()
    whole = repr(replace(record, never=()))
    for secret in ("V1", "S1", "99999999999999999001", "contacted a child", "art. 131", "Order of 2 March"):
        assert secret not in whole, secret


def test_it_passes_preflight_once_the_address_is_confirmed_and_leaves(
    office: OfficeThere, silent: str, now: datetime
) -> None:
    later = now + LATER
    with transaction() as session:  # who would be asked today, and whether the law still gives the way, does not matter
        asked = {"recipient_name": "Roblox of old", "instrument": "eu.epoc.subscriber"}
        session.execute(update(Request).where(Request.id == silent).values(asked))
    made = inquiring.inquire(office.liaison, later, silent, "gentle")
    codes = {each.code for each in drafting.findings(office.prosecutor, later, made)}
    assert codes == {"language.draft"}, "nobody reviewed our English yet, and that is all"
    lives.approve(office, later, made)
    assert len(issuing.issue(office.prosecutor, later, made)) == 1
    transit.record_sent(office.liaison, later, lives.legs(made)[0].id, "post", later, ZONE)
    assert (lives.the(made).ball, lives.clocks(made)) == ("done", {})


def test_an_address_that_nobody_confirmed_and_a_language_that_they_do_not_read_are_found(
    office: OfficeThere, silent: str, now: datetime
) -> None:
    later = now + 800 * DAY  # what was confirmed is too old by then
    made = inquiring.inquire(office.liaison, later, silent, "gentle")
    with transaction() as session:
        session.execute(update(Request).where(Request.id == made).values(language="fi"))
    codes = {each.code for each in drafting.findings(office.prosecutor, later, made)}
    assert {"address.unconfirmed", "language.unread"} <= codes


def test_of_data_it_asks_for_no_hold_and_says_until_when_they_are_preserved(
    office: OfficeThere, case_id: str, silent: str, now: datetime
) -> None:
    lives.replies(office, now + DAY, silent, "hold_confirmed", until=(now + 80 * DAY).date())
    asked = lives.a_sent(office, now + DAY, case_id, DATA, "post")
    made = inquiring.inquire(office.liaison, now + LATER, asked, "gentle")
    said = drafting.record(office.prosecutor, now + LATER, made).fields
    assert "hold_confirmation" not in said
    assert said["urgency"] == "The data are preserved only until 21 May 2026. After that day they may be deleted."
    late = inquiring.inquire(office.liaison, now + 100 * DAY, asked, "firm")
    assert "urgency" not in drafting.record(office.prosecutor, now + 100 * DAY, late).fields


def test_no_company_is_written_to_in_the_tone_for_our_own_authority(
    office: OfficeThere, silent: str, now: datetime
) -> None:
    (refused,) = lives.refused(partial(inquiring.inquire, office.liaison, now + LATER, silent, "own_authority"))
    assert refused.code == "tone"
    assert [each.tone for each in inquiring.tones_of("provider")] == ["gentle", "firm"]
    assert len(inquiring.tones_of("authority")) == 3
    assert inquiring.tones_of("translator") == ()


@pytest.mark.parametrize("channel", ["portal", "telephone"])
def test_what_went_by_portal_or_telephone_is_not_asked_after_by_letter(
    office: OfficeThere, case_id: str, now: datetime, channel: str
) -> None:
    asked = lives.a_sent(office, now, case_id, lives.HOLD, channel)
    (refused,) = lives.refused(partial(inquiring.inquire, office.liaison, now + LATER, asked, "gentle"))
    assert refused.code == "channel"
    waiting = work_all(now + LATER)[asked]
    assert reminders.alike(office.liaison, waiting.id) == 0
    assert reminders.accept(office.liaison, now + LATER, waiting.id) is None


# -- the ladder


@pytest.mark.parametrize(
    ("choice", "rungs"),
    [
        (lives.HOLD, ["keep_gentle", "keep_firm", "keep_supervisor"]),
        (DATA, ["mail_gentle", "mail_firm", "mail_supervisor"]),
    ],
)
def test_two_letters_go_and_then_the_supervising_prosecutor_is_told(
    office: OfficeThere, case_id: str, now: datetime, choice: Choice, rungs: list[str]
) -> None:
    asked = lives.a_sent(office, now, case_id, choice, "mail")
    climbed = climb(office, now)
    assert [name for name, _to, _wrote in climbed] == rungs
    assert [(to, wrote) for _name, to, wrote in climbed] == [
        ("recipient", True), ("recipient", True), ("supervising_prosecutor", False),
    ]  # fmt: skip
    with transaction() as session:
        letters = session.scalars(
            select(Request).where(Request.form == "provider_inquiry").order_by(Request.code)
        ).all()
        assert [(each.code, each.route["tone"]) for each in letters] == [
            (f"{lives.the(asked).code}-Q1", "gentle"), (f"{lives.the(asked).code}-Q2", "firm"),
        ]  # fmt: skip


def test_a_portal_is_looked_into_and_no_rung_of_it_writes(office: OfficeThere, case_id: str, now: datetime) -> None:
    lives.a_sent(office, now, case_id, lives.HOLD, "portal")
    climbed = climb(office, now)
    assert [name for name, _to, _wrote in climbed][:2] == ["portal_look", "portal_look_again"]
    assert not any(wrote for _name, _to, wrote in climbed)


# -- one letter for several


def test_one_letter_asks_after_all_that_is_due_at_a_company_whatever_law_it_rests_on(
    office: OfficeThere, case_id: str, silent: str, now: datetime
) -> None:
    data = lives.a_sent(office, now, case_id, DATA, "post")
    third = another(office, now, replace(lives.GIVEN, reference="MPF-EJ 2/2026"))
    lives.replies(office, now + DAY, third, "acknowledged", reference="RBX-T-18")
    later = now + LATER
    waiting = work_all(later)
    assert waiting.keys() == {silent, data, third}
    assert reminders.alike(office.liaison, waiting[data].id) == 3
    made = reminders.accept(office.liaison, later, waiting[data].id)
    assert made is not None and work_all(later) == {}
    with transaction() as session:
        assert {row.id for row in asked_after(session, made)} == {silent, data, third}
    record = drafting.record(office.prosecutor, later, made)
    lines = record.fields["requests_asked"]
    assert isinstance(lines, tuple) and len(lines) == 3
    by_number = {str(line).partition(";")[0]: str(line) for line in lines}
    assert by_number.keys() == {lives.the(each).number for each in (silent, data, third)}
    assert "RBX-T-18" in by_number[lives.the(third).number or ""]
    assert "Sent on: 2 March 2026" in by_number[lives.the(silent).number or ""]
    laws = {lives.the(each).article for each in (silent, data)}
    assert len(laws) == 2
    assert "2703(f)" in by_number[lives.the(silent).number or ""]
    assert "2703(f)" not in by_number[lives.the(data).number or ""]
    assert set(str(record.fields["legal_basis"]).split("\n\n")) == {"CPPF art. 151", "CPPF art. 152"}
    assert not {"sent_on", "foreign_reference"} & record.fields.keys()
    assert record.fields["hold_confirmation"] is True
    assert record.tone == "gentle"


def test_what_another_company_of_the_platform_or_a_portal_has_is_not_in_the_letter(
    office: OfficeThere, case_id: str, silent: str, now: datetime
) -> None:
    other = another(office, now, replace(lives.GIVEN, reference="MPF-EJ 2/2026"))
    with transaction() as session:
        session.execute(update(Request).where(Request.id == other).values(recipient_name="Roblox Europe"))
    looked = lives.a_sent(office, now, case_id, DATA, "portal")
    waiting = work_all(now + LATER)
    assert {silent, other, looked} == waiting.keys()
    assert reminders.alike(office.liaison, waiting[silent].id) == 1


def test_no_victim_of_any_case_in_the_letter_is_named(office: OfficeThere, silent: str, now: datetime) -> None:
    """A case's reference is typed by people: that of another case, too, is searched for its child's name."""
    persons = tuple(replace(each, name="Ana Sol") if each.role == "victim" else each for each in lives.GIVEN.persons)
    other = another(office, now, replace(lives.GIVEN, reference="MPF-EJ 2/2026", persons=persons))
    later = now + LATER
    made = reminders.accept(office.liaison, later, work_all(later)[silent].id)
    assert made is not None
    record = drafting.record(office.prosecutor, later, made)
    assert {lives.CHILD, "Ana Sol"} <= set(record.never)
    assert lives.the(other).case_id != lives.the(silent).case_id


# -- without a click


def test_what_the_office_lets_go_leaves_by_mail_and_its_request_waits_from_that_day(
    office: OfficeThere, silent: str, now: datetime
) -> None:
    later = now + LATER
    automatic.set_automatic(office.prosecutor, now, ["keep_gentle"])
    lives.knows(office, later, "roblox", "mail", "legal@roblox.example")
    work_all(later)
    reminder = automatic.take(later)
    assert reminder is not None
    assert automatic.go(later, reminder) == "sent"
    mail = outbox.take(later)
    assert mail is not None
    outbox.deliver(later, mail)
    letter = lives.the(lives.the_mail(mail).request_id or "")
    assert (letter.form, letter.state, letter.created_by) == ("provider_inquiry", "sent", None)
    with transaction() as session:
        left = session.scalars(select(Event).where(Event.request_id == silent, Event.kind == "inquiry_left")).all()
        assert [each.data for each in left] == [{"by": letter.id}]
    assert work_all(later + 2 * DAY) == {}
    assert silent in work_all(later + 9 * DAY)
