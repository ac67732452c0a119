"""`mlat check`: reads a draft as its recipient would. Needs no settings and no database."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from mlat.cli.answer import answer, json_option
from mlat.cli.errors import No
from mlat.cli.render import RECORD
from mlat.documents.forms import form
from mlat.documents.recordfile import load, raw_of
from mlat.domain.checks import Checks
from mlat.domain.preflight import preflight
from mlat.domain.problems import Problem
from mlat.domain.record import Record
from mlat.facts import load as load_facts
from mlat.facts.reader import build
from mlat.i18n import locale


@click.command()
@RECORD
@click.option("--platform", metavar="ID", help="The platform that receives it, as the facts know it.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day; today where it is left out.")
@json_option
def check(file: Path, platform: str | None, on: datetime | None, as_json: bool) -> None:
    """Say what the recipient of a draft FILE (JSON or TOML; see docs/record-file.md) would object to."""
    raw = raw_of(file)
    given = raw.pop("checks", {})
    record = load(raw, str(file))
    today = (on or datetime.now().astimezone()).date()
    known = {"today": today, **_from_facts(record, platform), **given}
    found = preflight(record, form(record.form), build(known, Checks, f"{file}: checks"))
    findings = [{**asdict(each), "line": each.line()} for each in found]
    lines = [f"{each.level}: {each.field}: {each.line()}" for each in found]
    answer({"findings": findings}, as_json=as_json, words="\n".join(lines) or "Nothing to object to.")
    stops = sum(each.level == "stop" for each in found)
    if stops:
        raise No(f"{stops} finding(s) stop this draft.")


def _from_facts(record: Record, platform: str | None) -> dict[str, Any]:
    """What the facts know of the recipient and of the instrument."""
    world = load_facts()
    known: dict[str, Any] = {"language_reviewed": locale(record.language).reviewed("legal")}
    instrument = world.instruments.get(record.instrument_id)
    if instrument is not None:
        known["required_fields"] = [
            field
            for content in instrument.required_contents
            for field in world.vocabulary.requirements.get(content, ())
        ]
    if platform is None:
        return known
    if platform not in world.platforms:
        raise Problem(
            "platform.unknown",
            "--platform",
            "There is no platform %(given)s.",
            "Use one of: %(known)s.",
            given=platform,
            known=", ".join(sorted(world.platforms)),
        )
    facts = world.platforms[platform]
    companies = [each.entity for each in facts.legal_entities if each.addressee]
    return known | {
        # Where several companies share the users, only the route knows which one is right.
        "entity": companies[0] if len(companies) == 1 else "",
        "required_identifiers": facts.required_identifiers,
        "languages": facts.accepted_languages,
        "user_notice": facts.user_notice_policy.default == "notify_before_disclosure",
    }
