"""Two persons for one paper: who approved it, and who else confirmed that very text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mlat.domain.permissions import Act, Actor, allowed

CONFIRMED = "confirmed"
"""Where a request's route keeps its confirmation: by whom, how, when, and the hash of the record."""


def may_confirm(actor: Actor, route: Mapping[str, Any]) -> bool:
    """Whether this person can be the second one: whoever records in the office's cases, but not the approver."""
    return actor.user_id not in (None, route.get("approved_by")) and allowed(actor, Act.RECORD)


def is_confirmed(route: Mapping[str, Any], approved: str | None) -> bool:
    """Whether a second person confirmed the record that stands approved (its hash)."""
    kept = route.get(CONFIRMED) or {}
    return bool(kept) and kept["record"] == approved and kept["by"] != route.get("approved_by")
