"""What a form says before anybody edits it: taken from the case and from the request it follows."""

from __future__ import annotations

import json
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.documents.forms import form
from mlat.documents.phrases import BEGINNINGS, HELD_UNTIL, STATED_CASE_ONLY, beginning, wording_of
from mlat.domain.clock_parts import HOLD
from mlat.domain.filling import YES, typed
from mlat.domain.forms import copies_of
from mlat.house import house
from mlat.keys import CaseKey
from mlat.model import Case, CaseText, Clock, Event, Identifier, Office, Reference, Request
from mlat.services.checking import hold_of

SAME_AS_BEFORE = ("legal_basis", "order", "data_sought", "date_range", "link_account_offence")
"""Fields that a following request takes over from the one before."""
NOT_BY_ITSELF = frozenset(
    {
        "attend",
        "sealed_annex",
        "reciprocity",
        "certificate",
        "certificate_annex",
        "hearing",
        "emergency",
        "hold_confirmation",
        "partial_disclosure",
        "certified_accurate",
        "identification_only",
        "listed_offence",
        "remedies",
        "similar_case",
        "user_information_later",
        "validated_later",
        "protection",
        "release",
    }
)
"""Statements that a person must choose: saying them without need would promise or claim too much."""
WHERE_ALLOWED = frozenset({"no_legalisation", "notice_of_execution"})
"""Statements that are made by themselves only where an article of the instrument speaks of it."""
EVIDENCE = frozenset({"mla_evidence", "emergency_mla"})


def first_draft(
    session: Session, case: Case, row: Request, key: CaseKey, parent: Request | None, language: str = ""
) -> dict[str, str]:
    """{field id: text} for each field that the case can already answer, in the paper's language or the one given."""
    language = language or row.language
    shape = form(row.form)
    holds = {
        f.id: f
        for f in typed(shape)
        if f.when.holds_in_any(copies_of(shape, row.recipient_kind), measure=row.measure, instrument=row.instrument)
    }
    clauses = row.route.get("clauses", {})
    unsaid = NOT_BY_ITSELF | (WHERE_ALLOWED - clauses.keys())
    found = {f.id: YES for f in holds.values() if f.type == "statement" and f.sentence and f.id not in unsaid}
    if language == session.get_one(Office, row.office_id).language:
        found.pop("translation", None)
    found |= _texts(session, case, row, key, language)
    found |= _accounts(session, case, row, key)
    if parent:
        found |= _of_parent(parent, key) | _earlier(session, parent)
    found |= {name: beginning(name, language) for name in BEGINNINGS}
    if shape.official:
        found |= _certificate(session, row, language)
    if row.instrument.startswith("reciprocity"):
        found["reciprocity"] = YES
    if "form_a" in row.route.get("requires_annexes", ()):
        found |= {"certificate": YES, "certificate_annex": YES}
    if row.measure == "partial_disclosure_traffic":
        found["partial_disclosure"] = YES
    if row.measure in EVIDENCE:
        found |= _treaty(session, row, language)
    return {name: text for name, text in found.items() if name in holds and text}


def _certificate(session: Session, row: Request, language: str) -> dict[str, str]:
    """What a European certificate asks for and the request already says: the addressee, and who receives the data."""
    office = session.get_one(Office, row.office_id)
    addressee = {"custodian": row.recipient_name} if row.recipient_kind == "provider" else {}
    spoken = wording_of(language).language_name(office.language)
    return addressee | {"transfer_to": office.name, "contact_languages": spoken}


def _treaty(session: Session, row: Request, language: str) -> dict[str, str]:
    """What the instrument lets a request say of time and use: the end of the hold is the reason for a wished day."""
    wording, clauses = wording_of(language), row.route.get("clauses", {})
    found = {"restrictions": wording.say(STATED_CASE_ONLY)} if "restrictions" in clauses else {}
    if (hold := hold_of(session, row)) is not None:
        found["urgency"] = wording.say(HELD_UNTIL, day=wording.day(hold[0]))
        if "deadline_wish" in clauses:
            found["deadline_wish"] = hold[0].isoformat()
    return found


