"""Putting a backup back: into an empty house only, whole or not at all, and proved afterwards.

What the house did after the backup was made it does not know. So no mail that waited or was under way goes by itself
(a person says whether it went), and no letter leaves by itself until an approver says so again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Table, func, insert, select, update
from sqlalchemy.orm import Session

from mlat.backupfile import FILE, Manifest, members
from mlat.domain.permissions import Actor
from mlat.domain.problems import Problem
from mlat.house import house
from mlat.model import CaseKey, Dispatch, Message, Office, reading, transaction
from mlat.model.migrations import head
from mlat.services import audit, journal, outbox, rebuilding, rows
from mlat.services.backing_up import LOOKUP
from mlat.services.backup_checking import check, read_rows
from mlat.services.vault import place_of_key

WAITED = ("queued", "sending")


@dataclass(frozen=True)
class Restored:
    """What was put back, and what its proofs say."""

    manifest: Manifest
    rows: int
    files: int
    in_doubt: int
    """Mails of which nobody knows whether they left after the backup was made."""
    wrong: tuple[str, ...]
    """What the audit chains and the columns computed from events say against it; empty where all holds."""


def restore(now: datetime, file: Path) -> Restored:
    """Put the backup in `file` into this empty house, prove it, and write that down on every office's chain.

    Raises `Problem` where the backup is damaged or of another schema, the house is not empty, or the keys are others;
    nothing was put in the database then.
    """
    checked = check(file)
    told = checked.manifest
    if told.schema != head():
        says = "is of schema %(theirs)s, and this program is at %(ours)s."
        remedy = "Restore it with program %(program)s into a new home, then install this one and run `mlat init`."
        values = {"theirs": told.schema, "ours": head(), "program": told.program}
        raise Problem("backup.schema", str(file), says, remedy, **values)
    if checked.wrong:
        says, remedy = "is damaged: %(first)s.", "Take another backup. `mlat backup check` says all of it."
        raise Problem("backup.damaged", str(file), says, remedy, first=checked.wrong[0])
    with reading() as session:
        _refuse_filled(session)
    _refuse_other_keys(file, told)
    files = _put_files(file)
    with transaction() as session:
        _refuse_filled(session)
        for table in rows.tables():
            _fill(session, table, read_rows(file, table.name))
        _count_on(session)
        _stop_what_leaves(session, now)
    in_doubt = outbox.doubt(now)
    wrong = (*audit.verify(), *rebuilding.rebuild(now, check=True))
    _record(now, told, checked.known_by)
    return Restored(told, sum(told.rows.values()), files, in_doubt, wrong)


def _refuse_filled(session: Session) -> None:
    for table in rows.tables():
        if session.execute(select(table).limit(1)).first():
            says = "is not empty: there are rows in %(table)s."
            remedy = "Set MLAT_HOME (and database_url) to a new place, put the keys there, and run `mlat init` first."
            raise Problem("backup.filled", "database", says, remedy, table=table.name)


def _refuse_other_keys(file: Path, told: Manifest) -> None:
    """Without the keys that sealed it nobody could read it: said before anything is put anywhere."""
    keyring = house().keyring
    if keyring.shared_lookup(LOOKUP) != told.lookup:
        says = "are not those of the house that made this backup."
        raise Problem("keys", str(keyring.folder), says, "Put its `keys` folder back whole, from where it was kept.")
    for row in read_rows(file, CaseKey.__tablename__):
        if row["wrapped"]:
            keyring.case_key(row["case_id"], row["wrapped"])
    for row in read_rows(file, Message.__tablename__):
        if row["key_wrapped"]:
            keyring.own_key(row["key_wrapped"], place_of_key(row["id"]))


def _put_files(file: Path) -> int:
    """The files first: no row ever names one that is not there."""
    put = 0
    for member in members(file):
        if FILE.fullmatch(member.name):
            house().blobs.put_sealed(member.read())
            put += 1
    return put


def _fill(session: Session, table: Table, given: Iterator[dict[str, Any]]) -> None:
    """Insert the rows of a table; where one points to another of its table, only after that one is there."""
    inward = [each.parent.name for each in table.foreign_keys if each.column.table is table]
    later: list[tuple[str, str, str]] = []
    while some := list(islice(given, rows.AT_ONCE)):
        later += [(name, row["id"], row[name]) for name in inward for row in some if row[name]]
        session.execute(insert(table), [row | dict.fromkeys(inward) for row in some])
    for name, row_id, to in later:
        session.execute(update(table).where(table.c.id == row_id).values({name: to}))


def _count_on(session: Session) -> None:
    """The next row of a numbered table comes after those that were put back."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for table in rows.tables():
        column = table.autoincrement_column
        if column is not None:
            series = func.pg_get_serial_sequence(table.name, column.name)
            session.execute(select(func.setval(series, func.max(column))).select_from(table))


def _stop_what_leaves(session: Session, now: datetime) -> None:
    session.execute(update(Office).values(automatic_by=None))
    # As if its worker had been lost in mid-send: from there on it is a person's (`outbox.doubt`).
    lost = update(Dispatch).where(Dispatch.state.in_(WAITED))
    session.execute(lost.values(state="sending", lease_until=now - timedelta(seconds=1)))


def _record(now: datetime, told: Manifest, known_by: str) -> None:
    with transaction() as session:
        for office_id in session.scalars(select(Office.id).order_by(Office.id)).all():
            data = {"manifest": known_by, "made_at": told.made_at}
            journal.write(session, now, Actor(office_id), "backup_restored", office_id=office_id, data=data)
