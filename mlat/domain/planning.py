"""Fills in a route: recipient, way, language, periods, formalities, reasons, and how sure each fact is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mlat.domain import companies, recipients
from mlat.domain.instrument import Clause, Inquiry, Instrument
from mlat.domain.marks import State
from mlat.domain.messages import N_
from mlat.domain.platform import LegalEntity, Platform
from mlat.domain.routes import Ask, ClockRule, Reason, Recipient, Route
from mlat.domain.standing import Standing
from mlat.domain.world import World

TRANSLATIONS = frozenset({"translation", "certified_translation"})
LATER = 100
"""Added to the rank of a way that gives what is wanted only by a request for evidence."""


def to_company(
    world: World, instrument: Instrument, ask: Ask, platform: Platform, entity: LegalEntity, found: Standing
) -> Route:
    """The route straight to the company."""
    recipient = recipients.provider(platform, entity)
    room = f"platforms.{platform.id}"
    own_periods = instrument.measure in companies.HOLDS and not instrument.conditions.circumstance
    periods = companies.holds(world, instrument, platform, ask) if own_periods else _periods(world, instrument, ask)
    clocks = tuple(periods)
    minor = [f"{room}.accepted_languages", f"{room}.law_enforcement_portal"]
    if clocks and own_periods:
        minor.append(f"{room}.preservation.period_days")
    reasons = [
        *recipients.doubts(world, platform, entity, ask),
        *companies.advice(instrument, platform, ask),
        *found.notes,
    ]
    decisive = (*found.decisive, f"{room}.legal_entities", f"{room}.{_offer(ask)}")
    portal = platform.law_enforcement_portal
    return _route(
        world,
        instrument,
        ask,
        recipient,
        channel=" ".join(part for part in (portal.name, portal.url or portal.email or portal.via) if part),
        channel_kind=platform.channel if instrument.channel_kind == "provider" else instrument.channel_kind,
        languages=recipients.languages(world, instrument, ask, recipient, platform),
        clocks=clocks,
        reasons=reasons,
        decisive=decisive,
        minor=minor,
    )


def _offer(ask: Ask) -> str:
    """The field of the platform that decides whether it answers this measure."""
    if category := companies.CATEGORY.get(ask.measure):
        return f"process_required.{category}"
    return "preservation.offered" if ask.measure in companies.HOLDS else "emergency_channel"


def to_authority(
    world: World, instrument: Instrument, ask: Ask, state: str, found: Standing, *, instead: bool = False
) -> Route:
    """The route to a State's authority; `instead`: by a request for evidence, as nothing closer gives it."""
    recipient = recipients.authority(world, instrument, ask, state)
    reasons = [
        *_basis(instrument, ask, state, found),
        *found.notes,
        *_standards(world, ask, state, instrument, instead),
    ]
    if instead:
        says = N_("To be obtained by a request for mutual legal assistance.")
        reasons.append(Reason("by_mutual_assistance", says, {}, instrument.source))
        if ask.measure in ("preservation", "video_hearing"):
            says = N_("Whether it allows this was not read: ask for it within the request, and count on nothing.")
            reasons.append(Reason("not_read", says, {}, instrument.source))
    reasons += _whom(world, recipient, instrument)
    return _route(
        world,
        instrument,
        ask,
        recipient,
        channel=instrument.channel,
        channel_kind=instrument.channel_kind,
        languages=recipients.languages(world, instrument, ask, recipient, None),
        clocks=tuple(_periods(world, instrument, ask)),
        reasons=reasons,
        decisive=found.decisive,
        minor=[f"authorities.{recipient.id}.name_local"] if recipient.id in world.authorities else [],
        standards=tuple(each.id for each in standards(world, ask, state)),
        measure=instrument.measure if instead else ask.measure,
        rank=instrument.rank + (LATER if instead else 0),
    )


def to_ask_after(world: World, instrument: Instrument, ask: Ask, state: str, found: Standing) -> Route:
    """The status inquiry about a request made under `instrument`, citing only what that instrument gives."""
    status = next((each for each in world.instruments.values() if each.status_of == instrument.id), instrument)
    inquiry = status.inquiry
    recipient = recipients.authority(world, instrument, ask, state)
    clauses = dict(inquiry.clauses) if inquiry else {}
    if inquiry and inquiry.obliges_answer:
        clauses["answer_owed"] = ", ".join(inquiry.articles)
    return _route(
        world,
        status,
        ask,
        recipient,
        channel=instrument.channel,
        channel_kind=instrument.channel_kind,
        languages=recipients.languages(world, instrument, ask, recipient, None),
        clocks=(),
        reasons=[_what_is_cited(status, inquiry), *_whom(world, recipient, instrument)],
        decisive=found.decisive,
        minor=[f"authorities.{recipient.id}.name_local"] if recipient.id in world.authorities else [],
        article=", ".join(inquiry.articles) if inquiry else "",
        form="status_inquiry",
        clauses=clauses,
        status_of=instrument.id,
        rank=instrument.rank,
        plain=True,
    )


