"""Can the data be had on this way, and is the period no wider than they need?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from mlat.domain.checks import Checks
from mlat.domain.findings import Finding
from mlat.domain.forms import Form
from mlat.domain.record import Record

GIVES: Mapping[str, frozenset[str]] = {
    "subscriber_disclosure": frozenset({"subscriber", "login"}),
    "traffic_disclosure": frozenset({"subscriber", "login", "traffic"}),
    "partial_disclosure_traffic": frozenset({"login", "traffic"}),
    "domain_registration": frozenset({"subscriber"}),
}
"""What a measure can ask for at most; the others set no bound."""
WIDEST: Mapping[str, int] = {"content": 92, "traffic": 184, "login": 366}
"""Days of a period that seldom needs a word of its own, by category: a choice of this program, no recipient's rule."""
OVER_TIME = frozenset(WIDEST)
"""Data that exist day by day: without a period they are asked for from the beginning of the account."""


def findings(record: Record, form: Form, checks: Checks) -> Iterator[Finding]:
    """What is wrong with the data asked for and their period."""
    yield from _categories(record, form, checks)
    yield from _period(record, form, checks)


def categories_of(record: Record) -> tuple[str, ...]:
    """The data categories that the record asks for."""
    value = record.value("data_categories")
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, tuple) else ()


def period_of(record: Record) -> tuple[date, date] | None:
    """First and last day asked for; None where none, or none that can be read, is given."""
    value = record.value("date_range")
    if not isinstance(value, str):
        return None
    try:
        first, last = (date.fromisoformat(part) for part in value.split("/"))
    except ValueError:
        return None
    return first, last


def _categories(record: Record, form: Form, checks: Checks) -> Iterator[Finding]:
    gives = GIVES.get(record.measure)
    for category in categories_of(record):
        if form.id == "provider_disclosure" and category == "content":
            yield Finding(
                "category.content",
                "warn",
                "data_categories",
                "Companies abroad do not give content on a direct request.",
                "Leave content out, and ask for it through mutual legal assistance.",
            )
        elif gives is not None and category not in gives:
            yield Finding(
                "category.beyond_measure",
                "warn",
                "data_categories",
                "The instrument gives this request no data of the category “%(category)s”.",
                "Leave it out, and ask for it in a request of its own.",
                {"category": category},
            )
        elif category in checks.not_held:
            yield Finding(
                "category.not_held",
                "warn",
                "data_categories",
                "The company does not hold or never gives data of the category “%(category)s”.",
                "Leave it out.",
                {"category": category},
            )
        elif checks.categories is not None and category not in _with_logins(checks.categories):
            yield Finding(
                "category.not_covered",
                "warn",
                "data_categories",
                "This way does not give the category “%(category)s”.",
                "Leave it out, or choose another route.",
                {"category": category},
            )


def _with_logins(categories: tuple[str, ...]) -> frozenset[str]:
    """Log-in records are traffic data in some laws and go with the subscriber in others."""
    both = frozenset(categories)
    return both | {"login"} if both & {"subscriber", "traffic"} else both


def _period(record: Record, form: Form, checks: Checks) -> Iterator[Finding]:
    given, period = record.value("date_range"), period_of(record)
    required = form.required(measure=record.measure, instrument=record.instrument_id, copy=record.copy)
    if given is None and "date_range" in {each.id for each in form.fields()} - {each.id for each in required}:
        yield from _no_period(record)
    if isinstance(given, str) and period is None:
        yield Finding(
            "range.unreadable",
            "warn",
            "date_range",
            "“%(given)s” is not a period.",
            "Write the first and the last day: 2026-01-02/2026-02-03.",
            {"given": given},
        )
    if period:
        yield from _bounds(*period, record, checks)


def _no_period(record: Record) -> Iterator[Finding]:
    if OVER_TIME & set(categories_of(record)):
        yield Finding(
            "range.missing",
            "warn",
            "date_range",
            "No period is given: that asks for everything since the account was made.",
            "Give the first and the last day.",
        )


def _bounds(first: date, last: date, record: Record, checks: Checks) -> Iterator[Finding]:
    if last < first:
        yield Finding(
            "range.reversed",
            "warn",
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
    days = (last - first).days
    wide = [each for each in categories_of(record) if days > WIDEST.get(each, days)]
    if wide:
        yield Finding(
            "range.wide",
            "warn",
            "date_range",
            "The period is %(days)s days long, which is much for the category “%(category)s”.",
            "Shorten it, or give the reason for its length.",
            {"days": days, "category": min(wide, key=lambda each: WIDEST[each])},
        )
