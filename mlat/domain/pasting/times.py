"""Times as reports, logs and mails write them; what may be read in two ways is not read at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from mlat.domain.instants import POSSIBLE_YEARS
from mlat.domain.messages import N_

MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan ene", "feb fev", "mar", "apr abr", "may mai", "jun", "jul", "aug ago", "sep set", "oct out", "nov",
         "dec dic dez"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
"""The first three letters of the months in English, Spanish and Portuguese."""
WORD = r"(?P<word{n}>[a-zç]{{3,10}})\.?"
ZONES = "UTC|GMT|[ABCEMPW][DES]?[DRS]?T|CEST|BST|IST|JST|MSK|PHT|CLST?|COT|VET|PET|EET|AEST|WEST"
"""Names of zones as programs print them; but for UTC and GMT, several places use the same."""
TIME = re.compile(
    rf"""(?<![\w:.])
    (?: (?P<year>\d{{4}})[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?)
      | (?P<a>\d\d?)[-/.](?P<b>\d\d?)[-/.](?P<year2>\d{{4}}|\d\d)
      | (?P<day3>\d\d?)[ ](?:de[ ])?{WORD.format(n=3)}[ ](?:de[ ])?(?P<year3>\d{{4}})
      | {WORD.format(n=4)}[ ](?P<day4>\d\d?),?[ ](?P<year4>\d{{4}})
    )
    (?:T|,?[ ]{{1,3}}(?:a[ ]las?[ ]|at[ ]|-[ ])?)
    (?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d{{1,9}})?)?
    (?:[ ]?(?P<half>[ap])[. ]{{0,2}}m\b\.?)?
    (?:[ ]?\(?(?P<zone>(?:UTC|GMT|Z)\b)?\)?[ ]?(?P<offset>[+-]\d\d?(?::?\d\d)?(?!\d))? )?
    (?:[ ]?\(?(?P<other>(?-i:{ZONES}))\b\)?)?""",
    re.VERBOSE | re.IGNORECASE,
)
HEADING_ZONE = re.compile(r"\b(?:UTC|GMT)\b")


@dataclass(frozen=True, slots=True)
class Time:
    """A time in a text: where it stands, its instant (ISO with Z; empty where it was not read), and its doubt."""

    start: int
    end: int
    instant: str = ""
    doubt: str = ""
    text: str = ""


def times_in(text: str, block_zone: str = "") -> Iterator[Time]:
    """The times that stand in a text; `block_zone` is the zone that a heading of the block names (UTC or GMT)."""
    for found in TIME.finditer(text):
        days = list(_days(found))
        clock = _clock(found)
        if not days or clock is None:
            continue
        start, end, shown = found.start(), found.end(), found[0].strip()
        if len(days) > 1:
            yield Time(start, end, "", N_("The date beside it, %(time)s, can be read in two ways."), shown)
            continue
        local = datetime(*days[0], *clock, tzinfo=UTC)
        offset = _offset(found)
        if offset is not None:
            yield Time(start, end, f"{local - offset:%Y-%m-%dT%H:%M:%SZ}", "", shown)
        elif block_zone:
            says = N_("The time beside it, %(time)s, has no zone; the block says that times are in UTC.")
            yield Time(start, end, f"{local:%Y-%m-%dT%H:%M:%SZ}", says, shown)
        else:
            yield Time(start, end, "", N_("The time beside it, %(time)s, has no zone that is certain."), shown)


def _days(found: re.Match[str]) -> Iterator[tuple[int, int, int]]:
    """Each day that the date can mean."""
    for year, month, day in dict.fromkeys(_readings(found)):
        try:
            datetime(year, month, day, tzinfo=UTC)
        except ValueError:
            continue
        if year in POSSIBLE_YEARS:
            yield year, month, day


def _readings(found: re.Match[str]) -> Iterator[tuple[int, int, int]]:
    if found["year"]:
        yield int(found["year"]), int(found["month"]), int(found["day"])
    elif found["a"]:
        year = int(found["year2"]) + (0 if len(found["year2"]) == 4 else 2000)
        yield year, int(found["b"]), int(found["a"])
        yield year, int(found["a"]), int(found["b"])
    else:
        n = "3" if found["day3"] else "4"
        yield int(found[f"year{n}"]), MONTHS.get(found[f"word{n}"][:3].lower(), 0), int(found[f"day{n}"])


def _clock(found: re.Match[str]) -> tuple[int, int, int] | None:
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"].lower() == "p" else 0)
    return (hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _offset(found: re.Match[str]) -> timedelta | None:
    """How far the clock was ahead of UTC; None where that is not certain."""
    other = (found["other"] or "").upper()
    if found["offset"]:
        sign, digits = found["offset"][0], found["offset"][1:].replace(":", "")
        hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
        if hours > 14 or minutes > 59:
            return None
        away = timedelta(hours=hours, minutes=minutes)
        return -away if sign == "-" else away
    if found["zone"] or other in ("UTC", "GMT"):
        return timedelta()
    return None
