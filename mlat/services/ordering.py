"""The order that goes to a translator: which text, by reference, by when and at what price; nothing of the case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.documents.phrases import ORDINARY, SWORN, wording_of
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.domain.routes import OFFICE
from mlat.domain.translations import Terms
from mlat.model import Case, CaseText, Leg, Office, Request, User, new_id, transaction
from mlat.services.access import NotHere, find_case
from mlat.services.drafting import begin, free_code
from mlat.services.knowledge import world_of
from mlat.services.translating import agree
from mlat.services.vault import key_of

ORDER = "translation_order"


@dataclass(frozen=True, kw_only=True)
class OrderInput:
    """What is agreed with the translator: the last `due` day, `sworn` or not, and an amount in its currency."""

    due: date
    sworn: bool = False
    cost: str = ""
    currency: str = ""


def order_translation(actor: Actor, now: datetime, text_id: str, given: OrderInput) -> str:
    """Draft the order for a text that was given to a translator; returns the request's id.

    The day on which it is due becomes a clock of the text, which ends when it is filled. Raises `Problem` where
    nobody was given the text, the day has passed, or the price is none.
    """
    with transaction() as session:
        text = session.get(CaseText, text_id)
        if text is None:
            raise NotHere("text")
        case = find_case(session, actor, text.case_id, Act.DRAFT)
        office = session.get_one(Office, case.office_id)
        today = now.astimezone(ZoneInfo(office.zone)).date()
        terms = Terms(ordered_on=today, due_on=given.due, cost=given.cost, currency=given.currency)
        whom = _translator(session, office, text)
        row = _addressed(session, actor, now, case, office, *whom)
        agree(session, now, actor, case, text, terms, "translation_ordered", {"text": text.id, "request": row.id})
        begin(session, actor, now, case, row, None, _said(session, case, text, office, given))
        return row.id


def _translator(session: Session, office: Office, text: CaseText) -> tuple[str, str]:
    """Id and name of who was given the text. Who is from outside stays sealed: the text and its reference stand for
    them, and the paper alone names them."""
    user = session.get(User, text.translator_id) if text.translator_id else None
    if not text.source_language or (user is None and text.outside_sealed is None):
        raise Problem("translator", "text", "was given to no translator.", "Give it to one first.")
    return (user.id, user.name) if user else (text.id, _reference(office, text))


def _addressed(
    session: Session, actor: Actor, now: datetime, case: Case, office: Office, body: str, name: str
) -> Request:
    """The order's row and its one leg, in the office's own language."""
    row = Request(
        id=new_id(), office_id=case.office_id, case_id=case.id, code=free_code(session, case), form=ORDER,
        measure=ORDER, instrument="", article="", recipient_kind="translator", recipient_id=body,
        recipient_name=name, language=office.language, data=[], identifiers=[],
        route={"verification": "confirmed", "zone": office.zone, "clauses": {}},
        facts_version=world_of(session, case.office_id).version, created_by=actor.user_id, created_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    session.add(
        Leg(
            id=new_id(), request_id=row.id, seq=1, from_body=OFFICE, to_body=body, to_name=name,
            reaches_recipient=True, ours=True, zone=office.zone,
        )
    )  # fmt: skip
    return row


def _said(session: Session, case: Case, text: CaseText, office: Office, given: OrderInput) -> dict[str, str]:
    wording = wording_of(office.language)
    return {
        "text_reference": _reference(office, text),
        "text_extent": str(_words(session, case, text)),
        "from_language": wording.language_name(text.source_language or ""),
        "into_language": wording.language_name(text.language),
        "translation_kind": wording.say(SWORN if given.sworn else ORDINARY),
        "translation_due": given.due.isoformat(),
        "translation_cost": Terms(cost=text.cost, currency=text.currency).price,
    }


def _reference(office: Office, text: CaseText) -> str:
    return f"{office.code}-{text.id[:8].upper()}"


def _words(session: Session, case: Case, text: CaseText) -> int:
    """How many words the source has, for the price: parted by spaces, as price lists count them."""
    source = session.scalars(
        select(CaseText).where(
            CaseText.case_id == case.id, CaseText.kind == text.kind, CaseText.language == text.source_language
        )
    ).one()
    return len(key_of(session, case.id).text(source.text_sealed, f"case_texts:{source.id}:text").split())
