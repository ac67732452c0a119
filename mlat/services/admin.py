"""Offices and their people: what an administrator sets up."""

from __future__ import annotations

import re
import secrets
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from argon2 import PasswordHasher
from sqlalchemy import select

from mlat.documents import sign
from mlat.domain.instants import read_zone
from mlat.domain.permissions import Act, Actor, Role
from mlat.domain.playbook import OfficeGiven
from mlat.domain.problems import Problem
from mlat.domain.standing_in import can_stand_in
from mlat.house import house
from mlat.i18n import locale
from mlat.model import Absence, Office, User, new_id, transaction
from mlat.model import Role as RoleRow
from mlat.services import journal
from mlat.services.access import NotHere, require
from mlat.services.addresses import check_mail

SIGNING = ("office_key", "token", "ink")


def create_office(now: datetime, given: OfficeGiven, *, training: bool = False) -> str:
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
            training=training,
        )
        if given.signing == "office_key":
            key, office.certificate = sign.new_office_key(given.name, now)
            office.signing_key = house().keyring.wrap(key, f"offices:{office.id}:signing_key")
        session.add(office)
        session.flush()
        journal.write(session, now, Actor(office.id), "office_created", office_id=office.id)
        return office.id


def _check_office(given: OfficeGiven) -> None:
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
        _refuse_blind(session.get_one(User, user_id), session.get_one(User, deputy_id))
        row = Absence(id=new_id(), user_id=user_id, deputy_id=deputy_id, first_day=first_day, last_day=last_day)
        session.add(row)
        session.flush()
        journal.write(session, now, actor, "absence_set", office_id=actor.office_id, data={"absence": row.id})
        return row.id


def end_absence(actor: Actor, now: datetime, absence_id: str) -> None:
    """Somebody is back before the time, or never went: what is theirs is theirs again from today on."""
    with transaction() as session:
        row = session.scalar(
            select(Absence)
            .join(User, User.id == Absence.user_id)
            .where(Absence.id == absence_id, User.office_id == actor.office_id)
        )
        if row is None:
            raise NotHere("absence")
        require(actor, Act.ADMINISTER if row.user_id != actor.user_id else Act.SEE_DESK)
        zone = session.get_one(Office, actor.office_id).zone
        yesterday = now.astimezone(ZoneInfo(zone)).date() - timedelta(days=1)
        if row.first_day > yesterday:
            session.delete(row)
        else:
            row.last_day = min(row.last_day, yesterday)
        journal.write(session, now, actor, "absence_ended", office_id=actor.office_id, data={"absence": absence_id})


def _refuse_blind(absent: User, deputy: User) -> None:
    """What a deputy cannot see would lie there unseen until the other is back."""
    theirs, others = ([Role(role.name) for role in one.roles] for one in (absent, deputy))
    if not deputy.active or not can_stand_in(theirs, others):
        says = "cannot see what is theirs to do."
        raise Problem("deputy", "deputy", says, "Choose somebody who may see the same cases or letters.")
