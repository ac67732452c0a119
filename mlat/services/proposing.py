"""What a recipient abroad enters on its page: a proposal, until a code from its mailbox or an officer confirms it."""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from mlat.documents.abroad import zones
from mlat.documents.mailtext import code_mail
from mlat.domain.answering import (
    CHOICES,
    CODE_DIGITS,
    CODE_LIVES,
    CODE_TRIES,
    CODES_A_DAY,
    MOST_WAITING,
    Entry,
    read_code,
    wrong,
)
from mlat.domain.casefile import ReplyInput
from mlat.domain.lifecycle import Kind
from mlat.domain.permissions import Act, Actor, Visitor
from mlat.domain.problems import Problem
from mlat.house import house
from mlat.keys import CaseKey
from mlat.model import Case, Event, Office, Proposal, RecipientLink, Request, new_id, transaction
from mlat.services import journal, outbox
from mlat.services.access import NotHere, find_request
from mlat.services.inviting import confirmed_mail
from mlat.services.knowledge import world_of
from mlat.services.linking import opened_by
from mlat.services.reasons import digest, keep_reason, needed
from mlat.services.tracking import record_in
from mlat.services.vault import key_of

Outcome = Literal["code", "officer", "confirmed", "wrong"]


@dataclass(frozen=True)
class Opened:
    """What the page may show: nothing that helps whoever found the link."""

    number: str
    office: str
    language: str
    form: str
    until: datetime
    zones: tuple[str, ...]
    """Those offered, the recipient's own first."""


def visit(now: datetime, token: str) -> Opened | None:
    """What the link opens, and its use is noted; None for every link that opens nothing."""
    with transaction() as session:
        found = opened_by(session, token, now)
        if found is None:
            return None
        link, row = found
        session.refresh(link, with_for_update=True)
        link.uses, link.used_at = link.uses + 1, now
        _note(session, Visitor(row.office_id), now, "page_opened", row, link)
        office = session.get_one(Office, row.office_id)
        return Opened(row.number or "", office.name, row.language, row.form, link.until, _zones(session, row))


def propose(now: datetime, token: str, entry: Entry) -> Outcome | None:
    """Keep what was entered, and mail a code where an address is confirmed; None where the link opens nothing.

    The same entry sent twice is one, and gets a new code where the first is past. Raises `Problem` for what cannot be
    taken, and where too much waits.
    """
    with transaction() as session:
        found = _held(session, token, now)
        if found is None:
            return None
        link, row = found
        _refuse_wrong(entry, now, _zones(session, row))
        key = key_of(session, row.case_id)
        waiting = session.scalars(_waiting(link)).all()
        made = next((each for each in waiting if _read(key, each) == entry), None)
        if made is not None and (made.code_until is None or made.code_until > now or made.code_given_at is not None):
            return "code" if made.code_hash and made.code_tries < CODE_TRIES else "officer"
        if made is None and len(waiting) >= MOST_WAITING:
            raise Problem("many", "page", "holds too much that waits already.", "Write to the office, or call it.")
        made = made or _keep(session, now, link, row, key, entry)
        mail = _mail_code(session, now, link, row, made)
        more = {"dispatch": mail} if mail else {}
        _note(session, Visitor(row.office_id), now, "proposed", row, link, proposal=made.id, proposes=made.kind, **more)
        return "code" if mail else "officer"


def confirm(now: datetime, token: str, given: str) -> Outcome | None:
    """The code that came by mail: what it belongs to is recorded as the recipient's answer.

    `wrong` for any code that is not right or can no longer be used; `officer` where the answer does not fit where the
    request stands, so that a person must look. None where the link opens nothing.
    """
    try:
        return _confirm(now, token, given, recorded=True)
    except Problem:
        return _confirm(now, token, given, recorded=False)


def _confirm(now: datetime, token: str, given: str, *, recorded: bool) -> Outcome | None:
    with transaction() as session:
        found = _held(session, token, now)
        if found is None:
            return None
        link, row = found
        visitor, open_codes = Visitor(row.office_id), _with_codes(session, link, now)
        right = [each for each in open_codes if hmac.compare_digest(_hash(each.id, given), each.code_hash or "")]
        if not right:
            for each in open_codes:
                each.code_tries += 1
            _note(session, visitor, now, "code_wrong", row, link)
            return "wrong"
        proposal = right[0]
        proposal.code_hash, proposal.code_given_at = None, now
        if recorded:
            _accept(session, visitor, now, row, proposal, "code")
            return "confirmed"
        _note(session, visitor, now, "code_right", row, link, proposal=proposal.id)
        return "officer"


def accept(actor: Actor, now: datetime, request_id: str, proposal_id: str) -> str:
    """An officer takes the proposal for the recipient's word; returns the reply's id."""
    with transaction() as session:
        row, proposal = _undecided(session, actor, request_id, proposal_id)
        return _accept(session, actor, now, row, proposal, "officer")


def refuse(actor: Actor, now: datetime, request_id: str, proposal_id: str, reason: str) -> None:
    """An officer does not believe the proposal, and says why."""
    why = needed(reason)
    with transaction() as session:
        row, proposal = _undecided(session, actor, request_id, proposal_id)
        proposal.state, proposal.decided_at, proposal.decided_by = "refused", now, actor.user_id
        proposal.code_hash = None
        link = session.get_one(RecipientLink, proposal.link_id)
        event = _note(
            session, actor, now, "proposal_refused", row, link, proposal=proposal.id, reason_sha256=digest(why)
        )
        keep_reason(session, event, why)


