"""How the mails of the corpus are made: bytes, because a library would refuse to write most of this."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass

from mlat.domain.mailed import MailKind

OURS = "mesa+k3v9tq@fiscalia.example"
THEIRS = "oficial@autoridad.example"
SENT = "<req-7.2026@fiscalia.example>"
NUMBER = "UFI/2026/REQ-0007"


@dataclass(frozen=True)
class Case:
    """One mail and what must be read of it."""

    name: str
    raw: bytes
    kind: MailKind
    auto: bool = False
    failed: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    reason: str = ""
    """One of its reasons, where the test wants to know why."""
    fresh: str | None = None
    subject: str | None = None


def word(text: str) -> str:
    """A header value as an encoded word, where it needs one."""
    return text if text.isascii() else f"=?utf-8?B?{b64encode(text.encode()).decode()}?="


def mail(
    text: str,
    *,
    subject: str = f"Re: {NUMBER}",
    sender: str = THEIRS,
    heads: str = "",
    threaded: bool = True,
    html: bool = False,
) -> bytes:
    """A plain mail in UTF-8 to our reply address; `heads` are further header lines."""
    thread = f"In-Reply-To: {SENT}\nReferences: {SENT}\n" if threaded else ""
    kind = "html" if html else "plain"
    head = (
        f"From: {sender}\nTo: {OURS}\nSubject: {word(subject)}\nDate: Fri, 20 Nov 2026 10:00:00 +0100\n"
        f"Message-ID: <x1@autoridad.example>\n{thread}{heads}MIME-Version: 1.0\n"
        f"Content-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    )
    return (head + text).replace("\n", "\r\n").encode()


def parts(
    *bodies: str, subtype: str = "mixed", subject: str = f"Re: {NUMBER}", sender: str = THEIRS, heads: str = ""
) -> bytes:
    """A mail of several parts; each body begins with its own header lines."""
    boundary = "--=b1"
    head = (
        f"From: {sender}\nTo: {OURS}\nSubject: {word(subject)}\nDate: Fri, 20 Nov 2026 10:00:00 +0100\n"
        f"Message-ID: <x2@autoridad.example>\n{heads}MIME-Version: 1.0\n"
        f'Content-Type: multipart/{subtype}; boundary="--=b1"\n\n'
    )
    body = "".join(f"--{boundary}\n{each}\n" for each in bodies) + f"--{boundary}--\n"
    return (head + body).replace("\n", "\r\n").encode()


def said(text: str) -> str:
    """A part of plain text."""
    return f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}"


def attached(name_line: str, kind: str = "application/pdf", data: bytes = b"%PDF-1.7 x") -> str:
    """A part that travels along; `name_line` is the rest of its disposition."""
    return (
        f"Content-Type: {kind}\nContent-Transfer-Encoding: base64\n"
        f"Content-Disposition: attachment; {name_line}\n\n{b64encode(data).decode()}"
    )


RETURNED = (
    f"Content-Type: message/rfc822\n\nFrom: mesa@fiscalia.example\nTo: {THEIRS}\nSubject: {NUMBER}\n"
    f"Message-ID: {SENT}\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=inner\n\n"
    "--inner\nContent-Type: text/plain\n\nSolicitud.\n"
    "--inner\nContent-Type: application/pdf\nContent-Disposition: attachment; "
    "filename=solicitud.pdf\n\n%PDF\n--inner--\n"
)


def status(*recipients: str) -> str:
    """The part of a delivery report that machines read: a block per recipient."""
    blocks = "\n\n".join(("Reporting-MTA: dns; mx.autoridad.example", *recipients))
    return f"Content-Type: message/delivery-status\n\n{blocks}\n"


def recipient(address: str, action: str, code: str, extra: str = "") -> str:
    """One block of it."""
    return f"Final-Recipient: rfc822; {address}\nAction: {action}\nStatus: {code}{extra}"


def delivery_report(*bodies: str, subject: str = "Undelivered Mail Returned to Sender", heads: str = "") -> bytes:
    """A multipart/report about delivery."""
    return parts(
        *bodies,
        subtype="report; report-type=delivery-status",
        subject=subject,
        sender="Mail Delivery System <MAILER-DAEMON@mx.autoridad.example>",
        heads="Auto-Submitted: auto-replied\nReturn-Path: <>\n" + heads,
    )
