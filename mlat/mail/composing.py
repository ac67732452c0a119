"""A mail as bytes: composed once, kept, and sent as it was kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

SEVEN_BIT = SMTP.clone(cte_type="7bit")
"""Every server takes it as it is; eight bits would be re-coded on the way, and the bytes not be ours."""


@dataclass(frozen=True)
class Attachment:
    """A file that travels with a mail."""

    name: str
    kind: str
    """MIME type, for example `application/pdf`."""
    data: bytes


def compose(
    *,
    sender: str,
    to: str,
    subject: str,
    text: str,
    message_id: str,
    at: datetime,
    attachments: tuple[Attachment, ...] = (),
    answers: str = "",
    reply_to: str = "",
) -> bytes:
    """The exact bytes of a mail; `at` is an aware instant, `answers` the Message-ID it answers."""
    mail = EmailMessage(policy=SEVEN_BIT)
    mail["From"] = sender
    mail["To"] = to
    mail["Subject"] = subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = message_id
    if reply_to:
        mail["Reply-To"] = reply_to
    if answers:
        mail["In-Reply-To"] = answers
        mail["References"] = answers
    mail.set_content(text)
    for attachment in attachments:
        main, _, sub = attachment.kind.partition("/")
        mail.add_attachment(attachment.data, maintype=main, subtype=sub, filename=attachment.name)
    if attachments:
        # A fixed boundary: the same record gives the same bytes.
        mail.set_boundary("=_" + message_id.strip("<>").partition("@")[0])
    return mail.as_bytes()
