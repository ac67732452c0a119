"""What was returned: set aside, handed over or filed, and erased; nothing of it gets in anywhere else."""

from __future__ import annotations

import gzip
import hashlib
import io
import socketserver
import tarfile
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from mlat.domain.permissions import Actor, Role
from mlat.domain.problems import Problem
from mlat.house import House, house
from mlat.keys import CaseKey
from mlat.model import Event, EvidenceItem, Reply, db, transaction
from mlat.reads.search import find, find_accounts
from mlat.services import custody, drafting, erasing, scanning
from mlat.services.access import NotHere
from mlat.services.references import fold
from mlat.services.setting_aside import set_aside
from mlat.services.vault import key_of
from mlat.storage import Blobs
from tests.conftest import OfficeThere
from tests.services import lives

HOUR = timedelta(hours=1)
MARKER = b"EICAR-no-but-a-marker-that-nothing-else-holds"
PICTURE = b"\x89PNG\r\n\x1a\n" + MARKER
POISON = b"a nest of archives that no scanner comes out of"
NAME = "name-that-tells.png"


@pytest.fixture
def sent(office: OfficeThere, case_id: str, now: datetime) -> str:
    """A request for evidence under a treaty with a limit of use, with its authority."""
    asked = replace(lives.EVIDENCE, requested="US", instrument="ar_us.mlat", language="en")
    return lives.a_sent(office, now, case_id, asked, channel="by_hand")


@pytest.fixture
def custodian(office: OfficeThere) -> Actor:
    return office.actors[Role.CUSTODIAN]


def aside(now: datetime, case_id: str, request_id: str, data: bytes = PICTURE, name: str = NAME) -> str:
    with transaction() as session:
        return set_aside(
            session, now, case_id=case_id, request_id=request_id, message_id="", name=name, declared_type="text/plain",
            data=data,
        )  # fmt: skip


def the(item_id: str) -> EvidenceItem:
    with transaction() as session:
        return session.get_one(EvidenceItem, item_id)


def told(case_id: str) -> list[str]:
    """What the chain says of returned things, in order."""
    with transaction() as session:
        rows = session.scalars(select(Event).where(Event.case_id == case_id).order_by(Event.id)).all()
        return [row.kind for row in rows if row.kind.startswith(("returned_", "evidence_", "link_seen"))]


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def apart() -> list[Path]:
    return list(house().settings.returned.iterdir())


def everything_kept(case_id: str) -> Iterator[bytes]:
    """All that a backup or a reader of this house could meet: rows, files opened with the case's key, mails."""
    home = house().settings.home
    for file in home.rglob("*"):
        if file.is_file() and file.suffix != ".sqlite":
            yield file.read_bytes()
    with transaction() as session:
        key = key_of(session, case_id)
        for file in house().settings.files.iterdir():
            yield house().blobs.get(key, file.name)
        for table in db.metadata.sorted_tables:
            for row in session.execute(table.select()):
                yield repr(tuple(row)).encode()


def in_word_and_search(office: OfficeThere, case_id: str, now: datetime) -> Iterator[bytes]:
    """The parts of a DOCX made in the case, and what a search for the name and for the hash finds."""
    made = drafting.editable(office.liaison, now, lives.a_draft(office, now, case_id))
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        yield from (parts.read(name) for name in parts.namelist())
    for words in (fold(NAME), sha(PICTURE)):
        yield repr((find(office.liaison, words), find_accounts(office.liaison, words))).encode()


def test_what_is_set_aside_gets_in_nowhere_and_leaves_with_its_key(
    office: OfficeThere, custodian: Actor, case_id: str, sent: str, now: datetime
) -> None:
    item_id = aside(now, case_id, sent)
    item = the(item_id)
    assert (item.state, item.kind, item.sniffed, item.declared) == ("aside", "image", "image/png", "text/plain")
    assert item.use_limit.startswith("Used only for the case stated")
    shown = [*in_word_and_search(office, case_id, now), *everything_kept(case_id)]
    assert [kept for kept in shown if MARKER in kept or NAME.encode() in kept] == []
    with pytest.raises(Problem, match="can never be filed"):
        custody.declare_free(office.liaison, now, item_id)

    taken = custody.take(custodian, now + HOUR, item_id)
    assert (taken.name, taken.data) == (NAME, PICTURE)
    with pytest.raises(Problem, match="is not the hash"):
        custody.hand_over(custodian, now + HOUR, item_id, "Safe 3", sha(b"other"))
    assert len(apart()) == 1

    custody.hand_over(custodian, now + HOUR, item_id, "Safe 3", sha(PICTURE).upper())
    gone = the(item_id)
    assert apart() == []
    assert (gone.size, gone.sha256, gone.place) == (len(PICTURE), sha(PICTURE), "Safe 3")
    assert (gone.custodian, gone.settled_by) == ("custodian ONE", custodian.user_id)
    kept = (gone.key_sealed, gone.name_sealed, gone.listing_sealed, gone.apart, gone.blob, gone.sniffed, gone.declared)
    assert not any(kept)
    assert told(case_id) == ["returned_set_aside", "returned_taken", "returned_handed_over", "returned_erased"]
    with pytest.raises(Problem, match="no longer set aside"):
        custody.take(custodian, now + HOUR, item_id)


