"""What a form says before anybody edits it: taken from the case and from the request it follows."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.documents.forms import form
from mlat.documents.phrases import BEGINNINGS, beginning
from mlat.domain.filling import YES, typed
from mlat.domain.record import Copy
from mlat.house import house
from mlat.keys import CaseKey
from mlat.model import Case, CaseText, Event, Identifier, Office, Reference, Request

NOT_BY_ITSELF = frozenset({"attend", "sealed_annex", "reciprocity", "certificate", "hearing", "emergency"})
"""Statements that a person must choose: saying them without need would promise or claim too much."""


def first_draft(session: Session, case: Case, row: Request, key: CaseKey, parent: Request | None) -> dict[str, str]:
    """{field id: text} for every field of the form that the case can already answer."""
    shape = form(row.form)
    copy: Copy = "provider" if row.recipient_kind == "provider" else "authority"
    holds = {f.id: f for f in typed(shape) if f.when.holds(measure=row.measure, instrument=row.instrument, copy=copy)}
    found = {f.id: YES for f in holds.values() if f.type == "statement" and f.sentence and f.id not in NOT_BY_ITSELF}
    if row.language == session.get_one(Office, row.office_id).language:
        found.pop("translation", None)
    found |= _texts(session, case, row, key)
    found |= _accounts(session, case, row, key)
    if parent:
        found |= _earlier(session, parent)
    found |= {name: beginning(name, row.language) for name in BEGINNINGS}
    if row.instrument.startswith("reciprocity"):
        found["reciprocity"] = YES
    if row.instrument == "ar_us.mlat":
        found["certificate"] = YES
    return {name: text for name, text in found.items() if name in holds and text}


def _texts(session: Session, case: Case, row: Request, key: CaseKey) -> dict[str, str]:
    texts = {
        text.kind: key.text(text.text_sealed, f"case_texts:{text.id}:text")
        for text in session.scalars(
            select(CaseText).where(CaseText.case_id == case.id, CaseText.language == row.language)
        )
    }
    summary = texts.get("summary", "")
    if row.recipient_kind == "provider":
        return {"link_account_offence": summary}
    facts = texts.get("facts", "")
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


def _earlier(session: Session, parent: Request) -> dict[str, str]:
    theirs = session.scalars(
        select(Reference.value).where(Reference.request_id == parent.id, Reference.body == parent.recipient_id)
    ).all()
    return {
        "previous_request": parent.number or "",
        "previous_preservation": "; ".join(theirs) or (parent.number or ""),
        "previous_reference": "; ".join(theirs) or (parent.number or ""),
        "own_reference": parent.number or "",
        "foreign_reference": "; ".join(theirs),
        "mla_date": _sent_on(session, parent),
    }


def _sent_on(session: Session, parent: Request) -> str:
    """The office's local day on which the earlier request first left, for the form's date field."""
    sent = session.scalar(
        select(Event.at).where(Event.request_id == parent.id, Event.kind == "sent").order_by(Event.id).limit(1)
    )
    zone = session.get_one(Office, parent.office_id).zone
    return sent.astimezone(ZoneInfo(zone)).date().isoformat() if sent and parent.measure == "mla_evidence" else ""
