"""Offices, users, addresses, corrections, keys and erasure: what an administrator or an officer sets up."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import select

from mlat.documents import sign
from mlat.domain.instants import read_zone
from mlat.domain.permissions import Act, Actor, Role
from mlat.domain.problems import Problem
from mlat.domain.world import Confirmation
from mlat.house import house
from mlat.i18n import locale
from mlat.model import Absence, Address, FactCorrection, Office, User, new_id, transaction
from mlat.model import Role as RoleRow
from mlat.services import journal
from mlat.services.access import NotHere, require
from mlat.services.addresses import check_address, check_mail

SIGNING = ("office_key", "token", "ink")
CHANNELS = ("mail", "portal", "post", "courier", "pouch", "by_hand", "telephone")


@dataclass(frozen=True, kw_only=True)
class OfficeInput:
    """An office as it is set up. `zone` is an IANA name, `country` ISO alpha-2."""

    code: str
    name: str
    country: str
    zone: str
    language: str
    place: str
    email: str
    phone: str
    hours: str = ""
    letterhead: tuple[str, ...] = ()
    counting_rule: str = "ar_cppf_114"
    signing: str = "ink"
    own_authority: str = ""
    automatic: tuple[str, ...] = ()
    address_limit_days: int = 365
    training: bool = False


def create_office(now: datetime, given: OfficeInput) -> str:
    """Create an office; returns its id. With `signing = office_key` it gets a key, wrapped by the master key."""
    _check_office(given)
    with transaction() as session:
        if session.scalar(select(Office.id).where(Office.code == given.code)):
            raise Problem("taken", "code", "%(code)s is already an office.", "Choose another code.", code=given.code)
        office = Office(
            id=new_id(),
            code=given.code,
            name=given.name,
            country=given.country,
            zone=given.zone,
            language=given.language,
            place=given.place,
            email=given.email,
            phone=given.phone,
            hours=given.hours,
            letterhead=list(given.letterhead),
            counting_rule=given.counting_rule,
            signing=given.signing,
            own_authority=given.own_authority,
            automatic=list(given.automatic),
            address_limit_days=given.address_limit_days,
            training=given.training,
        )
        if given.signing == "office_key":
            key, office.certificate = sign.new_office_key(given.name, now)
            office.signing_key = house().keyring.wrap(key, f"offices:{office.id}:signing_key")
        session.add(office)
        session.flush()
        journal.write(session, now, Actor(office.id), "office_created", office_id=office.id)
        return office.id


def _check_office(given: OfficeInput) -> None:
    read_zone(given.zone)
    check_mail(given.email, "email")
    if not re.fullmatch(r"[A-Z]{2}", given.country):
        raise Problem("country", "country", "is no country code.", "Use two capital letters, such as AR.")
    if given.signing not in SIGNING:
        known = ", ".join(SIGNING)
        raise Problem("signing", "signing", "is no way to sign.", "Choose of: %(known)s.", known=known)
    if given.counting_rule not in house().world.counting:
        raise Problem("rule", "counting_rule", "is no rule that the facts know.", "Choose one of the list.")
    locale(given.language)


def add_user(
    now: datetime,
    office_id: str,
    email: str,
    name: str,
    roles: tuple[str, ...],
    password: str,
    function: str = "",
    language: str = "es",
    code: str = "",
) -> str:
    """Add a user with roles; the password is kept as an argon2 hash only. Returns the user's id."""
    email = check_mail(email, "email")
    if len(password) < 12:
        raise Problem("password", "password", "is too short.", "Give at least 12 characters.")
    with transaction() as session:
        if session.scalar(select(User.id).where(User.email == email)):
            raise Problem("taken", "email", "%(email)s already has an account.", "Use that account.", email=email)
        user = User(
            id=new_id(),
            office_id=office_id,
            email=email,
            name=name,
            function=function,
            language=language,
            code=code,
            password=PasswordHasher().hash(password),
            fs_uniquifier=secrets.token_hex(32),
            create_datetime=now,
        )
        session.add(user)
        for role in roles:
            user.roles.append(_role(session, role))
        session.flush()
        journal.write(
            session,
            now,
            Actor(office_id),
            "user_added",
            office_id=office_id,
            data={"user": user.id, "roles": list(roles)},
        )
        return user.id


