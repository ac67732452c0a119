"""The file of a backup: a plain tar in one form only, so that whatever else is in it is refused by its first bytes.

Members: `rows/<table>/<number>.jsonl`, `files/<SHA-256 of the sealed bytes>`, then `manifest.json`, and last
`manifest.sha256`. `tar tf` lists them; nothing here ever unpacks one to a path.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

from pydantic import TypeAdapter, ValidationError

from mlat.domain.messages import N_
from mlat.domain.problems import Problem

FORMAT = 1
BLOCK = tarfile.BLOCKSIZE
LARGEST = 512 * 1024 * 1024
"""Bytes that one member may have: each is held in memory, one at a time."""
MANIFEST, PROOF = "manifest.json", "manifest.sha256"
ROWS = re.compile(r"rows/([a-z_]+)/\d{6}\.jsonl")
FILE = re.compile(r"files/([0-9a-f]{64})")
DAMAGED = N_("Take another backup; this one is damaged or was not made by `mlat backup make`.")


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself."""

    format: int
    program: str
    schema: str
    instance: str
    made_at: str
    """The UTC instant as of which every row stands, in ISO form."""
    database: str
    """sqlite or postgresql: where the rows came from; they go into either."""
    lookup: str
    """Tells whether a keyring is the one that sealed it, and nothing else."""
    rows: dict[str, int]
    """Number of rows of every table."""
    chains: int
    heads: str
    """SHA-256 over the head of every audit chain."""
    missing: list[str] = field(default_factory=list)
    """Files that rows name and that storage did not hold whole."""
    members: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Size and SHA-256 of every member before this one."""


READ = TypeAdapter(Manifest)


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


@dataclass
class Writer:
    """Adds members to a new file, each by its hash."""

    out: IO[bytes]
    members: dict[str, tuple[int, str]] = field(default_factory=dict)

    def add(self, name: str, data: bytes) -> None:
        """Add one member; raises `Problem` where it is larger than any reader of ours would take."""
        if len(data) > LARGEST:
            raise Problem(
                "backup.size", name, "is too large for a backup.", "Report it: nothing here should be so large."
            )
        self.out.write(_header(name, len(data)) + data + bytes(-len(data) % BLOCK))
        self.members[name] = len(data), digest(data)

    def close(self, manifest: Manifest) -> str:
        """Write the manifest and its hash, and end the file; returns that hash, by which the backup is known."""
        data = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
        known_by = digest(data)
        self.add(MANIFEST, data)
        self.add(PROOF, known_by.encode())
        self.out.write(bytes(2 * BLOCK))
        return known_by


@contextmanager
def new_file(file: Path) -> Iterator[IO[bytes]]:
    """A new file for its owner alone, under `<name>.part` until it is whole and on the disk; never over another.

    Raises `Problem` where one of that name is there, or the folder cannot be written to.
    """
    part = file.with_name(f"{file.name}.part")
    try:
        out = os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        try:
            with out:
                yield out
                out.flush()
                os.fsync(out.fileno())
            if file.exists():
                raise FileExistsError(17, os.strerror(17), str(file))
            part.rename(file)
            _to_disk(file.parent)
        except BaseException:
            with suppress(FileNotFoundError):
                part.unlink()
            raise
    except OSError as error:
        says, remedy = "cannot be written (%(why)s).", "Give a folder with room, and make one backup at a time."
        raise Problem("resource.backup", str(file), says, remedy, why=error.strerror or error) from error


def _to_disk(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _header(name: str, size: int) -> bytes:
    """The one header that a member of this name and size has."""
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member.tobuf(tarfile.USTAR_FORMAT, "ascii", "strict")


@dataclass(frozen=True)
class Member:
    """A member where it stands in the open file; it can be read until the next one is asked for."""

    name: str
    size: int
    file: IO[bytes]

    def read(self) -> bytes:
        """All of its bytes."""
        return self.file.read(self.size)


def members(file: Path) -> Iterator[Member]:
    """Every member in its order. Raises `Problem` at the first byte that `Writer` would not have written.

    So links, devices, sparse files, paths elsewhere and sizes beyond the file never get as far as their content.
    """
    with file.open("rb") as opened:
        end = opened.seek(0, os.SEEK_END)
        opened.seek(0)
        while any(block := opened.read(BLOCK)):
            member = _member(opened, block, end)
            after = opened.tell() + member.size
            yield member
            opened.seek(after)
            if any(opened.read(-member.size % BLOCK)):
                raise Problem("backup.damaged", member.name, "is followed by strange bytes.", DAMAGED)
        rest = opened.read(2 * BLOCK)
        if len(block) != BLOCK or len(rest) != BLOCK or any(rest):
            raise Problem("backup.damaged", str(file), "does not end as a backup does.", DAMAGED)


def _member(opened: IO[bytes], block: bytes, end: int) -> Member:
    try:
        found = tarfile.TarInfo.frombuf(block, "ascii", "strict")
        ours = _header(found.name, found.size) == block
    except (tarfile.HeaderError, UnicodeError, ValueError) as error:
        raise Problem("backup.damaged", "member", "has an unreadable head.", DAMAGED) from error
    known = found.name in (MANIFEST, PROOF) or ROWS.fullmatch(found.name) or FILE.fullmatch(found.name)
    if not ours or not known:
        says = "is nothing that a backup holds: %(name)s."
        raise Problem("backup.damaged", "member", says, DAMAGED, name=ascii(found.name[:120]))
    if found.size > min(LARGEST, end - opened.tell()):
        raise Problem("backup.damaged", found.name, "is said to be larger than it can be.", DAMAGED)
    return Member(found.name, found.size, opened)


def manifest(file: Path) -> tuple[Manifest, str]:
    """What a backup says of itself, and the hash by which it is known. Raises `Problem` where that is damaged."""
    found: dict[str, bytes] = {}
    last = ["", ""]
    for member in members(file):
        last = [last[1], member.name]
        if member.name in (MANIFEST, PROOF):
            found[member.name] = member.read()
    if last != [MANIFEST, PROOF]:
        raise Problem("backup.damaged", MANIFEST, "is missing, or is not at its end.", DAMAGED)
    known_by = digest(found[MANIFEST])
    if found[PROOF] != known_by.encode():
        raise Problem("backup.damaged", MANIFEST, "was changed.", DAMAGED)
    try:
        return READ.validate_json(found[MANIFEST]), known_by
    except ValidationError as error:
        says, remedy = "has another form than this program reads.", "Install the program that made it."
        raise Problem("backup.format", MANIFEST, says, remedy) from error