def _accept(session: Session, actor: Actor, now: datetime, row: Request, proposal: Proposal, how: str) -> str:
    """It becomes the ordinary answer, of the instant and the zone in which it was entered."""
    entry = _read(key_of(session, row.case_id), proposal)
    given = ReplyInput(
        kind=proposal.kind,
        at=proposal.entered_at,
        zone=proposal.zone,
        reference=entry.reference,
        note=entry.text,
        promised_on=proposal.promised_on,
    )
    source = {"source": "recipient_page", "confirmed": how, "proposal": proposal.id}
    if proposal.kind == Kind.RETURNED:
        source["why"] = "wrong_addressee"
    proposal.state, proposal.decided_at, proposal.decided_by = "accepted", now, actor.user_id
    proposal.code_hash = None
    proposal.reply_id = record_in(session, actor, now, row, given, source)
    return proposal.reply_id


def _held(session: Session, token: str, now: datetime) -> tuple[RecipientLink, Request] | None:
    """What the link opens, held until commit: whoever decides on the request at the same time waits."""
    found = opened_by(session, token, now)
    if found is None:
        return None
    link, row = found
    session.refresh(row, with_for_update={"key_share": True})
    session.refresh(link, with_for_update=True)
    # Between the question and the hold somebody may have closed it.
    return opened_by(session, token, now)


def _undecided(session: Session, actor: Actor, request_id: str, proposal_id: str) -> tuple[Request, Proposal]:
    row = find_request(session, actor, request_id, Act.RECORD)
    here = select(Proposal).where(Proposal.id == proposal_id, Proposal.request_id == row.id)
    found = session.scalar(here.with_for_update())
    if found is None:
        raise NotHere("proposal")
    if found.state != "waiting":
        raise Problem("state", "proposal", "is %(state)s.", "Look at the request.", state=found.state)
    return row, found


def _zones(session: Session, row: Request) -> tuple[str, ...]:
    authority = world_of(session, row.office_id).authorities.get(row.recipient_id)
    return zones(tuple(authority.time_zone) if authority else (), row.requested_state or "")


def _refuse_wrong(entry: Entry, now: datetime, offered: tuple[str, ...]) -> None:
    zone = entry.zone if entry.zone in offered else "UTC"
    found = wrong(entry, now.astimezone(ZoneInfo(zone)).date(), offered)
    if entry.choice not in CHOICES:
        raise NotHere("choice")
    if found:
        field, code = found[0]
        raise Problem(f"page.{code}", field, "cannot be taken as it is.", "Correct it.")


def _waiting(link: RecipientLink) -> Select[Proposal]:
    return (
        select(Proposal)
        .where(Proposal.link_id == link.id, Proposal.state == "waiting")
        .order_by(Proposal.entered_at, Proposal.id)
    )


def _with_codes(session: Session, link: RecipientLink, now: datetime) -> Sequence[Proposal]:
    """The proposals whose code can still be entered."""
    return session.scalars(
        _waiting(link)
        .where(Proposal.code_hash.is_not(None), Proposal.code_until > now, Proposal.code_tries < CODE_TRIES)
        .with_for_update()
    ).all()


def _keep(session: Session, now: datetime, link: RecipientLink, row: Request, key: CaseKey, entry: Entry) -> Proposal:
    made = Proposal(
        id=new_id(),
        case_id=row.case_id,
        request_id=row.id,
        link_id=link.id,
        kind=CHOICES[entry.choice],
        zone=entry.zone,
        promised_on=entry.on if entry.choice == "date" else None,
        entered_at=now,
    )
    said = json.dumps({"reference": entry.reference, "text": entry.text}, ensure_ascii=False)
    made.said_sealed = key.seal(said, f"proposals:{made.id}:said")
    session.add(made)
    session.flush()
    return made


def _read(key: CaseKey, proposal: Proposal) -> Entry:
    """What was entered, opened."""
    said = json.loads(key.text(proposal.said_sealed, f"proposals:{proposal.id}:said"))
    choice = next(name for name, kind in CHOICES.items() if kind == proposal.kind)
    return Entry(choice, proposal.zone, said["reference"], said["text"], proposal.promised_on)


def _mail_code(session: Session, now: datetime, link: RecipientLink, row: Request, made: Proposal) -> str:
    """Queue the mail with the code; nothing where no address is confirmed, or too many went to it today."""
    to = confirmed_mail(session, row, now)
    mailed = select(func.count()).where(
        Proposal.link_id == link.id, Proposal.code_until > now - timedelta(days=1) + CODE_LIVES
    )
    if not to or (session.scalar(mailed) or 0) >= CODES_A_DAY:
        return ""
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    made.code_hash, made.code_until, made.code_tries = _hash(made.id, code), now + CODE_LIVES, 0
    office, case = session.get_one(Office, row.office_id), session.get_one(Case, row.case_id)
    subject, text = code_mail(row.language, row.number or "", office.name, code)
    return outbox.put(session, now, case, to, subject, text, (), request_id=row.id).id


def _hash(proposal_id: str, given: str) -> str:
    return house().keyring.shared_lookup(f"proposal:{proposal_id}:{read_code(given)}")


def _note(
    session: Session, actor: Actor, now: datetime, kind: str, row: Request, link: RecipientLink, **more: str
) -> Event:
    return journal.write(
        session, now, actor, kind, office_id=row.office_id, case_id=row.case_id, request_id=row.id,
        data={"link": link.id} | more,
    )  # fmt: skip
