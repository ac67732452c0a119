"""What a company gives to an authority from abroad: what it answers or refuses, and its own periods."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from mlat.domain.instrument import Instrument
from mlat.domain.marks import State
from mlat.domain.messages import N_
from mlat.domain.platform import LegalEntity, Platform, Preservation
from mlat.domain.routes import Ask, ClockRule, Reason
from mlat.domain.world import World

HOLDS = frozenset({"preservation", "preservation_extension"})
CATEGORY = {
    "subscriber_disclosure": "subscriber",
    "traffic_disclosure": "traffic",
    "content_disclosure": "content",
}


def at_home(instrument: Instrument, entity: LegalEntity, ask: Ask) -> bool:
    """Whether it is a law of the State that asks, used towards a company of that very State."""
    own = instrument.basis == "domestic_law" or (instrument.at_home and ask.requesting in instrument.applies_in)
    return entity.country == ask.requesting and bool(own)


def objections(instrument: Instrument, platform: Platform, entity: LegalEntity, ask: Ask) -> Iterator[Reason]:
    """Why this company cannot be asked for this measure under this instrument."""
    source, name = platform.source, {"platform": platform.name, "entity": entity.entity}
    home = at_home(instrument, entity, ask)
    if entity.country == ask.requesting and not home and instrument.channel_kind != "automatic":
        yield domestic(entity.entity, ask.requesting, instrument.source)
    if platform.financial and instrument.conditions.communications_only:
        says = N_("Its records are no communications: this law does not reach %(platform)s.")
        yield Reason("not_communications", says, name, instrument.source)
    if entity.country == "*":
        says = N_("The company behind %(platform)s and its country are not known: find it first.")
        yield Reason("entity_unknown", says, name, source)
    if platform.status == "closed":
        yield Reason("platform_closed", N_("%(platform)s is closed: nobody answers."), name, source)
    if instrument.conditions.own_provider_only and entity.country != ask.requesting:
        says = N_(
            "A domestic order: it binds companies in the own territory, and %(entity)s is in %(country)s. %(note)s"
        )
        values = {**name, "country": entity.country, "note": instrument.conditions.own_provider_note}
        yield Reason("domestic_only", says, values, instrument.source)
    if instrument.measure in HOLDS and not home and instrument.basis != "union_law":
        yield from _no_hold(instrument, platform, name)
    if (category := CATEGORY.get(ask.measure)) and instrument.basis in ("foreign_law", "provider_policy") and not home:
        yield from _no_answer(platform, entity, category, name)


def domestic(name: str, state: str, source: tuple[str, ...]) -> Reason:
    """The ground against asking somebody in one's own State as if it were abroad."""
    says = N_("%(name)s is in your own State, %(state)s: domestic, not a matter of requests abroad. Use your own law.")
    return Reason("domestic", says, {"name": name, "state": state}, source)


def _no_hold(instrument: Instrument, platform: Platform, name: dict[str, str]) -> Iterator[Reason]:
    if instrument.conditions.circumstance:  # kept by law on its own, whatever the company offers
        return
    if platform.preservation.offered == "no":
        values = {**name, "note": platform.preservation.note}
        yield Reason("no_preservation", N_("%(platform)s preserves nothing: %(note)s."), values, platform.source)
    if instrument.measure == "preservation_extension" and platform.preservation.renewable is False:
        yield Reason("no_renewal", N_("%(platform)s does not renew a preservation."), name, platform.source)


def _no_answer(platform: Platform, entity: LegalEntity, category: str, name: dict[str, str]) -> Iterator[Reason]:
    process = platform.foreign_process.get(category, "unknown")
    values = {**name, "process": platform.process_required.get(category, "")}
    if process == "not_available":
        says = N_("%(platform)s does not hold or never gives these data (%(process)s).")
        yield Reason("data_not_available", says, values, platform.source)
    elif process == "treaty_only" or entity.treaty_only:
        says = N_("%(entity)s answers treaty requests only (%(process)s): go through mutual legal assistance.")
        yield Reason("treaty_only", says, values, platform.source)


def advice(instrument: Instrument, platform: Platform, entity: LegalEntity, ask: Ask) -> Iterator[Reason]:
    """What one should know before writing to this company."""
    source, name = platform.source, {"platform": platform.name}
    home = at_home(instrument, entity, ask)
    abroad = instrument.basis in ("foreign_law", "provider_policy") and not home
    ordered = home or instrument.basis == "union_law"
    if home:
        yield from _own_law(instrument, entity, ask)
    if abroad:
        says = N_("No law binds the company towards an authority from abroad: it answers as its policy.")
        yield Reason("voluntary", says, name, source)
    category = CATEGORY.get(ask.measure)
    if category and abroad:
        process = platform.foreign_process.get(category, "unknown")
        values = {**name, "process": platform.process_required.get(category, "")}
        if process in ("case_by_case", "unknown"):
            says = N_("Answered case by case: %(process)s.")
            yield Reason("case_by_case", says, values, source)
        elif process == "voluntary":
            yield Reason("process", N_("What it asks for: %(process)s."), values, source)
    elif category and ordered and platform.foreign_process.get(category) == "not_available":
        says = N_("The order binds it, but %(platform)s says that it does not hold these data (%(process)s).")
        yield Reason("not_held", says, {**name, "process": platform.process_required.get(category, "")}, source)
    if instrument.measure in HOLDS and abroad and not instrument.conditions.circumstance:
        yield from _about_holds(platform, ask, name)
    if platform.channel == "none_found" and instrument.basis != "union_law":
        says = N_("No channel for authorities from abroad was found for %(platform)s: confirm an address first.")
        yield Reason("no_channel_found", says, name, source)
    if platform.user_notice_policy.default.startswith("notify"):
        says = N_("%(platform)s tells the user unless something stops it (%(exceptions)s).")
        exceptions = ", ".join(platform.user_notice_policy.exceptions) or platform.user_notice_policy.default
        yield Reason("tells_the_user", says, {**name, "exceptions": exceptions}, source)


