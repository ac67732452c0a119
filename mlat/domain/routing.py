"""Which law, which recipient, which way: from what is wanted to an ordered list of routes and refusals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import inf

from mlat.domain import companies, planning, recipients
from mlat.domain.asking import measures, refuse_nonsense
from mlat.domain.instrument import Instrument
from mlat.domain.law import Law, Standing, concerns
from mlat.domain.messages import N_
from mlat.domain.platform import LegalEntity, Platform
from mlat.domain.routes import Ask, ClockRule, LegPlan, Reason, Recipient, Refusal, Route, Routing
from mlat.domain.standing import standing
from mlat.domain.world import World

__all__ = [
    "Ask",
    "ClockRule",
    "LegPlan",
    "Reason",
    "Recipient",
    "Refusal",
    "Route",
    "Routing",
    "able",
    "measures",
    "route",
    "route_by",
]

STATUS = "status_inquiry"
BY_EVIDENCE = frozenset(
    {
        "subscriber_disclosure",
        "traffic_disclosure",
        "content_disclosure",
        "domain_registration",
        "emergency_mla",
        "video_hearing",
    }
)
"""Measures that a request for evidence can give where nothing closer does."""
OF_STATES_ALONE = frozenset({"preservation", "emergency_disclosure"})
"""The same, where only a State is asked: a company would be asked itself."""
RECIPROCITY = "reciprocity.letter_rogatory"


def route(world: World, ask: Ask) -> Routing:
    """Every lawful way for what is wanted, the best first; every instrument that gives none, and why.

    Instruments that are not in force, not open to the one who asks, or whose conditions are not met are
    refused under every measure. Raises `Problems` for an ask that makes no sense.
    """
    refuse_nonsense(world, ask)
    return route_by(Law(world, ask.requesting, ask.on), ask)


def route_by(law: Law, ask: Ask, among: tuple[Instrument, ...] | None = None) -> Routing:
    """Like `route`, for an ask that makes sense, by the law of its requesting State and day.

    With `among` (see `able`) it looks only at these, passes over what cannot be better than what it has found,
    and refuses nothing else: enough to know the best route, or why there is none.
    """
    platform = law.world.platforms[ask.platform] if ask.platform else None
    served = recipients.entities(law.world, platform, ask) if platform else ()
    states = _states(ask, served)
    found: list[Route | Refusal] = []
    lowest: float = inf
    for instrument in law.instruments if among is None else among:
        if among is not None and _rank(instrument, ask) >= lowest:
            continue
        before = len(found)
        if instrument.recipient == "provider":
            found += _companies(law, instrument, ask, platform, served)
        else:
            found += _authorities(law, instrument, ask, states)
            if platform and instrument.at_home and _serves(instrument, ask.measure):
                home = tuple(each for each in served if companies.at_home(instrument, each, ask))
                found += _served(law, instrument, ask, platform, home)
        lowest = min((each.rank for each in found[before:] if isinstance(each, Route)), default=lowest)
    if not states:
        found.append(_no_state(ask, served))
    routes = [each for each in found if isinstance(each, Route)]
    return Routing(tuple(sorted(routes, key=lambda each: each.rank)), _gathered(found))


def _gathered(found: list[Route | Refusal]) -> tuple[Refusal, ...]:
    """Each ground of each instrument once, with all towards whom it stands."""
    refused: dict[tuple[str, str], Refusal] = {}
    for each in found:
        if isinstance(each, Refusal):
            key = (each.instrument, each.reason.text())
            before = refused.setdefault(key, each)
            if before.towards != each.towards:
                towards = tuple(dict.fromkeys((*before.towards, *each.towards)))
                refused[key] = replace(before, towards=towards)
    return tuple(refused.values())


def _states(ask: Ask, served: tuple[LegalEntity, ...]) -> tuple[str, ...]:
    """The States whose authorities are asked: the one named, else those where the company is."""
    if ask.requested:
        return (ask.requested,)
    return tuple(dict.fromkeys(each.country for each in served if each.country not in ("*", ask.requesting)))


def _companies(
    law: Law, instrument: Instrument, ask: Ask, platform: Platform | None, served: tuple[LegalEntity, ...]
) -> Iterator[Route | Refusal]:
    if platform is None:
        yield from _no_company(law, instrument, ask)
    elif instrument.basis == "union_law":
        yield from _in_the_union(law, instrument, ask, platform, served)
    else:
        reached = tuple(each for each in served if _reaches(instrument, ask, platform, each))
        yield from _served(law, instrument, ask, platform, reached)
        if not served and _serves(instrument, ask.measure) and instrument.basis == "provider_policy":
            says = N_("No company of %(platform)s is known to serve users in %(place)s: find it first.")
            values = {"platform": platform.name, "place": ask.user_in or ""}
            yield Refusal(instrument=instrument.id, reason=Reason("entity_unknown", says, values, platform.source))


def _served(
    law: Law, instrument: Instrument, ask: Ask, platform: Platform, served: tuple[LegalEntity, ...]
) -> Iterator[Route | Refusal]:
    """The route to each of these companies, or what speaks against it."""
    for entity in served:
        found = standing(law, instrument, ask, entity.country)
        if not found.usable:
            yield _refused(instrument, found, entity.entity)
        elif _serves(instrument, ask.measure):
            against = [*_circumstance(law, instrument, ask), *companies.objections(instrument, platform, entity, ask)]
            if against:
                yield Refusal(instrument=instrument.id, reason=against[0], towards=(entity.entity,))
            else:
                yield planning.to_company(law, instrument, ask, platform, entity, found)


def _in_the_union(
    law: Law, instrument: Instrument, ask: Ask, platform: Platform, served: tuple[LegalEntity, ...]
) -> Iterator[Route | Refusal]:
    """An order of the Union: to the company's establishment in another Member State, wherever the user is."""
    own = standing(law, instrument, ask, ask.requesting)
    if not own.usable:
        yield _refused(instrument, own, platform.name)
        return
    if not _serves(instrument, ask.measure):
        return
    there = recipients.in_union(law, platform, instrument, ask)
    yield from _served(law, instrument, ask, platform, there)
    home = [each for each in served if each.country == ask.requesting]
    if home and not there:
        reason = companies.domestic(home[0].entity, ask.requesting, instrument.source)
        yield Refusal(instrument=instrument.id, reason=reason, towards=(home[0].entity,))
    elif not there:
        says = N_(
            "No establishment of %(platform)s in another Member State bound by it is known: a company that serves "
            "the Union must name one, so find it."
        )
        reason = Reason("representative_unknown", says, {"platform": platform.name}, instrument.source)
        yield Refusal(instrument=instrument.id, reason=reason, towards=(platform.name,))


