"""What a file is by its own bytes: its name and its sender's word are not believed."""

from __future__ import annotations

from codecs import BOM_UTF8
from dataclasses import dataclass
from typing import Literal

import puremagic

Kind = Literal["text", "pdf", "image", "video", "audio", "archive", "other"]
FILEABLE: frozenset[Kind] = frozenset({"text", "pdf"})
"""Kinds that may be filed at all, once a person has declared the file free of such material."""
ARCHIVES = frozenset(
    {
        ".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".lz4", ".z", ".cab", ".iso", ".jar",
        ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".epub",
    }
)  # fmt: skip
"""What holds other files; office files hold pictures as an archive does."""
TAR_MAGIC, TAR_AT = b"ustar", 257
PLAIN = frozenset({"text/plain", "text/csv", "application/json"})
"""Media types that are text and nothing else; markup and mail carry files in themselves."""


@dataclass(frozen=True)
class Sniffed:
    """What the bytes say: our kind and the media type; `application/octet-stream` where nothing is known."""

    kind: Kind
    media_type: str


def sniff(data: bytes) -> Sniffed:
    """Look at the beginning and the end of the bytes; text is what has no control signs and no other beginning.

    A byte-order mark or blanks before the beginning of markup, or of a mail, hide nothing.
    """
    if data.startswith(b"%PDF-"):
        return Sniffed("pdf", "application/pdf")
    if data[TAR_AT : TAR_AT + len(TAR_MAGIC)] == TAR_MAGIC:
        return Sniffed("archive", "application/x-tar")
    bare = data.removeprefix(BOM_UTF8).lstrip()
    found = _known(bare if len(bare) < len(data) and _is_text(data) else data)
    if found is not None:
        return found
    return Sniffed("text", "text/plain") if _is_text(data) else Sniffed("other", "application/octet-stream")


def _known(data: bytes) -> Sniffed | None:
    try:
        best = puremagic.magic_string(data)[0]
    except (puremagic.PureError, ValueError):
        return None
    media, extension = best.mime_type or "application/octet-stream", best.extension
    if media in PLAIN and _is_text(data):
        return Sniffed("text", media)
    if extension in ARCHIVES:
        # Office files are archives too; which of them it is cannot be told without a look inside.
        return Sniffed("archive", "application/zip" if data.startswith(b"PK") else media)
    for kind in ("image", "video", "audio"):
        if media.startswith(f"{kind}/"):
            return Sniffed(kind, media)
    return Sniffed("other", media)


def _is_text(data: bytes) -> bool:
    """Whether it reads as text in a usual encoding, without control signs."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("latin-1")
        if any("\x7f" <= sign <= "\x9f" for sign in text):
            return False
    return bool(data) and all(sign >= " " or sign in "\t\n\r\f" for sign in text)
