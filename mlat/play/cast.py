"""The office of a case file and its people, set up through the real services."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from mlat.domain.permissions import Act, Actor, Role, allowed
from mlat.domain.playbook import Playbook, UserGiven
from mlat.domain.problems import Problem
from mlat.services import addresses, admin

WORK_OF = {Act.RECORD: Role.LIAISON, Act.DECIDE_LETTER: Role.FAMILY_OFFICER}
"""Who usually does it; everything else the case's owner does."""


@dataclass(frozen=True)
class Cast:
    """The office, its people by code, and the passwords they were given."""

    office_id: str
    zone: str
    people: Mapping[str, Actor]
    owner: str
    passwords: Mapping[str, str]
    """Password by e-mail address."""

    def who(self, code: str, act: Act) -> Actor:
        """The person of that code; without one whose work it is, else the owner, else whoever may."""
        if code:
            return self.people[code]
        able = [actor for actor in self.people.values() if allowed(actor, act)]
        usual = [actor for actor in able if WORK_OF.get(act) in actor.roles]
        owner = self.people[self.owner]
        return next(iter([*usual, *([owner] if owner in able else []), *able]), owner)


def assemble(now: datetime, book: Playbook, password: Callable[[], str] | None = None) -> Cast:
    """Create the office, its users and its confirmed addresses."""
    office_id = admin.create_office(now, book.office, training=book.training)
    people: dict[str, Actor] = {}
    passwords: dict[str, str] = {}
    for user in book.user:
        email = user.email or f"{user.code}@{book.office.code.lower()}.example"
        passwords[email] = password() if password else secrets.token_urlsafe(12)
        people[user.code] = _join(now, office_id, book, user, email, passwords[email])
    _address_book(now, book, people)
    return Cast(office_id, book.office.zone, people, book.case.owner, passwords)


def _join(now: datetime, office_id: str, book: Playbook, user: UserGiven, email: str, password: str) -> Actor:
    language = user.language or book.office.language
    user_id = admin.add_user(
        now,
        office_id,
        email,
        user.name,
        tuple(role.value for role in user.roles),
        password,
        function=user.function,
        language=language,
        code=user.code,
    )
    return Actor(office_id, user_id, frozenset(user.roles), language, book.office.zone)


def _address_book(now: datetime, book: Playbook, people: Mapping[str, Actor]) -> None:
    for index, given in enumerate(book.address):
        try:
            row = addresses.add_address(
                people[given.entered_by],
                now,
                given.recipient,
                given.channel,
                given.address,
                given.source,
                given.dated,
            )
        except Problem as problem:
            where = f"address[{index}].{problem.where}"
            raise Problem(problem.code, where, problem.says, problem.remedy, **problem.values) from problem
        if given.confirmed_by:
            addresses.confirm_address(people[given.confirmed_by], now, row)