def _texts(session: Session, case: Case, row: Request, key: CaseKey, language: str) -> dict[str, str]:
    texts = {
        text.kind: key.text(text.text_sealed, f"case_texts:{text.id}:text")
        for text in session.scalars(select(CaseText).where(CaseText.case_id == case.id, CaseText.language == language))
    }
    summary = texts.get("summary", "")
    facts = texts.get("facts", "")
    if row.recipient_kind == "provider":
        return {"link_account_offence": summary, "facts": facts}  # the facts only where another reader's copy has them
    return {"facts": facts, "information": facts, "link_account_offence": summary}


def _accounts(session: Session, case: Case, row: Request, key: CaseKey) -> dict[str, str]:
    rows = session.scalars(select(Identifier).where(Identifier.case_id == case.id).order_by(Identifier.code)).all()
    tips = [key.text(i.given_sealed, f"identifiers:{i.id}:given") for i in rows if i.kind == "cybertip"]
    named = [i for i in rows if i.code in row.identifiers]
    days = sorted(
        [instant[:10] for i in named for instant in i.instants]
        + [day.isoformat() for i in named for day in (i.used_from, i.used_until) if day]
    )
    platforms = sorted(
        {
            house().world.platforms[i.platform].name
            for i in named
            if i.platform and i.platform in house().world.platforms
        }
    )
    return {
        "cybertip": "\n".join(tips),
        "data_categories": " ".join(row.data),
        "date_range": f"{days[0]}/{days[-1]}" if days else "",
        "custodian": ", ".join(platforms),
    }


def _of_parent(parent: Request, key: CaseKey) -> dict[str, str]:
    """What the earlier request says of the power and the data holds for the one that follows it."""
    draft = json.loads(key.text(parent.draft_sealed, f"requests:{parent.id}:draft") or "{}")
    return {name: draft[name] for name in SAME_AS_BEFORE if name in draft}


def _earlier(session: Session, parent: Request) -> dict[str, str]:
    theirs = session.scalars(
        select(Reference.value).where(Reference.request_id == parent.id, Reference.body == parent.recipient_id)
    ).all()
    return {
        "previous_request": parent.number or "",
        "previous_preservation": _number_and_day(session, parent),
        "previous_reference": "; ".join(theirs) or (parent.number or ""),
        "own_reference": parent.number or "",
        "foreign_reference": "; ".join(theirs),
        "mla_date": _sent_on(session, parent),
        "sent_on": _left_on(session, parent),
        "hold_ends": _hold_ends(session, parent),
    }


def _hold_ends(session: Session, parent: Request) -> str:
    """The earliest day on which what the earlier request had confirmed as preserved may end; empty where unknown."""
    running = select(Clock.safe_due).where(
        Clock.request_id == parent.id, Clock.kind == HOLD, Clock.confirmed, Clock.ended_at.is_(None)
    )
    return min((due[:10] for due in session.scalars(running) if due), default="")


def _number_and_day(session: Session, parent: Request) -> str:
    """Our number of the earlier request and the day on which it left, `UFI/2026/REQ-0001 (2026-03-02)`."""
    day = _left_on(session, parent)
    return f"{parent.number or ''} ({day})".strip() if day else parent.number or ""


def _sent_on(session: Session, parent: Request) -> str:
    """The day on which a treaty request left, for the form's date field."""
    return _left_on(session, parent) if parent.measure == "mla_evidence" else ""


def _left_on(session: Session, parent: Request) -> str:
    """The office's local day on which the earlier request first left; empty before that."""
    first = select(Event.at).where(Event.request_id == parent.id, Event.kind.in_(("sent", "taken_over")))
    sent = session.scalar(first.order_by(Event.id).limit(1))
    zone = session.get_one(Office, parent.office_id).zone
    return sent.astimezone(ZoneInfo(zone)).date().isoformat() if sent else ""