def _own_law(instrument: Instrument, entity: LegalEntity, ask: Ask) -> Iterator[Reason]:
    values = {"state": ask.requesting, "entity": entity.entity}
    says = N_("Your own law, towards a company in your own State (%(state)s): no request abroad is made.")
    yield Reason("own_law", says, values, instrument.source)
    if own := instrument.at_home:
        yield Reason("process_at_home", N_("By: %(process)s."), {"process": own.process}, instrument.source)
        if not own.obliges:
            says = N_("It lets %(entity)s answer; it does not oblige it.")
            yield Reason("voluntary_at_home", says, values, instrument.source)
    else:
        says = N_("Under which provision of your own law the order is made was not read: name it.")
        yield Reason("own_provision_unknown", says, values, instrument.source)


def _about_holds(platform: Platform, ask: Ask, name: dict[str, str]) -> Iterator[Reason]:
    offer, source = platform.preservation, platform.source
    if offer.offered != "yes":
        says = N_("%(platform)s publishes no preservation scheme: ask all the same, but count on no preservation.")
        yield Reason("no_published_preservation", says, name, source)
    elif offer.period_days is None:
        says = N_("How long %(platform)s preserves is not stated: ask for the date, and count on none until then.")
        yield Reason("period_not_stated", says, name, source)
    if ask.measure == "preservation_extension" and offer.renewable == "unknown":
        says = N_("%(platform)s states no rule for renewals: ask early, and count on none until it confirms.")
        yield Reason("renewal_not_stated", says, name, source)
    if isinstance(offer.renewals_max, int):
        says = N_("It renews at most %(times)s time(s).")
        yield Reason("renewals_capped", says, {"times": offer.renewals_max}, source)
    if offer.ask_before_days:
        says = N_("Ask for an extension at least %(days)s days before the end, as a request of its own.")
        yield Reason("ask_before", says, {"days": offer.ask_before_days}, source)
    if offer.non_us_period_days and ask.requesting != "US":
        says = N_("At its own discretion it may preserve up to %(days)s days for an authority from abroad.")
        yield Reason("at_discretion", says, {"days": offer.non_us_period_days}, source)


def holds(world: World, instrument: Instrument, platform: Platform, ask: Ask) -> Iterator[ClockRule]:
    """The company's own periods: how long it preserves or renews; none where none is stated."""
    offer, room = platform.preservation, f"platforms.{platform.id}.preservation"
    abroad = ask.requesting != "US"
    if instrument.measure == "preservation" and offer.offered == "yes" and offer.period_days:
        at_most = offer.non_us_period_days if abroad else None
        state = world.mark(f"{room}.period_days").state
        yield _clock("hold", offer.period_days, at_most, state, instrument, platform)
    if instrument.measure == "preservation_extension":
        at_most = offer.non_us_extension_days if abroad else None
        if offer.extension_days:
            state = world.mark(f"{room}.extension_days").state
            yield _clock("renewal", offer.extension_days, at_most, state, instrument, platform)
        elif instrument.basis == "foreign_law" and offer.offered == "yes":
            yield _clock("renewal", SCA_RENEWAL_DAYS, at_most, "unverified", instrument, platform)


SCA_RENEWAL_DAYS = 90
"""18 USC 2703(f)(2); that a company grants it to an authority from abroad is its policy, so unverified."""


def _clock(
    kind: Literal["hold", "renewal"],
    days: int,
    at_most: int | None,
    state: State,
    instrument: Instrument,
    platform: Platform,
) -> ClockRule:
    return ClockRule(
        kind=kind,
        value=f"P{days}D",
        starts="received" if kind == "hold" else "renewed",
        rule="us_hold" if instrument.basis == "foreign_law" else "unknown",
        source="; ".join(platform.source),
        verification=state,
        at_most=f"P{at_most}D" if at_most else "",
        renewals_max=_most(instrument, platform.preservation),
    )


def _most(instrument: Instrument, offer: Preservation) -> int | None:
    """How often it may be renewed: the company's own cap, else the law's; None where no number is known.

    A company that renews as its policy may go beyond the law; one that states no rule is taken at the law's.
    """
    if isinstance(offer.renewals_max, int):
        return offer.renewals_max
    if offer.renewable is True:
        return None
    return next((each.times for each in instrument.periods.values() if each.kind == "renewal"), None)
