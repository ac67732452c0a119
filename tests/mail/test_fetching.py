"""The mailbox, read from a real Dovecot over TLS."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mlat.mail import fetching
from mlat.mail.fetching import Fetched, NoMailbox, mailbox
from mlat.settings import Settings
from tests import imap_server
from tests.imap_server import PASSWORD, USER, ImapServer
from tests.mail_server import HOST

RAW = b"From: a@b.example\r\nSubject: \xe9crit\r\nMessage-ID: <1@b.example>\r\n\r\nhola\r\n"


@pytest.fixture
def server() -> Iterator[ImapServer]:
    """A Dovecot with an empty inbox."""
    with imap_server.serving() as found:
        yield found


def settings_for(server: ImapServer, **more: object) -> Settings:
    found = Settings(
        home=Path("unused"), imap_host=HOST, imap_port=server.port, imap_user=USER, imap_password=PASSWORD,
        imap_ca_file=str(server.authority), mail_office="ONE",
    )  # fmt: skip
    return replace(found, **more)  # type: ignore[arg-type]


def test_mail_is_read_byte_for_byte_and_marked_only_when_told(
    server: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.put(RAW, RAW.replace(b"<1@", b"<2@"))
    settings = settings_for(server)
    with mailbox(settings) as box:
        first, second = box.unseen()
        assert box.fetch(first) == Fetched(RAW)
        assert box.fetch("999999") is None
    assert server.flags() == [False, False]
    with mailbox(settings) as box:
        box.mark_seen(first)
        assert box.unseen() == [second]
    assert server.flags() == [True, False]

    # of a mail that is too large only the head is taken
    monkeypatch.setattr(fetching, "LARGEST", 20)
    with mailbox(settings) as box:
        assert box.fetch(second) == Fetched(RAW.replace(b"<1@", b"<2@").removesuffix(b"hola\r\n"), whole=False)

    # the other way to begin, and what must not work
    with mailbox(replace(settings, imap_tls="starttls", imap_port=server.starttls_port)) as box:
        assert box.unseen() == [second]
    for wrong in ({"imap_password": "no"}, {"imap_ca_file": ""}, {"imap_folder": "Nowhere"}, {"imap_port": 1}):
        with pytest.raises(NoMailbox), mailbox(replace(settings, **wrong)):
            pytest.fail(f"opened with {wrong}")


def test_where_there_is_no_dovecot_the_remedy_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_server.shutil, "which", lambda *_, **__: None)
    with pytest.raises(pytest.fail.Exception, match="apt-get install dovecot-imapd"), imap_server.serving():
        pytest.fail("served")
