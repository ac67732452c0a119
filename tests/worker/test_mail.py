"""A worker killed in mid-send leaves nothing sent twice: what is doubtful is shown to a person."""

from __future__ import annotations

import hashlib
import time
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import select

from mlat.domain.casefile import CaseInput, ContactInput, PersonInput
from mlat.house import house
from mlat.mail.composing import compose
from mlat.model import Dispatch, FamilyContact, StatusLetter, new_id, transaction
from mlat.services import intake, outbox
from mlat.services.vault import key_of
from tests.conftest import OfficeThere
from tests.mail_server import MailServer
from tests.worker.conftest import Start, Worker

PATIENCE = timedelta(seconds=60)


def queue(office: OfficeThere, how_many: int) -> list[str]:
    """Approved letters in a case that is not for training, each queued as a mail; the Message-IDs."""
    now = datetime.now(UTC)
    case_id = intake.open_case(
        office.prosecutor,
        now,
        CaseInput(
            reference="1/2026",
            persons=(PersonInput(code="M1", role="contact"),),
            contacts=(ContactInput(person="M1", language="es", wants_letters=True, channel="mail"),),
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


def wait_until_settled(worker: Worker) -> None:
    end = datetime.now(UTC) + PATIENCE
    while {"queued", "sending"} & set(states().values()):
        assert worker.process.is_alive(), worker.said.read_text()
        assert datetime.now(UTC) < end, states()
        time.sleep(0.1)


def over(server: MailServer) -> dict[str, str]:
    return {
        "MLAT_MAIL": "smtp",
        "MLAT_SMTP_HOST": "127.0.0.1",
        "MLAT_SMTP_PORT": str(server.port),
        "MLAT_SMTP_CA_FILE": str(server.authority),
    }


def test_a_worker_killed_in_mid_send_sends_nothing_twice(
    app: Flask, office: OfficeThere, mail_server: MailServer, start_worker: Start
) -> None:
    mails = queue(office, 4)
    mail_server.post.held.set()
    first = start_worker(**over(mail_server))
    assert mail_server.post.arrived.acquire(timeout=PATIENCE.seconds)
    first.process.kill()
    first.ended()
    mail_server.post.held.clear()

    wait_until_settled(start_worker(**over(mail_server)))
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
    wait_until_settled(workers[0])
    assert set(states().values()) == {"sent"}
    assert mail_server.post.got == dict.fromkeys(mails, 1)


def test_a_worker_asked_to_stop_finishes_what_it_has_in_hand(
    app: Flask, office: OfficeThere, mail_server: MailServer, start_worker: Start
) -> None:
    mails = queue(office, 3)
    mail_server.post.held.set()
    worker = start_worker(**over(mail_server))
    assert mail_server.post.arrived.acquire(timeout=PATIENCE.seconds)
    worker.process.terminate()
    mail_server.post.held.clear()
    assert worker.ended() == 0, worker.said.read_text()
    assert states() == {mails[0]: "sent", mails[1]: "queued", mails[2]: "queued"}
