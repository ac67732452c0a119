"""Asking a company after what it was asked by mail or post: one letter, on the way and by the law of the request.

It names our number, its day, their reference and the law, and asks whether it arrived and when an answer comes; of a
preservation, whether the data are held. What the case is about is not in it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from mlat.documents.forms import form
from mlat.documents.phrases import ARRIVED, EXPECTED, HELD_UNTIL, wording_of
from mlat.domain.channels import BY_LETTER
from mlat.domain.climbing import COMPANY_INQUIRY, INQUIRY
from mlat.domain.filling import YES
from mlat.domain.lifecycle import HEARD
from mlat.domain.permissions import Actor
from mlat.domain.preflight.retention import ASKS_TO_KEEP
from mlat.domain.record import Tone
from mlat.model import Case, Office, Request
from mlat.services.checking import hold_of
from mlat.services.covering import first_leg
from mlat.services.drafting import child_code
from mlat.services.knowledge import world_of
from mlat.services.same_way import begun_on_it, on_the_way_of
from mlat.services.vault import key_of


def asked_by_letter(session: Session, row: Request) -> bool:
    """Whether a request went straight to a company, as a letter."""
    leg = first_leg(session, row)
    return row.recipient_kind == "provider" and leg.reaches_recipient and leg.channel in BY_LETTER


def ask_company(
    session: Session, actor: Actor, now: datetime, rows: Sequence[Request], tone: Tone, lines: dict[str, str]
) -> str:
    """Draft the letter that asks after all of `rows`, in the case of the first; returns its id.

    `lines`: what the form says of several of them. Raises `Problem` for a tone that no company is written to in.
    """
    first = rows[0]
    form(COMPANY_INQUIRY).in_tone(tone)
    row = on_the_way_of(first, COMPANY_INQUIRY, INQUIRY, child_code(session, first, "Q"))
    row.platform, row.identifiers = first.platform, list(first.identifiers)
    row.route = row.route | {"tone": tone, "clauses": {}}
    row.article = "; ".join(dict.fromkeys([first.article, *_other_laws(session, rows)]))
    return begun_on_it(session, actor, now, row, first, _said(session, now, rows) | lines)


def law_of(session: Session, row: Request) -> str:
    """The law of a request to a company, as its paper cites it."""
    instrument = world_of(session, row.office_id).instruments.get(row.instrument)
    if instrument is None:
        return ", ".join(part for part in (row.instrument, row.article) if part)
    article = instrument.cited_article if instrument.article == row.article else row.article
    return ", ".join(part for part in (instrument.cited(row.language), article) if part)


def _other_laws(session: Session, rows: Sequence[Request]) -> list[str]:
    """The laws of the others, where these are not that of the first."""
    return [law for law in (law_of(session, row) for row in rows) if law != law_of(session, rows[0])]


def _said(session: Session, now: datetime, rows: Sequence[Request]) -> dict[str, str]:
    """What is asked for, by which power, and why it presses; who has confirmed the receipt is not asked for it."""
    wording = wording_of(rows[0].language)
    unheard = any(row.state not in HEARD for row in rows)
    said = {"what_is_owed": "\n".join(wording.say(each) for each in (*([ARRIVED] if unheard else ()), EXPECTED))}
    if any(row.measure in ASKS_TO_KEEP for row in rows):
        said["hold_confirmation"] = YES
    if len(rows) > 1:
        return said | {"legal_basis": "\n\n".join(dict.fromkeys(_power(session, row) for row in rows))}
    hold = hold_of(session, rows[0]) if rows[0].measure not in ASKS_TO_KEEP else None
    today = now.astimezone(ZoneInfo(session.get_one(Office, rows[0].office_id).zone)).date()
    if hold is not None and hold[0] >= today:
        said["urgency"] = wording.say(HELD_UNTIL, day=wording.day(hold[0]))
    return said


def _power(session: Session, row: Request) -> str:
    """The power as the request itself named it; its law, where nothing of it is kept here."""
    if session.get_one(Case, row.case_id).erased_at is None:
        text = key_of(session, row.case_id).text(row.draft_sealed, f"requests:{row.id}:draft")
        named: str = json.loads(text or "{}").get("legal_basis", "")
        if named:
            return named
    return law_of(session, row)
