"""Reading a backup again: whether every member is what its manifest says, and whether what was recorded still holds.

It needs no settings, no database and no keys.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mlat.backupfile import FILE, FORMAT, MANIFEST, PROOF, ROWS, Manifest, digest, manifest, members
from mlat.domain.problems import Problem
from mlat.model import Base, Chain, Event
from mlat.model.migrations import head
from mlat.services import audit, rows


@dataclass(frozen=True)
class Checked:
    """What a backup says of itself, and what is wrong with it."""

    manifest: Manifest
    known_by: str
    wrong: tuple[str, ...]
    walked: bool
    """Whether the audit chains were walked: this program reads the rows of its own schema only."""


def check(file: Path) -> Checked:
    """Hold a backup against its manifest, and walk the audit chains in it. Raises `Problem` for a strange file."""
    told, known_by = manifest(file)
    if told.format != FORMAT:
        says, remedy = "has format %(format)s, and this program reads %(ours)s.", "Install program %(program)s."
        values = {"format": told.format, "ours": FORMAT, "program": told.program}
        raise Problem("backup.format", str(file), says, remedy, **values)
    wrong = _members(file, told)
    walked = not wrong and told.schema == head()
    return Checked(told, known_by, tuple(wrong or (_contents(file, told) if walked else ())), walked)


def read_rows(file: Path, table: str) -> Iterator[dict[str, Any]]:
    """The rows of a table, in their order. Raises `Problem` where a line is not a row of it."""
    for member in members(file):
        of = ROWS.fullmatch(member.name)
        if of is None:
            return  # rows stand before all files
        if of[1] == table:
            for number, line in enumerate(member.read().splitlines(), start=1):
                try:
                    yield rows.read_line(Base.metadata.tables[table], line)
                except ValueError as error:
                    says, remedy = "is not a row of this program, in line %(line)s.", "Take another backup."
                    raise Problem("backup.damaged", member.name, says, remedy, line=number) from error


def _members(file: Path, told: Manifest) -> list[str]:
    """Every member that is changed, missing, there twice, or not in the manifest."""
    wrong: list[str] = []
    met: set[str] = set()
    for member in members(file):
        if member.name in (MANIFEST, PROOF):
            continue
        if member.name in met:
            wrong.append(f"{member.name}: is there twice")
        elif member.name not in told.members:
            wrong.append(f"{member.name}: was added")
        elif (member.size, digest(member.read())) != told.members[member.name]:
            wrong.append(f"{member.name}: was changed")
        met.add(member.name)
    return wrong + [f"{name}: is missing" for name in sorted(set(told.members) - met)]


def _contents(file: Path, told: Manifest) -> list[str]:
    """What does not fit although no member was changed: rows, the files that they name, and the chains."""
    known = {table.name for table in rows.tables()}
    counted: Counter[str] = Counter()
    named: set[str] = set()
    for table in sorted(known):
        for row in read_rows(file, table):
            counted[table] += 1
            named.add(rows.named(table, row))
    wrong = [
        f"rows/{table}: {counted[table]} row(s) instead of {told.rows.get(table, 0)}"
        for table in sorted(known | set(told.rows))
        if counted[table] != told.rows.get(table, 0)
    ]
    wrong += [f"{name}: is of no table" for name in told.members if (of := ROWS.fullmatch(name)) and of[1] not in known]
    files = {of[1] for name in told.members if (of := FILE.fullmatch(name))}
    wrong += [f"files/{name}: no row names it" for name in sorted(files - named)]
    gone = named - {""} - files - set(told.missing)
    wrong += [f"files/{name}: is named by a row and missing" for name in sorted(gone)]
    false = (name for name in sorted(files) if told.members[f"files/{name}"][1] != name)
    wrong += [f"files/{name}: is not what its name says" for name in false]
    chains = [Chain(**row) for row in read_rows(file, "chains")]
    if (len(chains), audit.heads_of(chains)) != (told.chains, told.heads):
        wrong.append("rows/chains: other heads than the manifest says")
    return wrong + audit.walk((Event(**row) for row in read_rows(file, "events")), chains)
