"""The hash that ties each event to the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def link(previous: str, row: Mapping[str, Any]) -> str:
    """SHA-256 over the hash of the row before and the row itself as canonical JSON."""
    body = json.dumps(row, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()
