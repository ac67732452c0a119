"""What was read of one mail: a plain record, whatever the mail was made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MailKind(StrEnum):
    """What a mail is. A guess by rules over its structure, head and words; a person may say otherwise."""

    REPLY = "reply"
    """Somebody writes: the only kind that may be an answer."""
    ACKNOWLEDGEMENT = "acknowledgement"
    """It came in there, and no more than that; may be automatic, where it gives a number of theirs."""
    MORE_INFORMATION = "more_information"
    """They ask us something before they go on."""
    BOUNCE = "bounce"
    """Not delivered, for good. Concerns only the dispatch it belongs to."""
    DELAYED = "delayed"
    """Not delivered yet; the server still tries."""
    AUTO_REPLY = "auto_reply"
    """Nobody has read ours: out of office, or a machine says that it is there."""
    READ_RECEIPT = "read_receipt"
    """A disposition notification: displayed, or deleted unread."""
    CHALLENGE = "challenge"
    """Ours is kept back until somebody proves to be human."""
    COMPLAINT_REPORT = "complaint_report"
    """A feedback report: somebody there marked ours as spam."""
    UNRELATED = "unrelated"
    """No sign that it answers anybody, or sent in bulk. Only a hint: who matches it may still file it."""
    UNREADABLE = "unreadable"
    """Could not be read, or not within the limits: kept and shown."""


BY_MACHINES = frozenset(
    {
        MailKind.BOUNCE,
        MailKind.DELAYED,
        MailKind.AUTO_REPLY,
        MailKind.READ_RECEIPT,
        MailKind.CHALLENGE,
        MailKind.COMPLAINT_REPORT,
    }
)
"""Kinds that nobody wrote: none of them ever counts as an answer, nor as an acknowledgement."""


@dataclass(frozen=True)
class MailAddress:
    """Who, as the mail says: both parts are claims of its sender."""

    address: str
    """In lower case; "" where none can be read."""
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class MailAttachment:
    """A file that travels with a mail, by name, size and hash only. Nothing of it was opened."""

    name: str
    """As decoded, without folders and control characters; never a path. "" where it has none."""
    declared_type: str
    """MIME type as the sender says, for example `application/pdf`."""
    size: int
    """Bytes."""
    sha256: str
    within: tuple[str, ...] = ()
    """The subjects or names of the attached messages that it lies in, the outermost first."""


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One mail as read. Every field is what the mail says of itself: none is proof of who sent it."""

    kind: MailKind
    reasons: tuple[str, ...]
    """Why this kind: codes such as `report_failed` or `words_out_of_office`; the strongest first."""
    is_bounce: bool = False
    is_auto_reply: bool = False
    """No person wrote it: out of office, an automatic acknowledgement, a challenge. Never an answer."""
    message_id: str = ""
    """With its angle brackets; "" where missing or broken beyond use."""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    """Message-IDs with their angle brackets, oldest first."""
    subject: str = ""
    """One line: no control character survives, so it may be written into another head."""
    sender: MailAddress = MailAddress("")
    reply_to: tuple[MailAddress, ...] = ()
    recipients: tuple[MailAddress, ...] = ()
    """To, Cc, Delivered-To, X-Original-To and their like, each address once: reply tokens stand here."""
    sent_at: datetime | None = None
    """Aware, in UTC; None where the mail gives none, or nonsense."""
    text: str = ""
    """The whole text, quoted parts included; of a message without plain text what its HTML says."""
    fresh_text: str = ""
    """Best effort: `text` without what it quotes. Never throw `text` away for it."""
    attachments: tuple[MailAttachment, ...] = ()
    """In the order in which `mlat.mail.reading.attachments_of` gives their bytes."""
    failed_recipients: tuple[str, ...] = ()
    """Addresses of a bounce that were not reached, in lower case."""
    delayed_recipients: tuple[str, ...] = ()
    original_message_ids: tuple[str, ...] = ()
    """Message-IDs of the mail that a report is about (of ours, if it is honest)."""
    original_text: str = ""
    """Head and text of the mail that a report returned: our own references stand there, so does nothing new."""
    defects: tuple[str, ...] = ()
    """What was broken in it, for the person who looks: codes such as `unknown_charset`."""
