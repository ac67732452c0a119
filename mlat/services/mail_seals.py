"""What was read of a mail, sealed: under the message's own key until it is filed, then under a case's."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from pydantic import TypeAdapter

from mlat.domain.mailed import Mail
from mlat.house import house
from mlat.keys import CaseKey
from mlat.model import Filing, Message

MAIL = TypeAdapter(Mail)


def own_key(row: Message) -> CaseKey:
    """The key of a message that lies in no case; raises `Problem` where it was filed or its master key is gone."""
    return house().keyring.own_key(row.key_wrapped or b"", place_of_key(row.id))


def place_of_key(message_id: str) -> str:
    """To what a message's own key is bound."""
    return f"messages:{message_id}:key"


def seal(row: Message | Filing, key: CaseKey, mail: Mail) -> None:
    """Seal what was read: its head, so that a list need not open the whole, and its text."""
    head = replace(mail, text="", fresh_text="", original_text="")
    row.head_sealed = key.seal(MAIL.dump_json(head), _place(row, "head"))
    row.text_sealed = key.seal(MAIL.dump_json(mail), _place(row, "text"))


def head_of(row: Message | Filing, key: CaseKey) -> Mail | None:
    """What was read, without its text; None while nothing was read yet."""
    return MAIL.validate_json(key.open(row.head_sealed, _place(row, "head"))) if row.head_sealed else None


def whole_of(row: Message | Filing, key: CaseKey) -> Mail | None:
    """Everything that was read; None while nothing was read yet."""
    return MAIL.validate_json(key.open(row.text_sealed, _place(row, "text"))) if row.text_sealed else None


def fingerprint(mail: Mail) -> str | None:
    """The same for the same mail by two ways; None where it gives no Message-ID to tell it by.

    The content counts too: a sender who uses one Message-ID for all mails loses none of them.
    """
    if not mail.message_id:
        return None
    parts = [mail.message_id, mail.sender.address, mail.subject, mail.text, *(each.sha256 for each in mail.attachments)]
    digests = "".join(hashlib.sha256(part.encode(errors="replace")).hexdigest() for part in parts)
    return house().keyring.shared_lookup(f"mail:{digests}")


def _place(row: Message | Filing, what: str) -> str:
    return f"{row.__tablename__}:{row.id}:{what}"
