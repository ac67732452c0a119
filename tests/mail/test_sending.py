"""Putting a mail on the wire: only over TLS, and honest about whether it went."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mlat.mail.composing import compose
from mlat.mail.sending import DropFolder, NotSent, Smtp, Unsure, post_for
from mlat.settings import Settings
from tests.mail_server import HOST, MailServer, serving

MESSAGE_ID = "<abc123@fiscalia.example>"
RAW = compose(
    sender="a@fiscalia.example",
    to="b@estado.example",
    subject="x",
    text="x",
    message_id=MESSAGE_ID,
    at=datetime(2026, 3, 2, 13, 0, tzinfo=UTC),
)


def smtp(server: MailServer, home: Path, ca_file: str | None = None) -> Smtp:
    trusted = str(server.authority) if ca_file is None else ca_file
    found = post_for(Settings(home=home, mail="smtp", smtp_host=HOST, smtp_port=server.port, smtp_ca_file=trusted))
    assert isinstance(found, Smtp)
    return found


def test_a_mail_arrives_over_tls(mail_server: MailServer, tmp_path: Path) -> None:
    smtp(mail_server, tmp_path).send(RAW, "b@estado.example", needs_tls=True)
    assert mail_server.post.got == {MESSAGE_ID: 1}


def test_a_server_that_nobody_vouches_for_gets_nothing(mail_server: MailServer, tmp_path: Path) -> None:
    with pytest.raises(NotSent):
        smtp(mail_server, tmp_path, ca_file="").send(RAW, "b@estado.example", needs_tls=True)
    assert not mail_server.post.got


@pytest.mark.parametrize("needs_tls", [True, False])
def test_a_server_without_tls_gets_nothing(tmp_path: Path, needs_tls: bool) -> None:
    with serving(tmp_path, tls=False) as server:
        with pytest.raises(NotSent):
            smtp(server, tmp_path).send(RAW, "b@estado.example", needs_tls=needs_tls)
        assert not server.post.got


def test_a_server_that_is_not_there_got_nothing(mail_server: MailServer, tmp_path: Path) -> None:
    nobody = MailServer(1, mail_server.authority, mail_server.post)
    with pytest.raises(NotSent, match="ConnectionRefusedError"):
        smtp(nobody, tmp_path).send(RAW, "b@estado.example", needs_tls=True)


def test_a_refusal_is_a_mail_that_did_not_go(mail_server: MailServer, tmp_path: Path) -> None:
    mail_server.post.says = "554 no b@estado.example here"
    with pytest.raises(NotSent) as refused:
        smtp(mail_server, tmp_path).send(RAW, "b@estado.example", needs_tls=True)
    assert "estado.example" not in str(refused.value)


def test_an_address_that_smtp_cannot_spell_is_a_mail_that_did_not_go(mail_server: MailServer, tmp_path: Path) -> None:
    with pytest.raises(NotSent):
        smtp(mail_server, tmp_path).send(RAW, "josé@estado.example", needs_tls=True)
    assert not mail_server.post.got


def test_a_line_cut_after_the_mail_leaves_doubt(mail_server: MailServer, tmp_path: Path) -> None:
    mail_server.post.says = ""
    with pytest.raises(Unsure):
        smtp(mail_server, tmp_path).send(RAW, "b@estado.example", needs_tls=True)
    assert mail_server.post.got == {MESSAGE_ID: 1}


def test_a_dropped_mail_is_a_file_and_dropping_it_again_changes_nothing(tmp_path: Path) -> None:
    drop = post_for(Settings(home=tmp_path))
    assert isinstance(drop, DropFolder)
    for _ in range(2):
        drop.send(RAW, "b@estado.example", needs_tls=True)
    assert {file.name: file.read_bytes() for file in drop.folder.iterdir()} == {"abc123.eml": RAW}
