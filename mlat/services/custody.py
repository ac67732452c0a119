"""The way of returned content out of this program: fetched by a custodian, moved to the evidence store, erased here.

A text or PDF that a person has declared free of such material is filed with the case instead, and can be opened.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.documents.kinds import FILEABLE
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.house import house
from mlat.keys import CaseKey
from mlat.model import Case, EvidenceItem, Reply, User, reading, transaction
from mlat.services import journal
from mlat.services.access import NotHere, find_item, find_request, require, visible_items
from mlat.services.mail_filing import let_raw_go
from mlat.services.setting_aside import own_key
from mlat.services.vault import key_of
from mlat.storage import Blobs

UNTESTED = frozenset({"found", "unread"})
"""What the scanner says of a file that is never filed."""


@dataclass(frozen=True)
class Taken:
    """A file as it leaves, under the name that it came with."""

    name: str
    data: bytes


def take(actor: Actor, now: datetime, item_id: str) -> Taken:
    """What was set aside, for the custodian alone; each time is an event, written before a byte leaves."""
    with transaction() as session:
        item = _aside(find_item(session, actor, item_id, Act.KEEP_EVIDENCE))
        if item.key_sealed is None:
            says, remedy = "was too large to be kept here.", "Fetch it from the mailbox or the link itself."
            raise Problem("too_large", "item", says, remedy)
        data = house().returned.get(own_key(session, item), item.apart)
        name = key_of(session, item.case_id).text(item.name_sealed, f"evidence_items:{item.id}:name")
        _note(session, actor, now, item, "returned_taken", {})
    return Taken(name, data)


def hand_over(actor: Actor, now: datetime, item_id: str, place: str, sha256: str) -> None:
    """The custodian confirms where it is kept and what they computed there; then bytes and key are erased here.

    Raises `Problem` where the hash is not ours: what lies there is not what came, and nothing is erased.
    """
    if not place.strip():
        raise Problem("empty", "place", "is empty.", "Say where the evidence store keeps it.")
    with transaction() as session:
        item = _aside(find_item(session, actor, item_id, Act.KEEP_EVIDENCE))
        if sha256.strip().lower() != item.sha256:
            says = "is not the hash of what came."
            raise Problem("hash", "sha256", says, "Fetch the file again and compute it where it is kept.")
        item.place, item.custodian = place.strip(), session.get_one(User, actor.user_id).name
        item.state, item.settled_by, item.settled_at = "outside", actor.user_id, now
        item.key_sealed = item.name_sealed = item.listing_sealed = None
        item.kind = item.sniffed = item.declared = ""
        where = hashlib.sha256(item.place.encode()).hexdigest()
        _note(session, actor, now, item, "returned_handed_over", {"size": item.size, "place": where})
    erase_left(now)


def declare_free(actor: Actor, now: datetime, item_id: str) -> None:
    """A person declares a text or PDF free of such material: it is filed under the case's key and may be opened.

    Raises `Problem` for any other type, and for what the virus scanner did not pass.
    """
    with transaction() as session:
        item = _aside(find_item(session, actor, item_id, Act.DECLARE_FREE))
        if item.kind not in FILEABLE or item.scan in UNTESTED or item.key_sealed is None:
            says = "can never be filed here."
            raise Problem("kind", "item", says, "A custodian moves it to the evidence store.")
        data = house().returned.get(own_key(session, item), item.apart)
        key = key_of(session, item.case_id)
    blob = house().blobs.put(key, data)
    with transaction() as session:
        item = _aside(find_item(session, actor, item_id, Act.DECLARE_FREE))
        item.blob, item.state, item.key_sealed = blob, "filed", None
        item.settled_by, item.settled_at = actor.user_id, now
        _note(session, actor, now, item, "returned_declared_free", {})
    erase_left(now)


def erase_left(now: datetime) -> int:
    """Erase the bytes of what has left, and the mail that brought it once nothing of that waits here any more.

    Their key is gone already. Returns how many; a crash costs nothing but time: what is not done keeps its name.
    """
    with reading() as session:
        left = select(EvidenceItem).where(EvidenceItem.apart != "", EvidenceItem.key_sealed.is_(None))
        found = [(item.id, item.apart, item.message_id) for item in session.scalars(left)]
    for item_id, name, message_id in found:
        house().returned.erase(name)
        if message_id:
            _let_mail_go(message_id)
        with transaction() as session:
            item = session.get_one(EvidenceItem, item_id, with_for_update=True)
            if item.apart:
                item.apart = ""
                office = session.get_one(Case, item.case_id).office_id
                _note(session, Actor(office), now, item, "returned_erased", {})
    return len(found)


def open_filed(actor: Actor, now: datetime, item_id: str) -> Taken:
    """A filed answer, for who sees the case; each opening is an event. The limits of use stand beside the button."""
    with transaction() as session:
        item = find_item(session, actor, item_id, Act.SEE_EVIDENCE)
        if item.state != "filed":
            raise Problem("state", "item", "is not filed here.", "Ask the custodian who keeps it.")
        key = key_of(session, item.case_id)
        name, blob = key.text(item.name_sealed, f"evidence_items:{item.id}:name"), item.blob
        _note(session, actor, now, item, "evidence_opened", {})
    return Taken(name, house().blobs.get(key, blob))


def rehash(actor: Actor, now: datetime, item_id: str) -> bool:
    """Compute the hash of what is here anew; whether it is still what came. Each time is an event."""
    with transaction() as session:
        item = find_item(session, actor, item_id, Act.SEE_EVIDENCE)
        key, store, name = _here(session, item)
    try:
        same = hashlib.sha256(store.get(key, name)).hexdigest() == item.sha256
    except Problem:
        same = False
    with transaction() as session:
        item = find_item(session, actor, item_id, Act.SEE_EVIDENCE)
        moved = _here(session, item)[2] != name
        if not moved:
            _note(session, actor, now, item, "evidence_rehashed", {"same": same})
    # Filed while it was read: what was read may have been erased under our hands, which says nothing of what is there.
    return rehash(actor, now, item_id) if moved else same


def rehash_all(actor: Actor, now: datetime) -> list[tuple[str, bool]]:
    """The same for all that is here of the actor's office: (item id, whether it is still what came)."""
    require(actor, Act.SEE_EVIDENCE)
    here = EvidenceItem.key_sealed.is_not(None) | (EvidenceItem.blob != "")
    with transaction() as session:
        ids = session.scalars(visible_items(actor).with_only_columns(EvidenceItem.id).where(here)).all()
    found = []
    for item_id in sorted(ids):
        try:
            found.append((item_id, rehash(actor, now, item_id)))
        except Problem as problem:
            if problem.code != "not_here":  # it left meanwhile, for the evidence store
                raise
    return found


