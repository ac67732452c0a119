"""A record as a file (JSON or TOML) and back; docs/record-file.md describes the format."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, field, fields, make_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from mlat.documents.forms import form
from mlat.domain.forms import VOCABULARY, FieldType
from mlat.domain.milestones import Milestone
from mlat.domain.problems import Problem
from mlat.domain.record import Beside, Contact, IdentifierLine, OffenceLine, PersonLine, Record, Value
from mlat.facts.reader import build, load_toml

_HOLDS: Mapping[FieldType, Any] = {
    "text": str,
    "paragraphs": str,
    "statement": bool | str,
    "date": date,
    "range": str,
    "list": tuple[str, ...],
    "categories": tuple[str, ...],
    "offences": tuple[OffenceLine, ...],
    "identifiers": tuple[IdentifierLine, ...],
    "persons": tuple[PersonLine, ...],
    "contact": Contact,
    "milestones": tuple[Milestone, ...],
}
_Fields: Any = make_dataclass(
    "Fields",
    [(name, _HOLDS[kind] | None, field(default=None)) for name, kind in VOCABULARY.items()],
    frozen=True,
)
"""One key for every field id, so that the strict reader names a wrong one."""


def read(path: Path, **over: str | None) -> Record:
    """The record in a file; `over` (form, language, copy) wins over what stands there.

    Raises `Problem` or `Problems`, each with the file, the key path and the remedy.
    """
    raw = raw_of(path)
    given = {key: value for key, value in over.items() if value is not None}
    if given.get("form", raw.get("form")) != raw.get("form"):
        raw.pop("title", None)  # the other form's own title
    return load(raw | given, str(path))


def raw_of(path: Path) -> dict[str, Any]:
    """The plain values of a record file. Raises `Problem` or `Problems` where it cannot be read."""
    return load_toml(path) if path.suffix == ".toml" else _load_json(path)


def load(raw: Mapping[str, Any], where: str = "record") -> Record:
    """A record from plain values, as `dump` gives them. The title is the form's where none is given."""
    head = {key: value for key, value in raw.items() if key != "fields"}
    if "form" in head and "title" not in head:
        head["title"] = form(str(head["form"])).title
    second = dict(head.pop("beside", None) or {})
    record = replace(build(head, Record, where), fields=_fields(raw, where))
    if not second:
        return record
    said = _fields(second, f"{where}: beside")
    second.pop("fields", None)
    return replace(record, beside=replace(build(second, Beside, f"{where}: beside"), fields=said))


def _fields(raw: Mapping[str, Any], where: str) -> dict[str, Value]:
    filled: Any = build(dict(raw.get("fields", {})), _Fields, f"{where}: fields")
    values = {each.name: getattr(filled, each.name) for each in fields(filled)}
    return {name: value for name, value in values.items() if value is not None}


def dump(record: Record) -> dict[str, Any]:
    """The record as plain values that JSON can hold; `load` gives the same record back, without what it never says."""
    plain: dict[str, Any] = json.loads(json.dumps(_plain(record), default=_as_text))
    return plain


def _plain(record: Record) -> dict[str, Any]:
    plain = {**asdict(replace(record, fields={}, beside=None)), "fields": _values(record.fields)}
    del plain["beside"], plain["never"]
    if record.beside:
        plain["beside"] = {**asdict(replace(record.beside, fields={})), "fields": _values(record.beside.fields)}
    return plain


def _values(filled: Mapping[str, Value]) -> dict[str, Any]:
    return {key: _value(each) for key, each in filled.items()}


def _value(value: Value) -> Any:
    if isinstance(value, tuple):
        return [each if isinstance(each, str) else asdict(each) for each in value]
    return asdict(value) if isinstance(value, Contact) else value


def _as_text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a record holds no {type(value).__name__}")


def _load_json(path: Path) -> dict[str, Any]:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except OSError as unreadable:
        says = unreadable.strerror or "The file cannot be read."
        raise Problem("record.unreadable", str(path), says, "Check name and rights.") from unreadable
    except ValueError as wrong:
        raise Problem(
            "record.not_json", str(path), "This is not JSON: %(error)s", "Mend that line.", error=str(wrong)
        ) from wrong
    if not isinstance(raw, dict):
        raise Problem("record.not_a_table", str(path), "This is not a table of keys.", "See docs/record-file.md.")
    return raw
