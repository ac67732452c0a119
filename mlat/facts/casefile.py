"""The reader of case files: strict, and every wrong key or name with file, key path and remedy."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mlat.domain.locales import Locale
from mlat.domain.playbook import Playbook
from mlat.domain.playbook_check import wrong
from mlat.domain.problems import Problem, Problems
from mlat.domain.world import World
from mlat.facts.reader import read_toml


def read_case_file(path: Path, world: World, locales: Iterable[Locale]) -> Playbook:
    """The case file at `path`, held against the facts and the languages that are here. Raises `Problems`."""
    book = read_toml(path, Playbook)
    found = wrong(book, world, locales)
    if found:
        raise Problems([_in(path, problem) for problem in found])
    return book


def _in(path: Path, problem: Problem) -> Problem:
    return Problem(problem.code, f"{path}: {problem.where}", problem.says, problem.remedy, **problem.values)