def test_only_the_offices_own_custodian_takes_it(
    office: OfficeThere, other_office: OfficeThere, case_id: str, sent: str, now: datetime
) -> None:
    item_id = aside(now, case_id, sent)
    for actor in (*office.actors.values(), *other_office.actors.values()):
        if actor != office.actors[Role.CUSTODIAN]:
            with pytest.raises(NotHere):
                custody.take(actor, now, item_id)
            with pytest.raises(NotHere):
                custody.hand_over(actor, now, item_id, "Safe", sha(PICTURE))
    assert told(case_id) == ["returned_set_aside"]


def test_a_crash_between_the_word_and_the_deed_is_caught_up(
    custodian: Actor, case_id: str, sent: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    item_id = aside(now, case_id, sent)
    with monkeypatch.context() as patch:
        patch.setattr(custody, "erase_left", lambda _now: 0)
        custody.hand_over(custodian, now, item_id, "Safe 3", sha(PICTURE))
    assert the(item_id).key_sealed is None
    assert len(apart()) == 1
    assert custody.erase_left(now + HOUR) == 1
    assert (apart(), custody.erase_left(now + HOUR)) == ([], 0)


def test_a_text_declared_free_is_filed_opened_and_hashed_anew(
    office: OfficeThere, case_id: str, sent: str, now: datetime
) -> None:
    item_id = aside(now, case_id, sent, b"No hay registros. " + MARKER, "respuesta.txt")
    with pytest.raises(Problem, match="is not filed"):
        custody.open_filed(office.liaison, now, item_id)
    with pytest.raises(NotHere):
        custody.declare_free(office.actors[Role.TRANSLATOR], now, item_id)
    custody.declare_free(office.liaison, now, item_id)
    filed = the(item_id)
    assert (filed.state, filed.settled_by, filed.settled_at, filed.apart) == ("filed", office.liaison.user_id, now, "")
    assert apart() == []
    assert custody.open_filed(office.prosecutor, now, item_id).data.endswith(MARKER)
    assert custody.rehash(office.prosecutor, now, item_id)
    file = house().settings.files / filed.blob
    file.write_bytes(file.read_bytes()[:-1])
    assert not custody.rehash(office.prosecutor, now, item_id)
    assert custody.rehash_all(office.prosecutor, now) == [(item_id, False)]
    with pytest.raises(NotHere):
        custody.rehash_all(office.actors[Role.TRANSLATOR], now)
    assert told(case_id) == [
        "returned_set_aside", "returned_declared_free", "returned_erased", "evidence_opened",
        "evidence_rehashed", "evidence_rehashed", "evidence_rehashed",
    ]  # fmt: skip


@pytest.mark.parametrize("leaves", ["filed", "handed over"])
def test_what_leaves_while_it_is_hashed_is_no_false_alarm(
    office: OfficeThere, custodian: Actor, case_id: str, sent: str, now: datetime, monkeypatch: pytest.MonkeyPatch,
    leaves: str,
) -> None:  # fmt: skip
    item_id, stays = aside(now, case_id, sent, b"A text."), aside(now, case_id, sent, b"Another.")
    read = Blobs.get

    def meanwhile(blobs: Blobs, key: CaseKey, name: str) -> bytes:
        if name == the(item_id).apart:
            monkeypatch.setattr(Blobs, "get", read)
            if leaves == "filed":
                custody.declare_free(office.liaison, now, item_id)
            else:
                custody.hand_over(custodian, now, item_id, "Safe 3", sha(b"A text."))
        return read(blobs, key, name)

    monkeypatch.setattr(Blobs, "get", meanwhile)
    here = [item_id, stays] if leaves == "filed" else [stays]
    assert custody.rehash_all(office.prosecutor, now) == [(each, True) for each in sorted(here)]
    assert told(case_id).count("evidence_rehashed") == len(here)


def test_what_waits_for_the_custodian_is_not_erased_with_its_case(
    office: OfficeThere, case_id: str, sent: str, now: datetime
) -> None:
    aside(now, case_id, sent)
    with pytest.raises(Problem, match="wait for the custodian"):
        erasing.ask_erasure(office.prosecutor, now, case_id)


def test_archives_are_listed_and_never_unpacked(case_id: str, sent: str, now: datetime) -> None:
    zipped, taped = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("ordner/foto.jpg", MARKER * 9)
    with tarfile.open(fileobj=taped, mode="w:gz") as made_tape:
        entry = tarfile.TarInfo("video.mp4")
        entry.size = 7
        made_tape.addfile(entry, io.BytesIO(b"0123456"))
    with transaction() as session:
        key = key_of(session, case_id)
    for data, listed in (
        (zipped.getvalue(), '{"names": [["ordner/foto.jpg", 405]], "whole": true}'),
        (taped.getvalue(), '{"names": [["video.mp4", 7]], "whole": true}'),
        (gzip.compress(bytes(100_000_000)), ""),
        (b"PK\x03\x04" + b"PK\x01\x02" * 30_000, '{"names": [], "whole": false}'),
    ):
        item = the(aside(now, case_id, sent, data, "x.zip"))
        assert item.kind == "archive"
        assert key.text(item.listing_sealed, f"evidence_items:{item.id}:listing") == listed


def test_a_link_is_sealed_and_shown_to_the_custodian_alone(
    office: OfficeThere, custodian: Actor, case_id: str, sent: str, now: datetime
) -> None:
    link = "https://transfer.example/secret-path?token=1"
    reply_id = lives.replies(office, now + HOUR, sent, "link_given", link=link, until=now.date() + timedelta(days=9))
    with transaction() as session:
        assert b"secret-path" not in (session.get_one(Reply, reply_id).link_sealed or b"")
    with pytest.raises(NotHere):
        custody.show_link(office.prosecutor, now + HOUR, reply_id)
    assert custody.show_link(custodian, now + HOUR, reply_id) == link
    assert told(case_id) == ["link_seen"]


class _Clamd(socketserver.StreamRequestHandler):
    """Says what a real scanner would say, by whether the marker is in the stream."""

    def handle(self) -> None:
        data = b""
        if (asked := self.rfile.read(6)) == b"zPING\0":
            self.wfile.write(b"PONG\0")
            return
        assert asked + self.rfile.read(4) == b"zINSTREAM\0"
        while size := int.from_bytes(self.rfile.read(4)):
            data += self.rfile.read(size)
        if POISON in data:
            return
        self.wfile.write(b"stream: Marker FOUND\0" if MARKER in data else b"stream: OK\0")


@contextmanager
def a_scanner() -> Iterator[str]:
    with socketserver.TCPServer(("127.0.0.1", 0), _Clamd) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture
def scanner_at(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sets the place of the scanner."""
    usual: House = app.extensions["mlat"]

    def set_at(place: str) -> None:
        settings = replace(usual.settings, clamd_socket=place)
        monkeypatch.setitem(app.extensions, "mlat", replace(usual, settings=settings))

    return set_at


def test_what_a_backup_did_not_bring_back_keeps_nothing_else_waiting(
    case_id: str, sent: str, now: datetime, scanner_at: Callable[[str], None]
) -> None:
    scanner_at("/nowhere/clamd.ctl")
    gone, good = aside(now, case_id, sent, b"Gone."), aside(now, case_id, sent, b"A text.")
    house().returned.erase(the(gone).apart)
    with a_scanner() as place:
        scanner_at(place)
        assert scanning.scan_waiting(now) == 2
    assert [(the(each).state, the(each).scan) for each in (gone, good)] == [("aside", "unread"), ("aside", "clean")]


def test_what_breaks_the_scanner_off_keeps_nothing_else_waiting(
    office: OfficeThere, custodian: Actor, case_id: str, sent: str, now: datetime, scanner_at: Callable[[str], None]
) -> None:
    scanner_at("/nowhere/clamd.ctl")
    poison, good = aside(now, case_id, sent, POISON), aside(now + HOUR, case_id, sent, b"A text.")
    with a_scanner() as place:
        scanner_at(place)
        assert scanning.scan_waiting(now) == 2
    assert [(the(each).state, the(each).scan) for each in (poison, good)] == [("aside", "unread"), ("aside", "clean")]
    with pytest.raises(Problem, match="can never be filed"):
        custody.declare_free(office.liaison, now, poison)
    assert custody.take(custodian, now, poison).data == POISON


def test_with_a_scanner_set_everything_waits_for_its_word(
    office: OfficeThere, custodian: Actor, case_id: str, sent: str, now: datetime, scanner_at: Callable[[str], None]
) -> None:
    scanner_at("/nowhere/clamd.ctl")
    bad, good = aside(now, case_id, sent, b"A text with " + MARKER), aside(now, case_id, sent, b"A text.")
    assert scanning.scan_waiting(now) == 0
    for act in (custody.take, custody.declare_free):
        with pytest.raises(Problem, match="still waits"):
            act(custodian, now, good)
    with a_scanner() as place:
        scanner_at(place)
        assert scanning.scan_waiting(now) == 2
    assert [(the(each).state, the(each).scan) for each in (bad, good)] == [("aside", "found"), ("aside", "clean")]
    custody.declare_free(office.liaison, now, good)
    with pytest.raises(Problem, match="can never be filed"):
        custody.declare_free(office.liaison, now, bad)
    assert custody.take(custodian, now, bad).data.endswith(MARKER)
