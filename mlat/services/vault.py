"""The keys of cases, and of mail that lies in no case: fetched inside the transaction that needs them."""

from __future__ import annotations

from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from mlat.domain.mailed import Mail
from mlat.house import house
from mlat.keys import CaseKey
from mlat.model import CaseKey as CaseKeyRow
from mlat.model import Filing, MailHanding, Message

MAIL = TypeAdapter(Mail)


def key_of(session: Session, case_id: str) -> CaseKey:
    """The key that opens what belongs to the case; raises `Problem` when the case was erased."""
    row = session.get_one(CaseKeyRow, case_id)
    return house().keyring.case_key(case_id, row.wrapped)


def key_of_message(row: Message) -> CaseKey:
    """The key of a message that lies in no case; raises `Problem` where it was filed or its master key is gone."""
    return house().keyring.own_key(row.key_wrapped or b"", place_of_key(row.id))


def place_of_key(message_id: str) -> str:
    """To what a message's own key is bound."""
    return f"messages:{message_id}:key"


def head_of(row: Message | Filing, key: CaseKey) -> Mail | None:
    """What was read of a mail, without its text; None while nothing was read yet."""
    return MAIL.validate_json(key.open(row.head_sealed, place_in(row, "head"))) if row.head_sealed else None


def whole_of(row: Message | Filing, key: CaseKey) -> Mail | None:
    """Everything that was read of a mail; None while nothing was read yet."""
    return MAIL.validate_json(key.open(row.text_sealed, place_in(row, "text"))) if row.text_sealed else None


def place_of_reason(handing: MailHanding) -> str:
    """Where the reason is sealed for which a mail was handed over."""
    return f"{handing.__tablename__}:{handing.id}:reason"


def place_in(row: Message | Filing, what: str) -> str:
    """Where a sealed part of a message stands."""
    return f"{row.__tablename__}:{row.id}:{what}"
