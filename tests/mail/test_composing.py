"""A mail is composed once: the same values give the same bytes, and nothing can be slipped into its head."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest

from mlat.mail.composing import Attachment, compose

AT = datetime(2026, 3, 2, 18, 10, tzinfo=UTC)


def mail(**changed: object) -> bytes:
    values: dict[str, object] = {
        "sender": "oficina@fiscalia.example",
        "to": "autoridad@estado.example",
        "subject": "Solicitud UFI/2026/REQ-0001",
        "text": "Señora, señor:\n",
        "message_id": "<abc123@fiscalia.example>",
        "at": AT,
        "attachments": (Attachment("UFI-2026-REQ-0001.pdf", "application/pdf", b"%PDF-1.7\x00\xff"),),
    }
    return compose(**(values | changed))  # type: ignore[arg-type]


def test_the_same_values_give_the_same_bytes() -> None:
    assert mail() == mail()


def test_what_goes_in_comes_out() -> None:
    read = message_from_bytes(mail(answers="<before@estado.example>", reply_to="mesa@fiscalia.example"), policy=default)
    assert read["Message-ID"] == "<abc123@fiscalia.example>"
    assert read["In-Reply-To"] == read["References"] == "<before@estado.example>"
    assert read["Reply-To"] == "mesa@fiscalia.example"
    assert read["Date"] == "Mon, 02 Mar 2026 18:10:00 +0000"
    body, attached = read.get_body(), list(read.iter_attachments())
    assert body is not None
    assert body.get_content().splitlines() == ["Señora, señor:"]
    assert [(each.get_filename(), each.get_content()) for each in attached] == [
        ("UFI-2026-REQ-0001.pdf", b"%PDF-1.7\x00\xff")
    ]


@pytest.mark.parametrize("field", ["subject", "to", "sender"])
def test_a_line_break_cannot_open_another_header(field: str) -> None:
    with pytest.raises(ValueError, match=r"newline|linefeed|CR or LF|Invalid"):
        mail(**{field: "a@b.example\r\nBcc: everyone@example.org"})


def test_every_server_can_carry_it_unchanged() -> None:
    raw = mail(text="Señora, señor:\n" + "ñ" * 2000)
    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 78
