"""Fills in a route: recipient, way, language, periods, formalities, reasons, and how sure each fact is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mlat.domain import companies, formal, grounds, recipients
from mlat.domain.instrument import Clause, Instrument
from mlat.domain.law import Law, Standing
from mlat.domain.marks import State
from mlat.domain.messages import N_
from mlat.domain.platform import LegalEntity, Platform
from mlat.domain.routes import Ask, ClockRule, FormalPoint, Reason, Recipient, Route
from mlat.domain.world import World

TRANSLATIONS = frozenset({"translation", "certified_translation"})
NOT_OF = {"preservation": "renewal", "preservation_extension": "hold"}
"""Kind of period that belongs to the other one of these two measures."""
LIMITS = {"stated_case_only": "restrictions", "restrictions": "conditions_of_use"}
"""Code of a limit of use and the form field in which a paper speaks of it."""
LATER = 100
"""Added to the rank of a way that gives what is wanted only by a request for evidence."""


def to_company(
    law: Law, instrument: Instrument, ask: Ask, platform: Platform, entity: LegalEntity, found: Standing
) -> Route:
    """The route straight to the company."""
    world = law.world
    recipient = recipients.provider(world, platform, entity, instrument)
    room = f"platforms.{platform.id}"
    home = companies.at_home(instrument, entity, ask)
    policy = instrument.basis in ("foreign_law", "provider_policy") and not home
    own_periods = policy and instrument.measure in companies.HOLDS and not instrument.conditions.circumstance
    periods = companies.holds(world, instrument, platform, ask) if own_periods else _periods(world, instrument, ask)
    clocks = tuple(periods)
    minor = [f"{room}.accepted_languages", f"{room}.law_enforcement_portal"]
    if clocks and own_periods:
        minor.append(f"{room}.preservation.period_days")
    reasons = [
        *recipients.doubts(world, platform, entity, instrument, ask),
        *companies.advice(instrument, platform, entity, ask),
        *found.notes,
    ]
    offer = (f"{room}.{_offer(ask)}",) if policy else ()
    portal = platform.law_enforcement_portal
    straight = home or instrument.channel_kind == "provider"
    at_portal = " ".join(part for part in (portal.name, portal.url or portal.email or portal.via) if part)
    return _route(
        law,
        instrument,
        ask,
        recipient,
        channel=at_portal if straight else instrument.channel,
        channel_kind=platform.channel if straight else instrument.channel_kind,
        languages=recipients.languages(world, instrument, ask, recipient, platform),
        clocks=clocks,
        reasons=reasons,
        decisive=(*found.decisive, f"{room}.legal_entities", *offer),
        minor=minor,
        formal_points=formal.of_company(platform) if policy else formal.of_instrument(instrument.formalities),
        must_carry=platform.request_must_carry,
        file_formats=platform.file_formats,
        annexes=instrument.at_home.annexes if home and instrument.at_home else (),
        sources=platform.source,
    )


def _offer(ask: Ask) -> str:
    """The field of the platform that decides whether it answers this measure."""
    if category := companies.CATEGORY.get(ask.measure):
        return f"process_required.{category}"
    return "preservation.offered" if ask.measure in companies.HOLDS else "emergency_channel"


def to_authority(
    law: Law, instrument: Instrument, ask: Ask, state: str, found: Standing, *, instead: bool = False
) -> Route:
    """The route to a State's authority; `instead`: by a request for evidence, as nothing closer gives it."""
    world = law.world
    recipient = recipients.authority(world, instrument, ask, state)
    reasons = [
        *grounds.basis(law, instrument, ask, state, found),
        *found.notes,
        *grounds.told_tests(world, instrument, ask, state, instead=instead),
        *grounds.urgent(instrument, ask),
    ]
    if instead:
        says = N_("To be obtained by a request for mutual legal assistance.")
        reasons.append(Reason("by_mutual_assistance", says, {}, instrument.source))
        if ask.measure in ("preservation", "video_hearing", "emergency_disclosure"):
            says = N_("Whether it allows this was not read: ask for it within the request, and count on nothing.")
            reasons.append(Reason("not_read", says, {}, instrument.source))
    reasons += grounds.whom(world, recipient, instrument)
    body = world.authorities.get(recipient.id)
    return _route(
        law,
        instrument,
        ask,
        recipient,
        channel=instrument.channel,
        channel_kind=instrument.channel_kind,
        languages=recipients.languages(world, instrument, ask, recipient, None),
        clocks=tuple(_periods(world, instrument, ask)),
        reasons=reasons,
        decisive=(*found.decisive, *_absence(law, state, reasons)),
        minor=[f"authorities.{recipient.id}.name_local"] if body else [],
        asks=body.asks if body else (),
        standards=tuple(each.id for each in grounds.tests(world, ask, state)),
        measure=instrument.measure if instead else ask.measure,
        rank=later(instrument, ask) if instead else instrument.rank,
    )


