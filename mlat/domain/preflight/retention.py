"""Do the data still exist? How long the recipient keeps them by itself, and the hold on them."""

from __future__ import annotations

from collections.abc import Iterator

from mlat.domain.checks import Checks
from mlat.domain.findings import Finding
from mlat.domain.forms import Form
from mlat.domain.preflight.data import categories_of, period_of
from mlat.domain.record import Record

SOON_DAYS = 14
"""A hold that ends within these days ends before most recipients answer."""
ASKS_TO_KEEP = frozenset({"preservation", "preservation_extension"})


def findings(record: Record, form: Form, checks: Checks) -> Iterator[Finding]:
    """A hold that ended or soon ends, else what the recipient no longer has."""
    if checks.held_until is None or record.measure == "preservation":
        yield from _retention(record, checks)
    elif checks.held_until < checks.today:
        yield Finding(
            "hold.ended",
            "warn",
            "date_range",
            "The hold on these data ended on %(day)s.",
            "Ask the recipient at once whether they still exist.",
            {"day": checks.held_until.isoformat()},
        )
    elif record.measure not in ASKS_TO_KEEP and (left := (checks.held_until - checks.today).days) <= SOON_DAYS:
        yield Finding(
            "hold.lapses",
            "warn",
            "date_range",
            "The hold on these data ends on %(day)s, in %(days)s days: an answer may come too late.",
            "Ask for its extension first.",
            {"day": checks.held_until.isoformat(), "days": left},
        )


def _retention(record: Record, checks: Checks) -> Iterator[Finding]:
    period = period_of(record)
    if period is None:
        return
    first_age, last_age = ((checks.today - day).days for day in period)
    for category in categories_of(record):
        days = checks.kept_days.get(category)
        if days is None:
            continue
        values: dict[str, str | int] = {"category": category, "days": days}
        if last_age > days:
            yield Finding(
                "retention.expired",
                "warn",
                "date_range",
                "The recipient keeps “%(category)s” for %(days)s days: all of this period may be gone.",
                "Ask all the same if it matters, but say so to the prosecutor.",
                values,
            )
        elif first_age > days:
            yield Finding(
                "retention.partly",
                "note",
                "date_range",
                "The recipient keeps “%(category)s” for %(days)s days: the beginning of this period may be gone.",
                "Send it today.",
                values,
            )
