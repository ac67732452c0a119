"""Sealing what was read of a mail: under the message's own key until it is filed, then under a case's."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from mlat.domain.mailed import Mail
from mlat.house import house
from mlat.keys import CaseKey
from mlat.model import Filing, Message
from mlat.services.vault import MAIL, place_in


def seal(row: Message | Filing, key: CaseKey, mail: Mail) -> None:
    """Seal what was read: its head, so that a list need not open the whole, and its text."""
    head = replace(mail, text="", fresh_text="", original_text="")
    row.head_sealed = key.seal(MAIL.dump_json(head), place_in(row, "head"))
    row.text_sealed = key.seal(MAIL.dump_json(mail), place_in(row, "text"))


def fingerprint(mail: Mail) -> str | None:
    """The same for the same mail by two ways; None where it gives no Message-ID to tell it by.

    The content counts too: a sender who uses one Message-ID for all mails loses none of them.
    """
    if not mail.message_id:
        return None
    parts = [mail.message_id, mail.sender.address, mail.subject, mail.text, *(each.sha256 for each in mail.attachments)]
    digests = "".join(hashlib.sha256(part.encode(errors="replace")).hexdigest() for part in parts)
    return house().keyring.shared_lookup(f"mail:{digests}")
