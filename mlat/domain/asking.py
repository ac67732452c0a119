"""Whether a question to the law makes sense: measures, States, platforms and codes that are known."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from mlat.domain.forms import DATA_CATEGORIES
from mlat.domain.messages import N_
from mlat.domain.problems import Problem, Problems
from mlat.domain.routes import Ask
from mlat.domain.world import World


def measures(world: World) -> tuple[str, ...]:
    """The ids of all measures that some instrument gives, in order."""
    found = {name for each in world.instruments.values() for name in (each.measure, *each.also_measures)}
    return tuple(sorted(found))


def refuse_nonsense(world: World, ask: Ask) -> None:
    """Raises `Problems`, one a field, for an ask that names nothing known or nobody to ask."""
    wrong = [*_measure(world, ask), *_codes(world, ask), *_countries(ask), *_whom(world, ask)]
    if wrong:
        raise Problems(wrong)


def _measure(world: World, ask: Ask) -> Iterator[Problem]:
    known = measures(world)
    if ask.measure not in known:
        remedy, listed = N_("Use one of: %(known)s."), ", ".join(known)
        says = N_("%(measure)s is no measure.")
        yield Problem("ask.measure", "measure", says, remedy, measure=ask.measure, known=listed)


def _codes(world: World, ask: Ask) -> Iterator[Problem]:
    words = world.vocabulary
    yield from _unknown("data", ask.data, DATA_CATEGORIES)
    yield from _unknown("offences", ask.offences, words.offence_kinds)
    yield from _unknown("given", ask.given, words.circumstances)
    yield from _unknown("under", () if ask.under is None else (ask.under,), world.instruments)


def _unknown(field: str, codes: Collection[str], known: Collection[str]) -> Iterator[Problem]:
    for code in sorted(set(codes) - set(known)):
        says, remedy = N_("%(code)s is not known."), N_("Use one of: %(known)s.")
        yield Problem("ask.code", field, says, remedy, code=code, known=", ".join(sorted(known)))


def _countries(ask: Ask) -> Iterator[Problem]:
    for name in ("requesting", "requested", "user_in"):
        country = getattr(ask, name)
        if country is not None and not re.fullmatch(r"[A-Z]{2}", country):
            says, remedy = N_("%(country)s is no country code."), N_("Use two capital letters, such as AR.")
            yield Problem("ask.country", name, says, remedy, country=country)


def _whom(world: World, ask: Ask) -> Iterator[Problem]:
    if ask.platform and ask.platform not in world.platforms:
        says, remedy = N_("%(platform)s is no platform that is known."), N_("Use an id of the facts, or add it.")
        yield Problem("ask.platform", "platform", says, remedy, platform=ask.platform)
    if not ask.platform and not ask.requested:
        says = N_("Neither a State nor a platform is named.")
        yield Problem("ask.nobody", "requested", says, N_("Name the State, or the platform."))
    if ask.requested == ask.requesting:
        says = N_("The State is your own: domestic, not a matter of requests abroad.")
        yield Problem("ask.own_state", "requested", says, N_("Use your own law, or name another State."))
