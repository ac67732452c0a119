"""A family's own page: a code that opens it for a while, and what it then shows: never more than was approved."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.documents import press
from mlat.domain import pagecode
from mlat.domain.milestones import Milestone, is_minimal, is_quiet
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.domain.record import Contact
from mlat.domain.rhythm import spoken
from mlat.house import house
from mlat.model import Case, FamilyContact, FamilyPage, Office, StatusLetter, new_id, transaction
from mlat.services import journal
from mlat.services.access import NotHere, find_contact
from mlat.services.addressee import reader_named, refuse_addressee, why_not
from mlat.services.calls import SLIP, outer_record
from mlat.services.family_news import is_secret, milestone_of
from mlat.services.letters import wait_months
from mlat.services.reasons import digest
from mlat.services.recording import contact_of
from mlat.services.wishing import end_pages

DAYS = (30, 90, 180)
"""For how long a code may be valid."""
TRIES = 10
"""Wrong tries at one code, after which it opens nothing any more."""


PASSING = frozenset({"still_waiting", "finished"})


@dataclass(frozen=True)
class Told:
    """What a family's page shows, in its language: the milestones of the approved letters, as of the last one."""

    language: str
    on: date
    milestones: tuple[Milestone, ...]
    quiet: bool
    """Only that work goes on: no step is shown."""
    wait_months: tuple[int, int] | None
    contact: Contact


def make_page(actor: Actor, now: datetime, contact_id: str, days: int, reader: str = "") -> bytes:
    """Make a code for a contact's page, valid for `days`, and the slip on which it is printed, once and never again.

    An earlier code opens nothing from now on. `reader` as in `letters.approve`. Raises `Problem` where the contact
    may not be told, or was not told anything yet.
    """
    if days not in DAYS:
        raise Problem("days", "days", "is not one of the list.", "Choose one of the list.")
    code = "".join(secrets.choice(pagecode.ALPHABET) for _ in range(pagecode.LENGTH))
    with transaction() as session:
        contact = find_contact(session, actor, contact_id, Act.DECIDE_LETTER)
        refuse_addressee(session, now, contact)
        if not _approved(session, contact):
            says = "was not told anything yet: the page would be empty."
            raise Problem("nothing_told", "contact", says, "Approve a letter first.")
        case = session.get_one(Case, contact.case_id)
        office = session.get_one(Office, case.office_id)
        reader = reader_named(actor, office, contact.language, reader)
        end_pages(session, now, actor, contact, "replaced")
        taken = select(FamilyPage.id).where(FamilyPage.locator == code[: pagecode.LOCATOR])
        if session.scalar(taken) is not None:
            raise Problem("again", "contact", "got a code that is taken.", "Press the button again.")
        zone = ZoneInfo(office.zone)
        last = now.astimezone(zone).date() + timedelta(days=days)
        # The day that is printed counts as a whole.
        until = datetime.combine(last + timedelta(days=1), time(), zone).astimezone(UTC)
        page = FamilyPage(
            id=new_id(), office_id=office.id, case_id=case.id, contact_id=contact.id,
            locator=code[: pagecode.LOCATOR], code_hash=_hash(code), made_by=actor.user_id, made_at=now,
            expires_at=until,
        )  # fmt: skip
        session.add(page)
        journal.write(
            session, now, actor, "family_page_made", office_id=office.id, case_id=case.id,
            data={"contact": contact.id, "page": page.id, "until": until.isoformat()}
            | ({"reader_sha256": digest(reader)} if reader else {}),
        )  # fmt: skip
        record = outer_record(
            session, now, contact, SLIP,
            page_code=pagecode.shown(code), page_address=f"{house().settings.public_url}/f/{contact.language}",
            page_until=last,
        )  # fmt: skip
    return press.write(record)


def revoke_page(actor: Actor, now: datetime, page_id: str) -> None:
    """The code opens nothing from now on."""
    with transaction() as session:
        page = session.get(FamilyPage, page_id)
        if page is None:
            raise NotHere("page")
        end_pages(session, now, actor, find_contact(session, actor, page.contact_id, Act.DECIDE_LETTER), "revoked")


def open_page(now: datetime, typed: str) -> Told | None:
    """What the page of a typed code shows; None for a wrong, ended or expired code, or where nothing may be told.

    A wrong code that finds a row counts against it; after `TRIES` of them its code opens nothing any more.
    """
    code = pagecode.read(typed)
    if code is None:
        return None
    given = _hash(code)  # of every code, found or not: it takes its time
    with transaction() as session:
        found = select(FamilyPage).where(FamilyPage.locator == code[: pagecode.LOCATOR])
        page = session.scalar(found.with_for_update())
        if page is None or page.ended_at is not None or page.expires_at <= now:
            return None
        contact = session.get_one(FamilyContact, page.contact_id)
        if not hmac.compare_digest(page.code_hash, given):
            page.tries += 1
            if page.tries >= TRIES:
                end_pages(session, now, Actor(page.office_id), contact, "tried")
            return None
        page.tries = 0
        if why_not(session, now, contact) is not None:
            return None
        return _told(session, contact)


def _hash(code: str) -> str:
    return house().keyring.lookup("family page", code)


def _approved(session: Session, contact: FamilyContact) -> Sequence[StatusLetter]:
    """What somebody approved for this contact, in whatever language, the last one last."""
    letters = select(StatusLetter).where(
        StatusLetter.contact_id == contact.id, StatusLetter.state.in_(("approved", "sent"))
    )
    return session.scalars(letters.order_by(StatusLetter.decided_at, StatusLetter.id)).all()


def _told(session: Session, contact: FamilyContact) -> Told | None:
    letters = _approved(session, contact)
    if not letters:
        return None
    case = session.get_one(Case, contact.case_id)
    office, last = session.get_one(Office, case.office_id), letters[-1]
    latest = _said(last)
    secret = is_secret(session, case.id)
    if secret and not is_minimal(latest):
        shown: tuple[Milestone, ...] = (Milestone("still_waiting", last.on),)
    elif secret or is_quiet(latest):
        shown = latest
    else:
        # A later letter takes back that one waits, and that the work has ended.
        earlier = (each for letter in letters[:-1] for each in _said(letter) if each.code not in PASSING)
        shown = spoken(tuple(dict.fromkeys((*earlier, *latest))))
    quiet = secret or is_quiet(shown)
    whom = contact_of(session, case, office)
    return Told(
        contact.language,
        last.on,
        shown,
        quiet,
        None if quiet else wait_months(shown),
        Contact(whom.name, phone=whom.phone, hours=whom.hours),
    )


def _said(letter: StatusLetter) -> tuple[Milestone, ...]:
    return tuple(milestone_of(each) for each in letter.milestones if each["said"])
