"""Reads the map of the wall page, once and strictly."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from mlat.domain.problems import Problems
from mlat.domain.tiles import Grid, misdrawn
from mlat.facts.reader import read_toml
from mlat.resources import path


@lru_cache(maxsize=4)
def load_map(data_dir: Path | None = None) -> Grid:
    """The grid in `data_dir` (by default the program's own).

    Raises `Problems` for an unknown key, a row of another width, a square that holds no code, a State that
    stands twice. Whether every State of the facts is on it, `mlat.domain.tiles.unplaced` says.
    """
    grid = read_toml((data_dir or path("data")) / "map.toml", Grid)
    if wrong := list(misdrawn(grid)):
        raise Problems(wrong)
    return grid
