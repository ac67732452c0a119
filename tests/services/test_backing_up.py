"""A backup: every row as of one instant and every file they name, put back into either kind of database, and proved."""

from __future__ import annotations

import io
import json
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import String, select

from mlat import create_core
from mlat.backupfile import BLOCK, Writer, manifest, members
from mlat.domain.permissions import Role
from mlat.domain.problems import Problem
from mlat.house import house
from mlat.keys import Keyring
from mlat.model import Base, Dispatch, Event, Message, Office, OnceToken, Paper, Tick, db, transaction
from mlat.reads.backups import backups
from mlat.services import audit, backing_up, erasing, inbox, outbox, restoring, rows, transit
from mlat.services.automatic import set_automatic
from mlat.services.backup_checking import check
from mlat.services.setting_aside import set_aside
from mlat.services.vault import key_of
from mlat.settings import Settings
from tests.conftest import ZONE, OfficeThere
from tests.ground import make_tables, postgres_database
from tests.services import lives

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PICTURE = b"\x89PNG\r\n\x1a\n" + b"a marker that only what was returned holds"
MAIL = b"From: a@b.example\r\nSubject: hello\r\n\r\na marker that only the bytes of a mail hold\r\n"
PROOF = b"%PDF-1.7 a proof of delivery"


@pytest.fixture
def life(office: OfficeThere, case_id: str, now: datetime) -> str:
    """A case with papers, a proof, an answer, a request made from another, something returned, and a mail."""

    def lived() -> str:
        hold = lives.an_issued(office, now, case_id)
        leg = lives.legs(hold)[0].id
        transit.record_sent(office.liaison, now, leg, "portal", now, ZONE, proof=PROOF)
        lives.replies(office, now + HOUR, hold, "hold_confirmed", reference="RBX-1")
        with transaction() as session:
            set_aside(
                session, now, case_id=case_id, request_id=hold, message_id="", name="x.png", declared_type="image/png",
                data=PICTURE,
            )  # fmt: skip
        first = inbox.store(now, MAIL, "file")
        second = inbox.store(now, MAIL + b"again\r\n", "file")
        with transaction() as session:
            # The later id may come first in the file: what a row points to in its own table must not matter.
            small, great = sorted((first, second))
            session.get_one(Message, small).same_as = great
            session.add(OnceToken(token="t" * 64, user_id="u", used_at=now))
        return hold

    return lives.remembered("a life to back up", lived)


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """Where backups are put."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    return folder


@pytest.fixture
def made(life: str, now: datetime, shelf: Path) -> Path:
    """A backup of that life."""
    return backing_up.make(now + DAY, shelf).file


@contextmanager
def new_house(folder: Path, url: str, keys: Path | None) -> Iterator[Flask]:
    """An empty house with the given keys, or with keys of its own."""
    if keys:
        shutil.copytree(keys, folder / "keys")
    Keyring.create(folder / "keys")
    make_tables(url)
    app = create_core(Settings(home=folder, database_url=url))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def others(request: pytest.FixtureRequest, kind: str, home: Path, tmp_path: Path) -> Iterator[Callable[[], Any]]:
    """Makes an empty house on the other kind of database, with the keys of the first."""

    @contextmanager
    def made() -> Iterator[Flask]:
        if kind == "postgres":
            with new_house(tmp_path / "other", f"sqlite:///{tmp_path / 'other.sqlite'}", home / "keys") as app:
                yield app
            return
        server = request.getfixturevalue("postgres")
        with (
            postgres_database(server, "restored") as url,
            new_house(tmp_path / "other", url, home / "keys") as app,
        ):
            yield app

    yield made


def without_the_restoring(found: dict[str, list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    """Every row but what restoring wrote down, and the heads of the chains on which it did."""
    plain = {name: lines for name, lines in found.items() if name not in rows.LEFT_OUT}
    plain["events"] = [line for line in plain["events"] if "backup_restored" not in line]
    plain["chains"] = [line for line in plain["chains"] if not str(line[0]).startswith("office:")]
    return plain


def papers() -> dict[str, str]:
    """The hash of every paper as it opens now, by id."""
    with transaction() as session:
        found = session.scalars(select(Paper)).all()
        return {row.id: sha256(house().blobs.get(key_of(session, row.case_id), row.blob)).hexdigest() for row in found}


def test_it_goes_into_the_other_kind_of_database_row_for_row(
    made: Path, others: Callable[[], Any], office: OfficeThere, life: str, now: datetime
) -> None:
    assert check(made).wrong == ()
    assert check(made).walked
    before, written = lives.whole_database(), papers()
    before["events"] = [line for line in before["events"] if "backup_made" not in line]
    assert written
    with transaction() as session:
        assert written == dict(session.execute(select(Paper.id, Paper.sha256)).all())
    db.session.remove()
    with others():
        put = restoring.restore(now + 2 * DAY, made)
        assert put.wrong == ()
        assert without_the_restoring(lives.whole_database()) == without_the_restoring(before)
        assert papers() == written
        assert audit.verify() == []
        at = backups(office.actors[Role.ADMINISTRATOR])
        assert (at.made_at, at.restored_at, at.restored_from) == (now + DAY, now + 2 * DAY, now + DAY)
        with transaction() as session:
            proof = session.scalars(select(Event).where(Event.request_id == life, Event.kind == "sent")).one()
            assert house().blobs.get(key_of(session, proof.case_id or ""), proof.data["proof_blob"]) == PROOF
        # It goes on living there: numbers of rows go on after those that were put back.
        lives.replies(office, now + 3 * DAY, life, "acknowledged", reference="RBX-2")
        assert audit.verify() == []


def test_what_was_returned_and_the_bytes_of_mails_are_nowhere_in_it(made: Path) -> None:
    named = {member.name for member in members(made)}
    apart = list(house().settings.returned.iterdir())
    assert len(apart) == 3
    assert manifest(made)[0].missing == []  # nor are they looked for
    whole = made.read_bytes()
    for file in apart:
        assert f"files/{file.name}" not in named
        assert file.read_bytes() not in whole
    for plain in (PICTURE, MAIL, PROOF, lives.CHILD.encode()):
        assert plain not in whole
    for key in house().settings.keys.iterdir():
        assert key.read_bytes() not in whole or key.name == "current"
    assert "rows/once_tokens/000001.jsonl" not in named
    kept = {file.name for file in house().settings.files.iterdir()}
    assert kept == {name.removeprefix("files/") for name in named if name.startswith("files/")}


def test_every_column_that_may_name_a_file_is_decided_on() -> None:
    """A column added later makes this fail until somebody says whether it names a file that belongs in a backup."""
    wide = {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, String) and column.type.length == 64
    }
    returned = {("messages", "blob"), ("evidence_items", "apart")}
    no_file = {
        name
        for name in wide
        if name[1].endswith(("sha256", "hash", "lookup", "fingerprint", "uniquifier", "method"))
        or name in {("events", "previous"), ("chains", "head"), ("clocks", "about"), ("once_tokens", "token")}
    }
    assert wide - returned - no_file == set(rows.FILES.items())


def test_it_is_made_while_others_write_and_stands_at_one_instant(
    life: str, now: datetime, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One transaction stays open all the while the rows are read; another begins and commits in the middle."""
    read = rows.all_of

    def in_the_middle(session: Any, table: Any) -> Any:
        if table.name == "offices":  # `events` was read before it, `ticks` will be after it
            with db.engine.begin() as other:
                other.execute(Tick.__table__.insert().values(name="late", last=now))
        return read(session, table)

    monkeypatch.setattr(rows, "all_of", in_the_middle)
    first = backing_up.make(now + DAY, shelf)
    assert manifest(first.file)[0].rows["ticks"] == 0

    monkeypatch.setattr(rows, "all_of", read)
    writing = db.engine.connect()
    writing.execute(Tick.__table__.insert().values(name="never", last=now))
    put_files = backing_up._files

    def then(*given: Any) -> list[str]:
        writing.rollback()
        writing.close()
        return put_files(*given)

    monkeypatch.setattr(backing_up, "_files", then)
    second = backing_up.make(now + 2 * DAY, shelf)
    assert manifest(second.file)[0].rows["ticks"] == 1
    assert check(second.file).wrong == ()


