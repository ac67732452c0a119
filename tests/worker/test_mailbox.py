"""Out over a real SMTP server, back through a real Dovecot: nothing is lost in a crash, and nothing is doubled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from threading import Event as Flag

import pytest
from flask import Flask
from sqlalchemy import select

from mlat.domain.casefile import CaseInput
from mlat.house import house
from mlat.mail.composing import compose
from mlat.mail.fetching import Box
from mlat.mail.sending import Smtp
from mlat.model import Case, Dispatch, Event, Message, transaction
from mlat.services import intake, outbox
from mlat.settings import Settings
from mlat.worker.loop import round_of_work
from tests import imap_server
from tests.conftest import NOW, OfficeThere
from tests.imap_server import PASSWORD, USER, ImapServer
from tests.mail_server import HOST, MailServer

DAY = timedelta(days=1)
QUICK = ["sqlite", pytest.param("postgres", marks=pytest.mark.matrix)]
COMPANY = "legal@company.example"


class Killed(BaseException):
    """The worker's process ends here."""


@pytest.fixture
def dovecot() -> Iterator[ImapServer]:
    """A mailbox that is empty."""
    with imap_server.serving() as found:
        yield found


@pytest.fixture
def settings(
    app: Flask, office: OfficeThere, dovecot: ImapServer, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> Settings:
    """An installation whose mail goes out over SMTP and comes in over IMAP."""
    found = replace(
        house().settings, mail="smtp", mail_from="mesa@fiscalia.example", smtp_host=HOST, smtp_port=mail_server.port,
        smtp_ca_file=str(mail_server.authority), imap_host=HOST, imap_port=dovecot.port, imap_user=USER,
        imap_password=PASSWORD, imap_ca_file=str(dovecot.authority), mail_office="ONE",
    )  # fmt: skip
    monkeypatch.setitem(house().__dict__, "settings", found)
    monkeypatch.setitem(house().__dict__, "post", Smtp(found))
    return found


def a_sent_mail(office: OfficeThere) -> str:
    """A mail of a case, queued; its Message-ID."""
    case_id = intake.open_case(office.prosecutor, NOW, CaseInput(reference="1/2026"))
    with transaction() as session:
        return outbox.put(session, NOW, session.get_one(Case, case_id), COMPANY, "Nota", "Texto", ()).message_id


def a_reply(answers: str, message_id: str, text: str = "Estimados: recibido.") -> bytes:
    return compose(
        sender=COMPANY, to=USER, subject="Re: Nota", text=text, message_id=message_id, at=NOW, answers=answers
    )


def messages() -> list[tuple[str, str]]:
    with transaction() as session:
        rows = session.scalars(select(Message).order_by(Message.stored_at, Message.id))
        return [(row.state, row.kind) for row in rows]


@pytest.mark.parametrize("kind", QUICK, indirect=True)
def test_mail_goes_out_and_comes_back_and_a_crash_before_it_is_marked_neither_loses_nor_doubles_it(
    app: Flask,
    office: OfficeThere,
    settings: Settings,
    dovecot: ImapServer,
    mail_server: MailServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ours = a_sent_mail(office)
    round_of_work(app, settings, Flag(), lambda: NOW)
    assert mail_server.post.got == {ours: 1}
    dovecot.put(a_reply(ours, "<1@company.example>"), a_reply(ours, "<2@company.example>", "Otra cosa."))

    def die(_box: Box, _uid: str) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Box, "mark_seen", die)
        with pytest.raises(Killed):
            round_of_work(app, settings, Flag(), lambda: NOW + DAY)
    assert messages() == [("stored", "")], "it was stored before the server was told"
    assert dovecot.flags() == [False, False]

    done = round_of_work(app, settings, Flag(), lambda: NOW + 2 * DAY)
    assert done.fetched == 2
    assert messages() == [("waiting", "reply")] * 2
    assert dovecot.flags() == [True, True]
    assert round_of_work(app, settings, Flag(), lambda: NOW + 3 * DAY).fetched == 0
    with transaction() as session:
        assert session.scalars(select(Event.kind).where(Event.kind == "mail_stored")).all() == ["mail_stored"] * 2
        assert session.scalars(select(Dispatch.state)).all() == ["sent"]


@pytest.mark.parametrize("kind", QUICK, indirect=True)
def test_a_mailbox_that_cannot_be_reached_costs_a_line_and_nothing_else(
    app: Flask, office: OfficeThere, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    settings = replace(
        house().settings, imap_host=HOST, imap_port=1, imap_user=USER, imap_password=PASSWORD, mail_office="ONE"
    )
    monkeypatch.setitem(house().__dict__, "settings", settings)
    with caplog.at_level("ERROR", "mlat.worker"):
        assert round_of_work(app, settings, Flag(), lambda: NOW).fetched == 0
    assert "ConnectionRefusedError" in caplog.text
    assert PASSWORD not in caplog.text


def test_a_worker_that_was_asked_to_stop_goes_to_no_server_any_more(
    app: Flask, office: OfficeThere, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    settings = replace(
        house().settings, imap_host=HOST, imap_port=1, imap_user=USER, imap_password=PASSWORD, mail_office="ONE"
    )
    monkeypatch.setitem(house().__dict__, "settings", settings)
    asked = Flag()
    asked.set()
    with caplog.at_level("ERROR", "mlat.worker"):
        round_of_work(app, settings, asked, lambda: NOW)
    assert caplog.text == ""
