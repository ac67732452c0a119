"""Letters to families: only to those who asked, in a humane rhythm, and nothing beyond the short list."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from functools import partial
from threading import Barrier

import pytest
from sqlalchemy import select

from mlat.documents.inside import words
from mlat.domain.casefile import ContactInput, PersonInput
from mlat.domain.permissions import Actor, Role
from mlat.domain.problems import Problem
from mlat.house import house
from mlat.model import FamilyContact, NumberSeries, Paper, StatusLetter, transaction
from mlat.reads.letters import letter_view
from mlat.services import contacts, families, letters, outbox, transit
from tests.conftest import OfficeThere
from tests.services import lives
from tests.services.conftest import a_pdf

BY_MAIL = replace(lives.MOTHER, channel="mail", address="madre@familia.example")
DAY = timedelta(days=1)


@pytest.fixture
def officer(office: OfficeThere) -> Actor:
    return office.actors[Role.FAMILY_OFFICER]


@pytest.fixture
def letter_id(office: OfficeThere, case_id: str, now: datetime) -> str:
    """The letter that follows from the first request that reached somebody abroad."""
    lives.a_sent(office, now, case_id)
    (letter,) = lives.letters(case_id)
    return letter.id


def the(letter_id: str) -> StatusLetter:
    with transaction() as session:
        return session.get_one(StatusLetter, letter_id)


def papers(letter_id: str) -> list[str]:
    with transaction() as session:
        return list(session.scalars(select(Paper.number).where(Paper.letter_id == letter_id)))


def test_nobody_who_did_not_ask_is_written_to(office: OfficeThere, now: datetime) -> None:
    unasked = ContactInput(person="M1", language="es", wants_letters=False)
    case_id = lives.a_case(office, now, replace(lives.GIVEN, contacts=(unasked,)))
    lives.a_sent(office, now, case_id)
    assert families.propose(office.prosecutor, now + 90 * DAY, case_id) == []
    assert families.propose_due(now + 90 * DAY) == 0
    assert families.next_due(now) is None
    assert lives.letters(case_id) == []


def test_a_suspect_is_never_written_to(office: OfficeThere, case_id: str, now: datetime) -> None:
    with pytest.raises(Problem) as refused:
        contacts.add_contact(
            office.prosecutor, now, case_id, ContactInput(person="S1", language="es", wants_letters=True)
        )
    assert (refused.value.code, refused.value.where) == ("suspect", "person")
    with transaction() as session:
        assert len(session.scalars(select(FamilyContact)).all()) == 1


def test_letters_come_soon_but_not_in_bursts_and_not_never(
    office: OfficeThere, officer: Actor, case_id: str, now: datetime
) -> None:
    request_id = lives.a_sent(office, now, case_id)
    (first,) = lives.letters(case_id)
    assert first.on.isoformat() == "2026-03-02"
    letters.approve(officer, now, first.id, first.version)
    letters.record_handed(officer, now, first.id, now)

    lives.replies(office, now + 2 * DAY, request_id, "acknowledged")
    assert len(lives.letters(case_id)) == 1
    assert families.propose_due(now + 29 * DAY) == 0
    due = families.next_due(now + 3 * DAY)
    assert due is not None
    assert due.date().isoformat() == "2026-04-01"
    assert families.propose_due(now + 30 * DAY) == 1
    second = lives.letters(case_id)[1]
    letters.approve(officer, now + 30 * DAY, second.id, second.version)
    letters.record_handed(officer, now + 30 * DAY, second.id, now + 30 * DAY)

    assert families.propose_due(now + 89 * DAY) == 0
    assert families.propose_due(now + 90 * DAY) == 1
    assert [each["code"] for each in lives.letters(case_id)[2].milestones] == ["still_waiting"]


def test_a_letter_that_waits_for_its_officer_is_not_proposed_again(letter_id: str, case_id: str, now: datetime) -> None:
    assert families.propose_due(now + 90 * DAY) == 0
    assert len(lives.letters(case_id)) == 1


def test_whoever_was_told_lately_is_not_looked_at_again(
    officer: Actor, letter_id: str, case_id: str, now: datetime, queries: list[str]
) -> None:
    """The hourly look at a hundred thousand cases: what happened in one is read only where a letter can be due."""
    letters.approve(officer, now, letter_id, the(letter_id).version)
    letters.record_handed(officer, now, letter_id, now)
    queries.clear()
    assert families.propose_due(now + 29 * DAY) == 0
    assert len([each for each in queries if not each.startswith("BEGIN")]) == 1  # who can be due
    queries.clear()
    assert families.propose_due(now + 30 * DAY) == 0
    assert [each for each in queries if "FROM events" in each]


def test_events_that_come_at_once_propose_one_letter(office: OfficeThere, case_id: str, now: datetime) -> None:
    first = lives.an_issued(office, now, case_id)
    second = lives.an_issued(office, now, case_id, replace(lives.HOLD, code="R2"))
    send = [
        partial(transit.record_sent, office.liaison, now, lives.legs(each)[0].id, "portal", now, "UTC")
        for each in (first, second)
    ]
    assert lives.at_once(*send) == [None, None]
    assert len(lives.letters(case_id)) == 1


def test_two_workers_propose_a_letter_once(
    office: OfficeThere, officer: Actor, letter_id: str, case_id: str, now: datetime
) -> None:
    letters.approve(officer, now, letter_id, the(letter_id).version)
    letters.record_handed(officer, now, letter_id, now)
    later = now + 60 * DAY
    assert sorted(map(str, lives.at_once(*[partial(families.propose_due, later)] * 3))) == ["0", "0", "1"]
    assert len(lives.letters(case_id)) == 2


def test_nothing_but_the_short_list_can_get_in(
    real_papers: None, office: OfficeThere, officer: Actor, case_id: str, now: datetime
) -> None:
    request_id = lives.a_sent(office, now, case_id)
    lives.replies(office, now, request_id, "acknowledged", reference="ROBLOX-TICKET-55", note="Asked about S1.")
    (letter,) = lives.letters(case_id)
    said = " ".join(words(letters.preview(officer, now, letter.id)))
    assert "madre de ejemplo" in said
    request, (account,) = lives.the(request_id), lives.GIVEN.identifiers
    kept_out = [
        lives.CHILD, "V1", "S1", "Roblox", account.given, "RBX", "ROBLOX-TICKET-55", "México", request.number or "x",
        request.proof_code or "x", request.instrument, "2703", lives.GIVEN.reference, "Código Penal", "131",
    ]  # fmt: skip
    assert [each for each in kept_out if each.casefold() in said] == []
    assert letter.left_out > 0


def test_an_approved_letter_is_frozen_as_a_paper(officer: Actor, letter_id: str, now: datetime) -> None:
    letters.approve(officer, now, letter_id, the(letter_id).version)
    assert papers(letter_id) == ["ONE/2026/LET-0001"]
    data, name = letters.letter_bytes(officer, now, letter_id)
    assert data.startswith(b"%PDF-")
    assert name == "2026-0001.pdf"
    assert the(letter_id).decided_by == officer.user_id


def test_a_letter_changed_since_it_was_read_is_not_approved(officer: Actor, letter_id: str, now: datetime) -> None:
    read = the(letter_id).version
    letters.hold(officer, now, letter_id, "The mother is in hospital.")
    with pytest.raises(Problem, match="changed since"):
        letters.approve(officer, now, letter_id, read)
    letters.approve(officer, now, letter_id, the(letter_id).version)
    assert the(letter_id).state == "approved"


def test_holding_a_letter_needs_a_reason(officer: Actor, letter_id: str, now: datetime) -> None:
    with pytest.raises(Problem) as refused:
        letters.hold(officer, now, letter_id, "  ")
    assert refused.value.where == "reason"
    assert the(letter_id).state == "proposed"


def test_why_a_letter_was_held_is_sealed_and_read_by_its_officer(
    officer: Actor, case_id: str, letter_id: str, now: datetime
) -> None:
    letters.hold(officer, now, letter_id, " The mother is in hospital. ")
    assert "hospital" not in repr(lives.whole_database())
    assert lives.reasons(case_id) == [("letter_held", "The mother is in hospital.")]
    assert letter_view(officer, letter_id).reason == "The mother is in hospital."
    letters.approve(officer, now, letter_id, the(letter_id).version)
    assert letter_view(officer, letter_id).reason == ""


def test_two_who_approve_at_once_make_one_paper(
    officer: Actor, letter_id: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = Barrier(2)

    def write(_record: object) -> bytes:
        both.wait(timeout=30)
        return a_pdf()

    monkeypatch.setattr("mlat.documents.press.write", write)
    version = the(letter_id).version
    done = lives.at_once(*[lambda: letters.approve(officer, now, letter_id, version)] * 2)
    assert sorted(type(each).__name__ for each in done) == ["Problem", "str"]
    assert papers(letter_id) == ["ONE/2026/LET-0001"]
    with transaction() as session:
        assert session.scalars(select(NumberSeries.last).where(NumberSeries.kind == "LET")).all() == [1]


def test_a_letter_that_cannot_be_printed_waits_as_before(
    officer: Actor, letter_id: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(_record: object) -> bytes:
        raise Problem("pango.missing", "pdf", "lacks a library.")

    version = the(letter_id).version
    with monkeypatch.context() as broken, pytest.raises(Problem, match="library"):
        broken.setattr("mlat.documents.press.write", write)
        letters.approve(officer, now, letter_id, version)
    assert (the(letter_id).state, papers(letter_id)) == ("proposed", [])
    letters.approve(officer, now, letter_id, version)


def test_a_letter_not_approved_has_no_way_out(officer: Actor, letter_id: str, now: datetime) -> None:
    for act in (
        lambda: letters.send(officer, now, letter_id),
        lambda: letters.record_handed(officer, now, letter_id, now),
        lambda: letters.letter_bytes(officer, now, letter_id),
    ):
        with pytest.raises(Problem, match="is proposed"):
            act()


def test_a_letter_is_handed_over_on_a_day_that_has_come(officer: Actor, letter_id: str, now: datetime) -> None:
    letters.approve(officer, now, letter_id, the(letter_id).version)
    with pytest.raises(Problem, match="did not ask for mail"):
        letters.send(officer, now, letter_id)
    with pytest.raises(Problem, match="future"):
        letters.record_handed(officer, now, letter_id, now + DAY)
    letters.record_handed(officer, now + DAY, letter_id, now)
    assert (the(letter_id).state, the(letter_id).sent_at) == ("sent", now)


@pytest.fixture
def mailed(office: OfficeThere, officer: Actor, now: datetime) -> str:
    """An approved letter to somebody who asked for mail."""
    case_id = lives.a_case(office, now, replace(lives.GIVEN, contacts=(BY_MAIL,)))
    lives.a_sent(office, now, case_id)
    (letter,) = lives.letters(case_id)
    letters.approve(officer, now, letter.id, letter.version)
    return letter.id


def test_a_mailed_letter_says_nothing_on_its_outside(officer: Actor, mailed: str, now: datetime) -> None:
    mail = letters.send(officer, now, mailed)
    assert outbox.take(now) == mail
    assert outbox.deliver(now, mail) == "sent"
    assert the(mailed).state == "sent"
    (file,) = house().settings.drop.glob("*.eml")
    read = message_from_bytes(file.read_bytes(), policy=default)
    body = read.get_body()
    assert body is not None
    outside = f"{read['Subject']} {body.get_content()} {[a.get_filename() for a in read.iter_attachments()]}"
    assert read["Subject"] == "Una carta para usted"
    assert read["Reply-To"] is None
    for word in (lives.CHILD, "Madre", "Roblox", lives.GIVEN.reference, "Fiscal", "ONE"):
        headers = [each for each in read.items() if each[0] != "To"]
        assert word.casefold() not in f"{outside} {headers}".casefold()


def test_a_letter_on_its_way_is_not_mailed_a_second_time(
    office: OfficeThere, officer: Actor, mailed: str, now: datetime
) -> None:
    mail = letters.send(officer, now, mailed)
    with pytest.raises(Problem, match="queued"):
        letters.send(officer, now, mailed)
    with pytest.raises(Problem, match="queued"):
        letters.record_handed(officer, now, mailed, now)
    outbox.take(now)
    later = now + timedelta(hours=1)
    assert outbox.doubt(later) == 1
    with pytest.raises(Problem, match="unsure"):
        letters.send(officer, later, mailed)
    outbox.settle_unsure(office.prosecutor, later, mail, went=False)
    assert letters.send(officer, later, mailed) != mail


def test_two_contacts_each_get_their_letter_in_their_language(office: OfficeThere, now: datetime) -> None:
    aunt = PersonInput(code="T1", role="contact", name="Tia de Exemplo")
    asked = replace(lives.MOTHER, person="T1", language="pt", channel="post", address="Rua de Exemplo 10")
    given = replace(lives.GIVEN, persons=(*lives.GIVEN.persons, aunt), contacts=(*lives.GIVEN.contacts, asked))
    case_id = lives.a_case(office, now, given)
    lives.a_sent(office, now, case_id)
    assert {letter.language for letter in lives.letters(case_id)} == {"es", "pt"}
