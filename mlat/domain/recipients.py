"""Whom a request goes to and through whose hands: the company that serves the user, or an authority."""

from __future__ import annotations

from collections.abc import Iterable

from mlat.domain.instrument import Instrument
from mlat.domain.law import Law
from mlat.domain.messages import N_
from mlat.domain.parties import Authority
from mlat.domain.platform import LegalEntity, Platform
from mlat.domain.routes import EXECUTING, OFFICE, Ask, LegPlan, Reason, Recipient
from mlat.domain.world import World


def entities(world: World, platform: Platform, ask: Ask) -> tuple[LegalEntity, ...]:
    """The companies that may be the right one: one where the user's place is known, else each that could be.

    A company that names the place wins over one that serves the rest of the world.
    """
    addressees = [
        each for each in platform.legal_entities if each.addressee and _fit(world, each.for_authorities, ask.requesting)
    ]
    named = [each for each in addressees if each.for_authorities != ("*",)]
    addressees = named or addressees
    if ask.user_in is None:
        return tuple(sorted(addressees, key=lambda each: "*" not in each.user_in))
    serving = [each for each in addressees if _fit(world, each.user_in, ask.user_in)]
    exact = [each for each in serving if "*" not in each.user_in]
    return tuple(exact or serving)[:1]


def doubts(world: World, platform: Platform, entity: LegalEntity, instrument: Instrument, ask: Ask) -> Iterable[Reason]:
    """Why this company may yet be the wrong one."""
    values = {
        "entity": entity.entity,
        "serves": entity.serves,
        "platform": platform.name,
        "place": ask.user_in or "",
    }
    if instrument.basis == "union_law":
        says = N_("Which establishment %(platform)s has named for orders of the Union was not read: confirm it.")
        yield Reason("representative_unverified", says, values, platform.source)
    elif ask.user_in is None and len({each.entity for each in entities(world, platform, ask)}) > 1:
        says = N_("Only if this company serves the user (%(serves)s): say where the user is believed to be.")
        yield Reason("user_place_unknown", says, values, platform.source)
    elif ask.user_in:
        says = N_("%(entity)s serves this user's place, %(place)s (%(serves)s).")
        yield Reason("serves_the_user", says, values, platform.source)
        if _fit(world, entity.unclear_in, ask.user_in):
            says = N_("Which company serves users in %(place)s was not read: confirm it.")
            yield Reason("entity_unclear", says, values, platform.source)


def _fit(world: World, places: tuple[str, ...], country: str) -> bool:
    regions = world.vocabulary.regions
    return any(place in ("*", country) or country in regions.get(place, ()) for place in places)


def in_union(law: Law, platform: Platform, instrument: Instrument, ask: Ask) -> tuple[LegalEntity, ...]:
    """The companies of the platform in other Member States bound by `instrument`, the one that serves the user first.

    An order of the Union goes to the establishment or representative there, wherever the user is.
    """
    bound = [
        each
        for each in platform.legal_entities
        if each.addressee
        and each.country not in ("*", ask.requesting)
        and _fit(law.world, each.for_authorities, ask.requesting)
        and law.between(instrument, each.country).usable
    ]
    serving = [each for each in bound if ask.user_in and _fit(law.world, each.user_in, ask.user_in)]
    return tuple((serving or bound)[:1])


def provider(world: World, platform: Platform, entity: LegalEntity, instrument: Instrument) -> Recipient:
    """The company as the recipient; its id is the platform's. Where a law counts its days, in the zone of its place."""
    zone = ""
    if instrument.basis == "union_law":
        zones = {each.time_zone[0] for each in world.authorities.values() if each.country == entity.country}
        zone = zones.pop() if len(zones) == 1 else ""
    return Recipient(kind="provider", id=platform.id, name=entity.entity, country=entity.country, zone=zone)


def authority(world: World, instrument: Instrument, ask: Ask, requested: str) -> Recipient:
    """The body of the requested State that this instrument names, or its usual one for that role."""
    if instrument.recipient_role == "national_central_bureau":
        return national_bureau(requested)
    if instrument.recipient_role == "executing_authority":
        return _executing(world, requested)
    on_call = "24_7_point" in (instrument.recipient, f"{instrument.channel_kind}_point")
    role = instrument.recipient_role or ("24_7_point" if on_call else "central_authority")
    body = body_of(world, requested, role, instrument, ask.requesting)
    if body is None and role == "24_7_point":
        body = body_of(world, requested, "central_authority", instrument, ask.requesting)
    if body is None:
        kind = role.replace("_", "-")
        return Recipient(
            kind="authority", id=f"{requested.lower()}-{kind}", name=f"{kind}, {requested}", country=requested
        )
    zone = body.time_zone[0] if body.time_zone else ""
    return Recipient(kind="authority", id=body.id, name=body.name_local, country=requested, zone=zone)


def national_bureau(country: str) -> Recipient:
    """Interpol's bureau of a country; every member has one, so the facts need not list them."""
    name = f"Interpol, National Central Bureau, {country}"
    return Recipient(kind="authority", id=f"{country.lower()}-ncb", name=name, country=country)


def own_unknown(world: World, ask: Ask, planned: tuple[LegPlan, ...]) -> bool:
    """Whether the way passes a body of one's own State that the facts do not name."""
    home = f"{ask.requesting.lower()}-"
    return any(leg.to.startswith(home) and leg.to not in world.authorities for leg in planned)


