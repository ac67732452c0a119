"""What the facts say of a request before anybody looks at the case: company, way, data, silence, papers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from mlat.domain.checks import Checks
from mlat.domain.companies import CATEGORY, HOLDS
from mlat.domain.findings import Basis
from mlat.domain.instrument import Instrument
from mlat.domain.marks import State
from mlat.domain.platform import Platform
from mlat.domain.recipients import entities
from mlat.domain.routes import Ask, Route
from mlat.domain.routing import route
from mlat.domain.world import World

TELLS = re.compile(r"^notify|^may notify|^attempts prior notice|be told", re.IGNORECASE)
"""How the facts say that a platform tells the user."""
BY_ORDER = re.compile(r"order|prohibit|barred|bars it|law forbids|does not suffice", re.IGNORECASE)
"""How they say that only an order or a law keeps it silent."""
ORDER_OF_A_COURT = re.compile(r"^(?:court )?order of\b")
"""How they say that a request must carry one; where a letter does as well, they say so too."""
DUAL = "dual criminality"
DIRECT = frozenset({"foreign_law", "provider_policy"})
"""Bases on which a company answers a foreign authority by itself."""
DATA = ("subscriber", "traffic", "content")


def known(
    world: World,
    ask: Ask,
    instrument_id: str,
    kind: Literal["provider", "authority"],
    *,
    child: bool,
    routed: bool = True,
) -> Checks:
    """What preflight can compare with, on the day of `ask`; `child`: the case concerns one.

    Not `routed`, the routing engine is not asked (a record that does not say who asks whom). Raises `Problems`
    for an ask that makes no sense.
    """
    platform = world.platforms.get(ask.platform or "")
    instrument = world.instruments.get(instrument_id)
    checks = Checks(today=ask.on)
    if instrument:
        checks = _with(checks, _of_instrument(world, instrument))
    if platform:
        checks = _with(checks, _of_platform(world, platform, ask, kind, instrument))
        if kind == "provider":
            checks = _with(checks, _of_company(world, platform, ask, child=child))
    return _with(checks, _of_route(world, ask, instrument)) if routed and instrument else checks


def _with(checks: Checks, found: Mapping[str, Any]) -> Checks:
    return replace(checks, **{**found, "basis": {**checks.basis, **found.get("basis", {})}})


def _of_instrument(world: World, instrument: Instrument) -> dict[str, Any]:
    here = f"instruments.{instrument.id}"
    fields = [
        field for content in instrument.required_contents for field in world.vocabulary.requirements.get(content, ())
    ]
    return {
        "required_fields": tuple(dict.fromkeys(fields)),
        "dual_criminality": next((each for each in instrument.conditions.says if DUAL in each.casefold()), ""),
        "basis": {
            "instrument": _basis(world, f"{here}.required_contents"),
            "dual_criminality": _basis(world, f"{here}.conditions"),
        },
    }


def _of_platform(
    world: World, platform: Platform, ask: Ask, kind: str, instrument: Instrument | None
) -> dict[str, Any]:
    """What the platform holds, whoever asks it, and what it gives to one who asks directly."""
    here, process = f"platforms.{platform.id}", platform.foreign_process
    direct = kind == "provider" and ask.measure in CATEGORY and (instrument is None or instrument.basis in DIRECT)
    given = tuple(each for each in DATA if process.get(each) not in ("treaty_only", "not_available"))
    kept: dict[str, int] = {}
    for each in platform.kept:
        if each.counted_from == "made":
            kept[each.category] = max(each.days, kept.get(each.category, 0))
    return {
        "categories": given if direct else None,
        "not_held": tuple(each for each in DATA if process.get(each) == "not_available"),
        "kept_days": kept,
        "order_needed": direct and any(ORDER_OF_A_COURT.match(each) for each in platform.request_must_carry),
        "basis": {
            "categories": _basis(world, f"{here}.process_required"),
            "retention": _basis(world, f"{here}.kept"),
            "order": _basis(world, f"{here}.request_must_carry"),
        },
    }


def _of_company(world: World, platform: Platform, ask: Ask, *, child: bool) -> dict[str, Any]:
    """Which company, what it finds an account by, what it reads, and whether it tells the user."""
    here, serving = f"platforms.{platform.id}", entities(world, platform, ask)
    named = tuple(dict.fromkeys(each.entity for each in serving if each.country != "*"))
    doubtful = any(_within(world, each.unclear_in, ask.user_in) for each in serving)
    return {
        "entity": named[0] if len(named) == 1 else "",
        "entities": named if len(named) > 1 else (),
        "required_identifiers": platform.required_identifiers,
        "languages": platform.accepted_languages,
        **_silence(platform, ask, child=child),
        "basis": {
            "entity": _basis(world, f"{here}.legal_entities", "unverified" if doubtful else None),
            "identifiers": _basis(world, f"{here}.required_identifiers"),
            "languages": _basis(world, f"{here}.accepted_languages"),
            "notice": _basis(world, f"{here}.user_notice_policy"),
            "child": _basis(world, f"{here}.user_notice_policy"),
        },
    }


def _within(world: World, places: tuple[str, ...], country: str | None) -> bool:
    regions = world.vocabulary.regions
    return country is not None and any(country == each or country in regions.get(each, ()) for each in places)


def _silence(platform: Platform, ask: Ask, *, child: bool) -> dict[str, Any]:
    """A hold is often not told at all, and no copy of it is sent; a disclosure is."""
    policy, hold = platform.user_notice_policy, ask.measure in HOLDS
    for_children = any("child" in each for each in (*policy.exceptions, policy.how_to_keep_confidential))
    words = " ".join((policy.default, *policy.exceptions, policy.how_to_keep_confidential, policy.warning))
    return {
        "child_changes_notice": for_children,
        "user_notice": bool(TELLS.search(policy.default)) and not (hold and policy.preservation),
        "notice_copy": "copy" in policy.default and not hold and not (child and for_children),
        "notice_needs_order": bool(BY_ORDER.search(words)) and not hold and not (child and for_children),
    }


def _of_route(world: World, ask: Ask, instrument: Instrument) -> dict[str, Any]:
    """The way as the law gives it on this day, or the ground on which it does not."""
    routing = route(world, ask)
    chosen: Route | None = next((each for each in routing.routes if each.instrument == instrument.id), None)
    if chosen:
        return {"annexes": chosen.requires_annexes, "languages": chosen.languages}
    for refusal in routing.refused:
        if refusal.instrument == instrument.id:
            sure: State = "unverified" if refusal.only_unverified else "read"
            return {
                "refused": refusal.says,
                "refused_values": dict(refusal.values),
                "basis": {"route": Basis(refusal.source, sure)},
            }
    return {}


def _basis(world: World, fact_id: str, state: State | None = None) -> Basis:
    mark = world.mark(fact_id)
    return Basis(mark.sources, state or mark.state)
