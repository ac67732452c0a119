"""The number under which the writer of a mail keeps the matter; nothing is recorded here."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from mlat.domain.mail_references import numbers_given
from mlat.domain.mailed import Mail, MailKind
from mlat.domain.matching import fold, wordings
from mlat.domain.permissions import Actor
from mlat.facts.mail_words import load_mail_words
from mlat.model import Office, Reference, Request, reading
from mlat.services.access import find_message
from mlat.services.mail_clues import AT_ONCE, OFFICE, PROOF
from mlat.services.vault import key_of_message, whole_of


def suggested_reference(actor: Actor, message_id: str) -> str:
    """The number under which they keep the matter, where a waiting acknowledgement gives one; else empty."""
    with reading() as session:
        row = find_message(session, actor, message_id, held=False)
        if row.state != "waiting" or row.kind != MailKind.ACKNOWLEDGEMENT:
            return ""
        mail = whole_of(row, key_of_message(row))
        return next(iter(numbers_of_theirs(session, mail)), "") if mail else ""


def numbers_of_theirs(session: Session, mail: Mail) -> tuple[str, ...]:
    """Every number that a mail gives as theirs, best first.

    A number of this house is never theirs: of an office, a case or a request, whole or in part, or a proof code.
    """
    numbers = numbers_given(mail, load_mail_words())
    ours = _ours(session, mail) if numbers else []
    return tuple(each for each in numbers if not _is_ours(fold(each), ours))


def _is_ours(folded: str, ours: Sequence[str]) -> bool:
    return any(folded in each for each in ours)


def _ours(session: Session, mail: Mail) -> list[str]:
    """Every reference and proof code of this house that the mail names, folded."""
    text = "\n".join((mail.subject, mail.text))
    named, codes = wordings(text), set(PROOF.findall(text.upper()))
    offices = session.scalars(select(Office.id)).all()  # named, because the index begins with the office
    own = or_(Reference.body == OFFICE, Reference.request_id.is_(None))
    proofs = session.scalars(select(Request.proof_code).where(Request.proof_code.in_(codes)))
    found = [fold(code) for code in proofs if code]
    for start in range(0, len(named), AT_ONCE):
        among = Reference.office_id.in_(offices) & Reference.folded.in_(named[start : start + AT_ONCE])
        found += session.scalars(select(Reference.folded).where(own, among))
    return found
