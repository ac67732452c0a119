"""`mlat facts`: whether the facts are whole, and what one of them says. Needs no settings and no database."""

from __future__ import annotations

from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

import click

from mlat.cli.answer import answer, json_option
from mlat.cli.errors import No
from mlat.documents.forms import forms
from mlat.domain.problems import Problem, Problems
from mlat.domain.tiles import unplaced
from mlat.domain.world import Convention, Fact, World
from mlat.facts import check as check_facts
from mlat.facts import load
from mlat.facts.tiles import load_map

DATA = click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of facts; the program's own where it is left out.",
)


@click.group()
def facts() -> None:
    """The facts about platforms, authorities, instruments and parties."""


@facts.command()
@DATA
@json_option
def check(data: Path | None, as_json: bool) -> None:
    """Read every fact strictly, and hold the one vocabulary of field ids."""
    found, world = _problems(data)
    lines = [each.line() for each in found]
    counted = _counted(world) if world else {}
    words = "\n".join(lines) or "The facts hold: " + ", ".join(f"{n} {name}" for name, n in counted.items()) + "."
    problems = [{"code": p.code, "where": p.where, "line": p.line()} for p in found]
    answer(
        {"problems": problems, "counted": counted, "version": world.version if world else None},
        as_json=as_json,
        words=words,
    )
    if found:
        raise No(f"{len(found)} problem(s) in the facts.")


def _problems(data: Path | None) -> tuple[list[Problem], World | None]:
    try:
        world = load(data)
        return [*check_facts(world, forms().values()), *unplaced(load_map(data), world)], world
    except Problems as wrong:
        return list(wrong.found), None


def _counted(world: World) -> dict[str, int]:
    rooms = ("platforms", "authorities", "instruments", "parties", "counting", "ladders")
    return {room: len(getattr(world, room)) for room in rooms}


@facts.command()
@click.argument("fact_id", metavar="ID")
@DATA
@json_option
def show(fact_id: str, data: Path | None, as_json: bool) -> None:
    """Show a fact with its source and mark: platforms.roblox.preservation, parties.budapest.MX ..."""
    world = load(data)
    try:
        entry, path = world.find(fact_id)
        value, mark = _value(entry, path), world.mark(fact_id)
    except (KeyError, AttributeError):
        remedy = "Ids begin with platforms, authorities, instruments or parties."
        raise Problem("fact.unknown", fact_id, "There is no such fact.", remedy) from None
    marks = {key: world.mark(f"{fact_id}.{key}").state for key in value} if isinstance(value, dict) else {}
    parts = [f"{key}: {state}" for key, state in marks.items() if state != mark.state]
    told = f"{mark.state}{' (but ' + ', '.join(parts) + ')' if parts else ''}, {mark.as_of or 'undated'}"
    plain = {
        "id": fact_id,
        "value": value,
        "state": mark.state,
        "as_of": mark.as_of,
        "source": list(mark.sources),
    }
    words = "\n".join([_readable(value), "", told, *mark.sources])
    answer({**plain, "marks": marks}, as_json=as_json, words=words)


def _value(entry: Fact, path: str) -> Any:
    """The value at `path` as plain data; a membership by its country."""
    at: Any = entry
    if isinstance(entry, Convention) and path in entry.members:
        at, path = entry.members[path], ""
    for step in filter(None, path.split(".")):
        at = at[step] if isinstance(at, dict) else getattr(at, step)
    return _plain(asdict(at) if is_dataclass(at) and not isinstance(at, type) else at)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list | frozenset):
        return [_plain(asdict(each) if is_dataclass(each) and not isinstance(each, type) else each) for each in value]
    return value if isinstance(value, str | int | bool | None) else str(value)


def _readable(value: Any, indent: str = "") -> str:
    if isinstance(value, dict):
        shown = {key: each for key, each in value.items() if each not in ("", [], {}, None)}
        return "\n".join(f"{indent}{key}: {_inside(each, indent)}" for key, each in shown.items())
    if isinstance(value, list):
        return "\n".join(f"{indent}- {_inside(each, indent)}" for each in value)
    return f"{indent}{value}"


def _inside(value: Any, indent: str) -> str:
    return "\n" + _readable(value, indent + "  ") if isinstance(value, dict | list) else str(value)
