"""The office's calendar: a year at a glance, its own days with their sources, and what the office counts with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from babel.dates import get_day_names, get_month_names
from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mlat.domain.calendar_year import CalendarDay, Span, spans, year_of
from mlat.domain.calendars import (
    DECREED_THROUGH,
    SENSIBLE_YEARS,
    countries,
    holiday_names,
    subdivision_names,
)
from mlat.domain.counting_rule import CountingRule, Kind
from mlat.domain.office_days import Observed, OfficeTable
from mlat.domain.permissions import Act
from mlat.house import house
from mlat.reads import calendars as reads
from mlat.services import calendars as acts
from mlat.services.access import NotHere
from mlat.web.clock import now
from mlat.web.dates import today
from mlat.web.door import actor, needs, reader
from mlat.web.language import spoken
from mlat.web.sheet import LONGEST_NUMBER, Sheet
from mlat.web.words import said_pairs

calendar = Blueprint("calendar", __name__, url_prefix="/calendar")
TYPES = ("closure", "recess", "bridge", "enabled")


@dataclass(frozen=True)
class Month:
    """A month as weeks of seven cells; a cell outside the month is empty."""

    name: str
    weeks: tuple[tuple[CalendarDay | None, ...], ...]


@calendar.get("")
@needs(Act.SEE_FACTS)
def index() -> ResponseReturnValue:
    """A year of the office's calendar as a picture and as a table, its own days, and the latest changes."""
    year = _year()
    observed, known = acts.observed_by(actor()), reads.settings(actor())
    days = _named(observed, year)
    marked = spans(days)
    return render_template(
        "calendar.html",
        year=year,
        years=(year - 1, year + 1),
        months=_months(days, year),
        weekdays=_weekdays(),
        spans=marked,
        begins={day: span.first for span in marked for day in _each(span)},
        today=today(),
        decreed=year <= DECREED_THROUGH,
        settings=known,
        holidays_known=observed.country in countries(),
        holiday_set=observed.around(observed.country, date(year, 1, 1)).version,
        rule=house().world.counting.get(known.counting_rule),
        tables=[table for name, table in _tables() if name in known.tables],
        parts=subdivision_names(observed.country),
        rows=reads.own_days(actor()),
        changes=reads.changes(actor()),
        pending=acts.preview(actor(), acts.Change()) if reader().may(Act.ADMINISTER) else None,
    )


@calendar.route("/days/new", methods=["GET", "POST"])
@needs(Act.ADMINISTER)
def add() -> ResponseReturnValue:
    """Enter days of rest, or days that work by exception; what would move is shown before it is saved."""
    sheet = Sheet(type="closure")
    return _asked(sheet, lambda: acts.Change(add=_days(sheet)), lambda: _days_page(sheet))


@calendar.route("/days/<row_id>", methods=["GET", "POST"])
@needs(Act.ADMINISTER)
def edit(row_id: str) -> ResponseReturnValue:
    """Change a row: the old one is kept as it was until today."""
    line = reads.days_line(actor(), row_id)
    sheet = Sheet(type=line.type, name=line.name, first=line.first, last=line.last, source=line.source)
    return _asked(sheet, lambda: acts.Change(retire=row_id, add=_days(sheet)), lambda: _days_page(sheet, line))


@calendar.route("/days/<row_id>/retire", methods=["GET", "POST"])
@needs(Act.ADMINISTER)
def retire(row_id: str) -> ResponseReturnValue:
    """Take a row out; it stays in the history."""
    line = reads.days_line(actor(), row_id)
    return _confirmed(acts.Change(retire=row_id), line)


@calendar.route("/recount", methods=["GET", "POST"])
@needs(Act.ADMINISTER)
def recount() -> ResponseReturnValue:
    """Count the running clocks anew with the holiday set of today, after showing what would move."""
    return _confirmed(acts.Change())


@calendar.route("/settings", methods=["GET", "POST"])
@needs(Act.ADMINISTER)
def settings() -> ResponseReturnValue:
    """The domestic counting rule, the part of the country, and the calendars that count."""
    known = reads.settings(actor())
    sheet = Sheet(
        counting_rule=known.counting_rule,
        subdivision=known.subdivision,
        tables=known.tables,
        version=known.version,
    )

    def page() -> str:
        return render_template(
            "calendar_settings.html",
            sheet=sheet,
            rules=_rules(known.counting_rule),
            parts=sorted(subdivision_names(known.country).items(), key=lambda pair: pair[1].casefold()),
            tables=[(name, table) for name, table in _tables() if table.country == known.country],
        )

    return _asked(sheet, lambda: acts.Change(habits=_habits(sheet)), page)


