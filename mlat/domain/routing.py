"""Which law, which recipient, which way: from what is wanted to an ordered list of routes and refusals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlat.domain import companies, planning, recipients
from mlat.domain.instrument import Instrument
from mlat.domain.messages import N_
from mlat.domain.platform import LegalEntity, Platform
from mlat.domain.problems import Problem, Problems
from mlat.domain.routes import Ask, ClockRule, LegPlan, Reason, Recipient, Refusal, Route, Routing
from mlat.domain.standing import concerns, standing
from mlat.domain.world import World

__all__ = ["Ask", "ClockRule", "LegPlan", "Reason", "Recipient", "Refusal", "Route", "Routing", "measures", "route"]

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


def route(world: World, ask: Ask) -> Routing:
    """Every lawful way for what is wanted, the best first; every instrument that gives none, and why.

    Instruments that are not in force, not open to the one who asks, or whose conditions are not met are
    refused under every measure. Raises `Problems` for an ask that makes no sense.
    """
    _refuse_nonsense(world, ask)
    platform = world.platforms[ask.platform] if ask.platform else None
    served = recipients.entities(world, platform, ask) if platform else ()
    states = _states(ask, served)
    found: list[Route | Refusal] = []
    for instrument in sorted(world.instruments.values(), key=lambda each: (each.rank, each.id)):
        if instrument.recipient == "provider":
            found += _companies(world, instrument, ask, platform, served)
        else:
            found += _authorities(world, instrument, ask, states)
    if not states:
        found.append(_no_state())
    routes = [each for each in found if isinstance(each, Route)]
    refused = {(each.instrument, each.reason.text()): each for each in found if isinstance(each, Refusal)}
    return Routing(tuple(sorted(routes, key=lambda each: each.rank)), tuple(refused.values()))


def measures(world: World) -> tuple[str, ...]:
    """The ids of all measures that some instrument gives, in order."""
    found = {name for each in world.instruments.values() for name in (each.measure, *each.also_measures)}
    return tuple(sorted(found))


def _states(ask: Ask, served: tuple[LegalEntity, ...]) -> tuple[str, ...]:
    """The States whose authorities are asked: the one named, else those where the company is."""
    if ask.requested:
        return (ask.requested,)
    return tuple(dict.fromkeys(each.country for each in served if each.country not in ("*", ask.requesting)))


def _companies(
    world: World, instrument: Instrument, ask: Ask, platform: Platform | None, served: tuple[LegalEntity, ...]
) -> Iterator[Route | Refusal]:
    if platform is None:
        yield from _no_company(world, instrument, ask)
        return
    for entity in served:
        if not _reaches(instrument, ask, platform, entity):
            continue
        found = standing(world, instrument, ask, entity.country)
        if not found.usable:
            yield Refusal(instrument=instrument.id, reason=found.grounds[0], only_unverified=found.only_unverified)
        elif _serves(instrument, ask.measure):
            against = [
                *_circumstance(world, instrument, ask),
                *companies.objections(instrument, platform, entity, ask),
            ]
            if against:
                yield Refusal(instrument=instrument.id, reason=against[0])
            else:
                yield planning.to_company(world, instrument, ask, platform, entity, found)
    if not served and _serves(instrument, ask.measure) and instrument.basis == "provider_policy":
        says = N_("No company of %(platform)s is known to serve users in %(place)s: find it first.")
        values = {"platform": platform.name, "place": ask.user_in or ""}
        yield Refusal(instrument=instrument.id, reason=Reason("entity_unknown", says, values, platform.source))


def _reaches(instrument: Instrument, ask: Ask, platform: Platform, entity: LegalEntity) -> bool:
    """Whether the instrument has to do with this company at all."""
    if entity.country == "*" and instrument.convention:
        return False
    if platform.financial and instrument.basis == "provider_policy":
        return True
    outside = platform.financial and instrument.conditions.communications_only
    return not outside and concerns(instrument, ask.requesting, entity.country)


def _no_company(world: World, instrument: Instrument, ask: Ask) -> Iterator[Refusal]:
    """An instrument that speaks to companies, when only a State is asked."""
    state = ask.requested or ""
    if not concerns(instrument, ask.requesting, state):
        return
    found = standing(world, instrument, ask, state)
    if not found.usable:
        yield Refusal(instrument=instrument.id, reason=found.grounds[0], only_unverified=found.only_unverified)
    elif _serves(instrument, ask.measure):
        says = N_("It speaks to a company: name the platform.")
        yield Refusal(instrument=instrument.id, reason=Reason("no_platform", says, {}, instrument.source))


def _authorities(world: World, instrument: Instrument, ask: Ask, states: tuple[str, ...]) -> Iterator[Route | Refusal]:
    for state in states:
        if not concerns(instrument, ask.requesting, state):
            continue
        found = standing(world, instrument, ask, state)
        if not found.usable:
            yield Refusal(instrument=instrument.id, reason=found.grounds[0], only_unverified=found.only_unverified)
        elif instrument.standard_of:
            yield from _barred(instrument, ask)
        elif ask.measure in instrument.lacks:
            says = N_("This treaty was read whole and has no clause on it.")
            yield Refusal(instrument=instrument.id, reason=Reason("no_clause", says, {}, instrument.source))
        elif ask.measure == STATUS:
            if _makes_requests(instrument) and ask.under in (
                None,
                instrument.id,
                *_status_ids(world, instrument),
            ):
                yield planning.to_ask_after(world, instrument, ask, state, found)
        elif _serves(instrument, ask.measure):
            against = [*_circumstance(world, instrument, ask)]
            if against:
                yield Refusal(instrument=instrument.id, reason=against[0])
            else:
                yield planning.to_authority(world, instrument, ask, state, found)
        elif _makes_requests(instrument) and _given_by_evidence(ask):
            yield planning.to_authority(world, instrument, ask, state, found, instead=True)


def _serves(instrument: Instrument, measure: str) -> bool:
    return measure == instrument.measure or measure in instrument.also_measures


def _makes_requests(instrument: Instrument) -> bool:
    """Whether a request for evidence rests on it, so that one can also ask after it."""
    general = not (instrument.standard_of or instrument.conditions.circumstance)
    return instrument.measure == "mla_evidence" and instrument.basis != "transport" and general


def _given_by_evidence(ask: Ask) -> bool:
    """A preservation too, where only a State is asked and none of its instruments gives one."""
    return ask.measure in BY_EVIDENCE or (ask.measure == "preservation" and ask.platform is None)


def _status_ids(world: World, instrument: Instrument) -> tuple[str, ...]:
    return tuple(each.id for each in world.instruments.values() if each.status_of == instrument.id)


def _circumstance(world: World, instrument: Instrument, ask: Ask) -> Iterator[Reason]:
    needed = instrument.conditions.circumstance
    if needed and needed not in ask.given:
        values = {"circumstance": world.vocabulary.circumstances[needed]}
        yield Reason("circumstance", N_("Only where this is so: %(circumstance)s"), values, instrument.source)


def _barred(instrument: Instrument, ask: Ask) -> Iterator[Refusal]:
    """A law that keeps the company from answering us directly for these data."""
    if instrument.bars_direct and ask.platform and _serves(instrument, ask.measure):
        says = N_("The company gives these data only on an order of its own State: use mutual legal assistance.")
        yield Refusal(instrument=instrument.id, reason=Reason("own_order_needed", says, {}, instrument.source))


def _no_state() -> Refusal:
    says = N_("No State to ask follows from this: find the host or the company, or name the State.")
    return Refusal(instrument="reciprocity.letter_rogatory", reason=Reason("state_unknown", says))


def _refuse_nonsense(world: World, ask: Ask) -> None:
    wrong: list[Problem] = []
    if ask.measure not in measures(world):
        remedy = N_("Use one of: %(known)s.")
        known = ", ".join(measures(world))
        says = N_("%(measure)s is no measure.")
        wrong.append(Problem("ask.measure", "measure", says, remedy, measure=ask.measure, known=known))
    for name in ("requesting", "requested", "user_in"):
        country = getattr(ask, name)
        if country is not None and not re.fullmatch(r"[A-Z]{2}", country):
            says, remedy = N_("%(country)s is no country code."), N_("Use two capital letters, such as AR.")
            wrong.append(Problem("ask.country", name, says, remedy, country=country))
    if ask.platform and ask.platform not in world.platforms:
        says, remedy = (
            N_("%(platform)s is no platform that is known."),
            N_("Use an id of the facts, or add it."),
        )
        wrong.append(Problem("ask.platform", "platform", says, remedy, platform=ask.platform))
    if not ask.platform and not ask.requested:
        says = N_("Neither a State nor a platform is named.")
        wrong.append(Problem("ask.nobody", "requested", says, N_("Name the State, or the platform.")))
    if ask.requested == ask.requesting:
        says, remedy = N_("The State is your own."), N_("Use domestic law, or name another State.")
        wrong.append(Problem("ask.own_state", "requested", says, remedy))
    if wrong:
        raise Problems(wrong)
