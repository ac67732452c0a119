"""The request as data, attached to the paper that goes to an authority; docs/request-schema-1.json describes it.

It is made from the record of that very copy, after all was taken out that its reader must not see.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from mlat.documents.copies import SEALED
from mlat.documents.paper import Paper
from mlat.documents.recordfile import dump

SCHEMA = "mlat-request-1"
"""Name and version of the format: docs/request-schema-1.json."""
OF_THE_PRESS = ("copy", "greeting", "tone", "page_url")
"""Keys of a record that tell how to print it, and nothing of the request."""


@dataclass(frozen=True)
class Attachment:
    """A file inside a PDF. `on` is the paper's own day, so that the same paper gives the same bytes."""

    name: str
    text: str
    on: date

    @property
    def at(self) -> datetime:
        """The instant that the file carries."""
        return datetime.combine(self.on, time(), UTC)


def attachments(ready: Paper) -> tuple[Attachment, ...]:
    """What is attached to this copy: the request as JSON for an authority; nothing for anybody else."""
    if ready.record.copy != "authority" or ready.form.id == SEALED:
        return ()
    name = "-".join(part for part in ("request", ready.record.number.replace("/", "-")) if part)
    return (Attachment(f"{name}.json", as_json(ready), ready.record.on),)


def as_json(ready: Paper) -> str:
    """The reduced record as JSON, its title in the paper's language; empty keys are left out."""
    plain = {key: value for key, value in dump(ready.record).items() if key not in OF_THE_PRESS and value}
    plain |= {"schema": SCHEMA, "title": ready.title}
    if ready.beside:
        plain["beside"] = _second(ready.beside, plain.get("fields", {}))
    return json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True)


def _second(other: Paper, first: Mapping[str, Any]) -> dict[str, Any]:
    """What the second language of the same copy says: its title, how it cites the law, and every field that differs."""
    said = dump(other.record)
    fields = {key: value for key, value in said["fields"].items() if value != first.get(key)}
    plain = {"language": said["language"], "title": other.title, "instrument": said["instrument"], "fields": fields}
    return {key: value for key, value in plain.items() if value}
