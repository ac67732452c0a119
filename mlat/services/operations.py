"""One operation, many suspects in many States: a package for each State, drafted once, as its law gives it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.documents.phrases import SUSPECTS_HERE, wording_of
from mlat.domain.casefile import Choice
from mlat.domain.law import Law
from mlat.domain.messages import N_
from mlat.domain.operations import Share, shared_out
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.domain.routes import Ask, Reason, Refusal, Route
from mlat.domain.routing import route_by
from mlat.domain.world import World
from mlat.i18n import locales
from mlat.model import Case, Identifier, IdentifierPerson, Office, Person, Request, transaction
from mlat.services import asking
from mlat.services.access import find_case
from mlat.services.drafting import draft_in
from mlat.services.knowledge import world_of

FORM = "referral_package"
MEASURES = ("spontaneous_information", "transfer_of_proceedings")
"""What an operation can ask of a State; where the law does not give the one wished for, the other is tried."""
CODE = re.compile(r"[A-Za-z0-9]{1,12}")
AT_ONCE = 20
"""Packages drafted in one go."""


@dataclass(frozen=True)
class Wish:
    """An operation: its code, which with the State names each request, and what is wished."""

    code: str
    measure: str = MEASURES[0]
    organised: bool = False


@dataclass(frozen=True)
class Package:
    """What one State gets. `route` is none where `grounds` say why; `request_id` is empty until it is drafted."""

    share: Share
    measure: str
    route: Route | None = None
    language: str = ""
    grounds: tuple[Reason, ...] = ()
    request_id: str = ""

    @property
    def spoken(self) -> bool:
        """Whether it is written in a language that its recipient reads."""
        return self.route is not None and self.language in self.route.languages


@dataclass(frozen=True)
class Plan:
    """The whole operation. `unplaced` are the suspects of whom no account says in which State they are."""

    packages: tuple[Package, ...]
    unplaced: tuple[str, ...]

    @property
    def possible(self) -> tuple[Package, ...]:
        """Those that the law gives."""
        return tuple(each for each in self.packages if each.route or each.request_id)

    @property
    def refused(self) -> tuple[Package, ...]:
        """Those that it does not give."""
        return tuple(each for each in self.packages if not (each.route or each.request_id))

    @property
    def drafted(self) -> tuple[Package, ...]:
        """Those that are there already."""
        return tuple(each for each in self.packages if each.request_id)


def plan(actor: Actor, now: datetime, case_id: str, wish: Wish) -> Plan:
    """Every State in which a suspect of the case is, with its route or the ground against one."""
    _check(wish)
    with transaction() as session:
        return _plan(session, now, find_case(session, actor, case_id, Act.DRAFT), wish)


def mass_referral(actor: Actor, now: datetime, case_id: str, wish: Wish, at_most: int = AT_ONCE) -> Plan:
    """Draft the packages that are still missing, at most so many, each in a transaction of its own; returns the plan.

    Called again it goes on; a State's package is drafted once, however often and by how many it is called.
    """
    found = plan(actor, now, case_id, wish)
    waiting = [each for each in found.packages if each.route and not each.request_id][:at_most]
    made = {each.share.state: _draft(actor, now, case_id, wish, each, found) for each in waiting}
    packages = tuple(replace(each, request_id=made.get(each.share.state, each.request_id)) for each in found.packages)
    return replace(found, packages=packages)


def _check(wish: Wish) -> None:
    if not CODE.fullmatch(wish.code):
        says, remedy = N_("is no code of an operation."), N_("Use up to twelve letters and digits, for example OP1.")
        raise Problem("code", "code", says, remedy)
    if wish.measure not in MEASURES:
        says, remedy = N_("is nothing that an operation can ask."), N_("Choose one of the list.")
        raise Problem("measure", "measure", says, remedy)


def _plan(session: Session, now: datetime, case: Case, wish: Wish) -> Plan:
    office = session.get_one(Office, case.office_id)
    world = world_of(session, case.office_id)
    ask = replace(
        asking.of_choice(session, now, world, case, Choice(measure=wish.measure, organised=wish.organised), None),
        user_in=None,
    )
    law = Law(world, office.country, ask.on)
    placed, everybody = _placed(session, case)
    drafted = session.execute(
        select(Request.code, Request.id).where(Request.case_id == case.id, Request.code.startswith(f"{wish.code}-"))
    )
    there = {row.code: row.id for row in drafted}
    packages = tuple(
        replace(_package(world, law, ask, share, office, wish), request_id=there.get(code_of(wish, share.state), ""))
        for share in shared_out(placed)
    )
    return Plan(packages, tuple(sorted(everybody - {suspect for suspect, _, _ in placed})))


def code_of(wish: Wish, state: str) -> str:
    """How the request to a State is called in the case."""
    return f"{wish.code}-{state}"


def _placed(session: Session, case: Case) -> tuple[list[tuple[str, str, str]], set[str]]:
    """(suspect, account, State) as far as known, and the codes of all suspects."""
    rows = session.execute(
        select(Person.code, Identifier.code, Identifier.user_in)
        .join(IdentifierPerson, IdentifierPerson.person_id == Person.id)
        .join(Identifier, Identifier.id == IdentifierPerson.identifier_id)
        .where(Identifier.case_id == case.id, Person.case_id == case.id, Person.role == "suspect")
    )
    everybody = set(session.scalars(select(Person.code).where(Person.case_id == case.id, Person.role == "suspect")))
    return [(suspect, account, state) for suspect, account, state in rows if state], everybody


def _package(world: World, law: Law, ask: Ask, share: Share, office: Office, wish: Wish) -> Package:
    if share.state == office.country:
        says = N_("It is your own State: refer them to the competent office at home.")
        return Package(share, wish.measure, grounds=(Reason("own_state", says),))
    grounds: list[Reason] = []
    for measure in sorted(MEASURES, key=lambda each: each != wish.measure):
        found = route_by(law, replace(ask, measure=measure, requested=share.state))
        chosen = next((each for each in found.routes if each.form), None)
        if chosen is not None:
            return Package(share, measure, chosen, _language(world, chosen, office))
        grounds += _against(world, measure, found.refused)
    told = {each.text(): each for each in grounds}
    nothing = Reason("no_law", N_("No instrument that is known gives a way to this State."))
    return Package(share, wish.measure, grounds=tuple(told.values()) or (nothing,))


def _against(world: World, measure: str, refused: tuple[Refusal, ...]) -> Iterator[Reason]:
    """The grounds of those instruments that could give the measure; of the others they say nothing."""
    for each in refused:
        law = world.instruments.get(each.instrument)
        if law is not None and measure in (law.measure, *law.also_measures):
            yield each.reason


def _language(world: World, chosen: Route, office: Office) -> str:
    """The first language of the recipient in which papers can be written; else that of the office.

    Where a treaty leaves the choice among several, it is the one that a body of that State is known to read.
    """
    bodies = [each for each in world.authorities.values() if each.country == chosen.recipient.country]
    read = {code for each in bodies for code in each.languages_accepted}
    ready = {each.code for each in locales() if "legal" in each.catalogs}
    return next(
        (each for each in sorted(chosen.languages, key=lambda code: code not in read) if each in ready), office.language
    )


def _draft(actor: Actor, now: datetime, case_id: str, wish: Wish, package: Package, whole: Plan) -> str:
    """The request to one State; its id, also where somebody drafted it meanwhile."""
    state, chosen = package.share.state, package.route
    code = code_of(wish, state)
    with transaction() as session:
        case = session.get_one(Case, case_id, with_for_update=True)
        begun = session.scalar(select(Request.id).where(Request.case_id == case.id, Request.code == code))
        if begun is not None or chosen is None:
            return begun or ""
        choice = Choice(
            measure=package.measure,
            requested=state,
            identifiers=package.share.accounts,
            instrument=chosen.instrument,
            recipient=chosen.recipient.name,
            language=package.language,
            organised=wish.organised,
            code=code,
            form=FORM,
            fields={"operation": wish.code, "operation_size": _size(package, whole)},
        )
        return draft_in(session, actor, now, case_id, choice)


def _size(package: Package, whole: Plan) -> str:
    everybody = {code for each in whole.packages for code, _ in each.share.suspects}
    return wording_of(package.language).say(
        SUSPECTS_HERE, here=len(package.share.suspects), all=len(everybody), states=len(whole.packages)
    )