def _reaches(instrument: Instrument, ask: Ask, platform: Platform, entity: LegalEntity) -> bool:
    """Whether the instrument has to do with this company at all."""
    if entity.country == "*" and instrument.convention:
        return False
    if platform.financial and instrument.basis == "provider_policy":
        return True
    outside = platform.financial and instrument.conditions.communications_only
    return not outside and concerns(instrument, ask.requesting, entity.country)


def _no_company(law: Law, instrument: Instrument, ask: Ask) -> Iterator[Refusal]:
    """An instrument that speaks to companies, when only a State is asked."""
    state = ask.requested or ""
    if not concerns(instrument, ask.requesting, state):
        return
    found = standing(law, instrument, ask, state)
    if not found.usable:
        yield _refused(instrument, found, state)
    elif _serves(instrument, ask.measure):
        says = N_("It speaks to a company: name the platform.")
        reason = Reason("no_platform", says, {}, instrument.source)
        yield Refusal(instrument=instrument.id, reason=reason, towards=(state,))


def _authorities(law: Law, instrument: Instrument, ask: Ask, states: tuple[str, ...]) -> Iterator[Route | Refusal]:
    for state in states:
        if not concerns(instrument, ask.requesting, state):
            continue
        found = standing(law, instrument, ask, state)
        if not found.usable:
            yield _refused(instrument, found, state)
        elif instrument.standard_of:
            yield from _barred(instrument, ask, state)
        elif ask.measure in instrument.lacks:
            says = N_("This treaty was read whole and has no clause on it.")
            reason = Reason("no_clause", says, {}, instrument.source)
            yield Refusal(instrument=instrument.id, reason=reason, towards=(state,))
        elif ask.measure == STATUS:
            if _makes_requests(instrument) and ask.under in (None, instrument.id, *_status_ids(law, instrument)):
                yield planning.to_ask_after(law, instrument, ask, state, found)
        elif _serves(instrument, ask.measure):
            against = [*_circumstance(law, instrument, ask)]
            if against:
                yield Refusal(instrument=instrument.id, reason=against[0], towards=(state,))
            else:
                yield planning.to_authority(law, instrument, ask, state, found)
        elif _makes_requests(instrument) and _given_by_evidence(ask):
            yield planning.to_authority(law, instrument, ask, state, found, instead=True)


