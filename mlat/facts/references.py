"""Ids, countries, zones and days in the facts that name nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from zoneinfo import available_timezones

from babel import Locale

from mlat.domain.opening import read_hours
from mlat.domain.periods import parse_period
from mlat.domain.problems import Problem
from mlat.domain.world import World

COUNTRY, LANGUAGE = re.compile(r"[A-Z]{2}"), re.compile(r"[a-z]{2,3}")
ENGLISH = Locale("en")


def misnamed(world: World, data: Path) -> Iterator[Problem]:
    """Entries whose file does not carry their name."""
    named = [(f"platforms/{each.id}.toml", each.id) for each in world.platforms.values()]
    named += [(f"calendars/{each.id}.toml", each.id) for each in world.calendars.values()]
    named += [(f"instruments/{each.id}.toml", each.id) for each in world.instruments.values()]
    named += [(f"authorities/{each.country.lower()}.toml", each.id) for each in world.authorities.values()]
    for file, entry_id in named:
        if not (data / file).is_file():
            says, remedy = "This entry stands in a file of another name.", "Move it to that file."
            yield Problem("facts.misnamed", f"{data / file}: {entry_id}", says, remedy)


def dangling(world: World, data: Path) -> Iterator[Problem]:
    """Every value that should name something known and does not."""
    known = _known(world)
    for file, path, value, kind in _named(world):
        if not known[kind](value):
            at, says = f"{data / file}: {path}", f"%(value)s is no {kind} that is known."
            yield Problem("facts.dangling", at, says, "Mend it, or add what it names.", value=value or '""')


def twice(world: World, data: Path) -> Iterator[Problem]:
    """Rungs that share an id: a planted reminder names its rung alone, not the ladder."""
    seen: set[str] = set()
    for ladder in world.ladders.values():
        for rung in ladder.rungs:
            if rung.id in seen:
                at, remedy = f"{data / 'ladders.toml'}: {ladder.id}.{rung.id}", "Give each rung its own id."
                yield Problem("facts.twice", at, "This id stands twice.", remedy)
            seen.add(rung.id)


def _named(world: World) -> Iterator[tuple[str, str, str, str]]:
    """(file, key path, value, kind) of everything that names something."""
    for platform in world.platforms.values():
        file = f"platforms/{platform.id}.toml"
        yield file, "office_hours", platform.office_hours, "opening time"
        yield from ((file, "accepted_languages", each, "language") for each in platform.accepted_languages)
        yield from ((file, f"foreign_process.{each}", each, "data category") for each in platform.foreign_process)
        for number, entity in enumerate(platform.legal_entities):
            at = f"legal_entities[{number}]"
            yield file, f"{at}.country", entity.country, "place"
            for name in ("user_in", "for_authorities", "unclear_in"):
                yield from ((file, f"{at}.{name}", each, "place") for each in getattr(entity, name))
    for authority in world.authorities.values():
        file, at = f"authorities/{authority.country.lower()}.toml", authority.id
        yield file, f"{at}.country", authority.country, "country"
        yield file, f"{at}.office_hours", authority.office_hours, "opening time"
        yield from ((file, f"{at}.languages_accepted", each, "language") for each in authority.languages_accepted)
        yield from ((file, f"{at}.time_zone", each, "time zone") for each in authority.time_zone or ("",))
        yield from ((file, f"{at}.central_towards", each, "country") for each in authority.central_towards)
    for convention in world.parties.values():
        if convention.lists_treaties_of:
            yield "parties.toml", f"{convention.id}.lists_treaties_of", convention.lists_treaties_of, "country"
        for country, member in convention.members.items():
            at = f"{convention.id}.members.{country}"
            yield "parties.toml", f"{convention.id}.members", country, "country"
            if member.since:
                yield "parties.toml", f"{at}.since", member.since, "day or year"
            yield from (("parties.toml", f"{at}.reserved", each, "instrument") for each in member.reserved)
            yield from (("parties.toml", f"{at}.remarks", each, "instrument") for each in member.remarks)
    yield from _named_by_instruments(world)
    for table in world.calendars.values():
        yield f"calendars/{table.id}.toml", "country", table.country, "country"
    for region, countries in world.vocabulary.regions.items():
        yield from (("vocabulary.toml", f"regions.{region}", each, "country") for each in countries)


def _named_by_instruments(world: World) -> Iterator[tuple[str, str, str, str]]:
    for each in world.instruments.values():
        file = f"instruments/{each.id}.toml"
        for name in ("bilateral", "open_to", "applies_in", "not_in", "one_side", "own_basis"):
            yield from ((file, name, country, "country") for country in getattr(each, name))
        for country, authority in each.central_authority.items():
            yield file, "central_authority", country, "country"
            yield file, f"central_authority.{country}", authority, "authority"
        yield from ((file, "languages", language, "language") for language in each.languages)
        yield from ((file, "standard_of", data, "data category") for data in each.standard_of)
        yield from ((file, "carries", carried, "instrument") for carried in each.carries)
        yield from ((file, "conditions.offence_kinds", kind, "offence kind") for kind in each.conditions.offence_kinds)
        optional = {"convention": each.convention, "status_of": each.status_of}
        for name, kind in (("convention", "convention"), ("status_of", "instrument")):
            if optional[name]:
                yield file, name, optional[name], kind
        if each.conditions.circumstance:
            yield file, "conditions.circumstance", each.conditions.circumstance, "circumstance"
        for name, period in each.periods.items():
            yield file, f"periods.{name}.rule", period.rule, "counting rule"
            yield file, f"periods.{name}.starts", period.starts, "event"
            yield file, f"periods.{name}.value", period.value, "period"
        for duty in each.own_duties:
            if duty.period and duty.period not in each.periods:
                yield file, f"own_duties.{duty.code}.period", duty.period, "period"


def _known(world: World) -> dict[str, Callable[[str], bool]]:
    words = world.vocabulary
    return {
        "authority": world.authorities.__contains__,
        "circumstance": words.circumstances.__contains__,
        "convention": world.parties.__contains__,
        "counting rule": world.counting.__contains__,
        "country": _is_country,
        "data category": {"subscriber", "traffic", "content"}.__contains__,
        "day or year": _is_day_or_year,
        "event": words.events.__contains__,
        "instrument": world.instruments.__contains__,
        "language": lambda code: bool(LANGUAGE.fullmatch(code)) and code in ENGLISH.languages,
        "opening time": _are_hours,
        "offence kind": words.offence_kinds.__contains__,
        "period": _is_period,
        "place": lambda place: place == "*" or place in words.regions or _is_country(place),
        "time zone": available_timezones().__contains__,
    }


def _is_country(code: str) -> bool:
    return bool(COUNTRY.fullmatch(code)) and code in ENGLISH.territories and code not in ("ZZ", "EU", "UN")


def _is_day_or_year(text: str) -> bool:
    if re.fullmatch(r"\d{4}", text):
        return 1900 < int(text) < 2200
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _are_hours(text: str) -> bool:
    try:
        read_hours(text)
    except Problem:
        return False
    return True


def _is_period(text: str) -> bool:
    try:
        parse_period(text)
    except Problem:
        return False
    return True
