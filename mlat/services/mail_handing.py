"""Mail that belongs to another office of this house, handed over to it: sealed anew, so that nothing here opens it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.matching import Verdict
from mlat.domain.permissions import Actor
from mlat.domain.problems import Problem
from mlat.house import house
from mlat.keys import CaseKey
from mlat.model import MailHanding, Message, Office, new_id, transaction
from mlat.services import journal
from mlat.services.access import find_message
from mlat.services.mail_filing import refuse_decided
from mlat.services.mail_seals import seal
from mlat.services.reasons import digest, needed
from mlat.services.vault import key_of_message, place_of_key, place_of_reason, whole_of


def hand_over(actor: Actor, now: datetime, message_id: str, office_id: str, reason: str) -> None:
    """Give a waiting mail to another office, which must decide about it from then on; its age stays.

    The mail gets a new key: the old one may have lain in a case of this office, and in backups of it. The new bytes
    are stored before the commit and the old ones erased after it, so that a crash leaves one whole mail, and at most
    bytes beside it that no key opens. Raises `Problem` for a mail that does not wait, for no other office, and between
    a training office and a real one.
    """
    reason = needed(reason)
    with transaction() as session:
        row = find_message(session, actor, message_id)
        refuse_decided(row)
        there = _other(session, actor, office_id)
        copies = (row, *_doubles(session, row))
        old = [_seal_anew(session, each) for each in copies]
        for each in copies:
            each.office_id = there.id
        row.verdict, row.proposal = Verdict.NOTHING, []
        handing = MailHanding(
            id=new_id(), message_id=row.id, from_office_id=actor.office_id, to_office_id=there.id,
            handed_by=actor.user_id, handed_at=now,
        )  # fmt: skip
        handing.reason_sealed = key_of_message(row).seal(reason, place_of_reason(handing))
        session.add(handing)
        session.flush()
        _tell(session, now, actor, handing, reason)
    for blob in old:
        house().returned.erase(blob)


def _other(session: Session, actor: Actor, office_id: str) -> Office:
    office = session.get(Office, office_id)
    if office is None or office.id == actor.office_id:
        raise Problem("office", "office", "is not another office.", "Choose one of the list.")
    if office.training != session.get_one(Office, actor.office_id).training:
        says = "is a training office, or this one is: real mail and exercises stay apart."
        raise Problem("training", "office", says, "Choose one of the list.")
    return office


def _doubles(session: Session, row: Message) -> Sequence[Message]:
    """The same mail by other ways: each holds the whole content."""
    return session.scalars(select(Message).where(Message.same_as == row.id).with_for_update()).all()


def _seal_anew(session: Session, row: Message) -> str:
    """Give a message another key, with everything that its own one opened; returns the name of the old bytes."""
    old, blob, mail = key_of_message(row), row.blob, whole_of(row, key_of_message(row))
    key, row.key_wrapped = house().keyring.new_own_key(place_of_key(row.id))
    row.blob = house().returned.put(key, house().returned.get(old, blob))
    if mail is not None:
        seal(row, key, mail)
    for earlier in session.scalars(select(MailHanding).where(MailHanding.message_id == row.id)):
        earlier.reason_sealed = _again(earlier, old, key)
    return blob


def _again(handing: MailHanding, old: CaseKey, new: CaseKey) -> bytes:
    return new.seal(old.open(handing.reason_sealed, place_of_reason(handing)), place_of_reason(handing))


def _tell(session: Session, now: datetime, actor: Actor, handing: MailHanding, reason: str) -> None:
    """Both offices remember it in their own chains, which are held in one order whoever hands to whom."""
    sides = {handing.from_office_id: "mail_handed_over", handing.to_office_id: "mail_handed_in"}
    data = {
        "message": handing.message_id, "handing": handing.id, "from": handing.from_office_id,
        "to": handing.to_office_id, "reason_sha256": digest(reason),
    }  # fmt: skip
    for office_id, kind in sorted(sides.items()):
        journal.write(session, now, actor, kind, office_id=office_id, data=data)