def _role(session: Any, name: str) -> RoleRow:
    if name not in {role.value for role in Role}:
        raise Problem(
            "role", "roles", "%(role)s is no role.", "Choose of: %(known)s.", role=name, known=", ".join(Role)
        )
    row: RoleRow | None = session.scalar(select(RoleRow).where(RoleRow.name == name))
    if row is None:
        row = RoleRow(name=name)
        session.add(row)
    return row


def set_password(now: datetime, email: str, password: str) -> None:
    """Give a user a new password; open sessions of that user end."""
    if len(password) < 12:
        raise Problem("password", "password", "is too short.", "Give at least 12 characters.")
    with transaction() as session:
        user = session.scalar(select(User).where(User.email == email))
        if user is None:
            raise Problem("unknown", "email", "%(email)s has no account.", "Look at the list of users.", email=email)
        user.password, user.fs_uniquifier = PasswordHasher().hash(password), secrets.token_hex(32)
        journal.write(
            session,
            now,
            Actor(user.office_id),
            "password_set",
            office_id=user.office_id,
            data={"user": user.id},
        )


def add_address(
    actor: Actor, now: datetime, recipient_id: str, channel: str, address: str, source: str, dated: date
) -> str:
    """Note how a recipient is reached; it may be used once a second person has confirmed it."""
    require(actor, Act.ENTER_FACT)
    _check_address(recipient_id, channel, address, source, dated, now)
    with transaction() as session:
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


def _check_address(recipient_id: str, channel: str, address: str, source: str, dated: date, now: datetime) -> None:
    world = house().world
    if recipient_id not in world.platforms and recipient_id not in world.authorities:
        raise Problem(
            "unknown",
            "recipient",
            "%(id)s is no recipient that the facts know.",
            "Choose one of the list.",
            id=recipient_id,
        )
    if channel not in CHANNELS:
        raise Problem(
            "channel",
            "channel",
            "%(channel)s is not a way to send.",
            "Choose of: %(known)s.",
            channel=channel,
            known=", ".join(CHANNELS),
        )
    check_address(channel, address)
    if not source.strip():
        raise Problem("empty", "source", "is empty.", "Say where the address was read.")
    if dated > now.date():
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


def correct_fact(actor: Actor, now: datetime, fact_id: str, value: Any, source: str, dated: date) -> str:
    """Confirm, correct or add a fact for this office; its version wins and is marked. Returns the row's id."""
    require(actor, Act.ENTER_FACT)
    if not source.strip():
        raise Problem("empty", "source", "is empty.", "Say where you read it.")
    house().world.with_corrections({fact_id: Confirmation(value=value, source=source, on=dated, by=actor.name)})
    with transaction() as session:
        for old in session.scalars(
            select(FactCorrection).where(
                FactCorrection.office_id == actor.office_id,
                FactCorrection.fact_id == fact_id,
                FactCorrection.retired_at.is_(None),
            )
        ):
            old.retired_at = now
        row = FactCorrection(
            id=new_id(),
            office_id=actor.office_id,
            fact_id=fact_id,
            value={"value": value},
            source=source.strip(),
            dated=dated,
            by=actor.user_id or "",
            at=now,
        )
        session.add(row)
        session.flush()
        journal.write(
            session,
            now,
            actor,
            "fact_corrected",
            office_id=actor.office_id,
            data={"correction": row.id, "fact": fact_id},
        )
        return row.id


def set_absence(actor: Actor, now: datetime, user_id: str, deputy_id: str, first_day: date, last_day: date) -> str:
    """While `user_id` is away, what is theirs goes to the deputy."""
    require(actor, Act.ADMINISTER if user_id != actor.user_id else Act.SEE_DESK)
    if last_day < first_day:
        raise Problem("range", "last_day", "lies before the first day.", "Give the later day.")
    if user_id == deputy_id:
        raise Problem("deputy", "deputy", "is the absent person.", "Choose somebody else.")
    with transaction() as session:
        known = set(
            session.scalars(select(User.id).where(User.office_id == actor.office_id, User.id.in_((user_id, deputy_id))))
        )
        if known != {user_id, deputy_id}:
            raise NotHere("user")
        row = Absence(id=new_id(), user_id=user_id, deputy_id=deputy_id, first_day=first_day, last_day=last_day)
        session.add(row)
        session.flush()
        journal.write(session, now, actor, "absence_set", office_id=actor.office_id, data={"absence": row.id})
        return row.id
