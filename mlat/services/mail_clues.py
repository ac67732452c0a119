"""What the database knows of a mail: which requests its address, thread, numbers and sender point at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from mlat.domain.lifecycle import BEFORE_ISSUE, DONE_WHEN, ENDED
from mlat.domain.mailed import Mail
from mlat.domain.matching import NAMING, PROVING, Candidate, Clue, Judged, Reason, judge, wordings
from mlat.domain.permissions import Actor
from mlat.model import Address, CaseKey, Dispatch, Leg, Office, Reference, Request, transaction
from mlat.services.access import find_message
from mlat.services.numbering import PROOF_LETTERS
from mlat.services.replyto import is_own, request_of
from mlat.services.vault import key_of, key_of_message, whole_of

PROOF = re.compile(rf"\b[{PROOF_LETTERS}]{{4}}-[{PROOF_LETTERS}]{{4}}-[{PROOF_LETTERS}]{{4}}\b")
AT_ONCE = 500
"""References asked for in one query."""
MOST = 30
"""Candidates of one weak kind: a recipient can have hundreds of open requests."""
THREAD_MOST = 200
"""Message-IDs that are looked up."""
OFFICE = "office"
GONE_OUT = Request.state.not_in(BEFORE_ISSUE | {"issued"})


def judged(session: Session, mail: Mail, tending: str) -> tuple[str, Judged]:
    """The office to whose requests a mail belongs, or the one that tends the mailbox, and what its clues come to."""
    own = is_own(mail.sender.address)
    found = _gather(session, mail)
    office_id = _whose(found, tending)
    return office_id, judge(
        found.get(office_id, ()), own=own or is_own(mail.sender.address, _email(session, office_id))
    )


def candidates_for(actor: Actor, message_id: str) -> tuple[Candidate, ...]:
    """The requests that a waiting message may be about, best first; none where it does not wait.

    Looked for anew: requests may have been sent, or references learnt, since the mail was read.
    """
    with transaction() as session:
        row = find_message(session, actor, message_id, held=False)
        mail = whole_of(row, key_of_message(row)) if row.state == "waiting" else None
        return judged(session, mail, row.office_id)[1].candidates if mail else ()


def dispatches_of(session: Session, mail: Mail) -> Sequence[Dispatch]:
    """The mails of ours on which this one reports, or which it answers."""
    ids = list(dict.fromkeys((*mail.original_message_ids, *mail.in_reply_to, *mail.references)))[:THREAD_MOST]
    return session.scalars(select(Dispatch).where(Dispatch.message_id.in_(ids))).all() if ids else ()


def knows_sender(session: Session, request: Request, address: str) -> bool:
    """Whether the office wrote to this address about the request, or holds it as a confirmed one of its recipients."""
    if not address:
        return False
    bodies = select(Leg.to_body).where(Leg.request_id == request.id)
    confirmed = exists().where(
        Address.office_id == request.office_id,
        or_(Address.recipient_id == request.recipient_id, Address.recipient_id.in_(bodies)),
        Address.channel == "mail",
        func.lower(Address.address) == address,
        Address.confirmed_at.is_not(None),
        Address.retired_at.is_(None),
    )
    return bool(session.scalar(select(confirmed))) or address in _written_to(session, request)


def _written_to(session: Session, request: Request) -> set[str]:
    if session.scalar(select(CaseKey.wrapped).where(CaseKey.case_id == request.case_id)) is None:
        return set()
    key = key_of(session, request.case_id)
    mails = session.scalars(select(Dispatch).where(Dispatch.request_id == request.id)).all()
    return {key.text(each.recipient_sealed, f"dispatches:{each.id}:recipient").casefold() for each in mails}


def _email(session: Session, office_id: str) -> str:
    return session.get_one(Office, office_id).email


def _gather(session: Session, mail: Mail) -> dict[str, list[Clue]]:
    """Clues by office. What is about a step of a request, such as an inquiry, points at the request itself."""
    rows: dict[str, Request] = {}
    reasons: dict[str, set[Reason]] = {}

    def point(found: Iterable[Request], reason: Reason) -> None:
        for row in found:
            meant = _followed(session, row)
            rows[meant.id] = meant
            reasons.setdefault(meant.id, set()).add(reason)

    thread = [each.request_id for each in dispatches_of(session, mail) if each.request_id]
    point(_requests(session, thread), Reason.THREAD)
    addressed = (request_of(session, each.address) for each in mail.recipients)
    point(_requests(session, [each for each in addressed if each]), Reason.REPLY_ADDRESS)
    text = "\n".join((mail.subject, mail.text, mail.original_text))
    codes = set(PROOF.findall(text.upper()))
    if codes:
        point(session.scalars(select(Request).where(Request.proof_code.in_(codes))), Reason.PROOF_CODE)
    for reason, found in _named(session, mail, text).items():
        point(found, reason)
    for row in list(rows.values()):
        if knows_sender(session, row, mail.sender.address):
            reasons[row.id].add(Reason.KNOWN_ADDRESS)
    # Of a mail that came back, the address that it did not reach is the recipient's.
    known = (mail.sender.address, *mail.failed_recipients, *mail.delayed_recipients)[:MOST]
    by_address = [row for address in dict.fromkeys(known) for row in _open_with(session, address)]
    point(by_address, Reason.KNOWN_ADDRESS)
    if len(by_address) == 1:
        point(by_address, Reason.ONLY_OPEN)
    clues: dict[str, list[Clue]] = {}
    for request_id, why in reasons.items():
        clues.setdefault(rows[request_id].office_id, []).extend(Clue(request_id, reason) for reason in sorted(why))
    return clues


def _requests(session: Session, ids: Sequence[str]) -> Sequence[Request]:
    return session.scalars(select(Request).where(Request.id.in_(set(ids)))).all() if ids else ()


def _followed(session: Session, row: Request) -> Request:
    """An inquiry, a confirmation, an answer of ours: news comes on the request that it follows."""
    while row.parent_id and row.measure in DONE_WHEN:
        row = session.get_one(Request, row.parent_id)
    return row


def _named(session: Session, mail: Mail, text: str) -> Mapping[Reason, list[Request]]:
    """Requests whose reference stands in the subject or in the text, whoever gave it."""
    in_subject, in_text = set(wordings(mail.subject)), wordings(text)
    offices = session.scalars(select(Office.id)).all()  # named, because the index begins with the office
    known: list[Reference] = []
    for start in range(0, len(in_text), AT_ONCE):
        part = in_text[start : start + AT_ONCE]
        known += session.scalars(select(Reference).where(Reference.office_id.in_(offices), Reference.folded.in_(part)))
    found: dict[Reason, list[Request]] = {}
    for reference in known:
        if reference.request_id is None:
            found.setdefault(Reason.CASE_REFERENCE, []).extend(_open_in(session, reference.case_id))
            continue
        ours, above = reference.body == OFFICE, reference.folded in in_subject
        number = Reason.OUR_NUMBER_IN_SUBJECT if above else Reason.OUR_NUMBER
        theirs = Reason.THEIR_REFERENCE_IN_SUBJECT if above else Reason.THEIR_REFERENCE
        request = session.get_one(Request, reference.request_id)
        found.setdefault(number if ours else theirs, []).append(request)
    return found


def _open_in(session: Session, case_id: str) -> Sequence[Request]:
    query = select(Request).where(Request.case_id == case_id, GONE_OUT, Request.state.not_in(ENDED))
    return session.scalars(query.order_by(Request.created_at.desc()).limit(MOST)).all()


def _open_with(session: Session, address: str) -> Sequence[Request]:
    """Open requests whose recipient, or a body on the way to it, has this confirmed address."""
    if not address:
        return ()
    holders = select(Address.office_id, Address.recipient_id).where(
        Address.channel == "mail",
        func.lower(Address.address) == address,
        Address.confirmed_at.is_not(None),
        Address.retired_at.is_(None),
    )
    found: list[Request] = []
    for office_id, body in session.execute(holders.distinct()).all():
        on_the_way = exists().where(Leg.request_id == Request.id, Leg.to_body == body)
        query = select(Request).where(
            Request.office_id == office_id,
            or_(Request.recipient_id == body, on_the_way),
            GONE_OUT,
            Request.ball != "done",
            Request.measure.not_in(DONE_WHEN),
        )
        found += session.scalars(query.order_by(Request.created_at.desc()).limit(MOST))
    return found


def _whose(clues: Mapping[str, Sequence[Clue]], tending: str) -> str:
    """The office whose request is meant beyond doubt of ours; else the one that tends the mailbox."""
    for strong in (PROVING, NAMING):
        meant = [office for office, found in clues.items() if any(clue.reason in strong for clue in found)]
        if len(meant) == 1:
            return meant[0]
        if meant:
            break
    if tending not in clues and len(clues) == 1:
        return next(iter(clues))
    return tending