def test_it_is_never_written_over_another_and_leaves_nothing_half(
    made: Path, now: datetime, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = made.read_bytes()
    assert made.stat().st_mode & 0o777 == 0o600
    (refused,) = lives.refused(lambda: backing_up.make(now + DAY, shelf))
    assert refused.code == "resource.backup"

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Writer, "close", full)
    (refused,) = lives.refused(lambda: backing_up.make(now + 2 * DAY, shelf))
    assert "No space left" in refused.line()
    assert [file.name for file in shelf.iterdir()] == [made.name]
    assert made.read_bytes() == before


def test_a_file_that_storage_lost_is_named_and_the_rest_is_backed_up(life: str, now: datetime, shelf: Path) -> None:
    lost, changed = sorted(file.name for file in house().settings.files.iterdir())[:2]
    (house().settings.files / lost).unlink()
    (house().settings.files / changed).write_bytes(b"x")
    found = backing_up.make(now + DAY, shelf)
    assert found.missing == (lost, changed)
    assert check(found.file).wrong == ()
    assert check(found.file).manifest.missing == [lost, changed]


def copied(made: Path, *, drop: str = "", add: tuple[str, bytes] = ("", b""), **changed: object) -> Path:
    """The backup written again with a true manifest of its own, but for one member or for what it says of itself."""
    says, _ = manifest(made)
    file = made.with_name("copied.tar")
    with file.open("wb") as out:
        writer = Writer(out)
        for member in members(made):
            if member.name != drop and not member.name.startswith("manifest"):
                writer.add(member.name, member.read())
        if add[0]:
            writer.add(*add)
        writer.close(replace(says, **changed))  # type: ignore[arg-type]
    return file


