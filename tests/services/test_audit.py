"""The chain of events names the first row that was tampered with behind its back."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select, text

from mlat.model import Event, db, transaction
from mlat.services import audit
from tests.conftest import OfficeThere
from tests.services import lives


@pytest.fixture
def chain(office: OfficeThere, case_id: str, now: datetime) -> str:
    """The chain of a case that has lived a little."""
    lives.a_sent(office, now, case_id)
    return f"case:{case_id}"


def behind_its_back(statement: str, **values: object) -> None:
    """Raw SQL with the guards taken away, as somebody with the database's password could."""
    with db.engine.begin() as connection:
        if db.engine.dialect.name == "sqlite":
            for trigger in ("events_no_update", "events_no_delete"):
                connection.execute(text(f"DROP TRIGGER IF EXISTS {trigger}"))
        else:
            connection.execute(text("ALTER TABLE events DISABLE TRIGGER ALL"))
        connection.execute(text(statement), values)


def row_of(chain: str, kind: str) -> Event:
    with transaction() as session:
        return session.scalars(select(Event).where(Event.chain == chain, Event.kind == kind)).one()


def test_an_untouched_chain_holds(chain: str, other_office: OfficeThere) -> None:
    assert audit.verify() == []


CHANGES = {
    "office_id": "'other'",
    "request_id": "NULL",
    "kind": "'forged'",
    "at": "'1999-01-01 00:00:00'",
    "zone": "'Asia/Tokyo'",
    "recorded_at": "'1999-01-01 00:00:00'",
    "actor": "'somebody'",
    "data": "'{}'",
    "previous": "''",
    "hash": "previous",
}


def test_a_changed_row_is_named_whatever_was_changed(chain: str) -> None:
    row = row_of(chain, "drafted")
    columns = ", ".join(CHANGES)
    behind_its_back(f"CREATE TABLE kept AS SELECT * FROM events WHERE id = {row.id}")
    for column, forged in CHANGES.items():
        behind_its_back(f"UPDATE events SET {column} = {forged} WHERE id = :id", id=row.id)
        assert audit.verify() == [f"{chain}: row {row.seq} (id {row.id}) was changed"], column
        behind_its_back(f"UPDATE events SET ({columns}) = (SELECT {columns} FROM kept) WHERE id = :id", id=row.id)
        assert audit.verify() == []


def test_a_row_changed_together_with_its_hash_is_betrayed_by_the_next(chain: str) -> None:
    row, following = row_of(chain, "approved"), row_of(chain, "issued")
    behind_its_back("UPDATE events SET kind = 'forged', hash = :hash WHERE id = :id", id=row.id, hash="0" * 64)
    assert audit.verify() == [f"{chain}: row {row.seq} (id {row.id}) was changed"]
    behind_its_back("UPDATE events SET previous = :hash WHERE id = :id", id=following.id, hash="0" * 64)
    assert audit.verify() == [f"{chain}: row {row.seq} (id {row.id}) was changed"]


def test_a_row_taken_out_of_the_middle_is_missed(chain: str) -> None:
    row, following = row_of(chain, "approved"), row_of(chain, "issued")
    behind_its_back("DELETE FROM events WHERE id = :id", id=row.id)
    assert audit.verify() == [f"{chain}: row {row.seq} is missing before row id {following.id}"]


def test_the_last_rows_taken_away_are_missed(chain: str) -> None:
    last = row_of(chain, "sent")
    behind_its_back("DELETE FROM events WHERE chain = :chain AND seq >= :seq", chain=chain, seq=last.seq)
    assert audit.verify() == [f"{chain}: the last rows are missing after row {last.seq - 1}"]


def test_a_whole_chain_taken_away_is_missed(chain: str) -> None:
    behind_its_back("DELETE FROM events WHERE chain = :chain", chain=chain)
    assert audit.verify() == [f"{chain}: the last rows are missing after row 0"]


def test_a_row_slipped_in_at_the_end_is_named(chain: str) -> None:
    last = row_of(chain, "sent")
    columns = "chain, office_id, case_id, request_id, at, zone, recorded_at, actor, data, hash, previous"
    behind_its_back(
        f"INSERT INTO events (seq, kind, {columns}) SELECT 99, 'forged', {columns} FROM events WHERE id = :id",
        id=last.id,
    )
    (bad,) = audit.verify()
    assert bad.startswith(f"{chain}: row ")


def test_a_bad_chain_does_not_hide_another(chain: str, office: OfficeThere, now: datetime) -> None:
    other = f"office:{office.id}"
    first, second = row_of(chain, "drafted"), row_of(other, "office_created")
    behind_its_back("UPDATE events SET kind = 'forged' WHERE id IN (:one, :two)", one=first.id, two=second.id)
    assert audit.verify() == [
        f"{chain}: row {first.seq} (id {first.id}) was changed",
        f"{other}: row {second.seq} (id {second.id}) was changed",
    ]
