"""Can the data be had, and do they still exist? Categories, period and retention of a draft."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from mlat.domain.checks import Checks
from mlat.domain.findings import Finding
from mlat.domain.forms import Form
from mlat.domain.record import Record


def data_findings(record: Record, form: Form, checks: Checks) -> Iterator[Finding]:
    """What is wrong with the data asked for and their period."""
    yield from _data(record, form, checks)
    yield from _period(record, checks)


def _data(record: Record, form: Form, checks: Checks) -> Iterator[Finding]:
    categories = record.value("data_categories")
    if not isinstance(categories, tuple):
        return
    for category in (each for each in categories if isinstance(each, str)):
        if form.id == "provider_disclosure" and category == "content":
            yield Finding(
                "category.content",
                "stop",
                "data_categories",
                "Companies abroad do not give content on a direct request.",
                "Leave content out, and ask for it through mutual legal assistance.",
            )
        elif checks.categories is not None and category not in _with_logins(checks.categories):
            yield Finding(
                "category.not_covered",
                "stop",
                "data_categories",
                "This way does not give the category “%(category)s”.",
                "Leave it out, or choose another route.",
                {"category": category},
            )


def _with_logins(categories: tuple[str, ...]) -> frozenset[str]:
    """Log-in records are traffic data in some laws and go with the subscriber in others."""
    both = frozenset(categories)
    return both | {"login"} if both & {"subscriber", "traffic"} else both


def _period(record: Record, checks: Checks) -> Iterator[Finding]:
    period = record.value("date_range")
    if not isinstance(period, str):
        return
    try:
        first, last = (date.fromisoformat(part) for part in period.split("/"))
    except ValueError:
        yield Finding(
            "range.unreadable",
            "stop",
            "date_range",
            "“%(given)s” is not a period.",
            "Write the first and the last day: 2026-01-02/2026-02-03.",
            {"given": period},
        )
        return
    if last < first:
        yield Finding(
            "range.reversed",
            "stop",
            "date_range",
            "The period ends before it begins.",
            "Exchange the two days.",
        )
    if last > checks.today:
        yield Finding(
            "range.future",
            "warn",
            "date_range",
            "The period ends after today: a preservation or a disclosure never covers what is still to come.",
            "End it today, and ask again later.",
        )
    if (last - first).days > checks.widest_days:
        yield Finding(
            "range.wide",
            "warn",
            "date_range",
            "The period is %(days)s days long: too broad a period is a common ground for refusal.",
            "Shorten it, or give the reason for its length.",
            {"days": (last - first).days},
        )
    yield from _retention(record, last, checks)


def _retention(record: Record, last: date, checks: Checks) -> Iterator[Finding]:
    if checks.held_until is not None:
        if checks.held_until < checks.today:
            yield Finding(
                "hold.ended",
                "warn",
                "date_range",
                "The hold on these data ended on %(day)s.",
                "Ask the recipient at once whether they still exist.",
                {"day": checks.held_until.isoformat()},
            )
        return
    categories = record.value("data_categories")
    for category in categories if isinstance(categories, tuple) else ():
        days = checks.kept_days.get(category) if isinstance(category, str) else None
        if days is not None and last + timedelta(days=days) < checks.today:
            yield Finding(
                "retention.expired",
                "warn",
                "date_range",
                "The recipient keeps “%(category)s” for %(days)s days: all of this period may be gone.",
                "Ask all the same if it matters, but say so to the prosecutor.",
                {"category": str(category), "days": days},
            )
