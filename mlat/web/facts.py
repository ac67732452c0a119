"""The facts as this office sees them, each with source, date and mark; a person confirms or corrects one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mlat.domain.messages import N_
from mlat.domain.permissions import Act
from mlat.domain.world import Mark, World
from mlat.model import transaction
from mlat.reads.addresses import book
from mlat.services.access import NotHere
from mlat.services.knowledge import correct_fact, world_of
from mlat.web.clock import now
from mlat.web.dates import today
from mlat.web.door import actor, needs
from mlat.web.sheet import Sheet
from mlat.web.words import law_name

facts = Blueprint("facts", __name__)
ROOMS = ("platforms", "authorities", "instruments", "parties")
HIDDEN = frozenset({"id", "source", "verification", "read_fields", "unverified_fields", "as_of", "note"})
"""Fields that say how a fact is known; the page shows them as its mark."""


@dataclass(frozen=True)
class Line:
    """One field of a fact: its path, its value as text, and how sure we are of it."""

    path: str
    value: object
    mark: Mark


@facts.get("/facts")
@needs(Act.SEE_FACTS)
def index() -> ResponseReturnValue:
    """Companies, authorities, instruments and treaties."""
    world = _world()
    listed = {
        "platforms": [(one.id, one.name) for one in world.platforms.values()],
        "authorities": [(one.id, f"{one.country} · {one.name_en}") for one in world.authorities.values()],
        "instruments": [(one.id, f"{law_name(one.id)}, {one.article}") for one in world.instruments.values()],
        "parties": [(one.id, one.name) for one in world.parties.values()],
    }
    return render_template(
        "facts.html",
        listed={room: sorted(found, key=lambda pair: pair[1].casefold()) for room, found in listed.items()},
    )


@facts.get("/facts/<room>/<fact>")
@needs(Act.SEE_FACTS)
def show(room: str, fact: str) -> ResponseReturnValue:
    """One fact, field by field."""
    world = _world()
    entry = _entry(world, room, fact)
    lines = [Line(path, value, world.mark(f"{room}.{fact}.{path}")) for path, value in _fields(asdict(entry))]
    ways = book(actor(), fact) if room in ("platforms", "authorities") else ()
    return render_template("fact.html", room=room, fact=fact, entry=entry, lines=lines, ways=ways)


@facts.route("/facts/<room>/<fact>/correct", methods=["GET", "POST"])
@needs(Act.ENTER_FACT)
def correct(room: str, fact: str) -> ResponseReturnValue:
    """Confirm or correct one field, with source and date; the office's version wins and is marked."""
    world = _world()
    entry = _entry(world, room, fact)
    path = request.args.get("path", "")
    known = dict(_fields(asdict(entry)))
    if path not in known:
        raise NotHere("fact")
    sheet = Sheet(value=_written(known[path]), dated=today().isoformat())
    if sheet.sent:
        with sheet.trying():
            source, dated, value = (
                sheet.needed("source"),
                sheet.needed_day("dated"),
                _read(sheet, known[path]),
            )
            if dated > today():
                sheet.wrong("dated", N_("lies in the future."), N_("Give the day on which the source said so."))
            sheet.check()
            correct_fact(actor(), now(), f"{room}.{fact}.{path}", value, source, dated)
            return redirect(url_for("facts.show", room=room, fact=fact) + f"#{path}")
    return render_template(
        "correct.html",
        room=room,
        fact=fact,
        entry=entry,
        path=path,
        sheet=sheet,
        mark=world.mark(f"{room}.{fact}.{path}"),
    ), sheet.status


def _world() -> World:
    with transaction() as session:
        return world_of(session, actor().office_id)


def _entry(world: World, room: str, fact: str) -> Any:
    entries: dict[str, Any] = {
        "platforms": world.platforms,
        "authorities": world.authorities,
        "instruments": world.instruments,
        "parties": world.parties,
    }
    if room not in entries or fact not in entries[room]:
        raise NotHere("fact")
    return entries[room][fact]


def _fields(values: dict[str, Any], under: str = "") -> list[tuple[str, object]]:
    """(path, value) of every field that says something, tables opened."""
    found: list[tuple[str, object]] = []
    for name, value in values.items():
        if (name in HIDDEN and not under) or value in ("", (), [], {}, None):
            continue
        path = f"{under}.{name}" if under else name
        if isinstance(value, dict):
            found += _fields(value, path)
        else:
            found.append((path, value))
    return found


def _written(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return "\n".join(str(one) for one in value)
    return (
        value.isoformat() if isinstance(value, date) else str(value).lower() if isinstance(value, bool) else str(value)
    )


def _read(sheet: Sheet, old: object) -> object:
    """The value in the type that the fact has."""
    text = sheet.needed("value")
    if isinstance(old, bool):
        if text not in ("true", "false"):
            sheet.wrong("value", N_("is neither true nor false."), N_("Write true or false."))
        return text == "true"
    if isinstance(old, int):
        return sheet.whole("value") or 0
    if isinstance(old, (list, tuple)):
        if any(isinstance(one, dict) for one in old):
            sheet.wrong(
                "value",
                N_("is a table that cannot be written in one field."),
                N_("Correct its single entries, or tell the maintainers."),
            )
        return [line.strip() for line in text.splitlines() if line.strip()]
    return text
