"""The address book: what can be an address at all, entered by one person, confirmed by another, not too old."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.domain.channels import check_channel
from mlat.domain.messages import N_
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.house import house
from mlat.model import Address, Office, new_id, transaction
from mlat.services import journal
from mlat.services.access import NotHere, require
from mlat.services.replyto import refuse_own


@dataclass(frozen=True)
class Way:
    """One way to reach a recipient, and why it may not be used yet (a msgid; empty when it may)."""

    id: str
    channel: str
    address: str
    why_not: str = ""

    @property
    def usable(self) -> bool:
        """Whether something may be sent this way today."""
        return not self.why_not


def ways_to(session: Session, office_id: str, recipient_id: str, now: datetime) -> list[Way]:
    """Every way that the office noted, usable ones first."""
    office = session.get_one(Office, office_id)
    rows = session.scalars(
        select(Address).where(
            Address.office_id == office_id, Address.recipient_id == recipient_id, Address.retired_at.is_(None)
        )
    )
    ways = [Way(row.id, row.channel, row.address, _why_not(row, office, now)) for row in rows]
    return sorted(ways, key=lambda way: (not way.usable, way.channel))


def _why_not(row: Address, office: Office, now: datetime) -> str:
    if row.confirmed_at is None:
        return "A second person has not confirmed this address yet."
    confirmed = row.confirmed_at.astimezone(ZoneInfo(office.zone)).date()
    if _today(office, now) - max(row.dated, confirmed) > timedelta(days=office.address_limit_days):
        return "This address was confirmed too long ago: confirm it again."
    return ""


def _today(office: Office, now: datetime) -> date:
    return now.astimezone(ZoneInfo(office.zone)).date()


def add_address(
    actor: Actor, now: datetime, recipient_id: str, channel: str, address: str, source: str, dated: date
) -> str:
    """Note how a recipient is reached; it may be used once a second person has confirmed it."""
    require(actor, Act.ENTER_FACT)
    with transaction() as session:
        today = _today(session.get_one(Office, actor.office_id), now)
        _check_entry(recipient_id, channel, address, source, dated, today)
        if channel == "mail":
            refuse_own(session, actor.office_id, address, "address")
        row = Address(
            id=new_id(),
            office_id=actor.office_id,
            recipient_id=recipient_id,
            channel=channel,
            address=address.strip(),
            source=source.strip(),
            dated=dated,
            entered_by=actor.user_id or "",
            entered_at=now,
        )
        session.add(row)
        session.flush()
        journal.write(
            session,
            now,
            actor,
            "address_added",
            office_id=actor.office_id,
            data={"address": row.id, "recipient": recipient_id, "channel": channel},
        )
        return row.id


def _check_entry(recipient_id: str, channel: str, address: str, source: str, dated: date, today: date) -> None:
    world = house().world
    if recipient_id not in world.platforms and recipient_id not in world.authorities:
        raise Problem(
            "unknown",
            "recipient",
            "%(id)s is no recipient that the facts know.",
            "Choose one of the list.",
            id=recipient_id,
        )
    check_channel(channel)
    check_address(channel, address)
    if not source.strip():
        raise Problem("empty", "source", "is empty.", "Say where the address was read.")
    if dated > today:
        raise Problem("future", "dated", "lies in the future.", "Give the day on which the source said so.")


def confirm_address(actor: Actor, now: datetime, address_id: str) -> None:
    """Confirm an address that somebody else entered."""
    require(actor, Act.ENTER_FACT)
    with transaction() as session:
        row = session.scalar(select(Address).where(Address.id == address_id, Address.office_id == actor.office_id))
        if row is None:
            raise NotHere("address")
        if row.entered_by == actor.user_id:
            raise Problem(
                "same_person",
                "address",
                "was entered by you.",
                "Somebody else of the office must confirm it.",
            )
        row.confirmed_by, row.confirmed_at = actor.user_id, now
        row.version += 1
        journal.write(session, now, actor, "address_confirmed", office_id=actor.office_id, data={"address": row.id})


def check_address(channel: str, address: str, where: str = "address") -> str:
    """The address without blanks around it. Raises `Problem` at `where` for what no such channel can reach."""
    address = address.strip()
    if not address:
        raise Problem("empty", where, "is empty.", "Give the address as the source has it.")
    match channel:
        case "mail":
            check_mail(address, where)
        case "telephone":
            _check_telephone(address, where)
        case "portal" if not address.startswith(("https://", "http://")):
            raise Problem("portal", where, "%(address)s is no web address.", "Begin it with https://.", address=address)
    return address


def check_mail(address: str, where: str) -> str:
    """The mail address in its usual form. Raises `Problem` at `where` for none, and for letters not of SMTP."""
    try:
        found = validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise Problem("email", where, "%(address)s is no mail address.", "Correct it.", address=address) from error
    plain = found.ascii_email or ""
    if not address.isascii():
        says = N_("%(address)s has letters that many mail servers do not carry.")
        spelt = N_("Write it as %(plain)s.")
        remedy = spelt if plain else N_("Ask for an address in plain letters (a to z).")
        raise Problem("email_letters", where, says, remedy, address=address, plain=plain)
    return plain


def _check_telephone(address: str, where: str) -> None:
    try:
        possible = phonenumbers.is_possible_number(phonenumbers.parse(address))
    except phonenumbers.NumberParseException:
        possible = False
    if not possible:
        says, remedy = "%(address)s is no telephone number.", "Write it with + and the country code."
        raise Problem("telephone", where, says, remedy, address=address)
