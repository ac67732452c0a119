"""What an archive says that it holds: names and sizes, never the contents. Nothing is ever unpacked to keep it."""

from __future__ import annotations

import bz2
import gzip
import io
import tarfile
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO, cast

MOST_NAMES = 500
"""Names that are listed; the rest is counted where the archive says how many there are."""
MOST_READ = 64 * 1024 * 1024
"""Bytes that a compressed tape archive may grow to while its headers are read: what is behind is not looked at."""
MOST_DIRECTORY = 20_000
"""Entries of a directory that is opened at all."""
LONGEST_NAME = 300
ENTRY = b"PK\x01\x02"
"""How each entry of a zip directory begins."""


@dataclass(frozen=True)
class Listing:
    """Names with their sizes in bytes, as the archive states them; `whole` where nothing was left out."""

    names: tuple[tuple[str, int], ...] = ()
    whole: bool = True

    def to_json(self) -> dict[str, object]:
        """Plain values."""
        return {"names": [list(pair) for pair in self.names], "whole": self.whole}


def listing(data: bytes) -> Listing | None:
    """The listing of a zip or tape archive; None for any other, and for one that cannot be read."""
    if data.startswith(b"PK"):
        return _zip(data)
    return _tar(data)


def _zip(data: bytes) -> Listing | None:
    if data.count(ENTRY) > MOST_DIRECTORY:
        return Listing(whole=False)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            found = opened.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError):
        return None
    return Listing(
        tuple((_name(each.filename), each.file_size) for each in found[:MOST_NAMES]), len(found) <= MOST_NAMES
    )


def _tar(data: bytes) -> Listing | None:
    names: list[tuple[str, int]] = []
    try:
        with tarfile.open(fileobj=_Metered(_opened(data)), mode="r|") as opened:
            for each in opened:
                if len(names) == MOST_NAMES:
                    return Listing(tuple(names), whole=False)
                names.append((_name(each.name), each.size))
    except (tarfile.TarError, EOFError, OSError, zlib.error, ValueError, OverflowError, RecursionError):
        return Listing(tuple(names), whole=False) if names else None
    return Listing(tuple(names)) if names else None


def _name(stated: str) -> str:
    """A name that can be kept and shown: what is no text in it (an old archive in Latin-1) is a question mark."""
    return stated[:LONGEST_NAME].encode(errors="replace").decode()


def _opened(data: bytes) -> IO[bytes]:
    """The tape behind its compression; xz is left closed, as it may ask for any amount of memory."""
    if data.startswith(b"\x1f\x8b"):
        return cast(IO[bytes], gzip.GzipFile(fileobj=io.BytesIO(data)))
    return bz2.BZ2File(io.BytesIO(data)) if data.startswith(b"BZh") else io.BytesIO(data)


class _Metered(io.RawIOBase):
    """A stream that ends after so many bytes, whatever is behind them: a bomb stays closed."""

    def __init__(self, inner: IO[bytes]) -> None:
        self._inner, self._left = inner, MOST_READ

    def readable(self) -> bool:
        """It is only read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes, and never more than are left."""
        found = self._inner.read(min(size if size >= 0 else self._left, self._left))
        self._left -= len(found)
        return found
