"""A file made outside: what it is, and what it has in common with the paper that it replaces."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath, PureWindowsPath

from mlat.documents import press
from mlat.documents.inside import Inside, words
from mlat.documents.kinds import sniff
from mlat.domain.messages import N_
from mlat.domain.problems import Problem

MEBIBYTE = 1024 * 1024
LARGEST = 10 * MEBIBYTE
"""Bytes of one uploaded file."""


@dataclass(frozen=True)
class Upload:
    """A file as somebody gave it."""

    name: str
    data: bytes

    @property
    def bare_name(self) -> str:
        """The name without any path, of either kind of system."""
        return PureWindowsPath(PurePath(self.name).name).name or "file.pdf"


@dataclass(frozen=True)
class Seen:
    """What an uploaded PDF shows. `same_words` is the share of the draft's words found in it, 0 to 1."""

    pages: int
    has_text: bool
    same_words: float | None = None
    number_found: bool | None = None
    only_picture: bool = False
    """Whether its pages are pictures without a text layer, as of a scan or a photograph."""
    holds_files: bool = False
    """Whether other files travel inside it."""

    def to_json(self) -> dict[str, object]:
        """Plain values, kept beside the paper."""
        return {
            "pages": self.pages,
            "has_text": self.has_text,
            "same_words": self.same_words,
            "number_found": self.number_found,
        }


def examine_upload(upload: Upload, largest: int, draft: bytes | None = None, number: str = "") -> Seen:
    """Look at an uploaded PDF and compare it with the draft. Raises `Problem` for what cannot be kept."""
    if upload.bare_name != upload.name:
        raise Problem("upload.name", "file", N_("has a path in its name."), N_("Give the bare name of the file."))
    if not upload.data:
        raise Problem("upload.empty", "file", N_("is empty."), N_("Choose the file again."))
    if len(upload.data) > largest:
        raise Problem(
            "upload.large",
            "file",
            N_("is larger than %(most)s MB."),
            N_("Scan it in black and white, or split it."),
            most=largest // MEBIBYTE,
        )
    if sniff(upload.data).kind != "pdf":
        raise Problem("upload.kind", "file", N_("is no PDF."), N_("Save or scan it as PDF. Pictures are never taken."))
    inside = _inside(upload.data)
    found = set(inside.words)
    if draft is None:
        only_picture = inside.pictures and not found
        return Seen(inside.pages, bool(found), only_picture=only_picture, holds_files=inside.holds_files)
    expected = words(draft)
    share = sum(word in found for word in expected) / len(expected) if expected else 0.0
    return Seen(
        inside.pages,
        bool(found),
        round(share, 3) if found else None,
        number.casefold() in " ".join(inside.words) if found else None,
    )


def _inside(data: bytes) -> Inside:
    """Looked at in a child: whoever made the file may have meant to bring its reader down."""
    try:
        return press.look_inside(data)
    except Problem as problem:
        if problem.code != "paper.limit":
            raise
        says, remedy = N_("takes more to read than a paper of its size should."), N_("Print it to a new PDF.")
        raise Problem("upload.costly", "file", says, remedy) from problem