def _refused(instrument: Instrument, found: Standing, towards: str) -> Refusal:
    return Refusal(
        instrument=instrument.id,
        reason=found.grounds[0],
        only_unverified=found.only_unverified,
        towards=(towards,) if towards else (),
    )


def _serves(instrument: Instrument, measure: str) -> bool:
    return measure == instrument.measure or measure in instrument.also_measures


def able(law: Law, ask: Ask) -> tuple[Instrument, ...]:
    """What gives this measure as such, or by a request for evidence, or tells how one stands; the best first.

    It depends on the measure of the ask, and on whether it names a platform.
    """
    by_request = ask.measure == STATUS or _given_by_evidence(ask)
    return tuple(
        each for each in law.instruments if _serves(each, ask.measure) or (by_request and _makes_requests(each))
    )


def _rank(instrument: Instrument, ask: Ask) -> int:
    """The rank that a route by it would have."""
    directly = _serves(instrument, ask.measure) or ask.measure == STATUS
    return instrument.rank if directly else planning.later(instrument, ask)


def _makes_requests(instrument: Instrument) -> bool:
    """Whether a request for evidence rests on it, so that one can also ask after it."""
    general = not (instrument.standard_of or instrument.conditions.circumstance)
    return instrument.measure == "mla_evidence" and instrument.basis != "transport" and general


def _given_by_evidence(ask: Ask) -> bool:
    return ask.measure in BY_EVIDENCE or (ask.platform is None and ask.measure in OF_STATES_ALONE)


def _status_ids(law: Law, instrument: Instrument) -> tuple[str, ...]:
    return tuple(each.id for each in law.instruments if each.status_of == instrument.id)


def _circumstance(law: Law, instrument: Instrument, ask: Ask) -> Iterator[Reason]:
    needed = instrument.conditions.circumstance
    if needed and needed not in ask.given:
        values = {"circumstance": law.world.vocabulary.circumstances[needed]}
        yield Reason("circumstance", N_("Only where this is so: %(circumstance)s"), values, instrument.source)


def _barred(instrument: Instrument, ask: Ask, state: str) -> Iterator[Refusal]:
    """A law that keeps the company from answering us directly for these data."""
    if instrument.bars_direct and ask.platform and _serves(instrument, ask.measure):
        says = N_("The company gives these data only on an order of its own State: use mutual legal assistance.")
        reason = Reason("own_order_needed", says, {}, instrument.source)
        yield Refusal(instrument=instrument.id, reason=reason, towards=(state,))


def _no_state(ask: Ask, served: tuple[LegalEntity, ...]) -> Refusal:
    """No State is asked: none is known, or the company is at home."""
    home = [each for each in served if each.country == ask.requesting]
    if home:
        reason = companies.domestic(home[0].entity, ask.requesting, ())
        return Refusal(instrument=RECIPROCITY, reason=reason, towards=(ask.requesting,))
    says = N_("No State to ask follows from this: find the host or the company, or name the State.")
    return Refusal(instrument=RECIPROCITY, reason=Reason("state_unknown", says))