def _what_is_cited(status: Instrument, inquiry: Inquiry | None) -> Reason:
    if inquiry is None:
        says = N_("No clause on questions about progress was read: ask as a courtesy, citing none.")
        return Reason("no_clause_known", says, {}, status.source)
    if inquiry.obliges_answer:
        says = N_("Article %(article)s obliges the other side to answer.")
        return Reason("answer_owed", says, {"article": ", ".join(inquiry.articles)}, status.source)
    says = N_("No clause obliges an answer: cite %(article)s. In the request itself, ask under %(ask)s to be told.")
    values = {"article": ", ".join(inquiry.articles), "ask": inquiry.ask_in_request}
    return Reason("no_answer_owed", says, values, status.source)


def standards(world: World, ask: Ask, state: str) -> tuple[Instrument, ...]:
    """The laws of the requested State that set the test for the data asked for, the strictest data last."""
    wanted = {companies.CATEGORY[ask.measure]} if ask.measure in companies.CATEGORY else set(ask.data)
    wanted = {"traffic" if each == "login" else each for each in wanted} or {
        "subscriber",
        "traffic",
        "content",
    }
    found = [each for each in world.instruments.values() if each.standard_of and state in each.applies_in]
    return tuple(each for each in found if wanted & set(each.standard_of))


def _standards(world: World, ask: Ask, state: str, instrument: Instrument, instead: bool) -> Iterator[Reason]:
    if not (instead or instrument.measure == "mla_evidence"):
        return
    for each in standards(world, ask, state):
        says = N_("The requested State gives %(data)s data under %(article)s: the request must meet that test.")
        values = {"data": ", ".join(each.standard_of), "article": each.article}
        yield Reason("standard", says, values, each.source)


def _basis(instrument: Instrument, ask: Ask, state: str, found: Standing) -> Iterator[Reason]:
    doubtful = any(each.code == "membership_unverified" for each in found.notes)
    pair = {"from": ask.requesting, "to": state}
    if instrument.bilateral:
        yield Reason("bilateral", N_("A treaty between %(from)s and %(to)s."), pair, instrument.source)
    elif instrument.convention and not doubtful:
        yield Reason("both_bound", N_("Binds both %(from)s and %(to)s."), pair, instrument.source)
    elif instrument.basis == "custom":
        says = N_("Rests on no treaty: on reciprocity, which is offered.")
        yield Reason("no_treaty", says, pair, instrument.source)


def _whom(world: World, recipient: Recipient, instrument: Instrument) -> Iterator[Reason]:
    body = world.authorities.get(recipient.id)
    if body and instrument.channel_kind == "24_7" and body.role != "24_7_point":
        says = N_("The facts name no 24/7 point of %(country)s: it goes to the central authority.")
        yield Reason("no_24_7_point", says, {"country": recipient.country}, body.source)
    if body is None:
        says = N_("The facts do not name this body in %(country)s: the office must find and confirm it.")
        yield Reason("recipient_unknown", says, {"country": recipient.country})


def _periods(world: World, instrument: Instrument, ask: Ask) -> Iterator[ClockRule]:
    """The periods that the instrument states; those for urgent requests only where it is urgent."""
    for name, period in instrument.periods.items():
        if period.when == "urgent" and not ask.urgent:
            continue
        yield ClockRule(
            kind=period.kind,
            value=period.value,
            starts=period.starts,
            rule=period.rule,
            source="; ".join(instrument.source),
            verification=world.mark(f"instruments.{instrument.id}.periods.{name}").state,
            when=period.when,
            floor=period.floor,
            renewals_max=period.times,
        )


def _clauses(instrument: Instrument) -> dict[str, str]:
    """Form field -> the article of the instrument that gives it."""
    found = {each.code: each.article for each in instrument.formalities if each.article}
    if instrument.confidentiality and instrument.confidentiality.article:
        found["confidentiality"] = instrument.confidentiality.article
    if instrument.inquiry and instrument.inquiry.ask_in_request:
        found["notice_of_execution"] = instrument.inquiry.ask_in_request
    return found


def _route(
    world: World,
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
) -> Route:
    """The route; `plain` leaves out what only the request itself must observe."""
    none: tuple[Clause, ...] = ()
    spared = TRANSLATIONS if recipients.reads_ours(world, ask, recipient) else frozenset[str]()
    executed = not plain and instrument.measure == "mla_evidence"
    state, unverified = _sure(world, decisive, minor)
    return Route(
        instrument=instrument.id,
        name=instrument.name,
        article=instrument.article if article is None else article,
        measure=measure or ask.measure,
        recipient=recipient,
        legs=recipients.legs(world, instrument, ask, recipient, executed=executed),
        channel=channel,
        channel_kind=channel_kind,
        languages=languages,
        language_rule=instrument.language_rule,
        form=form or instrument.form,
        clocks=clocks,
        formalities=none if plain else tuple(each for each in instrument.formalities if each.code not in spared),
        requires_annexes=() if plain else tuple(each for each in instrument.requires_annexes if each not in spared),
        own_duties=none if plain else instrument.own_duties,
        use_limits=none if plain else instrument.use_limits,
        reasons=tuple(reasons),
        verification=state,
        unverified=unverified,
        source=instrument.source,
        confidentiality=None if plain else instrument.confidentiality,
        expected_answer="" if plain else instrument.expected_answer,
        status_of=status_of,
        standards=standards,
        clauses=_clauses(instrument) if clauses is None else clauses,
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
