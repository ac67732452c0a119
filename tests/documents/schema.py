"""As much of JSON Schema as our published schema uses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "null": type(None),
}
KNOWN = frozenset({"$schema", "$id", "$defs", "$ref", "title", "description", "type", "const", "enum", "pattern"}) | {
    "required", "properties", "additionalProperties", "propertyNames", "items", "anyOf",
}  # fmt: skip


def against(schema: dict[str, Any], value: object, whole: dict[str, Any], where: str = "$") -> Iterator[str]:
    """What is wrong with `value`, each with its place. Raises `KeyError` for a keyword that is not known here."""
    if unknown := set(schema) - KNOWN:
        raise KeyError(unknown)
    if ref := schema.get("$ref"):
        yield from against(whole["$defs"][ref.removeprefix("#/$defs/")], value, whole, where)
    if "anyOf" in schema and all(any(against(each, value, whole, where)) for each in schema["anyOf"]):
        yield f"{where}: fits no alternative"
    if "type" in schema and not _is(schema["type"], value):
        yield f"{where}: is no {schema['type']}"
        return
    if "const" in schema and value != schema["const"]:
        yield f"{where}: is not {schema['const']}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{where}: is none of {schema['enum']}"
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        yield f"{where}: does not match {schema['pattern']}"
    if isinstance(value, list) and "items" in schema:
        for number, each in enumerate(value):
            yield from against(schema["items"], each, whole, f"{where}[{number}]")
    if isinstance(value, dict):
        yield from _keys(schema, value, whole, where)


def _is(kind: str, value: object) -> bool:
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, TYPES[kind])


def _keys(schema: dict[str, Any], value: dict[str, Any], whole: dict[str, Any], where: str) -> Iterator[str]:
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{where}.{name}: is missing"
    for name, each in value.items():
        yield from against(schema.get("propertyNames", {}), name, whole, f"{where}.{name}")
        rest = schema.get("additionalProperties", {})
        inner = schema.get("properties", {}).get(name, rest)
        if inner is False:
            yield f"{where}.{name}: is not known"
        else:
            yield from against(inner, each, whole, f"{where}.{name}")