def later(instrument: Instrument, ask: Ask) -> int:
    """The rank of a request for evidence that gives what is wanted: last, save where that is what is asked."""
    return instrument.rank + (0 if ask.measure == "emergency_mla" else LATER)


def _absence(law: Law, state: str, reasons: Iterable[Reason]) -> tuple[str, ...]:
    """The fact on which "no treaty" rests."""
    table = law.listed(state)
    said = any(each.code == "no_treaty" for each in reasons)
    return (f"parties.{table.id}.lists_treaties_of",) if table and said else ()


def to_ask_after(law: Law, instrument: Instrument, ask: Ask, state: str, found: Standing) -> Route:
    """The status inquiry about a request made under `instrument`, citing only what that instrument gives."""
    world = law.world
    status = next((each for each in law.instruments if each.status_of == instrument.id), instrument)
    inquiry = status.inquiry
    recipient = recipients.authority(world, instrument, ask, state)
    clauses = dict(inquiry.clauses) if inquiry else {}
    if inquiry and inquiry.obliges_answer:
        clauses["answer_owed"] = ", ".join(inquiry.articles)
    bare = grounds.basis(law, instrument, ask, state, found) if instrument.basis in ("custom", "domestic_law") else ()
    reasons = [*bare, grounds.cited(status, inquiry), *grounds.whom(world, recipient, instrument)]
    return _route(
        law,
        status,
        ask,
        recipient,
        channel=instrument.channel,
        channel_kind=instrument.channel_kind,
        languages=recipients.languages(world, instrument, ask, recipient, None),
        clocks=(),
        reasons=reasons,
        decisive=(*found.decisive, *_absence(law, state, reasons)),
        minor=[f"authorities.{recipient.id}.name_local"] if recipient.id in world.authorities else [],
        article=", ".join(inquiry.articles) if inquiry else "",
        form="status_inquiry",
        clauses=clauses,
        status_of=instrument.id,
        rank=instrument.rank,
        plain=True,
    )


def _periods(world: World, instrument: Instrument, ask: Ask) -> Iterator[ClockRule]:
    """The periods that run for a request: the instrument's own, and that of the acknowledgment it is owed.

    Those for urgent requests only where it is urgent; a hold and its renewal each with its own measure.
    """
    acknowledged = [each for each in world.instruments.values() if each.status_of == instrument.id and each.periods]
    for each in (instrument, *acknowledged):
        for name, period in each.periods.items():
            if period.when == "urgent" and not grounds.in_haste(ask):
                continue
            if period.kind == NOT_OF.get(ask.measure):
                continue
            yield ClockRule(
                kind=period.kind,
                value=period.value,
                starts=period.starts,
                rule=period.rule,
                source="; ".join(each.source),
                verification=world.mark(f"instruments.{each.id}.periods.{name}").state,
                when=period.when,
                floor=period.floor,
            )


