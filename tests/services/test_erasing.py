"""Keys are renewed, and a case is erased by two persons: unreadable for ever, while the chain still holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from mlat.domain.permissions import Actor, Role
from mlat.domain.problems import Problem
from mlat.house import house
from mlat.keys import Keyring
from mlat.model import (
    Case,
    CaseKey,
    Clock,
    Event,
    Identifier,
    Office,
    Person,
    Reference,
    Request,
    StatusLetter,
    transaction,
)
from mlat.reads import board, desk
from mlat.services import audit, drafting, erasing, families, letters, outbox, people, rebuilding, reminders, sweeping
from mlat.services.vault import key_of
from tests.conftest import OfficeThere
from tests.services import lives

DAY = timedelta(days=1)


@pytest.fixture
def administrator(office: OfficeThere) -> Actor:
    return office.actors[Role.ADMINISTRATOR]


def test_renewed_keys_open_everything_and_wrap_what_comes(office: OfficeThere, case_id: str, now: datetime) -> None:
    request_id = lives.an_issued(office, now, case_id)
    running, before = house().keyring, house().keyring.current
    assert erasing.rotate_keys(now) == 1
    with transaction() as session:
        wrapped = session.get_one(CaseKey, case_id).wrapped or b""
        assert wrapped[:8].decode() != before
        name = session.scalars(select(Person).where(Person.code == "V1")).one()
        assert key_of(session, case_id).text(name.name_sealed, f"persons:{name.id}:name") == lives.CHILD
        row = session.get_one(Office, office.id)
        place = f"offices:{office.id}:signing_key"
        assert b"PRIVATE KEY" in running.unwrap(row.signing_key or b"", place)
    assert drafting.record(office.liaison, now, request_id).number
    later = lives.a_case(office, now, replace(lives.GIVEN, reference="2/2026"))
    with transaction() as session:
        assert (session.get_one(CaseKey, later).wrapped or b"")[:8] == wrapped[:8]
    assert audit.verify() == []


def test_a_server_that_runs_on_uses_the_renewed_key(office: OfficeThere, case_id: str, now: datetime) -> None:
    elsewhere = Keyring(house().settings.keys)
    erasing.rotate_keys(now)
    assert elsewhere.new_case_key("c").decode("latin-1").startswith(Keyring(house().settings.keys).current)


def test_the_database_alone_opens_nothing(office: OfficeThere, case_id: str, now: datetime) -> None:
    lives.a_sent(office, now, case_id)
    kept = repr(lives.whole_database())
    for secret in (lives.CHILD, "2014-08-15", lives.GIVEN.identifiers[0].given, "Los hechos", "Account details"):
        assert secret not in kept
    for file in house().settings.files.iterdir():
        assert b"%PDF-" not in file.read_bytes()


def test_one_person_alone_erases_nothing(
    office: OfficeThere, administrator: Actor, case_id: str, now: datetime
) -> None:
    with pytest.raises(Problem, match="was not asked"):
        erasing.confirm_erasure(administrator, now, case_id)
    erasing.ask_erasure(office.prosecutor, now, case_id)
    with pytest.raises(Problem, match="by you"):
        erasing.confirm_erasure(office.prosecutor, now, case_id)
    with transaction() as session:
        assert session.get_one(CaseKey, case_id).wrapped is not None


@pytest.fixture
def erased(office: OfficeThere, administrator: Actor, case_id: str, now: datetime) -> dict[str, object]:
    """The certificate of a case that lived and was erased."""
    request_id = lives.a_sent(office, now, case_id)
    lives.replies(office, now, request_id, "acknowledged", reference="RBX-9")
    (letter,) = lives.letters(case_id)
    letters.hold(office.prosecutor, now, letter.id, "The mother is in hospital.")
    erasing.ask_erasure(office.prosecutor, now + DAY, case_id)
    return erasing.confirm_erasure(administrator, now + DAY, case_id)


def test_what_was_erased_is_unreadable_and_its_chain_holds(
    erased: dict[str, object], office: OfficeThere, administrator: Actor, case_id: str, now: datetime
) -> None:
    later = now + 2 * DAY
    with transaction() as session:
        request_id = session.scalars(select(Request.id)).one()
    for door in (
        partial(drafting.record, office.prosecutor, later, request_id),
        partial(drafting.preview, office.prosecutor, later, request_id),
        partial(people.add_person, office.prosecutor, later, case_id, lives.GIVEN.persons[0]),
        partial(drafting.draft, office.prosecutor, later, case_id, lives.HOLD),
    ):
        with pytest.raises(Problem, match="erased"):
            door()
    assert audit.verify() == []
    assert rebuilding.rebuild(later, check=True) == []
    with transaction() as session:
        events = session.scalars(select(Event).where(Event.case_id == case_id).order_by(Event.id)).all()
    assert erased == {
        "case": case_id,
        "erased_at": (now + DAY).isoformat(),
        "asked_by": office.prosecutor.user_id,
        "confirmed_by": administrator.user_id,
        "events": len(events),
        "chain_head": events[-1].hash,
    }


def test_nothing_that_stood_in_clear_is_left(erased: dict[str, object], case_id: str) -> None:
    with transaction() as session:
        assert session.scalars(select(Reference).where(Reference.case_id == case_id)).all() == []
        assert set(session.scalars(select(Identifier.lookup).where(Identifier.case_id == case_id))) == {None}
        assert session.get_one(Case, case_id).reference == f"erased-{case_id[:8]}"
    kept = repr(lives.whole_database())
    for word in ("RBX-9", "hospital", lives.GIVEN.reference, lives.CHILD):
        assert word not in kept


def test_nothing_of_an_erased_case_is_awaited_any_more(
    erased: dict[str, object], office: OfficeThere, now: datetime
) -> None:
    later = now + 200 * DAY
    assert board.totals(office.liaison) == {"us": 0, "them": 0}
    assert desk.silent(office.liaison, later) == ()
    with transaction() as session:
        assert set(session.scalars(select(Request.state))) == {"closed"}
        assert session.scalars(select(Clock).where(Clock.request_id.is_not(None), Clock.ended_at.is_(None))).all() == []


def test_an_erased_case_is_left_in_peace(
    erased: dict[str, object], office: OfficeThere, administrator: Actor, case_id: str, now: datetime
) -> None:
    later = now + 200 * DAY
    before = len(lives.letters(case_id))
    sweeping.sweep(later)
    while (taken := reminders.take(later)) is not None:
        reminders.work(later, taken)
    assert families.propose(office.prosecutor, later, case_id) == []
    assert families.propose_due(later) == 0
    assert len(lives.letters(case_id)) == before
    for act in (erasing.ask_erasure, erasing.confirm_erasure):
        with pytest.raises(Problem, match="already"):
            act(administrator, later, case_id)


def test_another_case_keeps_its_key(office: OfficeThere, administrator: Actor, case_id: str, now: datetime) -> None:
    other = lives.a_case(office, now, replace(lives.GIVEN, reference="2/2026"))
    erasing.ask_erasure(administrator, now, case_id)
    erasing.confirm_erasure(office.prosecutor, now, case_id)
    assert lives.a_draft(office, now, other)
    with transaction() as session:
        assert session.scalars(select(StatusLetter)).all() == []


def test_a_mail_of_an_erased_case_never_goes(
    office: OfficeThere, administrator: Actor, case_id: str, now: datetime
) -> None:
    _, mail = lives.a_queued(office, now, case_id)
    erasing.ask_erasure(administrator, now, case_id)
    erasing.confirm_erasure(office.prosecutor, now, case_id)
    assert outbox.take(now) == mail
    assert outbox.deliver(now, mail) == "failed"
    assert list(house().settings.drop.glob("*.eml")) == []
