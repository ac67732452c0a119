"""What was returned is set aside as it comes: under a key of its own, apart from the files, without any look inside.

Its beginning is sniffed and an archive's list of names is read; nothing else of it is opened, shown or copied.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from mlat.documents.archives import listing
from mlat.documents.kinds import sniff
from mlat.domain.permissions import Actor
from mlat.domain.routes import limits_of_use
from mlat.house import house
from mlat.keys import CaseKey
from mlat.model import Case, EvidenceItem, Request, new_id
from mlat.services import journal
from mlat.services.vault import key_of

LARGEST = 100 * 1024 * 1024
"""Bytes of one item that are kept here; of a larger one only size and hash are, and the custodian fetches it itself."""
KEY_LENGTH = 32
LONGEST_TYPE = 100


def set_aside(
    session: Session,
    now: datetime,
    *,
    case_id: str,
    request_id: str | None,
    message_id: str,
    name: str,
    declared_type: str,
    data: bytes,
    by: Actor | None = None,
    reply_id: str | None = None,
    what: str = "",
) -> str:
    """Set aside one file that came with a mail (`message_id`), or that a person gave; returns the item's id.

    Inside a transaction that is open, and fit for one: it seals and writes one file of this machine. Where that
    transaction is rolled back, the item's key is lost with it and what was written can never be opened. With a virus
    scanner set, the item waits for its word (`scanning.scan_waiting`). `by` is the mailbox where nobody is named.
    """
    case = session.get_one(Case, case_id)
    row = session.get(Request, request_id) if request_id else None
    case_key, seen = key_of(session, case_id), sniff(data)
    item = EvidenceItem(
        id=new_id(),
        case_id=case_id,
        request_id=request_id,
        reply_id=reply_id,
        message_id=message_id,
        what=what,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        state="waiting" if house().settings.clamd_socket else "aside",
        kind=seen.kind,
        sniffed=seen.media_type[:LONGEST_TYPE],
        declared=declared_type[:LONGEST_TYPE],
        use_limit=limits_of_use(row.route) if row else "",
        recorded_at=now,
    )
    item.name_sealed = case_key.seal(name, f"evidence_items:{item.id}:name") if name else None
    held = listing(data) if seen.kind == "archive" else None
    if held is not None:
        text = json.dumps(held.to_json(), ensure_ascii=False)
        item.listing_sealed = case_key.seal(text, f"evidence_items:{item.id}:listing")
    if len(data) <= LARGEST:
        secret = secrets.token_bytes(KEY_LENGTH)
        item.key_sealed = case_key.seal(secret, f"evidence_items:{item.id}:key")
        item.apart = house().returned.put(CaseKey(secret), data)
    else:
        item.state = "aside"
    session.add(item)
    journal.write(
        session, now, by or Actor(case.office_id), "returned_set_aside",
        office_id=case.office_id, case_id=case_id, request_id=request_id,
        data={"item": item.id, "sha256": item.sha256, "size": item.size, "kind": item.kind, "message": message_id},
    )  # fmt: skip
    session.flush()
    return item.id


def own_key(session: Session, item: EvidenceItem) -> CaseKey:
    """The key under which a set-aside item's bytes stand apart."""
    sealed = item.key_sealed or b""
    return CaseKey(key_of(session, item.case_id).open(sealed, f"evidence_items:{item.id}:key"))
