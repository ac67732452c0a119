"""`mlat check`: reads a draft as its recipient would. Needs no settings and no database."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from mlat.cli.answer import answer, json_option
from mlat.cli.country import Country
from mlat.cli.errors import No
from mlat.cli.render import RECORD
from mlat.documents.forms import form
from mlat.documents.recordfile import load, raw_of
from mlat.domain.checks import Checks
from mlat.domain.findings import Finding
from mlat.domain.preflight import preflight
from mlat.domain.preflight.data import categories_of
from mlat.domain.preflight.grounds import GROUNDS
from mlat.domain.preflight.known import known
from mlat.domain.problems import Problem
from mlat.domain.record import Record
from mlat.domain.routes import Ask
from mlat.domain.world import World
from mlat.facts import load as load_facts
from mlat.facts.reader import build
from mlat.i18n import locale

COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True)
class Way:
    """The table `route` of a record file: what the record itself does not say of its way."""

    platform: str | None = None
    user_in: str | None = None
    under: str | None = None
    """The instrument of the request that a status inquiry asks after."""
    offences: tuple[str, ...] = ()
    penalty_years: int | None = None
    organised: bool = False
    given: tuple[str, ...] = ()


@click.command()
@RECORD
@click.option("--platform", metavar="ID", help="The platform that receives it or holds the data, as the facts know it.")
@click.option("--user-in", type=Country(), metavar="CC", help="Where the account's user is believed to be.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day; today where it is left out.")
@json_option
def check(file: Path, platform: str | None, user_in: str | None, on: datetime | None, as_json: bool) -> None:
    """Say what the recipient of a draft FILE (JSON or TOML; see docs/record-file.md) would object to.

    Exit code 1 only where something blocks it.
    """
    raw = raw_of(file)
    given, way = raw.pop("checks", {}), build(raw.pop("route", {}), Way, f"{file}: route")
    record = load(raw, str(file))
    today = (on or datetime.now().astimezone()).date()
    facts = _from_facts(
        record, way, platform or way.platform, user_in or way.user_in, today, child=_child(given, record)
    )
    found = preflight(record, form(record.form), build({**asdict(facts), **given}, Checks, f"{file}: checks"))
    answer({"findings": [_plain(each) for each in found]}, as_json=as_json, words=_words(found))
    blocks = sum(each.blocks for each in found)
    if blocks:
        raise No(f"{blocks} finding(s) block this draft.")


def _plain(found: Finding) -> dict[str, Any]:
    """The finding with stable keys; `line` and `ground` are English sentences."""
    ground = GROUNDS[found.prevents].says
    return {**asdict(found), "blocks": found.blocks, "line": found.line(), "ground": ground}


def _words(found: tuple[Finding, ...]) -> str:
    lines = [
        f"{each.level}: {each.field}: {each.line()}\n"
        f"   prevents: {GROUNDS[each.prevents].says}\n"
        f"   source: {'; '.join(each.source)} ({each.verification})"
        for each in found
    ]
    return "\n".join(lines) or "Nothing to object to."


def _child(given: dict[str, Any], record: Record) -> bool:
    """Whether a child is concerned: said in the checks, or by the record itself."""
    return bool(given.get("child") or record.value("child_safety_statement"))


def _from_facts(
    record: Record, way: Way, platform: str | None, user_in: str | None, today: date, *, child: bool
) -> Checks:
    """What the facts know of the recipient, the instrument and the way."""
    world = load_facts()
    if platform is not None and platform not in world.platforms:
        raise Problem(
            "platform.unknown",
            "--platform",
            "There is no platform %(given)s.",
            "Use one of: %(known)s.",
            given=platform,
            known=", ".join(sorted(world.platforms)),
        )
    kind: Any = "provider" if form(record.form).recipients == "provider" else "authority"
    ask = Ask(
        requesting=record.sender.country,
        requested=record.recipient.country or None if kind == "authority" else None,
        platform=platform,
        user_in=user_in,
        measure=record.measure,
        data=frozenset(categories_of(record)),
        on=today,
        under=way.under,
        offences=frozenset(way.offences),
        penalty_years=way.penalty_years,
        organised=way.organised,
        given=frozenset(way.given),
    )
    found = known(world, ask, record.instrument_id, kind, child=child, routed=_can_be_routed(world, ask))
    return replace(found, language_reviewed=locale(record.language).reviewed("legal"))


def _can_be_routed(world: World, ask: Ask) -> bool:
    """Whether the record says who asks whom for what; an unknown measure or an own State is another paper's matter."""
    measures = {name for each in world.instruments.values() for name in (each.measure, *each.also_measures)}
    whom = ask.requested or ask.platform
    return bool(
        ask.measure in measures and COUNTRY.fullmatch(ask.requesting) and whom and ask.requested != ask.requesting
    )
