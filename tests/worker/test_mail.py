"""A worker killed in mid-send leaves nothing sent twice: what is doubtful is shown to a person."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import select

from mlat.domain.casefile import CaseInput, ContactInput, PersonInput
from mlat.house import house
from mlat.mail.composing import compose
from mlat.mail.sending import Smtp
from mlat.model import Dispatch, FamilyContact, StatusLetter, new_id, transaction
from mlat.services import intake, outbox
from mlat.services.vault import key_of
from mlat.worker.loop import round_of_work
from tests.conftest import OfficeThere
from tests.mail_server import HOST, MailServer
from tests.worker.conftest import Start

PATIENCE = 60
"""Seconds after which a process that says nothing has failed."""


def queue(office: OfficeThere, how_many: int) -> list[str]:
    """Approved letters in a case that is not for training, each queued as a mail; the Message-IDs."""
    now = datetime.now(UTC)
    case_id = intake.open_case(
        office.prosecutor,
        now,
        CaseInput(
            reference="1/2026",
            persons=(PersonInput(code="M1", role="contact"),),
            contacts=(
                ContactInput(
                    person="M1",
                    language="es",
                    wants_letters=True,
                    channel="mail",
                    address="familia@example.org",
                    custody="sole",
                    child_wish="agrees",
                ),
            ),  # fmt: skip
        ),
    )
    made = []
    with transaction() as session:
        key = key_of(session, case_id)
        contact = session.scalars(select(FamilyContact).where(FamilyContact.case_id == case_id)).one()
        for number in range(how_many):
            letter = StatusLetter(
                id=new_id(),
                office_id=office.id,
                case_id=case_id,
                contact_id=contact.id,
                occasion=str(number),
                language="es",
                on=now.date(),
                milestones=[],
                state="approved",
                proposed_at=now,
            )
            session.add(letter)
            session.flush()
            message_id = f"<{new_id()}@fiscalia.example>"
            raw = compose(
                sender="a@fiscalia.example",
                to="b@example.org",
                subject="x",
                text="x",
                message_id=message_id,
                at=now,
            )
            row = Dispatch(
                id=new_id(),
                office_id=office.id,
                case_id=case_id,
                letter_id=letter.id,
                message_id=message_id,
                recipient_sealed=b"",
                blob=house().blobs.put(key, raw),
                sha256=hashlib.sha256(raw).hexdigest(),
                queued_at=now + timedelta(microseconds=number),
            )
            row.recipient_sealed = key.seal("b@example.org", f"dispatches:{row.id}:recipient")
            session.add(row)
            made.append(message_id)
    return made


def states() -> dict[str, str]:
    with transaction() as session:
        return {row.message_id: row.state for row in session.scalars(select(Dispatch))}


def over(server: MailServer) -> dict[str, str]:
    return {
        "MLAT_MAIL": "smtp",
        "MLAT_SMTP_HOST": "127.0.0.1",
        "MLAT_SMTP_PORT": str(server.port),
        "MLAT_SMTP_CA_FILE": str(server.authority),
    }


def test_a_worker_killed_in_mid_send_sends_nothing_twice(
    app: Flask, office: OfficeThere, mail_server: MailServer, start_worker: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    mails = queue(office, 4)
    mail_server.post.hold()
    first = start_worker(**over(mail_server))
    assert mail_server.post.arrived.acquire(timeout=PATIENCE)
    first.process.kill()
    first.ended()
    mail_server.post.release()

    settings = replace(
        house().settings,
        mail="smtp",
        smtp_host=HOST,
        smtp_port=mail_server.port,
        smtp_ca_file=str(mail_server.authority),
    )
    monkeypatch.setitem(house().__dict__, "post", Smtp(settings))
    after_the_lease = datetime.now(UTC) + timedelta(minutes=5)
    round_of_work(app, settings, Event(), lambda: after_the_lease)
    ended = states()
    assert ended.pop(mails[0]) == "unsure"
    assert set(ended.values()) == {"sent"}
    assert mail_server.post.got == dict.fromkeys(mails, 1)


def test_a_person_settles_what_is_doubtful(app: Flask, office: OfficeThere) -> None:
    (mail,) = queue(office, 1)
    now = datetime.now(UTC)
    doubtful = outbox.take(now)
    assert doubtful is not None
    later = now + timedelta(minutes=5)
    assert outbox.doubt(later) == 1
    assert outbox.take(later) is None
    assert states() == {mail: "unsure"}
    outbox.settle_unsure(office.prosecutor, later, doubtful, went=True)
    assert states() == {mail: "sent"}


def test_several_workers_send_each_mail_once(
    app: Flask, office: OfficeThere, mail_server: MailServer, start_worker: Start
) -> None:
    mails = queue(office, 12)
    workers = [start_worker(**over(mail_server)) for _ in range(3)]
    for _ in mails:
        assert mail_server.post.arrived.acquire(timeout=PATIENCE), [worker.said.read_text() for worker in workers]
    for worker in workers:
        assert worker.began()
        worker.process.terminate()
    assert [worker.ended() for worker in workers] == [0, 0, 0]
    assert set(states().values()) == {"sent"}
    assert mail_server.post.got == dict.fromkeys(mails, 1)


def test_a_worker_asked_to_stop_finishes_what_it_has_in_hand(
    app: Flask, office: OfficeThere, mail_server: MailServer, start_worker: Start
) -> None:
    mails = queue(office, 3)
    mail_server.post.hold()
    worker = start_worker(**over(mail_server))
    assert mail_server.post.arrived.acquire(timeout=PATIENCE)
    worker.process.terminate()
    mail_server.post.release()
    assert worker.ended() == 0, worker.said.read_text()
    assert states() == {mails[0]: "sent", mails[1]: "queued", mails[2]: "queued"}
