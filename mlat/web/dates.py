"""Dates, days and periods in the reader's words and zone."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, get_timezone_location
from flask import g
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from mlat.domain import deadlines
from mlat.i18n import locale
from mlat.web.clock import now
from mlat.web.language import code


def _dates() -> Locale:
    """Whose habit of writing dates the language of this page follows."""
    return Locale.parse(locale(code()).formats)


def zone_here() -> ZoneInfo:
    """The zone of the reader; UTC for a visitor."""
    reader = g.get("reader")
    return ZoneInfo(reader.actor.zone if reader else "UTC")


def today() -> date:
    """The reader's day."""
    return now().astimezone(zone_here()).date()


def place(zone: str) -> str:
    """A zone by the city it is named after, as the reader calls it."""
    return get_timezone_location(zone, locale=_dates(), return_city=True).rpartition("/")[2]


def _stamp(instant: datetime, zone: str) -> str:
    local = instant.astimezone(ZoneInfo(zone))
    words = f"{format_date(local, 'full', locale=_dates())}, {local:%H:%M}"
    return str(_("%(time)s in %(place)s", time=words, place=place(zone)))


def when(instant: datetime | None, zone: str = "") -> Markup:
    """An instant in words in the reader's zone; the zone of the place (or UTC) unfolds on demand."""
    if instant is None:
        return Markup("—")
    mine = str(zone_here())
    other = zone if zone and zone != mine else "UTC"
    local = instant.astimezone(zone_here())
    words = f"{format_date(local, 'medium', locale=_dates())}, {local:%H:%M}"
    return Markup('<time datetime="{}" title="{} · {}">{}</time>').format(
        instant.isoformat(timespec="minutes"), _stamp(instant, mine), _stamp(instant, other), words
    )


def day(given: date | str | None) -> Markup:
    """A date in words with its weekday."""
    if not given:
        return Markup("—")
    found = date.fromisoformat(given) if isinstance(given, str) else given
    return Markup('<time datetime="{}">{}</time>').format(
        found.isoformat(), format_date(found, "full", locale=_dates())
    )


def month(given: date) -> str:
    """A month in words, where a day would tell too much."""
    return str(format_skeleton("yMMMM", given, locale=_dates()))


def due(given: str) -> Markup:
    """A clock's due date: a local day (to its end) or an instant. Raises ValueError for other texts."""
    if not given:
        return Markup("—")
    if len(given) == len("2026-03-09"):
        return day(given)
    instant = datetime.fromisoformat(given)
    local = instant.astimezone(zone_here())
    words = f"{format_date(local, 'full', locale=_dates())}, {local:%H:%M}"
    return Markup('<time datetime="{}" title="{}">{}</time>').format(given, there(given), words)


def there(given: str) -> str:
    """A day or an instant as it is at its own place: an instant with its distance from UTC."""
    if len(given) == len("2026-03-09"):
        return str(format_date(date.fromisoformat(given), "full", locale=_dates()))
    instant = datetime.fromisoformat(given)
    away = f"{instant:%z}"
    zone = "UTC" if int(away) == 0 else f"UTC{away[:3]}:{away[3:5]}"
    return f"{format_date(instant, 'full', locale=_dates())}, {instant:%H:%M} {zone}"


def days_left(given: date | datetime | str | None) -> int:
    """Whole days from the reader's today; negative when it is over."""
    if not given:
        return 0
    if isinstance(given, str):
        given = datetime.fromisoformat(given) if len(given) > len("2026-03-09") else date.fromisoformat(given)
    if isinstance(given, datetime):
        given -= timedelta(seconds=1)  # the end of a day belongs to that day
    return deadlines.days_left(given, today(), zone_here())


def in_days(given: date | datetime | str | None) -> str:
    """How far away a date is: "in 12 days", "today", "203 days ago"."""
    if not given:
        return ""
    left = days_left(given)
    if left == 0:
        return str(_("today"))
    if left > 0:
        return str(ngettext("in %(num)d day", "in %(num)d days", left))
    return str(ngettext("%(num)d day ago", "%(num)d days ago", -left))


UNITS = {
    "D": lambda n: ngettext("%(num)d day", "%(num)d days", n),
    "W": lambda n: ngettext("%(num)d week", "%(num)d weeks", n),
    "M": lambda n: ngettext("%(num)d month", "%(num)d months", n),
    "Y": lambda n: ngettext("%(num)d year", "%(num)d years", n),
    "H": lambda n: ngettext("%(num)d hour", "%(num)d hours", n),
}
PERIOD = re.compile(r"PT?(\d+)([DWMYH])")


def period(given: str) -> str:
    """A simple ISO 8601 period in words; others as they are."""
    found = PERIOD.fullmatch(given)
    return str(UNITS[found[2]](int(found[1]))) if found else given


def day_span(begun: datetime | None, ends: str) -> int:
    """Days from an instant to a due date: the whole length of a hold."""
    return days_left(ends) - days_left(begun) if begun else days_left(ends)