@calendar.get("/changes/<number>")
@needs(Act.SEE_FACTS)
def change(number: str) -> ResponseReturnValue:
    """What one change did: how many running clocks were counted anew, and which dates moved."""
    if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER):
        raise NotHere("change")
    line, moved = reads.change(actor(), int(number))
    return render_template("calendar_change.html", line=line, moved=moved)


# -- asking before it is done


def _asked(sheet: Sheet, read: Callable[[], acts.Change], form: Callable[[], str]) -> ResponseReturnValue:
    """A form: sent once it shows what would move, sent again with the person's yes it is done."""
    if sheet.sent:
        with sheet.trying():
            wanted = read()
            if sheet.ticked("confirmed"):
                return _made(wanted)
            fields = [(name, value) for name, value in request.form.items(multi=True) if name not in GUARDS]
            return _question(wanted, fields)
    return form(), sheet.status


def _confirmed(wanted: acts.Change, line: reads.DaysLine | None = None) -> ResponseReturnValue:
    """A question without a form: what would move, and one button."""
    return _made(wanted) if request.method == "POST" else _question(wanted, [], line)


GUARDS = ("csrf_token", "once")


def _question(
    wanted: acts.Change, fields: list[tuple[str, str]], line: reads.DaysLine | None = None
) -> ResponseReturnValue:
    effect = acts.preview(actor(), wanted)
    return render_template("calendar_confirm.html", effect=effect, fields=fields, wanted=wanted, line=line)


def _made(wanted: acts.Change) -> ResponseReturnValue:
    return redirect(url_for("calendar.change", number=acts.make(actor(), now(), wanted)))


# -- reading forms


def _days(sheet: Sheet) -> acts.DaysInput:
    kind, name, source = sheet.one_of("type", TYPES), sheet.needed("name"), sheet.needed("source")
    first, last = sheet.needed_day("first"), sheet.needed_day("last")
    sheet.check()
    return acts.DaysInput(type=kind, name=name, first=first, last=last, source=source)


def _days_page(sheet: Sheet, line: reads.DaysLine | None = None) -> str:
    return render_template("calendar_days.html", sheet=sheet, line=line, types=said_pairs(TYPES, "day"))


def _habits(sheet: Sheet) -> acts.Habits:
    rule, part, version = sheet.needed("counting_rule"), sheet.text("subdivision"), sheet.whole("version")
    sheet.check()
    return acts.Habits(counting_rule=rule, subdivision=part, tables=sheet.many("tables"), version=version or 0)


def _rules(chosen: str) -> list[CountingRule]:
    """Rules that an office may count its own periods with: those of acts counted on from an event."""
    found = house().world.counting.values()
    return [rule for rule in found if (rule.kind is Kind.ACT and rule.id != "backwards") or rule.id == chosen]


def _tables() -> list[tuple[str, OfficeTable]]:
    return sorted(house().world.calendars.items())


# -- the picture


def _year() -> int:
    """The year asked for, or this one. Raises `NotHere` for one that no calendar reaches."""
    given = request.args.get("year", "")
    if not given:
        return today().year
    if given not in map(str, SENSIBLE_YEARS):
        raise NotHere("year")
    return int(given)


def _named(observed: Observed, year: int) -> list[CalendarDay]:
    """The year's days, holidays in the reader's words where the set has them."""
    said: Mapping[date, str] = {}
    if observed.country in countries():
        said = holiday_names(observed.country, year, observed.subdivision or None, spoken().language)
    return [
        replace(day, name=said.get(day.day, day.name)) if day.kind == "holiday" else day
        for day in year_of(observed, year)
    ]


def _each(span: Span) -> Iterator[date]:
    """Every day of a span."""
    return (date.fromordinal(n) for n in range(span.first.toordinal(), span.last.toordinal() + 1))


def _months(days: list[CalendarDay], year: int) -> list[Month]:
    called = get_month_names("wide", context="stand-alone", locale=spoken())
    return [
        Month(f"{called[number]} {year}", tuple(_weeks(list(found))))
        for number, found in groupby(days, key=lambda each: each.day.month)
    ]


def _weeks(days: list[CalendarDay]) -> Iterator[tuple[CalendarDay | None, ...]]:
    blank = (days[0].day.weekday() - _first_weekday()) % 7
    cells: list[CalendarDay | None] = [*[None] * blank, *days]
    cells += [None] * (-len(cells) % 7)
    for start in range(0, len(cells), 7):
        yield tuple(cells[start : start + 7])


def _weekdays() -> list[tuple[str, str]]:
    """(short, whole) names of the weekdays, from the one with which a week begins here."""
    order = [(_first_weekday() + n) % 7 for n in range(7)]
    short, whole = (get_day_names(width, context="stand-alone", locale=spoken()) for width in ("short", "wide"))
    return [(short[day], whole[day]) for day in order]


def _first_weekday() -> int:
    return int(spoken().first_week_day)