def show_link(actor: Actor, now: datetime, reply_id: str) -> str:
    """A download link, for the custodian who fetches what lies behind it; each look is an event."""
    require(actor, Act.KEEP_EVIDENCE)
    with transaction() as session:
        reply = session.get(Reply, reply_id)
        case = session.get(Case, reply.case_id) if reply else None
        if reply is None or case is None or case.office_id != actor.office_id or reply.link_sealed is None:
            raise NotHere("link")
        journal.write(
            session, now, actor, "link_seen", office_id=case.office_id, case_id=case.id, request_id=reply.request_id,
            data={"reply": reply.id},
        )  # fmt: skip
        return key_of(session, case.id).text(reply.link_sealed, f"replies:{reply.id}:link")


def note_export(actor: Actor, now: datetime, request_id: str, items: int) -> None:
    """Note that the register of what came to a request was exported."""
    with transaction() as session:
        row = find_request(session, actor, request_id, Act.SEE_EVIDENCE)
        journal.write(
            session, now, actor, "evidence_exported", office_id=row.office_id, case_id=row.case_id, request_id=row.id,
            data={"items": items},
        )  # fmt: skip


def _aside(item: EvidenceItem) -> EvidenceItem:
    if item.state == "waiting":
        raise Problem(
            "scan", "item", "still waits for the virus scanner.", "See that the scanner runs, then try again."
        )
    if item.state != "aside":
        raise Problem("state", "item", "is no longer set aside.", "Look at where it stands now.")
    return item


def _here(session: Session, item: EvidenceItem) -> tuple[CaseKey, Blobs, str]:
    """Key, store and name under which its bytes are here. Raises `Problem` where they are not."""
    if item.blob:
        return key_of(session, item.case_id), house().blobs, item.blob
    if item.key_sealed is None:
        raise Problem("not_here", "item", "is not here.", "Compute it where it is kept.")
    return own_key(session, item), house().returned, item.apart


def _note(
    session: Session, actor: Actor, now: datetime, item: EvidenceItem, kind: str, data: dict[str, object]
) -> None:
    office = session.get_one(Case, item.case_id).office_id
    journal.write(
        session, now, actor, kind, office_id=office, case_id=item.case_id, request_id=item.request_id,
        data={"item": item.id, "sha256": item.sha256} | data,
    )  # fmt: skip


def _let_mail_go(message_id: str) -> None:
    """A mail goes with the last of its files that waited here; not where all of them were declared free."""
    with transaction() as session:
        items = session.scalars(select(EvidenceItem).where(EvidenceItem.message_id == message_id)).all()
        gone = {item.sha256 for item in items if item.state == "outside"}
        if gone and not any(item.state in ("waiting", "aside") for item in items):
            let_raw_go(session, message_id, gone)
