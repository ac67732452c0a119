"""Which events still count: an answer that was taken back, because it was filed by mistake, does not."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import aliased

from mlat.domain.lifecycle import Kind
from mlat.model import Event


def counts() -> ColumnElement[bool]:
    """A condition for queries of events; `mlat.domain.lifecycle.holding` says the same of events at hand."""
    later = aliased(Event)
    taken_back = exists().where(
        later.request_id == Event.request_id,
        later.kind == Kind.TAKEN_BACK,
        later.data["reply"].as_string() == Event.data["reply"].as_string(),
        Event.kind != Kind.TAKEN_BACK,
    )
    return ~taken_back
