"""What is filed without a click: a bounce with its own dispatch, and an acknowledgement whose match is certain.

An acknowledgement that says anything more waits for a person: what is no known sentence may be the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.casefile import ReplyInput
from mlat.domain.lifecycle import BEFORE_ISSUE, ENDED, Kind
from mlat.domain.mail_kinds import NO_MORE
from mlat.domain.mailed import Mail, MailKind
from mlat.domain.matching import Verdict
from mlat.domain.permissions import Actor
from mlat.domain.problems import Problem, Problems
from mlat.model import CaseKey, Dispatch, Leg, Message, Request, transaction
from mlat.services.mail_clues import dispatches_of
from mlat.services.mail_filing import Part, lay, lay_bounce, moment
from mlat.services.mail_suggesting import numbers_of_theirs
from mlat.services.vault import key_of, key_of_message, whole_of


def file_by_itself(now: datetime, message_id: str, *, give_up: bool = False) -> str:
    """File a message that was read where nobody need look, or lay it before a person; returns its state.

    `give_up` lays it before a person whatever it is: filing it has failed several times.
    """
    with transaction() as session:
        row = session.get_one(Message, message_id, with_for_update=True)
        if row.state != "read":
            return row.state
        row.state = "waiting"
        mail, actor = whole_of(row, key_of_message(row)), Actor(row.office_id)
        if mail is None or give_up:
            return row.state
        try:
            with session.begin_nested():
                if row.kind == MailKind.BOUNCE and (ours := _returned(session, mail)) is not None:
                    lay_bounce(session, now, Actor(ours.office_id), row, ours)
                elif _is_bare(mail) and row.verdict == Verdict.CERTAIN:
                    _acknowledge(session, now, actor, row, mail)
        except (Problem, Problems):
            session.refresh(row)  # it does not fit what the request is now: a person looks
        return row.state


def _is_bare(mail: Mail) -> bool:
    return mail.kind is MailKind.ACKNOWLEDGEMENT and NO_MORE in mail.reasons


def _returned(session: Session, mail: Mail) -> Dispatch | None:
    """The one dispatch that a bounce is about: by its Message-ID, and to the address that was not reached."""
    ours = dispatches_of(session, mail)
    if len(ours) != 1 or not _has_key(session, ours[0].case_id):
        return None
    to = key_of(session, ours[0].case_id).text(ours[0].recipient_sealed, f"dispatches:{ours[0].id}:recipient")
    return ours[0] if not mail.failed_recipients or to.casefold() in _folded(mail.failed_recipients) else None


def _folded(addresses: Sequence[str]) -> set[str]:
    return {address.casefold() for address in addresses}


def _has_key(session: Session, case_id: str) -> bool:
    row = session.get(CaseKey, case_id)
    return row is not None and row.wrapped is not None


def _acknowledge(session: Session, now: datetime, actor: Actor, row: Message, mail: Mail) -> None:
    """Record that they have it: that stops the first clock, and no other. Of several numbers of theirs none is kept."""
    request = session.get_one(Request, row.proposal[0][0])
    if request.state in ENDED | BEFORE_ISSUE or not _has_key(session, request.case_id):
        return
    numbers = numbers_of_theirs(session, mail)
    reference = numbers[0] if len(numbers) == 1 else ""
    at, zone = moment(now, row, mail), _zone(session, request)
    answer = ReplyInput(kind=Kind.ACKNOWLEDGED, at=at, zone=zone, reference=reference)
    lay(session, now, actor, row, [Part(request_id=request.id, answer=answer)])


def _zone(session: Session, request: Request) -> str:
    """Where the recipient is, as its leg knows it."""
    zones = select(Leg.zone).where(Leg.request_id == request.id).order_by(Leg.reaches_recipient.desc(), Leg.seq.desc())
    return session.scalars(zones.limit(1)).first() or "UTC"
