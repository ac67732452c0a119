"""The program's own fonts, and only these: the same page on every machine.

WeasyPrint asks fontconfig, so a private fonts.conf lists our folder and nothing of the system. What is not
drawn by these fonts is refused or printed as a code point, never as a box.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape

from fontTools.ttLib import TTFont

from mlat.domain.problems import Problem
from mlat.resources import path

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


@lru_cache(maxsize=1)
def _drawn_by_family() -> dict[str, frozenset[int]]:
    """Code points that every face of a family draws."""
    drawn: dict[str, frozenset[int]] = {}
    for file in files():
        with TTFont(file, lazy=True) as font:
            family = str(font["name"].getBestFamilyName())
            points = frozenset(font["cmap"].getBestCmap())
        drawn[family] = drawn.get(family, points) & points
    return drawn


def drawn(families: Iterable[str]) -> frozenset[int]:
    """The code points that these families draw in all their faces. Raises `Problem` where one is missing."""
    known = _drawn_by_family()
    missing = [family for family in families if family not in known]
    if missing:
        raise Problem(
            "fonts.missing",
            "fonts",
            "The font %(family)s is not among the program's fonts.",
            "Add its TrueType files to mlat/fonts, or choose another language.",
            family=missing[0],
        )
    return frozenset[int]().union(*(known[family] for family in families))


def undrawn(text: str, families: Iterable[str]) -> str:
    """The characters of `text` that these families do not draw, each once, in order."""
    points = drawn(families)
    return "".join(dict.fromkeys(each for each in text if not each.isspace() and ord(each) not in points))


@lru_cache(maxsize=1)
def use_ours() -> Path:
    """Point fontconfig at our fonts; must run before WeasyPrint is imported. Returns the fonts.conf."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "mlat" / "fontconfig"
    try:
        cache.mkdir(parents=True, exist_ok=True)
    except OSError:  # a service user without a writable home
        cache = Path(tempfile.mkdtemp(prefix="mlat-fontconfig-"))
    wanted = _CONF.format(fonts=escape(str(path("fonts"))), cache=escape(str(cache)))
    conf = cache / "fonts.conf"
    if not conf.is_file() or conf.read_text(encoding="utf-8") != wanted:
        part = conf.with_name(f"fonts.conf.{os.getpid()}")
        part.write_text(wanted, encoding="utf-8")
        part.replace(conf)
    os.environ["FONTCONFIG_FILE"] = str(conf)
    return conf
