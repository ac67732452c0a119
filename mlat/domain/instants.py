"""Instants as people write them: never without a zone, never one that did not exist."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mlat.domain.messages import N_
from mlat.domain.problems import Problem

POSSIBLE_YEARS = range(1990, 2101)


def read_instant(at: datetime | str, zone: ZoneInfo | None = None, where: str = "at") -> datetime:
    """The UTC instant of ISO 8601 text or a datetime; `zone` is used where it carries no offset.

    Raises Problem at the field `where`: unreadable, no zone, a skipped clock time, an impossible year.
    """
    local = _parsed(at, where) if isinstance(at, str) else at
    check_year(local, where)
    if local.tzinfo is not None:
        return local.astimezone(UTC)
    if zone is None:
        raise Problem(
            "local_time_without_zone",
            where,
            N_("%(given)s is a local time without a zone, so it names no instant."),
            N_("Add Z for UTC, an offset such as -03:00, or the zone of the place."),
            given=local.isoformat(),
        )
    instant = local.replace(tzinfo=zone).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != local:
        raise Problem(
            "local_time_skipped",
            where,
            N_("%(given)s did not exist in %(zone)s: the clocks were put forward over it."),
            N_("Give the instant in UTC."),
            given=local.isoformat(),
            zone=zone.key,
        )
    return instant


def check_year(day: date, where: str) -> None:
    """Raise Problem at the field `where` for a year that a case of today cannot have."""
    if day.year not in POSSIBLE_YEARS:
        raise Problem(
            "year_impossible",
            where,
            N_("the year %(year)s cannot be right."),
            N_("Correct it."),
            year=day.year,
        )


def is_ambiguous(at: datetime | str, zone: ZoneInfo | None) -> bool:
    """Whether this local time came twice, because the clocks were put back; the first is then used."""
    local = datetime.fromisoformat(at.strip()) if isinstance(at, str) else at
    if local.tzinfo is not None or zone is None:
        return False
    first, second = (local.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    return first != second


def read_zone(name: str, where: str = "zone") -> ZoneInfo:
    """The zone of an IANA name. Raises Problem at the field `where`."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Problem(
            "unknown_zone",
            where,
            N_("“%(zone)s” is no time zone."),
            N_("Give an IANA name such as America/Argentina/Buenos_Aires."),
            zone=name[:40],
        ) from None


def _parsed(text: str, where: str) -> datetime:
    text = text.strip()
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise Problem(
            "instant_unreadable",
            where,
            N_("“%(given)s” is not a day and time that exists."),
            N_("Write it like 2026-03-01T22:15:30Z or 2026-03-01T19:15:30-03:00."),
            given=text[:40],
        ) from None
    if ":" not in text and "T" not in text.upper():
        raise Problem(
            "instant_without_time",
            where,
            N_("%(given)s is a day without a time."),
            N_("Give the time to the second, with its zone."),
            given=text[:40],
        )
    return instant
