"""The program's own fonts, and only these: the same page on every machine.

WeasyPrint asks fontconfig, so a private fonts.conf lists our folder and nothing of the system. What is not
drawn by these fonts is refused or printed as a code point, never as a box.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape

from fontTools.ttLib import TTFont

from mlat.domain.problems import Problem
from mlat.facts.reader import read_toml
from mlat.resources import path

MONO = "Noto Sans Mono"
"""For accounts, numbers and codes."""
_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <config></config>
</fontconfig>
"""


@lru_cache(maxsize=1)
def files() -> tuple[Path, ...]:
    """Every font file of the program, by name."""
    return tuple(sorted(path("fonts").rglob("*.ttf")))


@dataclass(frozen=True)
class Face:
    """One font file, as fonts.toml describes it."""

    file: str
    family: str
    weight: int
    style: Literal["normal", "italic"]
    version: str
    source: str
    licence: str
    sha256: str
    letters: str = ""
    """Some that a whole font of its script draws, and a slice for the web does not."""


@dataclass(frozen=True)
class Faces:
    """The list of the program's fonts, mlat/fonts/fonts.toml."""

    font: tuple[Face, ...]


@lru_cache(maxsize=1)
def faces() -> tuple[Face, ...]:
    """Every face of the program. Raises `Problems` where the list is wrong."""
    return read_toml(path("fonts", "fonts.toml"), Faces).font


def families(own: Iterable[str]) -> tuple[str, ...]:
    """A language's own fonts, then every other text font of the program: for names in other scripts."""
    others = [face.family for face in faces() if face.family != MONO]
    return tuple(dict.fromkeys((*own, *others)))


@lru_cache(maxsize=32)
def _points(family: str) -> frozenset[int]:
    """The code points that every face of a family draws."""
    of_each = []
    for face in faces():
        if face.family == family:
            with TTFont(path("fonts", face.file), lazy=True) as font:
                of_each.append(frozenset[int](font["cmap"].getBestCmap()))
    return frozenset.intersection(*of_each)


@dataclass(frozen=True)
class Drawn(Container[int]):
    """What some families draw; a font is opened only where those before it lack a character."""

    families: tuple[str, ...]

    def __contains__(self, point: object) -> bool:
        return any(point in _points(family) for family in self.families)


def drawn(families: tuple[str, ...]) -> Drawn:
    """The code points that these families draw in all their faces. Raises `Problem` where one is missing."""
    known = {face.family for face in faces()}
    missing = [family for family in families if family not in known]
    if missing:
        raise Problem(
            "fonts.missing",
            "fonts",
            "The font %(family)s is not among the program's fonts.",
            "Add its TrueType files to mlat/fonts, or choose another language.",
            family=missing[0],
        )
    return Drawn(families)


def undrawn(text: str, families: tuple[str, ...]) -> str:
    """The characters of `text` that these families do not draw, each once, in order."""
    known = drawn(families)
    return "".join(each for each in dict.fromkeys(text) if not each.isspace() and ord(each) not in known)


@lru_cache(maxsize=1)
def use_ours() -> Path:
    """Point fontconfig at our fonts; must run before WeasyPrint is imported. Returns the configuration."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "mlat" / "fontconfig"
    try:
        cache.mkdir(parents=True, exist_ok=True)
    except OSError:  # a service user without a writable home
        cache = Path(tempfile.mkdtemp(prefix="mlat-fontconfig-"))
    wanted = _CONF.format(fonts=escape(str(path("fonts"))), cache=escape(str(cache)))
    # one for each installation of this account: fontconfig reads it again whenever it changes, in the middle of a paper
    conf = cache / f"{sha256(wanted.encode()).hexdigest()[:16]}.conf"
    if not conf.is_file() or conf.read_text(encoding="utf-8") != wanted:
        part = conf.with_name(f"{conf.name}.{os.getpid()}")
        part.write_text(wanted, encoding="utf-8")
        part.replace(conf)
    os.environ["FONTCONFIG_FILE"] = str(conf)
    return conf