def _clauses(instrument: Instrument) -> dict[str, str]:
    """Form field -> the article of the instrument that gives it."""
    found = {each.code: each.article for each in (*instrument.formalities, *instrument.own_duties) if each.article}
    found |= {LIMITS[each.code]: each.article for each in instrument.use_limits if each.code in LIMITS and each.article}
    if instrument.confidentiality and instrument.confidentiality.article:
        found["confidentiality"] = instrument.confidentiality.article
    if instrument.inquiry and instrument.inquiry.ask_in_request:
        found["notice_of_execution"] = instrument.inquiry.ask_in_request
    return found


def _route(
    law: Law,
    instrument: Instrument,
    ask: Ask,
    recipient: Recipient,
    *,
    channel: str,
    channel_kind: str,
    languages: tuple[str, ...],
    clocks: tuple[ClockRule, ...],
    reasons: Iterable[Reason],
    decisive: tuple[str, ...],
    minor: Iterable[str],
    standards: tuple[str, ...] = (),
    measure: str = "",
    article: str | None = None,
    form: str = "",
    clauses: dict[str, str] | None = None,
    status_of: str = "",
    rank: int | None = None,
    plain: bool = False,
    asks: tuple[Clause, ...] = (),
    formal_points: tuple[FormalPoint, ...] | None = None,
    must_carry: tuple[str, ...] = (),
    file_formats: tuple[str, ...] = (),
    annexes: tuple[str, ...] = (),
    sources: tuple[str, ...] = (),
) -> Route:
    """The route; `plain` leaves out what only the request itself must observe."""
    none: tuple[Clause, ...] = ()
    world = law.world
    spared = TRANSLATIONS if recipients.reads_ours(world, ask, recipient) else frozenset[str]()
    executed = not plain and instrument.measure == "mla_evidence" and not instrument.recipient_role
    planned = recipients.legs(world, instrument, ask, recipient, executed=executed)
    told = (*reasons, *grounds.through(world, ask, planned))
    state, unverified = _sure(world, decisive, minor)
    if grounds.unsure(instrument, told):
        state = "unverified"
    formalities = tuple(each for each in (*instrument.formalities, *asks) if each.code not in spared)
    wanted = (*instrument.requires_annexes, *annexes)
    return Route(
        instrument=instrument.id,
        name=instrument.name,
        article=instrument.article if article is None else article,
        measure=measure or ask.measure,
        recipient=recipient,
        legs=planned,
        channel=channel,
        channel_kind=channel_kind,
        languages=languages,
        language_rule=instrument.language_rule,
        form=form or instrument.form,
        clocks=clocks,
        formalities=none if plain else formalities,
        requires_annexes=() if plain else tuple(each for each in wanted if each not in spared),
        own_duties=none if plain else instrument.own_duties,
        use_limits=none if plain else instrument.use_limits,
        reasons=told,
        verification=state,
        unverified=unverified,
        source=tuple(dict.fromkeys((*instrument.source, *sources))),
        confidentiality=None if plain else instrument.confidentiality,
        expected_answer="" if plain else instrument.expected_answer,
        status_of=status_of,
        standards=standards,
        clauses=_clauses(instrument) if clauses is None else clauses,
        formal=() if plain else formal_points or formal.of_instrument((*instrument.formalities, *asks)),
        official_form=instrument.official_form,
        must_carry=must_carry,
        file_formats=file_formats,
        own_basis=instrument.own_basis.get(ask.requesting, ""),
        rank=instrument.rank if rank is None else rank,
    )


def _sure(world: World, decisive: tuple[str, ...], minor: Iterable[str]) -> tuple[State, tuple[str, ...]]:
    """The mark of the whole, from the facts that decide it; and every fact that is unverified."""
    states = {each: world.mark(each).state for each in (*decisive, *minor)}
    unverified = tuple(each for each, state in states.items() if state == "unverified")
    deciding = {states[each] for each in decisive}
    if "unverified" in deciding:
        return "unverified", unverified
    return ("confirmed" if "confirmed" in deciding else "read"), unverified
