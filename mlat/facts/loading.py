"""Reads the whole data directory into one `World`, once; it starts with whole facts or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from mlat.domain.counting_rule import CountingRule
from mlat.domain.expected import Expected
from mlat.domain.office_days import OfficeTable
from mlat.domain.problems import Problem, Problems
from mlat.domain.world import Authority, Convention, Instrument, Ladder, Platform, Vocabulary, World
from mlat.facts.reader import read_toml
from mlat.facts.references import dangling, misnamed, twice
from mlat.resources import path

T = TypeVar("T")
Entry = TypeVar("Entry", Authority, Convention, CountingRule, Expected, Instrument, Ladder, OfficeTable, Platform)


@dataclass(frozen=True, kw_only=True)
class AuthorityFile:
    """authorities/<country>.toml"""

    authority: tuple[Authority, ...]


@dataclass(frozen=True, kw_only=True)
class PartiesFile:
    """parties.toml"""

    convention: tuple[Convention, ...]


@dataclass(frozen=True, kw_only=True)
class LaddersFile:
    """ladders.toml"""

    ladder: tuple[Ladder, ...]


@dataclass(frozen=True, kw_only=True)
class CountingFile:
    """counting.toml"""

    schema_version: int
    rule: tuple[CountingRule, ...]


@dataclass(frozen=True, kw_only=True)
class ExpectedFile:
    """expected.toml"""

    expected: tuple[Expected, ...]


def load(data_dir: Path | None = None) -> World:
    """The facts in `data_dir` (by default the program's own). Read once per directory.

    Raises `Problems`, each with file, key path and remedy: unknown or missing keys, wrong values,
    an id that stands twice or names nothing, a country, zone or day that does not exist.
    """
    return _load((data_dir or path("data")).resolve())


@lru_cache(maxsize=4)
def _load(data: Path) -> World:
    reading = _Reading(data)
    authorities = [each for file in reading.folder("authorities", AuthorityFile) for each in file.authority]
    parties = reading.file("parties.toml", PartiesFile)
    ladders = reading.file("ladders.toml", LaddersFile)
    counting = reading.file("counting.toml", CountingFile)
    vocabulary = reading.file("vocabulary.toml", Vocabulary)
    expected = reading.file("expected.toml", ExpectedFile)
    platforms = reading.by_id("platforms", reading.folder("platforms", Platform))
    calendars = reading.folder("calendars", OfficeTable)
    instruments = reading.by_id("instruments", reading.folder("instruments", Instrument))
    if reading.wrong or not (parties and ladders and counting and vocabulary and expected):
        raise Problems(reading.wrong)
    world = World(
        platforms=platforms,
        authorities=reading.by_id("authorities", authorities),
        instruments=instruments,
        parties=reading.by_id("parties.toml", parties.convention),
        vocabulary=vocabulary,
        ladders=reading.by_id("ladders.toml", ladders.ladder),
        counting=reading.by_id("counting.toml", counting.rule),
        calendars=reading.by_id("calendars", calendars),
        expected=reading.by_id("expected.toml", expected.expected),
        version=_version(data),
    )
    wrong = [*reading.wrong, *misnamed(world, data), *dangling(world, data), *twice(world, data)]
    if wrong:
        raise Problems(wrong)
    return world


class _Reading:
    """Reads file after file and gathers what is wrong, so that a person mends it all at once."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.wrong: list[Problem] = []

    def file(self, name: str, into: type[T]) -> T | None:
        """One file, or None where it is wrong."""
        try:
            return read_toml(self.data / name, into)
        except Problems as problems:
            self.wrong.extend(problems.found)
            return None

    def folder(self, name: str, into: type[T]) -> list[T]:
        """Every TOML file of a folder."""
        files = sorted((self.data / name).glob("*.toml"))
        if not files:
            remedy = "Name a folder of facts."
            self.wrong.append(Problem("facts.missing", str(self.data / name), "There are no files here.", remedy))
        read = (self.file(f"{name}/{file.name}", into) for file in files)
        return [each for each in read if each is not None]

    def by_id(self, where: str, entries: Iterable[Entry]) -> dict[str, Entry]:
        """The entries by id; an id that stands twice is wrong."""
        found: dict[str, Entry] = {}
        for entry in entries:
            if entry.id in found:
                at, remedy = f"{self.data / where}: {entry.id}", "Give each entry its own id."
                self.wrong.append(Problem("facts.twice", at, "This id stands twice.", remedy))
            found[entry.id] = entry
        return found


def _version(data: Path) -> str:
    """SHA-256 over the names and bytes of all files of facts."""
    digest = hashlib.sha256()
    for file in sorted(data.rglob("*.toml")):
        digest.update(file.relative_to(data).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()
