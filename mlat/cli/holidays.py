"""The option `--holidays`: a country, dates, a file of dates, or none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from mlat.domain.calendars import Calendar, country_calendar, explicit, none
from mlat.domain.periods import Period, Unit
from mlat.domain.problems import Problem

COUNTRY = re.compile(r"(?P<country>[A-Za-z]{2})(?:-(?P<part>[A-Za-z0-9]{1,4}))?")
DATES = re.compile(r"[\d,\s-]+")
LONGEST_FILE = 1_000_000
"""Bytes: more than all holidays of all countries."""
DAYS_EACH = {Unit.DAYS: 1.0, Unit.WORKING_DAYS: 2.5, Unit.MONTHS: 31.0, Unit.HOURS: 1 / 24}


def calendar_for(given: str, period: Period, start: date) -> Calendar:
    """The calendar that `given` names, wide enough to count `period` from `start`. Raises Problem."""
    given = given.strip()
    if given.lower() in ("", "none"):
        return none()
    named = COUNTRY.fullmatch(given)
    if named:
        years = int(abs(period.count) * DAYS_EACH[period.unit] / 365) + 2
        part = named["part"].upper() if named["part"] else None
        return country_calendar(named["country"].upper(), range(start.year - years, start.year + years + 1), part)
    if DATES.fullmatch(given):
        return explicit(_days(given.split(","), "given"))
    return explicit(_days(_lines(Path(given)), given))


def _lines(file: Path) -> list[str]:
    """The lines of a file of dates; `#` begins a remark."""
    try:
        if file.stat().st_size > LONGEST_FILE:
            raise Problem("file_too_long", "holidays", "%(file)s is too long.", "Give one date a line.", file=file)
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        raise Problem(
            "holidays_unreadable",
            "holidays",
            "“%(given)s” is no country, no dates and no file that can be read.",
            "Give AR or DE-BY, dates like 2026-05-25,2026-07-09, a text file with one date a line, or none.",
            given=str(file)[-200:],
        ) from None
    return [line.partition("#")[0] for line in lines]


def _days(texts: Iterable[str], source: str) -> list[date]:
    """The dates, blanks left out. Raises Problem that names the place of a wrong one."""
    days = []
    for place, text in enumerate(texts, 1):
        if not text.strip():
            continue
        try:
            days.append(date.fromisoformat(text.strip()))
        except ValueError:
            raise Problem(
                "holiday_impossible",
                "holidays",
                "“%(text)s” (no. %(place)s, %(source)s) is not a day that exists.",
                "Write each date like 2026-05-25.",
                text=text.strip()[:40],
                place=place,
                source=source,
            ) from None
    return days