def _executing(world: World, country: str) -> Recipient:
    """The judicial authority that will execute, which no list of ours names; its days run in its State's zone."""
    zones = {each.time_zone[0] for each in world.authorities.values() if each.country == country and each.time_zone}
    name, zone = f"competent executing authority, {country}", zones.pop() if len(zones) == 1 else ""
    return Recipient(kind="authority", id=f"{country.lower()}-executing", name=name, country=country, zone=zone)


def body_of(world: World, country: str, role: str, instrument: Instrument, counterpart: str) -> Authority | None:
    """The authority of `country` in this role for requests to or from `counterpart` under this instrument."""
    bodies = [each for each in world.authorities.values() if each.country == country]
    if role == "central_authority":
        if named := instrument.central_authority.get(country):
            return world.authorities[named]
        # The diplomatic channel stays the usual body's, whatever body deals with that State otherwise.
        towards = [each for each in bodies if counterpart in each.central_towards]
        if towards and instrument.channel_kind != "diplomatic":
            return towards[0]
    usual = [each for each in bodies if each.role == role and not each.territory]
    if role == "central_authority":
        usual = [each for each in usual if not each.central_towards]
    return usual[0] if usual else None


def legs(
    world: World, instrument: Instrument, ask: Ask, recipient: Recipient, *, executed: bool
) -> tuple[LegPlan, ...]:
    """The way from the office to the recipient, and on to the authority that will execute, if one will."""
    if recipient.kind == "provider":
        if instrument.through:
            return _through(instrument, ask, recipient)
        return (
            LegPlan(
                sender=OFFICE,
                to=recipient.id,
                to_name=recipient.name,
                zone=recipient.zone,
                why=N_("direct to the company"),
            ),
        )
    stops: list[LegPlan] = []
    if role := _own_role(instrument):
        own = body_of(world, ask.requesting, role, instrument, recipient.country)
        kind = role.replace("_", "-")
        stops.append(
            LegPlan(
                sender=OFFICE,
                to=own.id if own else f"{ask.requesting.lower()}-{kind}",
                to_name=own.name_local if own else f"{kind}, {ask.requesting}",
                zone=own.time_zone[0] if own and own.time_zone else "",
                why=N_("own transmitting body"),
            )
        )
    if instrument.recipient_role == "national_central_bureau":
        bureau = national_bureau(ask.requesting)
        stops.append(LegPlan(sender=OFFICE, to=bureau.id, to_name=bureau.name, why=N_("own national bureau")))
    last = stops[-1].to if stops else OFFICE
    why = N_("by the diplomatic channel") if instrument.channel_kind == "diplomatic" else N_("as the instrument says")
    stops.append(LegPlan(sender=last, to=recipient.id, to_name=recipient.name, zone=recipient.zone, why=why))
    if executed:
        stops.append(
            LegPlan(
                sender=recipient.id,
                to=EXECUTING,
                to_name="",
                zone=recipient.zone,
                why=N_("passes it on for execution"),
            )
        )
    return tuple(stops)


def _through(instrument: Instrument, ask: Ask, recipient: Recipient) -> tuple[LegPlan, ...]:
    """By the body of the own State that the agreement names, which the facts know by its role alone."""
    own = f"{ask.requesting.lower()}-{instrument.through.replace('_', '-')}"
    name = f"{instrument.through.replace('_', ' ')}, {ask.requesting}"
    return (
        LegPlan(sender=OFFICE, to=own, to_name=name, why=N_("own transmitting body")),
        LegPlan(sender=own, to=recipient.id, to_name=recipient.name, why=N_("as the instrument says")),
    )


def _own_role(instrument: Instrument) -> str:
    """The role of the body of one's own State that passes the request on; none where it goes straight."""
    if instrument.channel_kind == "direct" or instrument.recipient_role == "national_central_bureau":
        return ""
    by_channel = {"24_7": "24_7_point", "network": instrument.recipient_role or "central_authority"}
    return by_channel.get(instrument.channel_kind, "central_authority")


def reads_ours(world: World, ask: Ask, recipient: Recipient) -> bool:
    """Whether the recipient reads the language of the State that asks, so that nothing needs translating."""
    theirs = world.authorities.get(recipient.id)
    ours = [
        each
        for each in world.authorities.values()
        if each.country == ask.requesting and each.role == "central_authority"
    ]
    return bool(theirs and ours and ours[0].languages_accepted[0] in theirs.languages_accepted)


def languages(
    world: World, instrument: Instrument, ask: Ask, recipient: Recipient, platform: Platform | None
) -> tuple[str, ...]:
    """Language codes to prepare the request in, the safest first; empty where none is known."""
    if recipient.kind == "provider" and platform and instrument.language in ("provider", "fixed"):
        return platform.accepted_languages
    if recipient.kind == "provider" and recipient.country == ask.requesting:
        own = body_of(world, ask.requesting, "central_authority", instrument, ask.requesting)
        return own.languages_accepted if own else ()
    body = world.authorities.get(recipient.id)
    if recipient.kind == "provider" or instrument.recipient_role == "executing_authority":
        body = body_of(world, recipient.country, "central_authority", instrument, ask.requesting)
    theirs = body.languages_accepted if body else ()
    if instrument.language == "fixed":
        spoken = tuple(each for each in theirs if each in instrument.languages)
        return spoken + tuple(each for each in instrument.languages if each not in spoken)
    if instrument.language == "requesting_with_translation":
        own = body_of(world, ask.requesting, "central_authority", instrument, recipient.country)
        ours = own.languages_accepted[:1] if own else ()
        return ours + tuple(each for each in theirs if each not in ours)
    return theirs
