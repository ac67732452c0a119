"""Reads a TOML file into one of our frozen dataclasses, strictly: a wrong key is named with its remedy."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from types import GenericAlias
from typing import Any, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from mlat.domain.problems import Problem, Problems

T = TypeVar("T")
STRICT = ConfigDict(extra="forbid", strict=True)


def read_toml(path: Path, into: type[T]) -> T:
    """The file at `path` as an `into`. Raises `Problems`, each with the file and the key path."""
    return build(load_toml(path), into, str(path))


def load_toml(path: Path) -> dict[str, Any]:
    """The raw tables of the file. Raises `Problems` where it cannot be read or is not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as unreadable:
        says = unreadable.strerror or "The file cannot be read."
        raise Problems([Problem("facts.unreadable", str(path), says, "Check name and rights.")]) from unreadable
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        problem = Problem(
            "facts.not_toml", str(path), "This is not TOML: %(error)s", "Mend that line.", error=str(wrong)
        )
        raise Problems([problem]) from wrong


def build(raw: dict[str, Any], into: type[T], where: str) -> T:
    """`raw` as an `into`; `where` names the file. Raises `Problems`."""
    shape: Any = into
    try:
        # Through JSON: lists become tuples, dates may be text, and nothing else is bent.
        built: T = _adapter(shape).validate_json(json.dumps([raw], default=_as_text))[0]
    except ValidationError as wrong:
        raise Problems(_problems(wrong, raw, where)) from wrong
    return built


@lru_cache(maxsize=64)
def _adapter(into: Any) -> TypeAdapter[Any]:
    # Around a list, because pydantic takes a config for plain dataclasses only from what holds them.
    several: Any = GenericAlias(list, (into,))
    return TypeAdapter(several, config=STRICT)


def _as_text(value: object) -> str:
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    raise TypeError(f"TOML has no {type(value).__name__}")


def _problems(wrong: ValidationError, raw: dict[str, Any], where: str) -> list[Problem]:
    """One problem a key path: what a union says of each of its members is joined by "or"."""
    found: dict[str, list[Any]] = {}
    for error in wrong.errors(include_url=False):
        path = _key_path(error["loc"][1:], raw, keep_last=error["type"] == "missing")
        found.setdefault(path, []).append(error)
    return [_problem(errors, f"{where}: {path}") for path, errors in found.items()]


def _problem(errors: list[Any], at: str) -> Problem:
    kind, context = errors[0]["type"], errors[0].get("ctx", {})
    if kind in ("unexpected_keyword_argument", "extra_forbidden"):
        return Problem("facts.unknown_key", at, "This key is not known.", "Remove it, or mend its spelling.")
    if kind == "missing":
        return Problem("facts.missing_key", at, "This key is missing.", "Add it.")
    if kind == "literal_error" and len(errors) == 1:
        remedy = "Use one of: %(expected)s."
        return Problem("facts.wrong_value", at, "This value is not allowed.", remedy, expected=context["expected"])
    says = " or ".join(error["msg"] for error in errors)
    return Problem("facts.wrong_value", at, "%(error)s.", "Give a value of that kind.", error=says)


def _key_path(loc: Sequence[int | str], raw: object, *, keep_last: bool) -> str:
    """The dotted key path; pydantic's own steps (the members of a union) are left out."""
    steps: list[str] = []
    at = raw
    for index, step in enumerate(loc):
        if isinstance(at, dict) and step in at:
            at = at[step]
            steps.append(f".{step}")
        elif isinstance(at, list) and isinstance(step, int) and step < len(at):
            at = at[step]
            steps.append(f"[{step}]")
        elif keep_last and index == len(loc) - 1:
            steps.append(f".{step}")
    return "".join(steps).removeprefix(".") or "the file"
