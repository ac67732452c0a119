"""A calendar feed as a file (RFC 5545): days without a zone, instants in UTC, so that no zone is there to get wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from mlat.domain.messages import N_
from mlat.i18n import page_text

TITLES = {
    "duty": N_("Something is due"),
    "answer": N_("An answer is due"),
    "case": N_("A date to look at"),
    "wake": N_("Look at this again"),
    "rota": N_("On duty"),
}
"""Neutral: whoever looks over a shoulder learns nothing."""
BEFORE = timedelta(minutes=30)
"""An instant is shown as the half hour before it."""


@dataclass(frozen=True)
class Dated:
    """One entry of a feed with its sequence number; `at` and `until` as in `mlat.reads.feed`."""

    uid: str
    kind: str
    at: date | datetime
    until: datetime | None
    url: str
    names: str
    sequence: int
    changed_at: datetime


def feed(language: str, host: str, entries: Sequence[Dated]) -> bytes:
    """The feed as bytes, in the reader's language; `host` makes the identifiers of the entries unique in the world."""
    calendar = Calendar()
    calendar.add("prodid", "-//MLAT tracker//feed//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", page_text(language, N_("Dates")))
    for entry in entries:
        calendar.add_component(_event(language, host, entry))
    return bytes(calendar.to_ical())


def _event(language: str, host: str, entry: Dated) -> Event:
    event = Event()
    title = page_text(language, TITLES[entry.kind])
    event.add("uid", f"{entry.uid}@{host}")
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.sequence)
    event.add("summary", f"{title} ({entry.names})" if entry.names else title)
    event.add("url", entry.url)
    event.add("class", "PRIVATE")
    if isinstance(entry.at, datetime):
        event.add("dtstart", entry.at if entry.until else entry.at - BEFORE)
        event.add("dtend", entry.until or entry.at)
    else:
        event.add("dtstart", entry.at)
        event.add("dtend", entry.at + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    return event
