"""Requests that other offices handed to this one for transmission: the request, never the case."""

from __future__ import annotations

from mlat.domain.permissions import Actor
from mlat.model import Request, reading
from mlat.reads.paging import Page, newest
from mlat.reads.requests import RequestLine, lines_of
from mlat.services.access import handed_requests


def handed_page(actor: Actor, after: str = "") -> Page[RequestLine]:
    """What was handed to this office, newest first."""
    with reading() as session:
        rows, onward = newest(session, handed_requests(actor), Request.created_at, Request.id, after)
        return Page(lines_of(session, rows, own=False), onward)
