"""Making a backup: every row as of one instant and every sealed file that those rows name, in one new file.

The keys are not in it, nor what was returned, nor the mail-drop folder.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from mlat.backupfile import FORMAT, Manifest, Writer, new_file
from mlat.domain.permissions import Actor
from mlat.domain.problems import Problem
from mlat.house import house
from mlat.model import Chain, Office, snapshot, transaction
from mlat.model.migrations import head
from mlat.services import audit, journal, rows

CHUNK = 1024 * 1024
"""Bytes after which a member with rows is full."""
LOOKUP = "backup"
"""What of the lookup key a manifest holds: its keyed hash of this word."""


@dataclass(frozen=True)
class Made:
    """A backup as it was written."""

    file: Path
    known_by: str
    """The hash of its manifest, which the journal keeps too."""
    rows: int
    files: int
    missing: tuple[str, ...]
    """Files that rows name and that storage does not hold whole: they are in no backup from now on."""


def make(now: datetime, folder: Path) -> Made:
    """Write a backup of this house as it stands at `now` into a new file in `folder`; the program may run meanwhile.

    Each office's chain says that it was made. Raises `Problem` where the folder cannot be written to.
    """
    instance = re.sub(r"[^a-z0-9.-]", "-", urlsplit(house().settings.public_url).hostname or "house")
    file = folder / f"mlat-{instance}-{now:%Y%m%dT%H%M%SZ}.tar"
    with new_file(file) as out:
        writer = Writer(out)
        with snapshot() as session:
            named, counted = _rows(session, writer)
            chains = session.scalars(select(Chain)).all()
            database = session.get_bind().dialect.name
        missing = _files(writer, sorted(named))
        known_by = writer.close(
            Manifest(
                format=FORMAT,
                program=version("mlat-tracker"),
                schema=head(),
                instance=instance,
                made_at=now.isoformat(),
                database=database,
                lookup=house().keyring.shared_lookup(LOOKUP),
                rows=counted,
                chains=len(chains),
                heads=audit.heads_of(chains),
                missing=missing,
                members=dict(writer.members),
            )
        )
    _record(now, known_by)
    return Made(file, known_by, sum(counted.values()), len(named) - len(missing), tuple(missing))


def _rows(session: Session, writer: Writer) -> tuple[set[str], dict[str, int]]:
    """Every row of every table; the files that they name, and how many rows each table has."""
    named: set[str] = set()
    counted: dict[str, int] = {}

    def lines(table: Table) -> Iterator[bytes]:
        for row in rows.all_of(session, table):
            counted[table.name] += 1
            named.add(rows.named(table.name, row))
            yield rows.line(row)

    for table in rows.tables():
        counted[table.name] = 0
        for number, chunk in enumerate(_chunks(lines(table)), start=1):
            writer.add(f"rows/{table.name}/{number:06}.jsonl", chunk)
    return named - {""}, counted


def _chunks(lines: Iterable[bytes]) -> Iterator[bytes]:
    held = bytearray()
    for line in lines:
        held += line
        if len(held) >= CHUNK:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)


def _files(writer: Writer, names: Iterable[str]) -> list[str]:
    """Put the sealed files in as they are kept; the names of those that are gone or changed."""
    missing = []
    for name in names:
        try:
            writer.add(f"files/{name}", house().blobs.sealed(name))
        except Problem as problem:
            if problem.code != "blob":
                raise
            missing.append(name)
    return missing


def _record(now: datetime, known_by: str) -> None:
    with transaction() as session:
        for office_id in session.scalars(select(Office.id).order_by(Office.id)).all():
            journal.write(
                session, now, Actor(office_id), "backup_made", office_id=office_id, data={"manifest": known_by}
            )