def test_one_flipped_bit_anywhere_is_found(made: Path) -> None:
    """In heads, in what the members hold, in what fills their last block, in the manifest and at the end."""
    assert check(made).wrong == ()
    whole = made.read_bytes()
    blocks = range(0, len(whole), BLOCK)
    places = [block + inside for block in (*blocks[:: len(blocks) // 60 + 1], *blocks[-6:]) for inside in (3, 300, 511)]
    first = next(members(made))
    assert first.size % BLOCK
    flipped = made.with_name("flipped.tar")
    for place in (*places, BLOCK + first.size):
        spoilt = bytearray(whole)
        spoilt[place] ^= 1
        flipped.write_bytes(spoilt)
        try:
            assert check(flipped).wrong, place
        except Problem as damaged:
            assert damaged.code == "backup.damaged"
            assert damaged.remedy


def test_what_was_cut_off_or_hung_on_is_found(made: Path) -> None:
    whole = made.read_bytes()
    spoilt = made.with_name("spoilt.tar")
    for cut in (0, 100, BLOCK, len(whole) // 2, len(whole) - BLOCK, len(whole) - 1):
        spoilt.write_bytes(whole[:cut])
        assert lives.refused(lambda: check(spoilt))[0].code == "backup.damaged", cut
    spoilt.write_bytes(whole + bytes(BLOCK))
    assert lives.refused(lambda: check(spoilt))[0].code == "backup.damaged"


def test_a_missing_and_an_added_member_are_named(made: Path) -> None:
    file = next(member.name for member in members(made) if member.name.startswith("files/"))
    assert check(copied(made, drop=file)).wrong == (f"{file}: is missing",)
    strange = f"files/{sha256(b'strange').hexdigest()}"
    assert check(copied(made, add=(strange, b"strange"))).wrong == (f"{strange}: was added",)
    assert check(copied(made, add=(file, b"twice"))).wrong == (f"{file}: is there twice",)


def forged(made: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """The backup with its events changed by somebody who also makes the manifest fit."""
    name = "rows/events/000001.jsonl"
    (old,) = (member.read() for member in members(made) if member.name == name)
    lines = [json.loads(line) for line in old.splitlines()]
    for line in lines:
        change(line)
    new = b"".join(rows.line(line) for line in lines)
    says = manifest(made)[0]
    file = made.with_name("forged.tar")
    with file.open("wb") as out:
        writer = Writer(out)
        for member in members(made):
            if not member.name.startswith("manifest"):
                writer.add(member.name, new if member.name == name else member.read())
        writer.close(replace(says, members=dict(writer.members)))
    return file


def test_a_forger_who_makes_the_manifest_fit_is_betrayed_by_the_chain(made: Path) -> None:
    def forge(event: dict[str, Any]) -> None:
        event["actor"] = "nobody" if event["kind"] == "sent" else event["actor"]

    (wrong,) = check(forged(made, forge)).wrong
    assert "was changed" in wrong
    assert wrong.startswith("case:")


@pytest.mark.parametrize("strange", [{"at": None}, {"at": 7}, {"at": "soon"}, {"kind": None}, {"more": "x"}])
def test_a_row_of_another_form_is_refused(made: Path, strange: dict[str, Any]) -> None:
    (refused,) = lives.refused(lambda: check(forged(made, lambda event: event.update(strange))))
    assert refused.code == "backup.damaged"
    assert "in line 1" in refused.line()


def test_rows_and_files_must_fit_each_other_whatever_the_manifest_says(made: Path) -> None:
    says, _ = manifest(made)
    strange = f"files/{sha256(b'strange').hexdigest()}"
    more = says.members | {strange: (7, sha256(b"strange").hexdigest())}
    assert check(copied(made, add=(strange, b"strange"), members=more)).wrong == (f"{strange}: no row names it",)
    file = next(name for name in says.members if name.startswith("files/"))
    less = {name: what for name, what in says.members.items() if name != file}
    assert check(copied(made, drop=file, members=less)).wrong == (f"{file}: is named by a row and missing",)
    assert check(copied(made, rows=says.rows | {"users": 99})).wrong[0].startswith("rows/users: ")
    assert check(copied(made, heads="0" * 64)).wrong == ("rows/chains: other heads than the manifest says",)


def a_link(name: str) -> tarfile.TarInfo:
    found = tarfile.TarInfo(name)
    found.type, found.linkname = tarfile.SYMTYPE, "/etc/passwd"
    return found


def a_huge_one(name: str) -> tarfile.TarInfo:
    found = tarfile.TarInfo(name)
    found.size, found.mode = 7 * 1024**3, 0o600
    return found


def a_path(name: str) -> tarfile.TarInfo:
    found = tarfile.TarInfo(name)
    found.mode = 0o600
    return found


HOSTILE = {
    "absolute": a_path("/etc/cron.d/x"),
    "upwards": a_path("files/../../x"),
    "upwards at first": a_path("../x"),
    "a link": a_link(f"files/{'0' * 64}"),
    "huge": a_huge_one(f"files/{'0' * 64}"),
    "a folder": a_path("rows/"),
    "a table elsewhere": a_path("rows/../events/000001.jsonl"),
}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_tar_is_refused_before_its_content_is_looked_at(made: Path, hostile: str, now: datetime) -> None:
    found = HOSTILE[hostile]
    file = made.with_name("hostile.tar")
    file.write_bytes(found.tobuf(tarfile.USTAR_FORMAT) + made.read_bytes())
    if found.size:
        os.truncate(file, 2 * found.size)  # its size is true, and takes no room on the disk
    says = "larger than it can be" if found.size else "nothing that a backup holds"
    for act in (lambda: check(file), lambda: restoring.restore(now, file)):
        (refused,) = lives.refused(act)
        assert refused.code == "backup.damaged"
        assert says in refused.line()


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_a_tar_of_another_form_is_refused(tmp_path: Path, form: int) -> None:
    file = tmp_path / "long.tar"
    with tarfile.open(file, "w", format=form) as out:
        out.addfile(tarfile.TarInfo("files/" + "é" * 200), io.BytesIO())
    assert lives.refused(lambda: check(file))[0].code == "backup.damaged"


def nothing_in(folder: Path) -> bool:
    return not list(folder.iterdir())


def test_a_filled_house_is_left_as_it_is(made: Path, now: datetime) -> None:
    before = lives.whole_database()
    (refused,) = lives.refused(lambda: restoring.restore(now, made))
    assert refused.code == "backup.filled"
    assert "mlat init" in refused.remedy
    assert lives.whole_database() == before


def test_other_keys_and_another_schema_are_refused_with_their_remedy(made: Path, now: datetime, tmp_path: Path) -> None:
    older = copied(made, schema="0001", program="0.0.1")
    assert not check(older).walked
    db.session.remove()
    with new_house(tmp_path / "strange", f"sqlite:///{tmp_path / 'strange.sqlite'}", None):
        (refused,) = lives.refused(lambda: restoring.restore(now, made))
        assert refused.code == "keys"
        (refused,) = lives.refused(lambda: restoring.restore(now, older))
        assert refused.code == "backup.schema"
        assert "program 0.0.1" in refused.line()
        assert nothing_in(house().settings.files)
        assert not any(lives.whole_database().values())


def test_keys_from_before_they_were_rotated_are_refused_by_name(
    life: str, now: datetime, shelf: Path, home: Path, tmp_path: Path
) -> None:
    old = shutil.copytree(home / "keys", tmp_path / "old")
    erasing.rotate_keys(now)
    file = backing_up.make(now + DAY, shelf).file
    current = house().keyring.folder.joinpath("current").read_text()
    db.session.remove()
    with new_house(tmp_path / "strange", f"sqlite:///{tmp_path / 'strange.sqlite'}", old):
        (refused,) = lives.refused(lambda: restoring.restore(now, file))
        assert f"{current}.master" in refused.line()
        assert not any(lives.whole_database().values())


def test_a_damaged_one_is_not_put_back(made: Path, others: Callable[[], Any], now: datetime) -> None:
    file = next(member.name for member in members(made) if member.name.startswith("files/"))
    spoilt = copied(made, drop=file)
    db.session.remove()
    with others():
        (refused,) = lives.refused(lambda: restoring.restore(now, spoilt))
        assert file in refused.line()
        assert nothing_in(house().settings.files)
        assert not any(lives.whole_database().values())


def test_after_it_nothing_leaves_by_itself(
    office: OfficeThere, case_id: str, now: datetime, shelf: Path, others: Callable[[], Any]
) -> None:
    """A mail that waited may have left since, and so may what an office lets go without a click."""
    request, mail = lives.a_queued(office, now, case_id)
    set_automatic(office.prosecutor, now, [])
    file = backing_up.make(now + HOUR, shelf).file
    outbox.take(now + 2 * HOUR)
    outbox.deliver(now + 2 * HOUR, mail)
    assert lives.the_mail(mail).state == "sent"
    db.session.remove()
    with others():
        put = restoring.restore(now + DAY, file)
        assert (put.in_doubt, put.wrong) == (1, ())
        assert outbox.take(now + DAY) is None
        assert lives.the_mail(mail).state == "unsure"
        with transaction() as session:
            assert session.scalars(select(Office.automatic_by)).all() == [None]
            assert session.scalars(select(Dispatch.state)).all() == ["unsure"]
        outbox.settle_unsure(office.liaison, now + DAY, mail, went=True)
        assert lives.the(request).state == "sent"
        assert audit.verify() == []


def test_the_journal_says_when_the_last_was_made(made: Path, office: OfficeThere, now: datetime) -> None:
    at = backups(office.actors[Role.ADMINISTRATOR])
    assert (at.made_at, at.restored_at) == (now + DAY, None)
    with transaction() as session:
        told = session.scalars(select(Event).where(Event.kind == "backup_made")).one()
    assert told.data == {"manifest": manifest(made)[1]}
    assert audit.verify() == []


def test_before_the_first_there_is_none(office: OfficeThere) -> None:
    at = backups(office.actors[Role.ADMINISTRATOR])
    assert (at.made_at, at.restored_at, at.restored_from) == (None, None, None)
