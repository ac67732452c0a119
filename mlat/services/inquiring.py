"""Asking after requests: gently, firmly, or through the authority of our own that transmitted them.

One letter asks after all that are due to be asked after at one recipient: nobody there drowns in single reminders.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from mlat.documents.forms import form
from mlat.documents.phrases import CASE_NUMBER, POWER, SENT_ON, YOUR_REFERENCE, wording_of
from mlat.documents.wording import Wording
from mlat.domain.casefile import Choice
from mlat.domain.channels import BY_LETTER
from mlat.domain.climbing import COMPANY_INQUIRY
from mlat.domain.forms import Opening
from mlat.domain.lifecycle import Kind
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.domain.record import Tone
from mlat.domain.withdrawal import WITH_THEM
from mlat.model import AskedAfter, Case, Event, Leg, Office, Reference, Request, transaction
from mlat.services import drafting, journal
from mlat.services.access import find_request
from mlat.services.asking_companies import ask_company, asked_by_letter, law_of
from mlat.services.covering import first_leg
from mlat.services.rungs import INQUIRY, set_chased

TONES_OF = {"authority": INQUIRY, "provider": COMPANY_INQUIRY}
"""The form in whose tones each kind of recipient is asked."""


def tones_of(recipient_kind: str) -> tuple[Opening, ...]:
    """The tones in which a recipient of this kind can be asked, the mildest first; none for any other."""
    return form(TONES_OF[recipient_kind]).tones if recipient_kind in TONES_OF else ()


def inquire(actor: Actor, now: datetime, request_id: str, tone: Tone) -> str:
    """Draft the inquiry after a request in one of the tones of its recipient; returns its id.

    Raises `Problem` for a request that nobody has, for a company that got no letter, and where no authority of our own
    transmitted it.
    """
    with transaction() as session:
        row = find_request(session, actor, request_id, Act.DRAFT)
        if row.recipient_kind not in TONES_OF or not row.instrument or row.state not in WITH_THEM:
            says = "is with nobody who could be asked."
            raise Problem("state", "request", says, "Look at where it stands.")
        if row.recipient_kind == "provider" and not asked_by_letter(session, row):
            says = "did not go to the company by mail or post."
            raise Problem("channel", "request", says, "Look in its portal, or ask there.")
        return ask(session, actor, now, [row], tone)


def ask(session: Session, actor: Actor, now: datetime, rows: Sequence[Request], tone: Tone) -> str:
    """Draft one letter that asks after all of `rows`, in the case of the first; returns its id.

    They went to one recipient (`together`); with several, each has its line in the letter.
    """
    first = rows[0]
    if first.recipient_kind == "provider":
        made = ask_company(session, actor, now, rows, tone, _lines(session, rows, first.language))
    else:
        choice = inquiry(session, first, tone)
        choice = replace(choice, fields=_lines(session, rows, choice.language or _own_language(session, first)))
        made = drafting.draft_in(session, actor, now, first.case_id, choice)
    session.add_all([AskedAfter(inquiry_id=made, request_id=row.id) for row in rows])
    session.flush()
    return made


def together(session: Session, row: Request) -> Select[Request]:
    """The requests that can be asked after in one letter with `row`: one recipient, law, language, way, and as real.

    A company is known by its name, not by the platform alone; its letter cites each request's own law.
    """
    first = first_leg(session, row)
    before = aliased(Leg)
    is_first = ~exists().where(before.request_id == Leg.request_id, before.seq < Leg.seq)
    alike = (
        select(Request)
        .join(Case, Case.id == Request.case_id)
        .join(Leg, (Leg.request_id == Request.id) & is_first)
        .where(
            Request.office_id == row.office_id,
            Request.recipient_id == row.recipient_id,
            Request.requested_state.is_not_distinct_from(row.requested_state),
            Request.language == row.language,
            Case.training == session.get_one(Case, row.case_id).training,
            Leg.to_body == first.to_body,
            Leg.reaches_recipient == first.reaches_recipient,
        )
    )
    if row.recipient_kind == "provider":
        by_letter = Leg.channel.in_(BY_LETTER)
        return alike.where(Request.recipient_name == row.recipient_name, Request.instrument != "", by_letter)
    return alike.where(Request.instrument == row.instrument)


def asked_after(session: Session, inquiry_id: str) -> Sequence[Request]:
    """The requests that a letter asks after."""
    named = select(AskedAfter.request_id).where(AskedAfter.inquiry_id == inquiry_id)
    return session.scalars(select(Request).where(Request.id.in_(named)).order_by(Request.case_id, Request.id)).all()


def left(session: Session, actor: Actor, now: datetime, letter: Request, at: datetime, zone: str) -> None:
    """A letter that asks after requests left at `at`: each of them knows, once, and its next rung counts from then."""
    stretches = select(func.count()).where(Event.request_id == letter.id, Event.kind == Kind.SENT)
    if (session.scalar(stretches) or 0) > 1:
        return  # another body has passed it on
    for row in asked_after(session, letter.id):
        journal.write(
            session, now, actor, "inquiry_left", office_id=row.office_id, case_id=row.case_id, request_id=row.id,
            at=at, zone=zone, data={"by": letter.id},
        )  # fmt: skip
        set_chased(session, row, now)


def _own_language(session: Session, row: Request) -> str:
    return session.get_one(Office, row.office_id).language


def _lines(session: Session, rows: Sequence[Request], language: str) -> dict[str, str]:
    """What the form says of several requests; what belongs to one of them alone stands in its line. None of one."""
    if len(rows) == 1:
        return {}
    wording, rows = wording_of(language), sorted(rows, key=lambda row: row.number or row.code)
    cases = [session.get_one(Case, row.case_id).reference for row in rows]
    return {
        "previous_request": "; ".join(row.number or row.code for row in rows),
        "requests_asked": "\n".join(_line(session, row, case, wording) for row, case in zip(rows, cases, strict=True)),
        "case_number": "; ".join(dict.fromkeys(cases)),
        "foreign_reference": "",
        "sent_on" if rows[0].recipient_kind == "provider" else "mla_date": "",
    }


def _line(session: Session, row: Request, case: str, wording: Wording) -> str:
    zone = ZoneInfo(session.get_one(Office, row.office_id).zone)
    sent = session.scalar(
        select(func.min(Event.at)).where(Event.request_id == row.id, Event.kind.in_(("sent", "taken_over")))
    )
    theirs = session.scalars(
        select(Reference.value).where(Reference.request_id == row.id, Reference.body == row.recipient_id)
    ).all()
    said = [(SENT_ON, wording.day(sent.astimezone(zone).date()) if sent else "")]
    said += [(YOUR_REFERENCE, ", ".join(theirs)), (CASE_NUMBER, case)]
    said += [(POWER, law_of(session, row))] if row.recipient_kind == "provider" else []
    return "; ".join([row.number or row.code, *(f"{wording.say(label)}: {value}" for label, value in said if value)])


def inquiry(session: Session, row: Request, tone: Tone) -> Choice:
    """What is wished in order to ask after `row`; our own authority is written to in our own language."""
    asked = Choice(
        measure=INQUIRY,
        identifiers=tuple(row.identifiers),
        requested=row.requested_state,
        language=row.language,
        parent=row.id,
        code=drafting.child_code(session, row, "Q"),
        tone=tone,
    )
    return replace(asked, language=None) if tone == "own_authority" else asked
